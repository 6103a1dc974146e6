/** What a server has on disk and in memory, against ZKDatabase and FileTxnSnapLog. */
import { describe, expect, test } from "vitest";
import { commit, fastForward, logged, truncated } from "../../../src/protocols/zab/history.ts";
import { z, zxidText } from "../../trace/zab.ts";
import { disk, logOf, logText } from "./given.ts";

describe("a process that starts (loadDataBase)", () => {
  test("has applied all that it logged, and remembers of it what came after its snapshot", () => {
    const history = disk("1:1-1:8", { snapshot: "1:5" });
    expect([history.zxid, history.processed].map(zxidText)).toEqual(["1:8", "1:8"]);
    expect(logText(history.committedLog)).toBe("1:6-1:8");
  });

  test("ends with its snapshot when it has logged nothing since", () => {
    const history = disk("1:1-1:8", { snapshot: "2:0" });
    expect([history.zxid, history.processed].map(zxidText)).toEqual(["2:0", "2:0"]);
    expect(history.committedLog).toEqual([]);
  });
});

/** addCommittedProposal of 3.8: `if (committedLog.size() > commitLogCount) remove the first`, before the new one is added. */
describe("committed proposals in memory", () => {
  test("are one more than commitLogCount says", () => {
    expect(logText(disk("1:1-1:8", { count: 3 }).committedLog)).toBe("1:5-1:8");
    expect(logText(disk("1:1-1:4", { count: 3 }).committedLog)).toBe("1:1-1:4");
    expect(logText(disk("1:1-1:4", { count: 0 }).committedLog)).toBe("1:4");
  });

  test("come with what is applied, and the oldest go", () => {
    const history = logged(disk("1:1-1:3", { count: 3 }), logOf("1:4-1:6"));
    expect([history.zxid, history.processed].map(zxidText)).toEqual(["1:6", "1:3"]);
    expect(logText(history.committedLog)).toBe("1:1-1:3");
    const applied = commit(history, z("1:5"), 3);
    expect(zxidText(applied.processed)).toBe("1:5");
    expect(logText(applied.committedLog)).toBe("1:2-1:5");
    expect(commit(applied, z("1:4"), 3)).toBe(applied);
  });

  test("are, once a leader is left, all that is logged (fastForwardDataBase)", () => {
    const left = fastForward(logged(disk("1:1-1:3"), logOf("1:4")), 500);
    expect([left.zxid, left.processed].map(zxidText)).toEqual(["1:4", "1:4"]);
    expect(logText(left.committedLog)).toBe("1:1-1:4");
  });
});

describe("a log cut off (truncateLog)", () => {
  test("ends there, and the process knows only what is left", () => {
    const left = truncated(disk("1:1-1:8"), z("1:6"), 500);
    expect(logText(left.log)).toBe("1:1-1:6");
    expect([left.zxid, left.processed].map(zxidText)).toEqual(["1:6", "1:6"]);
    expect(logText(left.committedLog)).toBe("1:1-1:6");
  });

  test("ends where the leader says even when nothing is logged there (setlastProcessedZxid)", () => {
    const left = truncated(disk("1:1-1:8"), z("1:0"), 500);
    expect([left.zxid, left.processed].map(zxidText)).toEqual(["1:0", "1:0"]);
    expect(left.log).toEqual([]);
  });
});
