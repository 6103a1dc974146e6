import type { Rule, Vote } from "./vote.ts";
import type { VoteSet } from "./votes.ts";

/** States of a running server (QuorumPeer.ServerState). */
export type PeerState = "LOOKING" | "FOLLOWING" | "LEADING" | "OBSERVING";

/** A vote on the wire, with the sender's state. */
export interface Notification {
  /** Sid of the sender. */
  readonly from: number;
  readonly vote: Vote;
  /** Which election the vote belongs to; ZooKeeper's logs print it as n.round. */
  readonly electionEpoch: number;
  readonly state: PeerState;
  /** Causal depth of the vote within its election: 1 for an initial vote. Not on the real wire. */
  readonly round: number;
}

/** What can happen to one server. */
export type Input =
  /** It starts, or has lost its leader: a new election, from what it has logged and its currentEpoch. */
  | { readonly kind: "look"; readonly zxid: bigint; readonly currentEpoch: number }
  | { readonly kind: "receive"; readonly notification: Notification }
  /** Nothing came for as long as the last `poll` effect said. `delivered`: some queue to another server is empty. */
  | { readonly kind: "timeout"; readonly delivered: boolean }
  /** Its leader's new epoch is established; its vote takes it on (QuorumPeer.updateElectionVote). */
  | { readonly kind: "established"; readonly epoch: number };

/** What a server made of a notification. */
export type Outcome = "adopted" | "kept" | "ignored" | "replied" | "joined";

/**
 * The rule that settled a notification, or the reason it changed nothing. Beside the rules of the vote order:
 * `electionEpoch`: it belongs to a newer election (adopted, kept) or an older one (replied);
 * `observer`: one side may not vote; `zxid-unknown`: a zxid of -1; `decided`: neither side is LOOKING;
 * `looking`: the receiver has decided, the sender has not; `member`: sender or proposed leader is no voting member;
 * `quorum`: too few servers report that leader yet; `leader`: the leader itself has not reported that it leads;
 * `established`: a quorum and the leader itself report it.
 */
export type Reason =
  | Rule
  | "electionEpoch"
  | "observer"
  | "zxid-unknown"
  | "decided"
  | "looking"
  | "member"
  | "quorum"
  | "leader"
  | "established";

/**
 * What a server wants done, and what there is to tell about a step. The state that the step made is part of what an
 * effect says: most effects are constants, for there is one set of them for every notification.
 */
export type Effect =
  /** Send the proposal (`proposalOf`) to every voting member, itself included. */
  | { readonly kind: "broadcast" }
  | { readonly kind: "answer"; readonly to: number; readonly notification: Notification }
  /** Wait for the next notification for as long as `pollMs` says, then give it a `timeout`. */
  | { readonly kind: "poll" }
  | {
      readonly kind: "handled";
      readonly outcome: Outcome;
      readonly by: Reason;
      /** In a newer election: what decided between the sender's vote and the receiver's own initial one. */
      readonly rule?: Rule;
    }
  /** It cast the vote that is its proposal now, in the place of the one before, if it was LOOKING before. */
  | { readonly kind: "vote"; readonly by: Rule | "initial" | "electionEpoch" }
  /** It waited that many ms in vain; its next wait is twice as long, up to the limit. */
  | { readonly kind: "backoff"; readonly waited: number }
  /** It has a leader; `votes` holds what it counted, in the set that gave the quorum. */
  | { readonly kind: "decided"; readonly via: "quorum" | "joined"; readonly votes: VoteSet };

export interface StepResult<S> {
  readonly state: S;
  readonly effects: readonly Effect[];
}
