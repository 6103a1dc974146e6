/** What holds of Zab in every simulation, whatever fails. */
import fc from "fast-check";
import { test } from "vitest";
import { traceHeader } from "../../../src/simulation/header.ts";
import { simulate } from "../../../src/simulation/simulate.ts";
import { property, runs } from "../../runs.ts";
import { zabRun } from "./arbitrary.ts";
import { ZabCheck } from "./check.ts";

test("nothing committed is lost, and everybody comes to what they have as ZooKeeper's servers do", property, () => {
  fc.assert(
    fc.property(zabRun, ({ cluster, committed }) => {
      const check = new ZabCheck(traceHeader(cluster), { committed });
      check.finish(simulate(cluster, (event) => check.add(event)));
    }),
    runs(300),
  );
});
