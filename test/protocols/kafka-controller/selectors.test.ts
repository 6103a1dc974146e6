/** Each selector by hand, against PartitionLeaderSelector.scala of Kafka 0.8 to 1.0. */
import { describe, expect, test } from "vitest";
import {
  selectControlledShutdown,
  selectNoOp,
  selectOffline,
  selectPreferred,
  selectReassigned,
  withoutReplicas,
} from "../../../src/protocols/kafka-controller/selectors.ts";

const live = (...sids: number[]) => new Set(sids);
const partition = (replicas: number[], isr: number[], leader: number | null) => ({ replicas, isr, leader });

describe("offline: the leader is gone", () => {
  test("the first assigned replica that is live and in sync, in the order of the replicas", () => {
    // 3 is gone; 1 is live, but not in sync; 4 stands before 2.
    expect(selectOffline(partition([3, 1, 4, 2], [2, 3, 4], 3), live(1, 2, 4), false)).toEqual({
      leader: 4,
      isr: [2, 4],
    });
  });
  test("nobody, when no in-sync replica is live", () => {
    expect(selectOffline(partition([1, 2, 3], [1], 1), live(2, 3), false)).toEqual({ none: "no-isr-live" });
  });
  test("an unclean one: the first that is live, alone in sync", () => {
    expect(selectOffline(partition([1, 2, 3], [1], 1), live(2, 3), true)).toEqual({
      leader: 2,
      isr: [2],
      unclean: true,
    });
  });
  test("nobody, when no replica is live, even where unclean election is allowed", () => {
    expect(selectOffline(partition([1, 2], [1], 1), live(3), true)).toEqual({ none: "no-replica-live" });
  });
});

describe("reassigned: the first of the new replicas that is live and in sync", () => {
  const moving = partition([4, 5, 1, 2], [1, 2, 5], 1);
  test("5, since 4 is not in sync", () => {
    expect(selectReassigned(moving, [4, 5], live(1, 2, 4, 5))).toEqual({ leader: 5, isr: [1, 2, 5] });
  });
  test("nobody, when 5 is not live either", () => {
    expect(selectReassigned(moving, [4, 5], live(1, 2, 4))).toEqual({ none: "no-target-in-sync" });
  });
});

describe("preferred: the first assigned replica", () => {
  test.each([
    ["live and in sync", partition([3, 1], [1, 3], 1), live(1, 3), { leader: 3, isr: [1, 3] }],
    ["leads already", partition([3, 1], [1, 3], 3), live(1, 3), { none: "leads-already" }],
    ["not live", partition([3, 1], [1, 3], 1), live(1), { none: "not-live" }],
    ["not in sync", partition([3, 1], [1], 1), live(1, 3), { none: "not-in-sync" }],
  ])("%s", (_, state, up, choice) => {
    expect(selectPreferred(state, up)).toEqual(choice);
  });
});

describe("controlled shutdown", () => {
  test("the first that is live, in sync and stays; who goes leaves the in-sync replicas", () => {
    // 2 shuts down as well as 1.
    expect(selectControlledShutdown(partition([1, 2, 3], [1, 2, 3], 1), live(1, 2, 3), live(1, 2))).toEqual({
      leader: 3,
      isr: [3],
    });
  });
  test("nobody else is in sync", () => {
    expect(selectControlledShutdown(partition([1, 2], [1], 1), live(1, 2), live(1))).toEqual({
      none: "no-other-in-sync",
    });
  });
});

test("no-op keeps what there is", () => {
  expect(selectNoOp(partition([1, 2], [2], 2))).toEqual({ leader: 2, isr: [2] });
  expect(selectNoOp(partition([1, 2], [2], null))).toEqual({ none: "offline" });
});

describe("replicas that are gone", () => {
  test("leave the in-sync ones; the leader among them leaves nobody", () => {
    expect(withoutReplicas(partition([1, 2, 3], [1, 2, 3], 1), [1])).toEqual(partition([1, 2, 3], [2, 3], null));
  });
  test("the last one in sync stays in the list", () => {
    expect(withoutReplicas(partition([1, 2, 3], [1, 2], 1), [1, 2, 3])).toEqual(partition([1, 2, 3], [2], null));
  });
});
