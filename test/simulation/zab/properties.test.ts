/** What holds of Zab in every simulation, whatever fails. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Cluster, Step } from "../../../src/scenario/cluster.ts";
import { traceHeader } from "../../../src/simulation/header.ts";
import { simulate } from "../../../src/simulation/simulate.ts";
import type { CommitEvent } from "../../../src/trace/events.ts";
import { property, runs } from "../../runs.ts";
import { verifierOf } from "../arbitrary.ts";
import { type ZabRun, zabRun } from "./arbitrary.ts";
import { ZabCheck } from "./check.ts";

test("nothing committed is lost, and everybody comes to what they have as ZooKeeper's servers do", property, () => {
  fc.assert(
    fc.property(zabRun, ({ cluster, committed }) => {
      const check = new ZabCheck(traceHeader(cluster), { committed });
      check.finish(simulate(cluster, (event) => check.add(event)));
    }),
    runs(200),
  );
});

test("once nothing fails any more, a write is committed, and all come to have it", property, () => {
  fc.assert(
    fc.property(zabRun, (run) => {
      const cluster = recovered(run);
      let last: CommitEvent | undefined;
      const { leader, servers } = simulate(cluster, (event) => {
        if (event.type === "commit") last = event;
      });
      expect(verifierOf(cluster.servers).containsQuorum(last?.servers ?? [])).toBe(true);
      const established = servers.find(({ sid }) => sid === leader)?.currentEpoch ?? -1;
      for (const { sid, state, lastZxid, acceptedEpoch = 0, currentEpoch } of servers) {
        // Its leader turns it away: it has accepted an epoch that nobody established.
        if (acceptedEpoch > established) continue;
        expect({ sid, isUp: state !== "LOOKING", lastZxid, currentEpoch }).toEqual({
          ...{ sid, isUp: true },
          ...{ lastZxid: last?.zxid, currentEpoch: established },
        });
      }
    }),
    runs(80),
  );
});

/** Steps after which nothing fails any more, and a write. */
function recovered({ cluster, conditions }: ZabRun): Cluster {
  const such = (wanted: string) => [...conditions].filter(([, it]) => it === wanted).map(([sid]) => sid);
  const back: Step["action"][] = [
    { kind: "heal" },
    { kind: "resume", sids: such("paused") },
    { kind: "restart", sids: such("down") },
  ];
  const useful = back.filter((action) => !("sids" in action) || action.sids.length > 0);
  const steps: Step[] = [...useful, { kind: "write" as const, count: 2 }].map((action) => ({ action }));
  return { ...cluster, steps: [...cluster.steps, ...steps] };
}
