/** Every claim of an explanation is true of its trace, and nothing that happened is left out. */
import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtin } from "../../src/scenario/builtins.ts";
import type { Cluster } from "../../src/scenario/cluster.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { encodeLine } from "../../src/trace/encode.ts";
import type { TraceLine } from "../../src/trace/events.ts";
import { readTrace } from "../../src/trace/read.ts";
import { property, runs } from "../runs.ts";
import { zookeeperScenarios } from "../scenario/zookeeper.ts";
import { runOf } from "../simulation/arbitrary.ts";
import { explain, wrongIn } from "./check.ts";
import { linesOf } from "./subjects.ts";

const builtins = zookeeperScenarios.map(({ name }) => ({ name, lines: linesOf(builtin(name) as Cluster) }));

/** The lines as a reader of the NDJSON has them. */
async function readBack(lines: readonly TraceLine[]): Promise<TraceLine[]> {
  const read: TraceLine[] = [];
  for await (const line of readTrace(lines.map(encodeLine))) read.push(line);
  return read;
}

describe("every claim holds", () => {
  test("of any simulation", property, () => {
    fc.assert(
      fc.property(runOf(), ({ cluster }) => {
        const lines = linesOf(cluster);
        expect(wrongIn(explain(lines), lines)).toEqual([]);
      }),
      runs(300),
    );
  });

  test.each(builtins)("of the built-in $name", ({ lines }) => {
    expect(wrongIn(explain(lines), lines)).toEqual([]);
  });

  test("of the cases that ZooKeeper's own class has decided", property, async () => {
    const file = new URL("../../fixtures/oracle/cases.ndjson", import.meta.url);
    const cases = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
    for (const one of cases) {
      const { name, scenario } = JSON.parse(one) as { name: string; scenario: object };
      const lines = linesOf(await readScenario(JSON.stringify(scenario), `${name}.json`));
      expect({ name, wrong: wrongIn(explain(lines), lines) }).toEqual({ name, wrong: [] });
    }
  });
});

describe("a trace that was written and read again", () => {
  test("is explained as the simulation is", property, async () => {
    await fc.assert(
      fc.asyncProperty(runOf(), async ({ cluster }) => {
        const lines = linesOf(cluster);
        expect(explain(await readBack(lines))).toEqual(explain(lines));
      }),
      runs(50),
    );
  });

  test.each(builtins)("$name too", async ({ lines }) => {
    expect(explain(await readBack(lines))).toEqual(explain(lines));
  });
});
