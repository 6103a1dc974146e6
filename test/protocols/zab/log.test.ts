/** Logs as runs of consecutive zxids, against the same as plain sets. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  after,
  append,
  beginOf,
  counterOf,
  countOf,
  emptyLog,
  epochOf,
  holds,
  type Log,
  lastOf,
  newest,
  upTo,
  without,
} from "../../../src/protocols/zab/log.ts";
import { z } from "../../trace/zab.ts";
import { logOf, logText } from "./given.ts";

test("a zxid is an epoch and a counter, of 32 bits each", () => {
  expect([epochOf(z("3:7")), counterOf(z("3:7"))]).toEqual([3, 7]);
  expect([epochOf(2n ** 64n - 1n), counterOf(2n ** 64n - 1n)]).toEqual([0xffff_ffff, 0xffff_ffff]);
  expect(beginOf(3)).toBe(0x3_0000_0000n);
});

describe("append", () => {
  test.each([
    ["nothing to nothing", "", "", ""],
    ["the next joins the run", "1:1-1:3", "1:4-1:5", "1:1-1:5"],
    ["another epoch is a run of its own", "1:1-1:3", "2:1", "1:1-1:3 2:1"],
    ["what stood there gives way, and all behind it", "1:1-1:9 2:1-2:4", "1:6 3:1", "1:1-1:6 3:1"],
    ["all of it gives way", "1:5", "1:2", "1:2"],
  ])("%s", (_, log, more, expected) => {
    expect(logText(append(logOf(log), logOf(more)))).toBe(expected);
  });
});

/** Some zxids of three epochs, as a log and one by one. */
const some = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 6 }))).map((pairs) => {
  const zxids = [...new Set(pairs.map(([epoch, counter]) => z(`${epoch}:${counter}`)))].sort((a, b) =>
    a < b ? -1 : 1,
  );
  let log: Log = emptyLog;
  for (const zxid of zxids) log = append(log, [{ first: zxid, last: zxid }]);
  return { zxids, log };
});

function plain(log: Log): bigint[] {
  return log.flatMap(({ first, last }) =>
    Array.from({ length: Number(last - first) + 1 }, (_, at) => first + BigInt(at)),
  );
}

test("everything is asked of runs as it would be asked of single zxids", () => {
  const zxid = fc.tuple(fc.nat(4), fc.nat(7)).map(([epoch, counter]) => z(`${epoch}:${counter}`));
  fc.assert(
    fc.property(some, some, zxid, fc.nat(20), (one, other, at, count) => {
      const { log, zxids } = one;
      expect(plain(log)).toEqual(zxids);
      expect(log.every(({ first }, index) => index === 0 || log[index - 1]?.last !== first - 1n)).toBe(true);
      expect(countOf(log)).toBe(zxids.length);
      expect(lastOf(log)).toBe(zxids.at(-1) ?? 0n);
      expect(holds(log, at)).toBe(zxids.includes(at));
      expect(plain(upTo(log, at))).toEqual(zxids.filter((has) => has <= at));
      expect(plain(after(log, at))).toEqual(zxids.filter((has) => has > at));
      expect(plain(newest(log, count))).toEqual(zxids.slice(Math.max(0, zxids.length - count)));
      expect(plain(without(log, other.log))).toEqual(zxids.filter((has) => !other.zxids.includes(has)));
      const first = other.zxids[0];
      const kept = first === undefined ? zxids : zxids.filter((has) => has < first);
      expect(plain(append(log, other.log))).toEqual([...kept, ...other.zxids]);
    }),
  );
});
