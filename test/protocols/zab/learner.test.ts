/** Learner.java: registerWithLeader and syncWithLeader. */
import { describe, expect, test } from "vitest";
import { follow, historyLeft, introduction } from "../../../src/protocols/zab/learner.ts";
import { z, zxidText } from "../../trace/zab.ts";
import { disk, Learning, logOf, logText } from "./given.ts";

/** A learner of leader 9 that has 1:1-1:8. */
function learner({
  votes = true,
  ...more
}: NonNullable<Parameters<typeof disk>[1]> & { votes?: boolean } = {}): Learning {
  return new Learning(follow(9, votes, disk("1:1-1:8", more), 500));
}

function syncing(more?: Parameters<typeof learner>[0]): Learning {
  const one = learner(more);
  one.hears({ kind: "LEADERINFO", epoch: 2 });
  return one;
}

const diff = (zxid: string, log: string) => ({ kind: "DIFF", zxid: z(zxid), log: logOf(log), why: "behind" }) as const;
const trunc = (zxid: string, log = "") => ({ kind: "TRUNC", zxid: z(zxid), log: logOf(log), why: "ahead" }) as const;
const snap = (zxid: string, log: string) => ({ kind: "SNAP", zxid: z(zxid), log: logOf(log), why: "too-far" }) as const;
const proposal = (log: string) => ({ kind: "PROPOSAL", log: logOf(log) }) as const;
const commit = (zxid: string) => ({ kind: "COMMIT", zxid: z(zxid) }) as const;
const newLeader = { kind: "NEWLEADER", epoch: 2 } as const;
const upToDate = { kind: "UPTODATE" } as const;

describe("registerWithLeader", () => {
  test("it says what epoch it has accepted", () => {
    expect(introduction(learner({ accepted: 3 }).state)).toEqual({
      kind: "FOLLOWERINFO",
      acceptedEpoch: 3,
      votes: true,
    });
  });

  test("a higher epoch is written, then acknowledged with currentEpoch and the last zxid", () => {
    const one = learner();
    expect(one.hears({ kind: "LEADERINFO", epoch: 5 })).toEqual(["acceptedEpoch 1>5", "9: ACKEPOCH 1 1:8"]);
    expect(one.state.history).toMatchObject({ acceptedEpoch: 5, currentEpoch: 1 });
  });

  test("the one that it has accepted already is acknowledged with -1", () => {
    expect(learner({ accepted: 2 }).hears({ kind: "LEADERINFO", epoch: 2 })).toEqual(["9: ACKEPOCH -1 1:8"]);
  });

  test("with a lower one it leaves", () => {
    const one = learner({ accepted: 3 });
    expect(one.hears({ kind: "LEADERINFO", epoch: 2 })).toEqual(["leave leader-behind"]);
    expect(one.state.history.acceptedEpoch).toBe(3);
  });
});

describe("a DIFF", () => {
  test("is written with NEWLEADER, then currentEpoch, then the acknowledgement", () => {
    const one = syncing();
    expect(one.hears(diff("2:1", "2:1"))).toEqual(["DIFF behind 1:8>2:1 -[] +[2:1]"]);
    expect(logText(historyLeft(one.state).log)).toBe("1:1-1:8");
    expect(one.state.history.currentEpoch).toBe(1);
    expect(one.hears(newLeader)).toEqual(["currentEpoch 1>2", "9: ACK 2:0"]);
    expect(logText(historyLeft(one.state).log)).toBe("1:1-1:8 2:1");
    expect(one.state.history).toMatchObject({ currentEpoch: 2, snapshot: 0n, zxid: z("2:1") });
  });

  test("without content leaves its last zxid, though the epoch has begun", () => {
    const one = syncing();
    expect(one.hears({ ...diff("1:8", ""), why: "same" })).toEqual(["DIFF same 1:8>1:8 -[] +[]"]);
    one.hears(newLeader);
    expect(one.hears(upToDate)).toEqual(["serves 2"]);
    expect(zxidText(one.state.history.zxid)).toBe("1:8");
  });
});

describe("a TRUNC", () => {
  test("is done at once; a snapshot comes with NEWLEADER", () => {
    const one = syncing();
    expect(one.hears(trunc("1:6"))).toEqual(["TRUNC ahead 1:8>1:6 -[1:7-1:8] +[]"]);
    expect(logText(historyLeft(one.state).log)).toBe("1:1-1:6");
    one.hears(newLeader);
    expect(zxidText(one.state.history.snapshot)).toBe("1:6");
  });

  test("goes on with what the leader has instead", () => {
    const one = syncing();
    expect(one.hears(trunc("1:6", "1:7 2:1"))).toEqual(["TRUNC ahead 1:8>2:1 -[1:7-1:8] +[1:7 2:1]"]);
    one.hears(newLeader);
    expect(logText(one.state.history.log)).toBe("1:1-1:7 2:1");
    expect(zxidText(one.state.history.zxid)).toBe("2:1");
  });
});

describe("a SNAP", () => {
  test("ends with the leader's zxid, and is written with NEWLEADER", () => {
    const one = syncing();
    expect(one.hears(snap("2:0", "1:1-1:7 1:10"))).toEqual(["SNAP too-far 1:8>2:0 -[1:8] +[1:10]"]);
    one.hears(newLeader);
    const { log, zxid, snapshot, committedLog } = one.state.history;
    expect([logText(log), zxidText(zxid), zxidText(snapshot)]).toEqual(["1:1-1:7 1:10", "2:0", "2:0"]);
    expect(committedLog).toEqual([]);
  });

  test("is lost when the learner leaves before NEWLEADER", () => {
    const one = syncing();
    one.hears(snap("2:0", "1:1-1:7"));
    const left = historyLeft(one.state);
    expect([logText(left.log), zxidText(left.zxid)]).toEqual(["1:1-1:8", "1:8"]);
    expect(left).toMatchObject({ acceptedEpoch: 2, currentEpoch: 1 });
  });
});

describe("what comes before UPTODATE", () => {
  test("committed before NEWLEADER: it is written with that", () => {
    const one = syncing();
    one.hears({ ...diff("1:8", ""), why: "same" });
    expect(one.hears(proposal("2:1-2:2"))).toEqual([]);
    expect(one.hears(commit("2:1"))).toEqual([]);
    expect(one.hears(newLeader)).toEqual(["logged 1 2:1", "currentEpoch 1>2", "9: ACK 2:0"]);
    expect(logText(one.state.history.log)).toBe("1:1-1:8 2:1");
  });

  test("not committed: it is logged and acknowledged once UPTODATE has come", () => {
    const one = syncing();
    one.hears(diff("1:8", ""));
    one.hears(proposal("2:1"));
    expect(one.hears(newLeader)).toEqual(["currentEpoch 1>2", "9: ACK 2:0"]);
    expect(one.hears(proposal("2:2"))).toEqual([]);
    expect(one.hears(commit("2:1"))).toEqual([]);
    expect(logText(historyLeft(one.state).log)).toBe("1:1-1:8");
    expect(one.hears(upToDate).sort()).toEqual(["9: ACK 2:2", "logged 2 2:2", "serves 2"]);
    const { zxid, processed } = one.state.history;
    expect([zxid, processed].map(zxidText)).toEqual(["2:2", "2:1"]);
  });

  test("an observer logs what it was informed of, and acknowledges nothing of it", () => {
    const one = syncing({ votes: false });
    one.hears(diff("1:8", ""));
    one.hears(newLeader);
    expect(one.hears({ kind: "INFORM", log: logOf("2:1") })).toEqual([]);
    expect(one.hears(upToDate).sort()).toEqual(["logged 1 2:1", "serves 2"]);
    expect(zxidText(one.state.history.processed)).toBe("2:1");
  });
});

describe("in broadcast", () => {
  function serving(votes = true): Learning {
    const one = syncing({ votes });
    for (const packet of [diff("1:8", ""), newLeader, upToDate]) one.hears(packet);
    return one;
  }

  test("a follower logs and acknowledges at once, and applies what is committed", () => {
    const one = serving();
    expect(one.hears(proposal("2:1-2:3"))).toEqual(["logged 3 2:3", "9: ACK 2:3"]);
    one.hears(commit("2:2"));
    const { zxid, processed } = one.state.history;
    expect([zxid, processed].map(zxidText)).toEqual(["2:3", "2:2"]);
  });

  test("an observer logs what is committed already", () => {
    expect(serving(false).hears({ kind: "INFORM", log: logOf("2:1-2:2") })).toEqual(["logged 2 2:2"]);
  });
});
