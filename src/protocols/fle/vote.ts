/**
 * A vote: the server proposed as leader, with that server's last logged zxid and its currentEpoch.
 * `leader` is null for a server that may not vote (Long.MIN_VALUE on the wire): it has nothing to propose.
 */
export interface Vote {
  readonly leader: number | null;
  /** 64 bits, unsigned: epoch in the upper 32, counter in the lower. */
  readonly zxid: bigint;
  readonly peerEpoch: number;
}

/** What settled a comparison of two votes; `weight`: a candidate of weight 0 never wins; `equal`: they are the same. */
export type Rule = "peerEpoch" | "zxid" | "sid" | "weight" | "equal";

export interface Comparison {
  /** Whether the first vote beats the second. */
  readonly wins: boolean;
  readonly by: Rule;
}

/** The vote of an observer, which every other vote beats. */
export const noVote: Vote = { leader: null, zxid: 0n, peerEpoch: 0 };

/** A last logged zxid of -1 in Java: the server has no usable history, and its notifications are ignored. */
export const unknownZxid = 0xffff_ffff_ffff_ffffn;

// One shared object for each outcome: the comparison is made for every notification.
const outcome = (wins: boolean, by: Rule): Comparison => Object.freeze({ wins, by });
const byEpoch = [outcome(false, "peerEpoch"), outcome(true, "peerEpoch")] as const;
const byZxid = [outcome(false, "zxid"), outcome(true, "zxid")] as const;
const bySid = [outcome(false, "sid"), outcome(true, "sid")] as const;
const equal = outcome(false, "equal");
const weightless = outcome(false, "weight");

/**
 * Whether `candidate` beats `held`: the higher peerEpoch, then the higher zxid, then the higher sid. A candidate of
 * weight 0 never does. (FastLeaderElection.totalOrderPredicate, which reads the zxid as a signed long; no zxid that
 * a server can reach has the top bit set.)
 *
 * @param candidateWeight the weight of the server that `candidate` proposes
 */
export function compareVotes(candidate: Vote, held: Vote, candidateWeight: number): Comparison {
  if (sameVote(candidate, held)) return equal;
  if (candidateWeight === 0) return weightless;
  if (candidate.leader === null) return byEpoch[0];
  if (held.leader === null) return byEpoch[1];
  if (candidate.peerEpoch !== held.peerEpoch) return byEpoch[candidate.peerEpoch > held.peerEpoch ? 1 : 0];
  if (candidate.zxid !== held.zxid) return byZxid[candidate.zxid > held.zxid ? 1 : 0];
  return bySid[candidate.leader > held.leader ? 1 : 0];
}

/** Whether two votes propose the same server with the same numbers. */
export function sameVote(a: Vote, b: Vote): boolean {
  return a === b || (a.leader === b.leader && a.peerEpoch === b.peerEpoch && a.zxid === b.zxid);
}
