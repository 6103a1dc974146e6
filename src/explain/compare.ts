import type { Rule, Vote } from "../trace/events.ts";
import type { Comparison } from "./facts.ts";

/**
 * The first number in which two votes differ (FastLeaderElection.totalOrderPredicate): peerEpoch, then zxid, then the
 * sid of the proposed leader; "equal" where none does.
 */
export function firstDifference(a: Vote, b: Vote): "peerEpoch" | "zxid" | "sid" | "equal" {
  if (a.peerEpoch !== b.peerEpoch) return "peerEpoch";
  if (a.zxid !== b.zxid) return "zxid";
  return a.leader === b.leader ? "equal" : "sid";
}

/** Whether the first vote is the better one, by these numbers alone. */
export function isBetter(a: Vote, b: Vote): boolean {
  if (a.peerEpoch !== b.peerEpoch) return a.peerEpoch > b.peerEpoch;
  if (a.zxid !== b.zxid) return a.zxid > b.zxid;
  return (a.leader ?? -1) > (b.leader ?? -1);
}

export function sameVote(a: Vote | null, b: Vote | null): boolean {
  if (a === null || b === null) return a === b;
  return a.leader === b.leader && a.zxid === b.zxid && a.peerEpoch === b.peerEpoch;
}

/**
 * Two votes with what decided between them; undefined where one of them is none.
 *
 * @param rule as the trace has it; without it, the first number in which they differ
 */
export function comparisonOf(vote: Vote | null, against: Vote | null, rule?: Rule): Comparison | undefined {
  if (vote?.leader == null || against?.leader == null) return undefined;
  return {
    rule: rule ?? firstDifference(vote, against),
    peerEpoch: [vote.peerEpoch, against.peerEpoch],
    zxid: [vote.zxid, against.zxid],
    sid: [vote.leader, against.leader],
  };
}
