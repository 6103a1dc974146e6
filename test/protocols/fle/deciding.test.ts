/** A quorum of votes, finalizeWait, and the decision. */
import { describe, expect, test } from "vitest";
import { from, handled, hears, looking, take, timesOut, vote } from "./subject.ts";

/** Server 1 of five, waiting out finalizeWait: itself, 2 and 3 vote for 3. */
const finalizing = hears(looking({ voters: 5 }), from(3, vote(3)), from(1, vote(3)), from(2, vote(3)));

describe("while finalizeWait runs", () => {
  test("it begins with a quorum for the proposal, and not before", () => {
    const two = hears(looking({ voters: 5 }), from(3, vote(3)), from(1, vote(3)));
    expect(two.state.finalizing).toBe(false);
    expect(finalizing.state.finalizing).toBe(true);
    expect(finalizing.done.poll).toBe(200);
  });

  test("the votes of another election or with another zxid or epoch do not count towards it", () => {
    const begun = hears(looking({ voters: 3 }), from(1, vote(1)));
    for (const other of [vote(1, 1n), vote(1, 0n, 1)]) {
      expect(hears(begun, from(2, other)).state.finalizing, "adopted, with one vote of its own").toBe(false);
    }
    expect(hears(begun, from(2, vote(1), { electionEpoch: 0 })).state.finalizing).toBe(false);
  });

  test("a vote that is no better is dropped, and the wait begins anew", () => {
    const after = hears(finalizing, from(4, vote(2)));
    expect(handled(after)).toBe("kept sid");
    expect(after.state).toEqual(finalizing.state);
    expect(after.state.recvset.get(3)).toBeUndefined();
    expect(after.done.poll).toBe(200);
  });

  test("a better vote ends it: the vote is adopted and the count goes on", () => {
    const after = hears(finalizing, from(5, vote(5)));
    expect(handled(after)).toBe("adopted sid");
    expect(after.state).toMatchObject({ finalizing: false, proposal: vote(5) });
    expect(after.done.sent).toEqual([from(1, vote(5), { round: 2 })]);
    expect(after.done.poll).toBe(200);
  });

  test("a better vote that does not count ends it all the same, and its own next notification resumes it", () => {
    const older = hears(finalizing, from(5, vote(5), { electionEpoch: 0 }));
    expect(handled(older)).toBe("replied electionEpoch");
    expect(older.state).toMatchObject({ finalizing: false, proposal: vote(3) });
    const again = timesOut(older);
    expect(again.state.peerState).toBe("LOOKING");
    const own = hears(again, ...again.done.sent);
    expect(own.state.finalizing).toBe(true);
    expect(timesOut(own).state.peerState).toBe("FOLLOWING");
  });

  test("a better vote of a server that has decided ends it too", () => {
    const after = hears(finalizing, from(5, vote(5), { state: "LEADING", electionEpoch: 4 }));
    expect(after.state).toMatchObject({ finalizing: false, peerState: "LOOKING", proposal: vote(3) });
  });
});

describe("when finalizeWait has passed", () => {
  test("it follows the server that the quorum proposes", () => {
    const { state, done } = timesOut(finalizing);
    expect(state).toMatchObject({ peerState: "FOLLOWING", finalizing: false, logicalClock: 1 });
    expect(state.current).toEqual({ vote: vote(3), electionEpoch: 1, round: 2 });
    expect(done).toMatchObject({ sent: [], poll: undefined, decided: { via: "quorum", supporters: [1, 2, 3] } });
  });

  test("it leads if that is itself", () => {
    const own = hears(looking({ sid: 3 }), from(3, vote(3)), from(1, vote(3), { round: 2 }));
    expect(timesOut(own).state.peerState).toBe("LEADING");
  });

  test("an observer observes", () => {
    const seen = hears(looking({ sid: 9 }), from(1, vote(3)), from(3, vote(3)));
    expect(timesOut(seen).state.peerState).toBe("OBSERVING");
  });
});

describe("after the decision", () => {
  const decided = timesOut(finalizing);

  test("the epoch that is established becomes its vote's peerEpoch; zxid and electionEpoch stay", () => {
    const { state } = take(decided.state, { kind: "established", epoch: 7 });
    expect(state.current).toEqual({ vote: vote(3, 0n, 7), electionEpoch: 1, round: 2 });
    expect(state.peerState).toBe("FOLLOWING");
  });

  test("a new election begins one higher, with nothing of the old one", () => {
    const { state } = take(decided.state, { kind: "look", zxid: 5n, currentEpoch: 1 });
    expect(state).toMatchObject({ peerState: "LOOKING", logicalClock: 2, proposal: vote(1, 5n, 1), round: 1 });
    expect(state.recvset.supporters(vote(3), 1, false)).toEqual([]);
    expect(state.current.vote, "it still reports its old leader to observers").toEqual(vote(3));
  });

  test("no wait can end, and before it no epoch can be established", () => {
    expect(() => timesOut(decided)).toThrow("server 1 is FOLLOWING and cannot time out");
    expect(() => take(looking().state, { kind: "established", epoch: 1 })).toThrow("LOOKING");
  });
});
