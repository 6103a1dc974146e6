// The built-in scenarios are YAML files in fixtures/scenarios. They are parsed when the program is built, so that
// running one costs no YAML parser; the text is kept too, for `zk-elect scenarios NAME`.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const folder = fileURLToPath(new URL("../../fixtures/scenarios/", import.meta.url));

/** The module name under which `src/scenario/builtins.ts` imports them. */
const moduleName = "virtual:builtin-scenarios";

/** Source of a module whose default export is [{ name, text, description }], in name order. */
function moduleSource() {
  const scenarios = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort()
    .map((name) => {
      const text = readFileSync(`${folder}${name}.yaml`, "utf8");
      return { name, text, description: parse(text) };
    });
  return `export default ${JSON.stringify(scenarios)};`;
}

/** For esbuild. */
export const esbuildPlugin = {
  name: moduleName,
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${moduleName}$`) }, () => ({ path: moduleName, namespace: moduleName }));
    build.onLoad({ filter: /.*/, namespace: moduleName }, () => ({ contents: moduleSource(), loader: "js" }));
  },
};

/** For Vitest. */
export const vitePlugin = {
  name: moduleName,
  resolveId: (id) => (id === moduleName ? `\0${moduleName}` : undefined),
  load: (id) => (id === `\0${moduleName}` ? moduleSource() : undefined),
};
