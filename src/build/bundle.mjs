// Makes dist/: the program as one file, with what few commands need beside it; the library as an ES module.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { build } from "esbuild";
import { esbuildPlugin } from "./builtins.mjs";

const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  minify: true,
  legalComments: "none",
  metafile: true,
  plugins: [esbuildPlugin],
};

// The program is CommonJS: node loads one such file in a third of the time that it takes to set up ES modules.
const programFiles = {
  ...common,
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  outdir: "dist/cli",
  // A script that is run from a code cache can require, but not import.
  supported: { "dynamic-import": false },
};

/** What is imported only when it is needed: a bundle of its own, out of the way of every other command. */
const protocols = readdirSync("src/protocols").filter((name) => existsSync(`src/protocols/${name}/index.ts`));
const lazy = {
  "yaml-parser": "src/scenario/yaml-parser.ts",
  "to-json-schema": "@valibot/to-json-schema",
  ...Object.fromEntries(protocols.map((name) => [`protocols/${name}`, `src/protocols/${name}/index.ts`])),
};
const lazyPlugin = {
  name: "lazy",
  setup({ onResolve }) {
    onResolve({ filter: /(yaml-parser\.ts|to-json-schema)$/ }, ({ path, kind }) => {
      const name = Object.keys(lazy).find((known) => path.includes(known));
      return kind === "dynamic-import" ? { path: `./${name}.cjs`, external: true } : undefined;
    });
    // As src/protocols/registry.ts imports them.
    onResolve({ filter: /^\.\/[\w-]+\/index\.ts$/ }, ({ path, kind, resolveDir }) => {
      const name = path.slice("./".length, -"/index.ts".length);
      const isProtocol = kind === "dynamic-import" && resolveDir.endsWith("protocols");
      return isProtocol ? { path: `./protocols/${name}.cjs`, external: true } : undefined;
    });
  },
};

/**
 * The texts of src/locales that are not English: a run speaks one language. What imports such a file gets an object that
 * loads its bundle when the texts are asked for.
 */
const translations = readdirSync("src/locales", { recursive: true })
  .filter((file) => /^\w+\/zh-\w+\.ts$/.test(file))
  .map((file) => `src/locales/${file}`);
const translationsPlugin = {
  name: "translations",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/(\w+\/)?zh-\w+\.ts$/ }, ({ path, resolveDir }) => {
      const file = relative("src/locales", join(resolveDir, path));
      return { path: `./locales/${file.replace(/ts$/, "cjs")}`, namespace: "translation" };
    });
    onResolve({ filter: /^/, namespace: "translation" }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /^/, namespace: "translation" }, ({ path }) => {
      const name = basename(path, ".cjs").replace("-", "");
      return { contents: `module.exports = { get ${name}() { return require("${path}").${name}; } };` };
    });
  },
};

/** The packages whose code went into a bundle, by folder. */
function bundled({ inputs }) {
  return Object.keys(inputs).flatMap((file) => /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
}

/** The licences of bundled code, which ask to go with every copy of it. */
function licences(folders) {
  return [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${license}`;
    return `${name} ${version}\n\n${text}\n`;
  });
}

// A code cache belongs to the program that is replaced now.
rmSync("dist/cli", { recursive: true, force: true });

const built = await Promise.all([
  build({
    ...programFiles,
    entryPoints: ["src/cli/entry.ts"],
    plugins: [esbuildPlugin, lazyPlugin, translationsPlugin],
    // What bin/load.cjs compiles is the function that is called for a CommonJS module.
    banner: { js: "(function (exports, require, module, __filename, __dirname) {" },
    footer: { js: "})" },
    alias: {
      "string-width": "./src/build/string-width.cjs",
      "fast-string-width": "./src/build/string-width.cjs",
      "node:child_process": "./src/build/no-child-process.cjs",
      "#supports-color": "./src/build/no-supports-color.mjs",
    },
  }),
  build({ ...programFiles, entryPoints: lazy }),
  build({ ...programFiles, entryPoints: translations, outbase: "src", outdir: "dist/cli" }),
  build({
    ...common,
    format: "esm",
    minify: false, // Whoever imports it sees its names, in errors too.
    splitting: true,
    entryPoints: ["src/index.ts"],
    outdir: "dist",
    chunkNames: "lib/[name]-[hash]",
    // A CommonJS dependency calls require, which an ES module must be given.
    banner: { js: 'import{createRequire as requireOf}from"node:module";const require=requireOf(import.meta.url);' },
  }),
]);
// esbuild leaves the letters of regular expressions as they are; a single one would make V8 keep two bytes a character.
const entry = "dist/cli/entry.cjs";
const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
writeFileSync(entry, readFileSync(entry, "utf8").replace(/[^\0-\x7f]/g, escaped));
const texts = licences(built.flatMap(({ metafile }) => bundled(metafile)));
writeFileSync("dist/THIRD_PARTY_LICENSES.txt", texts.join(`\n${"-".repeat(80)}\n\n`));
const cache = `dist/cli/entry-${process.version}-${process.arch}.cache`;
// The commands that most users type first; what they have in common is in the cache once.
const commands = ["simulate five-server-restart", "explain five-server-restart"];
execFileSync(process.execPath, ["src/build/code-cache.cjs", cache, ...commands], { stdio: "ignore" });
