/** Every built-in scenario, and the stories of the recordings. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readScenario } from "../../../src/scenario/read.ts";
import { traceHeader } from "../../../src/simulation/header.ts";
import { simulate } from "../../../src/simulation/simulate.ts";
import { stories } from "../recorded/stories.ts";
import { ZabCheck } from "./check.ts";

const folder = join(import.meta.dirname, "../../../fixtures/scenarios");
const builtIns = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")] as const);
const told = stories.map(({ of, cluster }) => [`${of.join("-")}.json`, JSON.stringify(cluster)] as const);

test.each([...builtIns, ...told])("%s", async (name, text) => {
  const cluster = await readScenario(text, name);
  const check = new ZabCheck(traceHeader(cluster));
  const result = simulate(cluster, (event) => check.add(event));
  expect(() => check.finish(result)).not.toThrow();
});
