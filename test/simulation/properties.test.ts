/** What holds of every simulation: of its trace, of its elections, and of its end. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { simulate } from "../../src/simulation/simulate.ts";
import type { TraceEvent } from "../../src/trace/events.ts";
import { text } from "../protocols/fle/told.ts";
import { property, runs } from "../runs.ts";
import { runOf } from "./arbitrary.ts";
import { DeliveryCheck } from "./checks/delivery.ts";
import { OutcomeCheck } from "./checks/outcome.ts";
import { SafetyCheck } from "./checks/safety.ts";
import { ServersCheck } from "./checks/servers.ts";

test("notifications are received as they were sent, in order, in time", property, () => {
  fc.assert(
    fc.property(runOf(), ({ cluster }) => {
      const check = new DeliveryCheck(cluster);
      let last: TraceEvent | undefined;
      simulate(cluster, (event) => {
        last = event;
        check.add(event);
      });
      if (last?.type === "settled") check.finish();
    }),
    runs(300),
  );
});

test("every server votes, waits, counts, decides and answers as in Java", property, () => {
  fc.assert(
    fc.property(runOf(), ({ cluster }) => {
      const check = new ServersCheck(cluster);
      simulate(cluster, (event) => check.add(event));
      check.finish();
    }),
    runs(300),
  );
});

test("no election breaks what must always hold", property, () => {
  fc.assert(
    fc.property(runOf(), ({ cluster }) => {
      const check = new SafetyCheck(cluster);
      simulate(cluster, (event) => check.add(event));
    }),
    runs(600),
  );
});

test("the result is what the events came to, and the same when nobody listens", property, () => {
  fc.assert(
    fc.property(runOf(), ({ cluster }) => {
      const check = new OutcomeCheck(cluster);
      const result = simulate(cluster, (event) => check.add(event));
      check.finish(result);
      expect(text(simulate(cluster))).toBe(text(result));
    }),
    runs(200),
  );
});
