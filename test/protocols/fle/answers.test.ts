/** What the receiving thread answers (WorkerReceiver), in every state of the receiver. */
import { describe, expect, test } from "vitest";
import type { PeerState } from "../../../src/protocols/fle/messages.ts";
import { from, handled, hears, looking, type Subject, take, timesOut, vote } from "./subject.ts";

const decided = (sid: number): Subject =>
  timesOut(
    hears(looking({ sid, clock: 2 }), from(1, vote(3), { electionEpoch: 2 }), from(3, vote(3), { electionEpoch: 2 })),
  );
const follower = decided(1);
const leader = decided(3);
const observer = decided(9);

describe("a server that has decided", () => {
  test.each<[PeerState, Subject]>([
    ["FOLLOWING", follower],
    ["LEADING", leader],
  ])("%s answers a LOOKING one with its decision, whatever its election, and changes nothing", (state, subject) => {
    for (const electionEpoch of [1, 2, 9]) {
      const after = hears(subject, from(2, vote(2, 9n, 9), { electionEpoch }));
      expect(handled(after)).toBe("replied looking");
      const { current, self } = subject.state;
      const notification = from(self.sid, vote(3), { electionEpoch: 2, state, round: current.round });
      expect(after.done.answers).toEqual([{ to: 2, notification }]);
      expect(after.state).toBe(subject.state);
    }
  });

  test("answers with the epoch that has been established since", () => {
    const established = take(follower.state, { kind: "established", epoch: 5 });
    const [answer] = hears(established, from(2, vote(2))).done.answers;
    expect(answer?.notification.vote).toEqual(vote(3, 0n, 5));
  });

  test.each<PeerState>(["FOLLOWING", "LEADING", "OBSERVING"])("ignores one that is %s", (state) => {
    const after = hears(follower, from(2, vote(2, 9n, 9), { state, electionEpoch: 9 }));
    expect(handled(after)).toBe("ignored decided");
    expect(after.done.answers).toEqual([]);
  });
});

describe("an observer's notification is answered at once", () => {
  const asks = from(9, vote(null), { electionEpoch: 1 });

  test("by a LOOKING server with the vote it settled on last, which is itself at first, under its clock of now", () => {
    const adopted = hears(looking({ voters: 5, sid: 1, clock: 4 }), from(2, vote(2), { electionEpoch: 4 }));
    const after = hears(adopted, asks);
    expect(handled(after)).toBe("replied observer");
    expect(after.done.answers).toEqual([{ to: 9, notification: from(1, vote(1), { electionEpoch: 4 }) }]);
    expect(after.state).toBe(adopted.state);
    expect(after.done.poll, "the wait goes on").toBeUndefined();
    const again = take(follower.state, { kind: "look", zxid: 0n, currentEpoch: 0 });
    expect(hears(again, asks).done.answers).toMatchObject([
      { notification: { vote: vote(3), electionEpoch: 3, state: "LOOKING" } },
    ]);
  });

  test("by one that has decided with its decision", () => {
    expect(hears(leader, asks).done.answers).toMatchObject([
      { to: 9, notification: { from: 3, vote: vote(3), electionEpoch: 2, state: "LEADING" } },
    ]);
  });

  test("whatever state it says it is in", () => {
    for (const state of ["FOLLOWING", "OBSERVING"] as const) {
      expect(hears(follower, { ...asks, state }).done.answers).toHaveLength(1);
    }
  });
});

describe("an observer answers no voter, who would answer back without end", () => {
  test("while it is LOOKING in a newer election", () => {
    const after = hears(looking({ sid: 9, clock: 4 }), from(1, vote(1), { electionEpoch: 2 }));
    expect(handled(after)).toBe("ignored observer");
    expect(after.done.answers).toEqual([]);
  });

  test("when it has decided", () => {
    expect(observer.state.peerState).toBe("OBSERVING");
    const after = hears(observer, from(1, vote(1)));
    expect(handled(after)).toBe("ignored observer");
    expect(after.done.answers).toEqual([]);
  });
});
