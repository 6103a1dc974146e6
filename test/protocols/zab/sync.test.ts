/** LearnerHandler.syncFollower and queueCommittedProposals, case by case. */
import { describe, expect, test } from "vitest";
import type { History } from "../../../src/protocols/zab/history.ts";
import { planSync } from "../../../src/protocols/zab/sync.ts";
import { z, zxidText } from "../../trace/zab.ts";
import { disk, logText } from "./given.ts";

function plan(follower: string, leader: History): string {
  const { mode, why, zxid, proposals, last } = planSync(z(follower), leader);
  return `${mode} ${zxidText(zxid)} ${why} [${logText(proposals)}] ${zxidText(last)}`;
}

/** Serving in epoch 2, with nothing written in it yet: lastProcessedZxid 2:0, which is no proposal. */
function serving(log: string, snapshot = "0:0"): History {
  return { ...disk(log, { snapshot }), zxid: z("2:0"), processed: z("2:0") };
}

describe("a leader that has proposals from 1:3 to 1:8 in memory", () => {
  const leader = disk("1:1-1:8", { snapshot: "1:2" });

  test.each([
    ["1:8", "DIFF 1:8 same [] 1:8"],
    ["1:7", "DIFF 1:8 behind [1:8] 1:8"],
    ["1:3", "DIFF 1:8 behind [1:4-1:8] 1:8"],
    // minCommittedLog > peerLastZxid, though nothing would be missing: the first proposal in memory must be its own.
    ["1:2", "SNAP 1:8 too-far [] 1:8"],
    ["0:0", "SNAP 1:8 too-far [] 1:8"],
    ["1:0", "SNAP 1:8 too-far [] 1:8"],
    ["1:9", "TRUNC 1:8 ahead [] 1:8"],
    ["2:1", "TRUNC 1:8 ahead [] 1:8"],
    // peerLastZxid > maxCommittedLog, but the beginning of an epoch can't be truncated: "Unhandled scenario".
    ["2:0", "SNAP 1:8 unknown [] 1:8"],
  ])("%s: %s", (follower, expected) => expect(plan(follower, leader)).toBe(expected));
});

describe("a leader whose proposals are of two epochs, 1:3 to 1:5 and 2:1 to 2:2", () => {
  const leader = disk("1:1-1:5 2:1-2:2", { snapshot: "1:2" });

  test.each([
    ["2:1", "DIFF 2:2 behind [2:2] 2:2"],
    ["1:5", "DIFF 2:2 behind [2:1-2:2] 2:2"],
    ["1:4", "DIFF 2:2 behind [1:5 2:1-2:2] 2:2"],
    // The first packet above 1:7 is 2:1: "Cannot send TRUNC to peer … peer zxid is from different epoch".
    ["1:7", "SNAP 2:2 other-epoch [] 2:2"],
    ["2:3", "TRUNC 2:2 ahead [] 2:2"],
    // It has taken a snapshot as epoch 2 began.
    ["2:0", "DIFF 2:2 new-epoch [2:1-2:2] 2:2"],
  ])("%s: %s", (follower, expected) => expect(plan(follower, leader)).toBe(expected));

  test("a TRUNC within an epoch, with what the leader has instead", () => {
    // The first in memory above 2:4 is 2:6, before it stands 2:2.
    const gap = disk("1:1-1:5 2:1-2:2 2:6-2:7", { snapshot: "1:2" });
    expect(plan("2:4", gap)).toBe("TRUNC 2:2 diverged [2:6-2:7] 2:7");
  });
});

describe("a leader that serves, and has proposed nothing in its epoch 2", () => {
  test.each([
    // peerLastZxid == lastProcessedZxid
    ["2:0", "DIFF 2:0 same [] 2:0"],
    // In memory ends 1:8 (maxCommittedLog), which is its last: an empty DIFF.
    ["1:8", "DIFF 1:8 same [] 1:8"],
    ["1:6", "DIFF 1:8 behind [1:7-1:8] 1:8"],
    ["1:9", "TRUNC 1:8 ahead [] 1:8"],
    ["0:0", "SNAP 2:0 too-far [] 2:0"],
    ["3:0", "SNAP 2:0 unknown [] 2:0"],
  ])("%s: %s", (follower, expected) => expect(plan(follower, serving("1:1-1:8"))).toBe(expected));

  test("with nothing in memory, both bounds are lastProcessedZxid", () => {
    const leader = serving("1:1-1:8", "1:8");
    expect(plan("1:8", leader)).toBe("SNAP 2:0 too-far [] 2:0");
    expect(plan("2:1", leader)).toBe("TRUNC 2:0 ahead [] 2:0");
    expect(plan("2:0", leader)).toBe("DIFF 2:0 same [] 2:0");
  });
});

test("only what the leader has applied counts: what is proposed and open follows later", () => {
  const leader = { ...disk("1:1-1:8"), processed: z("1:6"), committedLog: disk("1:1-1:6").committedLog };
  expect(plan("1:6", leader)).toBe("DIFF 1:6 same [] 1:6");
  expect(plan("1:8", leader)).toBe("TRUNC 1:6 ahead [] 1:6");
});

test("commitLogCount is how many a follower may lack", () => {
  const leader = disk("1:1-1:600", { count: 500 });
  expect(plan("1:100", leader)).toMatch(/^DIFF 1:600 behind \[1:101-1:600\]/);
  expect(plan("1:99", leader)).toMatch(/^SNAP/);
});

describe("what memory no longer has is read from the newest log file (getProposalsFromTxnLog)", () => {
  const log = { snapshot: "1:5", files: ["1:1", "1:4"] };

  test.each([
    // In memory are 1:6 to 1:8; the newest file begins with 1:4.
    ["1:5", "DIFF 1:8 behind [1:6-1:8] 1:8"],
    // Only a file that begins below its zxid is surely read.
    ["1:4", "SNAP 1:8 too-far [] 1:8"],
    ["1:3", "SNAP 1:8 too-far [] 1:8"],
  ])("%s: %s", (follower, expected) => expect(plan(follower, disk("1:1-1:8", log))).toBe(expected));

  test("the only file is the one that a search for its first zxid finds, too", () => {
    const leader = disk("1:4-1:8", { snapshot: "1:5", files: ["1:4"] });
    expect(plan("1:4", leader)).toBe("DIFF 1:8 behind [1:5-1:8] 1:8");
    expect(plan("1:3", leader)).toBe("SNAP 1:8 too-far [] 1:8");
  });
});
