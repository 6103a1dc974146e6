/** A LOOKING server that hears servers which have decided. */
import { describe, expect, test } from "vitest";
import type { Notification } from "../../../src/protocols/fle/messages.ts";
import { from, handled, hears, looking, type Subject, timesOut, vote } from "./subject.ts";

const reports = (sid: number, leader: number, more: Partial<Notification> = {}): Notification =>
  from(sid, vote(leader, 0n, 1), { state: sid === leader ? "LEADING" : "FOLLOWING", round: 2, ...more });

describe("it joins the leader that a quorum and the leader itself report", () => {
  test("of the election it is in", () => {
    const one = hears(looking({ sid: 1 }), reports(2, 3));
    expect(handled(one)).toBe("kept quorum");
    const after = hears(one, reports(3, 3));
    expect(handled(after)).toBe("joined established");
    expect(after.state).toMatchObject({ peerState: "FOLLOWING", logicalClock: 1 });
    expect(after.state.current).toEqual({ vote: vote(3, 0n, 1), electionEpoch: 1, round: 2 });
    expect(after.done).toMatchObject({ sent: [], poll: undefined, decided: { via: "joined", supporters: [2, 3] } });
  });

  test.each([
    ["older", 5],
    ["newer", 1],
  ])("of an %s election, whose electionEpoch it takes on", (_, clock) => {
    const after = hears(
      looking({ sid: 1, clock }),
      reports(2, 3, { electionEpoch: 3 }),
      reports(3, 3, { electionEpoch: 3 }),
    );
    expect(after.state).toMatchObject({ peerState: "FOLLOWING", logicalClock: 3, current: { electionEpoch: 3 } });
  });

  test("also when they decided in different elections and with different zxids", () => {
    const older = reports(2, 3, { electionEpoch: 2, vote: vote(3, 8n, 1) });
    const after = hears(looking({ sid: 1, clock: 7 }), older, reports(3, 3, { electionEpoch: 4 }));
    expect(handled(after)).toBe("joined established");
    expect(after.state.logicalClock).toBe(4);
  });

  test("even if its own vote is better than the leader's", () => {
    const best = looking({ sid: 1, zxid: 99n, currentEpoch: 9, clock: 2 });
    expect(hears(best, reports(2, 3), reports(3, 3)).state.peerState).toBe("FOLLOWING");
  });

  test("an observer observes", () => {
    expect(hears(looking({ sid: 9 }), reports(2, 3), reports(3, 3)).state.peerState).toBe("OBSERVING");
  });
});

describe("it waits", () => {
  test("while too few report that leader", () => {
    const after = hears(looking({ voters: 5, clock: 4 }), reports(2, 3), reports(3, 3), reports(4, 5), reports(3, 3));
    expect(handled(after)).toBe("kept quorum");
    expect(after.state.peerState).toBe("LOOKING");
  });

  test("while those that report it disagree on its epoch", () => {
    const after = hears(looking({ clock: 4 }), reports(2, 3, { vote: vote(3, 0n, 2) }), reports(3, 3));
    expect(handled(after)).toBe("kept quorum");
  });

  test.each([
    ["same", 1],
    ["another", 4],
  ])("until the leader itself says that it leads, in the %s election", (_, clock) => {
    const begun = looking({ voters: 5, sid: 1, clock });
    const without = hears(begun, reports(2, 5), reports(3, 5), reports(4, 5));
    expect(handled(without)).toBe("kept leader");
    expect(without.state.peerState).toBe("LOOKING");
    const notYet = hears(without, reports(5, 5, { state: "FOLLOWING" }));
    expect(handled(notYet)).toBe("kept leader");
    expect(hears(notYet, reports(5, 5)).state.peerState).toBe("FOLLOWING");
  });

  test("when it is itself reported as leader of another election than its own", () => {
    const reported = (subject: Subject) => hears(subject, reports(2, 1), reports(3, 1));
    const other = reported(looking({ sid: 1, clock: 4 }));
    expect(handled(other)).toBe("kept leader");
    const own = reported(looking({ sid: 1, clock: 1 }));
    expect(own.state.peerState).toBe("LEADING");
  });

  test("without sending or answering anything", () => {
    expect(hears(looking(), reports(2, 3)).done).toMatchObject({ sent: [], answers: [], poll: 200 });
  });
});

test("reports of its own election count for its proposal together with votes still being cast, if all is equal", () => {
  const begun = hears(looking({ voters: 5, sid: 1 }), from(3, vote(3)), from(1, vote(3)));
  const after = hears(begun, from(2, vote(3), { state: "FOLLOWING" }), from(1, vote(3)));
  expect(after.state.finalizing).toBe(true);
  expect(timesOut(after).done.decided).toEqual({ via: "quorum", supporters: [1, 2, 3] });
});

test("reports of another election are forgotten neither when it joins a newer election nor when it waits in vain", () => {
  const begun = hears(looking({ voters: 3, sid: 1, clock: 2 }), reports(2, 3));
  const newer = timesOut(hears(begun, from(2, vote(2), { electionEpoch: 6 })));
  expect(hears(newer, reports(3, 3)).state.peerState).toBe("FOLLOWING");
});
