/** A LOOKING server that hears LOOKING servers (lookForLeader). */
import { describe, expect, test } from "vitest";
import { unknownZxid } from "../../../src/protocols/fle/vote.ts";
import { from, handled, hears, looking, take, timesOut, vote } from "./subject.ts";

describe("the beginning of an election", () => {
  test("it raises its logical clock, votes for itself and tells everybody", () => {
    const { state, done } = looking({ sid: 2, zxid: 7n, currentEpoch: 3, clock: 5 });
    expect(state).toMatchObject({ peerState: "LOOKING", logicalClock: 5, proposal: vote(2, 7n, 3), round: 1 });
    expect(done.sent).toEqual([from(2, vote(2, 7n, 3), { electionEpoch: 5 })]);
    expect(done.poll).toBe(200);
  });

  test("its own vote counts only once its own notification has come back", () => {
    const begun = looking({ voters: 1 });
    expect(begun.state.finalizing).toBe(false);
    expect(hears(begun, from(1, vote(1))).state.finalizing).toBe(true);
  });

  test("an observer has nothing to propose", () => {
    expect(looking({ sid: 9, zxid: 7n, currentEpoch: 3 }).state.proposal).toEqual(vote(null));
  });
});

describe("a notification of the same election", () => {
  test.each([
    ["peerEpoch", vote(2, 0n, 4)],
    ["zxid", vote(2, 9n, 3)],
    ["sid", vote(3, 7n, 3)],
  ])("with a better vote, by %s, is adopted and passed on one round later", (rule, better) => {
    const before = looking({ sid: 2, zxid: 7n, currentEpoch: 3 });
    const after = hears(before, from(1, better, { round: 4 }));
    expect(handled(after)).toBe(`adopted ${rule}`);
    expect(after.state).toMatchObject({ proposal: better, round: 5, logicalClock: 1 });
    expect(after.done.sent).toEqual([from(2, better, { round: 5 })]);
  });

  test.each([
    ["peerEpoch", vote(3, 9n, 2)],
    ["zxid", vote(3, 6n, 3)],
    ["sid", vote(1, 7n, 3)],
    ["equal", vote(2, 7n, 3)],
  ])("with a vote no better, by %s, is counted but changes nothing", (rule, worse) => {
    const before = looking({ voters: 5, sid: 2, zxid: 7n, currentEpoch: 3 });
    const after = hears(before, from(1, worse));
    expect(handled(after)).toBe(`kept ${rule}`);
    expect(after.done.sent).toEqual([]);
    expect(after.state.proposal).toEqual(before.state.proposal);
    expect(after.state.recvset.get(0)).toMatchObject({ vote: worse });
  });

  test("for a candidate of weight 0 is never adopted", () => {
    const voters = [1, 2, 3].map((sid) => ({ sid, weight: sid === 3 ? 0 : 1, group: 1 }));
    const after = hears(looking({ voters }), from(3, vote(3, 9n, 9)));
    expect(handled(after)).toBe("kept weight");
    expect(after.state.proposal.leader).toBe(1);
  });
});

describe("a notification of a newer election", () => {
  test("takes it into that election, with the better vote adopted", () => {
    const after = hears(looking({ sid: 1, clock: 2 }), from(2, vote(2), { electionEpoch: 5, round: 3 }));
    expect(handled(after)).toBe("adopted electionEpoch sid");
    expect(after.state).toMatchObject({ logicalClock: 5, proposal: vote(2), round: 4 });
    expect(after.done.sent).toEqual([from(1, vote(2), { electionEpoch: 5, round: 4 })]);
  });

  test("is compared with its initial vote, not with what it has adopted since, and empties its votes", () => {
    const adopted = hears(looking({ voters: 5, sid: 3 }), from(5, vote(5, 9n)), from(3, vote(5, 9n)));
    const worse = hears(adopted, from(2, vote(2), { electionEpoch: 2, round: 1 }));
    expect(handled(worse)).toBe("kept electionEpoch sid");
    expect(worse.state).toMatchObject({ logicalClock: 2, proposal: vote(3), round: 2 });
    expect(worse.done.sent).toEqual([from(3, vote(3), { electionEpoch: 2, round: 2 })]);
    expect([0, 1, 2, 3, 4].map((voter) => worse.state.recvset.get(voter)?.from)).toEqual([
      undefined,
      2,
      undefined,
      undefined,
      undefined,
    ]);
    const between = hears(adopted, from(4, vote(4), { electionEpoch: 2 }));
    expect(between.state.proposal, "better than its own, worse than what it held").toEqual(vote(4));
  });
});

test("a notification of an older election is answered and not counted", () => {
  const after = hears(looking({ sid: 1, clock: 3 }), from(2, vote(2, 9n, 9), { electionEpoch: 2 }));
  expect(handled(after)).toBe("replied electionEpoch");
  expect(after.done.answers).toEqual([{ to: 2, notification: from(1, vote(1), { electionEpoch: 3 }) }]);
  expect(after.state.recvset.get(1)).toBeUndefined();
  expect(after.state.proposal).toEqual(vote(1));
});

describe("what is ignored", () => {
  test("a proposed leader that is no voting member", () => {
    const before = looking();
    const after = hears(before, from(2, vote(7, 9n, 9)));
    expect(handled(after)).toBe("ignored member");
    expect(after.state).toBe(before.state);
    expect(handled(hears(before, from(2, vote(null))))).toBe("ignored member");
  });

  test("a zxid of -1, the sender's or one's own", () => {
    expect(handled(hears(looking(), from(2, vote(2, unknownZxid))))).toBe("ignored zxid-unknown");
    expect(handled(hears(looking({ zxid: unknownZxid }), from(2, vote(2))))).toBe("ignored zxid-unknown");
  });

  test("a voter that says it is OBSERVING", () => {
    expect(handled(hears(looking(), from(2, vote(2, 9n), { state: "OBSERVING" })))).toBe("ignored observer");
  });
});

describe("in vain", () => {
  test("it sends again and doubles its wait, up to the limit", () => {
    let subject = looking({ sid: 1 });
    const waits = Array.from({ length: 11 }, () => {
      subject = timesOut(subject);
      expect(subject.done.sent).toEqual([from(1, vote(1))]);
      return subject.done.poll;
    });
    expect(waits).toEqual([400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 60_000, 60_000, 60_000]);
  });

  test("it does not send again when nothing has ever left", () => {
    expect(timesOut(looking(), false).done).toMatchObject({ sent: [], poll: 400 });
  });

  test("a wait keeps its length when something comes, and begins anew with the next election", () => {
    const waited = timesOut(looking({ voters: 5 }));
    expect(hears(waited, from(2, vote(2))).done.poll).toBe(400);
    const again = { kind: "look", zxid: 0n, currentEpoch: 0 } as const;
    expect(take(waited.state, again).done.poll).toBe(200);
  });
});
