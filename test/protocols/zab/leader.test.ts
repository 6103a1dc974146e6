/** Leader.java and LearnerHandler.java, method by method. */
import { describe, expect, test } from "vitest";
import { lead, leaderInOffice } from "../../../src/protocols/zab/leader.ts";
import { beginOf } from "../../../src/protocols/zab/log.ts";
import { z, zxidText } from "../../trace/zab.ts";
import { disk, Leading, logText, majority } from "./given.ts";

/** Leader 1 of so many, which has 1:1-1:8 and has served in epoch 1. */
function leading(size: number, log = "1:1-1:8", more: Parameters<typeof disk>[1] = {}): Leading {
  return new Leading(lead(1, majority(size), disk(log, more), more?.count ?? 500));
}

/** Leader 1 of three; 2 is with it in epoch 2. */
function inOffice(): Leading {
  const leader = leading(3);
  leader.comes(2, 1);
  leader.acksEpoch(2, 1, "1:8");
  leader.acks(2, "2:0");
  return leader;
}

describe("getEpochToPropose", () => {
  test("the highest accepted epoch of a quorum and the leader, plus one; written, and told to all who wait", () => {
    const leader = leading(5);
    expect(leader.begun).toEqual([]);
    expect(leader.comes(2, 4)).toEqual([]);
    expect(leader.comes(3, 2)).toEqual(["acceptedEpoch 1>5 of 1:1 2:4 3:2", "2: LEADERINFO 5", "3: LEADERINFO 5"]);
    expect(leader.state.history).toMatchObject({ acceptedEpoch: 5, currentEpoch: 1 });
  });

  test("an observer is no part of the quorum, but its epoch counts", () => {
    const leader = leading(3);
    expect(leader.comes(9, 6, false)).toEqual([]);
    expect(leader.comes(2, 1)).toEqual(["acceptedEpoch 1>7 of 1:1 2:1 9:6", "9: LEADERINFO 7", "2: LEADERINFO 7"]);
  });

  test("once it is chosen, who has accepted a higher one does not change it", () => {
    const leader = leading(3);
    leader.comes(2, 1);
    expect(leader.comes(3, 9)).toEqual(["3: LEADERINFO 2"]);
  });

  test("a leader that is a quorum by itself waits for nobody", () => {
    expect(leading(1).begun).toEqual(["acceptedEpoch 1>2 of 1:1", "currentEpoch 1>2", "synchronizes 2", "serves 2"]);
  });

  test("begins with a snapshot of all that it has", () => {
    expect(zxidText(leading(3).state.history.snapshot)).toBe("1:8");
  });
});

describe("waitForEpochAck", () => {
  test("with a quorum the leader writes currentEpoch, and brings those up to date that have acknowledged", () => {
    const leader = leading(5);
    leader.comes(2, 1);
    leader.comes(3, 1);
    expect(leader.acksEpoch(2, 1, "1:7")).toEqual([]);
    expect(leader.acksEpoch(3, 1, "1:8")).toEqual([
      "currentEpoch 1>2",
      "synchronizes 2",
      "2: DIFF 1:8 [1:8]",
      "2: NEWLEADER 2",
      "3: DIFF 1:8 []",
      "3: NEWLEADER 2",
    ]);
  });

  test("-1 is no acknowledgement, but such a follower is brought up to date with the others", () => {
    const leader = leading(3);
    leader.comes(2, 1);
    leader.comes(3, 1);
    expect(leader.acksEpoch(2, null, "1:8")).toEqual([]);
    expect(leader.acksEpoch(3, 1, "1:8").slice(2)).toEqual([
      "2: DIFF 1:8 []",
      "2: NEWLEADER 2",
      "3: DIFF 1:8 []",
      "3: NEWLEADER 2",
    ]);
  });

  test("an observer's acknowledgement does not count", () => {
    const leader = leading(3);
    leader.comes(9, 1, false);
    leader.comes(2, 1);
    expect(leader.acksEpoch(9, 1, "1:8")).toEqual([]);
    expect(leader.acksEpoch(2, 1, "1:8")[0]).toBe("currentEpoch 1>2");
  });

  test.each([
    ["of a later epoch", 2, "1:1", true],
    ["of the same epoch with a higher zxid", 1, "1:9", true],
    ["of an earlier epoch, whatever its zxid", 0, "1:9", false],
    ["equal", 1, "1:8", false],
  ])("a follower %s", (_, currentEpoch, zxid, isAhead) => {
    const leader = leading(5);
    leader.comes(2, 1);
    leader.comes(3, 1);
    expect(leader.acksEpoch(2, currentEpoch, zxid)).toEqual(isAhead ? ["refuse 2"] : []);
    expect(leader.state.learners.has(2)).toBe(!isAhead);
  });

  test("when the election is finished nobody is refused: who is ahead is truncated", () => {
    const leader = leading(3);
    leader.comes(2, 1);
    leader.acksEpoch(2, 1, "1:8");
    leader.comes(3, 1);
    expect(leader.acksEpoch(3, 1, "1:9")).toEqual(["3: TRUNC 1:8 []", "3: NEWLEADER 2"]);
  });
});

describe("waitForNewLeaderAck", () => {
  test("with a quorum the leader serves from epoch:0, with all of its history committed", () => {
    const leader = leading(5);
    for (const sid of [2, 3]) leader.comes(sid, 1);
    for (const sid of [2, 3]) leader.acksEpoch(sid, 1, "1:8");
    expect(leader.acks(2, "2:0")).toEqual([]);
    expect(leader.acks(3, "2:0")).toEqual(["serves 2", "2: UPTODATE", "3: UPTODATE"]);
    const { history, committed, proposed } = leader.state;
    expect([history.zxid, history.processed, committed, proposed].map(zxidText)).toEqual(["2:0", "2:0", "2:0", "2:0"]);
    expect(logText(history.log)).toBe("1:1-1:8");
  });

  test("an observer is told as well, but does not count", () => {
    const leader = leading(3);
    leader.comes(9, 1, false);
    leader.comes(2, 1);
    leader.acksEpoch(9, 1, "0:0");
    leader.acksEpoch(2, 1, "1:8");
    expect(leader.acks(9, "2:0")).toEqual([]);
    expect(leader.acks(2, "2:0")).toEqual(["serves 2", "9: UPTODATE", "2: UPTODATE"]);
  });

  test("who comes later serves as soon as it has acknowledged, once", () => {
    const leader = inOffice();
    leader.comes(3, 0);
    expect(leader.acksEpoch(3, 0, "1:8")).toEqual(["3: DIFF 1:8 []", "3: NEWLEADER 2"]);
    expect(leader.acks(3, "2:0")).toEqual(["3: UPTODATE"]);
    expect(leader.acks(3, "2:0")).toEqual([]);
  });
});

describe("propose and tryToCommit", () => {
  test("the first transaction of an epoch has counter 1; it commits when a quorum has it", () => {
    const leader = inOffice();
    expect(leader.write(2)).toEqual(["proposed 2 2:2", "2: PROPOSAL 2:1-2:2"]);
    expect(leader.acks(2, "2:2")).toEqual(["committed 2 2:2", "2: COMMIT 2:2"]);
    expect(logText(leader.state.history.committedLog)).toBe("1:1-1:8 2:1-2:2");
  });

  test("in order: an acknowledgement stands for all before it, an older one for nothing new", () => {
    const leader = leading(5);
    for (const sid of [2, 3, 4]) leader.comes(sid, 1);
    for (const sid of [2, 3, 4]) leader.acksEpoch(sid, 1, "1:8");
    for (const sid of [2, 3, 4]) leader.acks(sid, "2:0");
    leader.write(1);
    leader.write(1);
    leader.write(1);
    expect(leader.acks(2, "2:3")).toEqual([]);
    expect(leader.acks(3, "2:1")[0]).toBe("committed 1 2:1");
    expect(leader.acks(4, "2:1")).toEqual([]);
    expect(leader.acks(4, "2:3")[0]).toBe("committed 2 2:3");
    expect(leader.acks(3, "2:2")).toEqual([]);
  });

  test("an observer hears of it when it is committed, and never earlier", () => {
    const leader = leading(3);
    leader.comes(9, 1, false);
    leader.comes(2, 1);
    leader.acksEpoch(9, 1, "1:8");
    leader.acksEpoch(2, 1, "1:8");
    leader.acks(9, "2:0");
    leader.acks(2, "2:0");
    expect(leader.write(3)).toEqual(["proposed 3 2:3", "2: PROPOSAL 2:1-2:3"]);
    expect(leader.acks(2, "2:2")).toEqual(["committed 2 2:2", "9: INFORM 2:1-2:2", "2: COMMIT 2:2"]);
    expect(leader.acks(2, "2:3")).toEqual(["committed 1 2:3", "9: INFORM 2:3", "2: COMMIT 2:3"]);
  });

  test("a leader alone commits at once", () => {
    expect(leading(1).write(2)).toEqual(["proposed 2 2:2", "committed 2 2:2"]);
  });

  test("nothing is proposed by a leader that does not serve yet", () => {
    expect(() => leading(3).write(1)).toThrow("does not serve");
  });
});

describe("startForwarding", () => {
  test("what is proposed and open goes to a follower before NEWLEADER, not to an observer", () => {
    const leader = inOffice();
    leader.write(2);
    leader.comes(3, 1);
    expect(leader.acksEpoch(3, 1, "1:8")).toEqual(["3: DIFF 1:8 []", "3: PROPOSAL 2:1-2:2", "3: NEWLEADER 2"]);
    leader.comes(9, 1, false);
    expect(leader.acksEpoch(9, 1, "1:8")).toEqual(["9: DIFF 1:8 []", "9: NEWLEADER 2"]);
  });

  test("a follower that is not ready gets what is proposed meanwhile, behind what it got", () => {
    const leader = inOffice();
    leader.comes(3, 1);
    leader.acksEpoch(3, 1, "1:8");
    expect(leader.write(1)).toEqual(["proposed 1 2:1", "2: PROPOSAL 2:1", "3: PROPOSAL 2:1"]);
    expect(leader.acks(2, "2:1")).toEqual(["committed 1 2:1", "2: COMMIT 2:1", "3: COMMIT 2:1"]);
  });

  test("one that has only connected gets nothing", () => {
    const leader = inOffice();
    leader.comes(3, 1);
    expect(leader.write(1)).toEqual(["proposed 1 2:1", "2: PROPOSAL 2:1"]);
  });

  test("what was committed meanwhile is in the DIFF", () => {
    const leader = inOffice();
    leader.write(2);
    leader.acks(2, "2:1");
    leader.comes(3, 1);
    expect(leader.acksEpoch(3, 1, "1:8")).toEqual(["3: DIFF 2:1 [2:1]", "3: PROPOSAL 2:2", "3: NEWLEADER 2"]);
  });
});

describe("zxid rollover", () => {
  test("counter 0xffffffff forces another election; what fits is proposed before", () => {
    const last = beginOf(2) + 0xffff_fffcn;
    const history = { ...disk("", { snapshot: "2:0", epoch: 2 }), zxid: last, processed: last };
    const followers = new Map([[2, { zxid: last, votes: true }]]);
    const leader = new Leading({ state: leaderInOffice(1, majority(3), history, 500, followers, last), effects: [] });
    expect(leader.write(3)).toEqual([
      "proposed 2 2:4294967294",
      "2: PROPOSAL 2:4294967293-2:4294967294",
      "leave zxid-rollover",
    ]);
    expect(leader.write(1)).toEqual(["leave zxid-rollover"]);
  });
});

test("a leader put in office has committed what a quorum has, unless it is said", () => {
  const followers = new Map([
    [2, { zxid: z("1:6"), votes: true }],
    [3, { zxid: z("1:4"), votes: true }],
  ]);
  const history = disk("1:1-1:8");
  const state = leaderInOffice(1, majority(3), history, 500, followers, undefined);
  expect(zxidText(state.committed)).toBe("1:6");
  expect(zxidText(leaderInOffice(1, majority(3), history, 500, followers, z("1:8")).committed)).toBe("1:8");
  // What they lack goes with the next proposal.
  const leader = new Leading({ state, effects: [] });
  expect(leader.write(1)).toEqual(["proposed 1 1:9", "2: PROPOSAL 1:7-1:9", "3: PROPOSAL 1:5-1:9"]);
});
