import { describe, expect, test } from "vitest";
import {
  appendBatch,
  appendRecords,
  endOfEpoch,
  lastEpoch,
  logOf,
  partingFrom,
  recordsFrom,
  truncateLog,
} from "../../../src/protocols/kafka-controller/replica-log.ts";

/** Offsets 0-7 of epoch 0, 8-9 of epoch 2, 10-12 of epoch 5. */
const log = appendRecords(appendRecords(logOf(8), 2, 2), 5, 3);

test("records have offsets and leader epochs", () => {
  expect(log).toEqual({ end: 13, epochs: [0, 2, 5].map((epoch, at) => ({ epoch, from: [0, 8, 10][at] })) });
  expect(lastEpoch(log)).toBe(5);
  expect(lastEpoch(logOf(0))).toBe(-1);
});

test("what is cut off is gone with its epoch", () => {
  expect(truncateLog(log, 10)).toEqual(appendRecords(logOf(8), 2, 2));
  expect(truncateLog(log, 20)).toBe(log);
});

test.each([
  [5, { epoch: 5, end: 13 }],
  [4, { epoch: 2, end: 10 }],
  [1, { epoch: 0, end: 8 }],
])("the newest epoch up to %i", (epoch, end) => {
  expect(endOfEpoch(log, epoch)).toEqual(end);
});

test("a follower that lacks the end gets it, epochs and all", () => {
  for (const from of [0, 7, 8, 9, 10, 12]) {
    expect(appendBatch(truncateLog(log, from), recordsFrom(log, from))).toEqual(log);
  }
});

describe("a follower's log parts from its leader's", () => {
  test("not while the leader has what it has", () => {
    expect(partingFrom(log, 2, 9)).toBeNull();
    expect(partingFrom(log, 0, 8)).toBeNull();
    expect(partingFrom(log, -1, 0)).toBeNull();
  });
  test("where the leader's records of that epoch end", () => {
    expect(partingFrom(log, 2, 11)).toEqual({ epoch: 2, end: 10 });
  });
  test("where the epoch before ends, if the leader has none of that one", () => {
    expect(partingFrom(log, 4, 12)).toEqual({ epoch: 2, end: 10 });
  });
});
