import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

// The library as it is shipped, in plain JavaScript.

const library = pathToFileURL(join(import.meta.dirname, "../../dist/index.js")).href;

/** What a module prints that has everything of the library under `zk`. */
function printed(source: string): unknown {
  const module = `import * as zk from ${JSON.stringify(library)};\n${source}`;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", module], { encoding: "utf8" }));
}

test("a description in YAML is read and simulated", () => {
  const result = printed(`
    const cluster = await zk.readScenario("servers: 3\\nleader: 3\\nsteps: [{ fail: [3] }]\\n", "cluster.yaml");
    const { leader, servers } = zk.simulate(cluster);
    console.log(JSON.stringify({ leader, zxid: typeof servers[0].zxid, states: servers.map(({ state }) => state) }));
  `);
  expect(result).toEqual({ leader: 2, zxid: "bigint", states: ["FOLLOWING", "LEADING", "DOWN"] });
});

test("a trace is written and read again", () => {
  const types = printed(`
    const cluster = zk.builtin("observer");
    const lines = [zk.encodeLine(zk.traceHeader(cluster))];
    const result = zk.simulate(cluster, (event) => lines.push(zk.encodeLine(event)));
    lines.push(zk.encodeLine(result));
    const copies = [];
    for await (const line of zk.readTrace(lines)) copies.push(zk.encodeLine(line));
    console.log(JSON.stringify(copies.join("") === lines.join("") && copies.length));
  `);
  expect(types).toBeGreaterThan(20);
});

test("its errors say what and where", () => {
  const errors = printed(`
    const wrong = await zk.readScenario("servers: 3\\nleader: 9\\n", "cluster.yaml").catch((error) => error);
    const foreign = await zk.readTrace(["{}"]).next().catch((error) => error);
    console.log(JSON.stringify([
      wrong instanceof zk.InputError, wrong.problems, foreign instanceof zk.TraceError, foreign.line,
    ]));
  `);
  const message = "no server 9; servers are 1 to 3";
  expect(errors).toEqual([true, [{ file: "cluster.yaml", line: 2, column: 9, path: "leader", message }], true, 1]);
});
