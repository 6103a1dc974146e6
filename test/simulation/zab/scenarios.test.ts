/** Every built-in scenario, and the stories of the recordings. */
import { expect, test } from "vitest";
import { readScenario } from "../../../src/scenario/read.ts";
import { traceHeader } from "../../../src/simulation/header.ts";
import { simulate } from "../../../src/simulation/simulate.ts";
import { zookeeperScenarios } from "../../scenario/zookeeper.ts";
import { stories } from "../recorded/stories.ts";
import { ZabCheck } from "./check.ts";

const builtIns = zookeeperScenarios.map(({ name, text }) => [`${name}.yaml`, text] as const);
const told = stories.map(({ of, cluster }) => [`${of.join("-")}.json`, JSON.stringify(cluster)] as const);

test.each([...builtIns, ...told])("%s", async (name, text) => {
  const cluster = await readScenario(text, name);
  const check = new ZabCheck(traceHeader(cluster));
  const result = simulate(cluster, (event) => check.add(event));
  expect(() => check.finish(result)).not.toThrow();
});
