import { expect, test } from "vitest";
import { Diagnoser } from "../../src/diagnose/diagnoser.ts";
import type { ElectionSummary } from "../../src/logs/election-summary.ts";
import type { StateReason } from "../../src/trace/events.ts";

const minute = 60_000;

/** An election that begins after so many minutes, and ends a second later. */
function election(number: number, minutes: number, reason: StateReason, joined = false): ElectionSummary {
  const at = (ms: number) => ({ ms, at: `10:00:00,${ms}`, file: "zk1.log", line: number });
  return {
    number,
    start: at(minutes * minute),
    decided: null,
    end: at(minutes * minute + 300),
    looking: [1, 2].map((sid) => ({ sid, reason })),
    electionEpoch: number,
    outcome: joined ? { kind: "joined", leader: 2, sids: [1] } : { kind: "elected", leader: 2, supporters: [1, 2] },
    established: at(minutes * minute + 1000),
  };
}

const diagnose = (...elections: ElectionSummary[]) => new Diagnoser().diagnose(elections);

test("more than three elections in ten minutes are too many", () => {
  const lost = (number: number, minutes: number) => election(number, minutes, "leader-lost");
  expect(diagnose(lost(1, 0), lost(2, 3), lost(3, 6)).findings).toEqual([]);
  expect(diagnose(lost(1, 0), lost(2, 4), lost(3, 8), lost(4, 12)).findings).toEqual([]);
  expect(
    diagnose(lost(1, 0), lost(2, 3), election(3, 6, "leader-silent"), lost(4, 10), lost(5, 30)).findings,
  ).toMatchObject([
    {
      kind: "repeated-elections",
      sids: [1, 2],
      elections: 4,
      withinMs: 10 * minute,
      triggers: [
        { reason: "leader-lost", times: 3 },
        { reason: "leader-silent", times: 1 },
      ],
      first: { line: 1 },
      last: { line: 4 },
    },
  ]);
});

test("starts, restarts and servers that join a leader are not counted", () => {
  const all = [0, 1, 2, 3, 4, 5].map((minutes) => election(minutes + 1, minutes, minutes % 2 ? "start" : "restart"));
  expect(diagnose(...all).findings).toEqual([]);
  const joins = [0, 1, 2, 3, 4].map((minutes) => election(minutes + 1, minutes, "leader-lost", true));
  expect(diagnose(...joins).findings).toEqual([]);
});

test("of a change of leader it is told how long service was gone", () => {
  expect(diagnose(election(1, 0, "start"), election(2, 5, "leader-lost")).changes).toEqual([
    { election: 2, at: "10:00:00,300000", leader: 2, before: 2, recoveryMs: 1000 },
  ]);
});
