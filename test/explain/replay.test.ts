/** The naive reading of a trace comes to what the trace says, or it could not judge an explanation. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { property, runs } from "../runs.ts";
import { runOf } from "../simulation/arbitrary.ts";
import { Reading, supportersOf } from "./naive.ts";
import { isQuorum } from "./quorums.ts";
import { linesOf } from "./subjects.ts";

test("states, votes, tallies and decisions are those of the trace", property, () => {
  fc.assert(
    fc.property(runOf(), ({ cluster }) => {
      const reading = new Reading(linesOf(cluster));
      for (const { line, event } of reading.events) {
        if (!("sid" in event)) continue;
        const before = reading.server(event.sid, line - 1);
        if (event.type === "state") expect({ line, from: event.from }).toEqual({ line, from: before.state });
        // The notification that made it vote is the line before: the reading has the vote from that.
        if (event.type === "vote" && event.by !== "initial")
          expect({ line, vote: event.vote }).toEqual({ line, vote: before.vote });
        if (event.type === "tally") {
          const supporters = supportersOf(before);
          const quorum = isQuorum(reading.cluster, supporters);
          expect({ line, supporters: event.supporters, quorum: event.quorum }).toEqual({ line, supporters, quorum });
        }
        if (event.type === "decide" && event.via === "quorum") {
          expect({ line, finalizing: before.finalizing }).toEqual({ line, finalizing: true });
          expect({ line, supporters: event.supporters }).toEqual({ line, supporters: supportersOf(before) });
          expect(event.t - (before.waitsSince ?? event.t)).toBeGreaterThanOrEqual(reading.finalizeWait);
        }
        if (event.type === "timeout")
          expect({ line, finalizing: before.finalizing }).toEqual({ line, finalizing: false });
      }
      for (const { sid, state } of reading.result?.servers ?? []) {
        expect({ sid, state: reading.server(sid, reading.lastLine).state }).toEqual({ sid, state });
      }
    }),
    runs(150),
  );
});
