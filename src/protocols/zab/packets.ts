import type { Log } from "./log.ts";

/**
 * Why a leader brings a learner up to date in that way: `same`, `behind`, `new-epoch` (DIFF); `ahead`, `diverged`
 * (TRUNC); `other-epoch`, `too-far`, `unknown` (SNAP). See `planSync`.
 */
export type SyncReason = "same" | "behind" | "new-epoch" | "ahead" | "diverged" | "other-epoch" | "too-far" | "unknown";

/** What a leader and a learner send each other (Leader.java names the types). */
export type Packet =
  /** The learner comes (OBSERVERINFO, when it may not vote). */
  | { readonly kind: "FOLLOWERINFO"; readonly acceptedEpoch: number; readonly votes: boolean }
  | { readonly kind: "LEADERINFO"; readonly epoch: number }
  /** `currentEpoch` is null when it accepted that epoch before, and so cannot accept it once more. */
  | { readonly kind: "ACKEPOCH"; readonly currentEpoch: number | null; readonly zxid: bigint }
  /** `log`: the committed proposals that follow; a TRUNC first drops what has a higher zxid than its own. */
  | { readonly kind: "DIFF" | "TRUNC"; readonly zxid: bigint; readonly log: Log; readonly why: SyncReason }
  /** `log`: every transaction of which the snapshot is made. */
  | { readonly kind: "SNAP"; readonly zxid: bigint; readonly log: Log; readonly why: SyncReason }
  /** Those proposed at one moment travel together. */
  | { readonly kind: "PROPOSAL" | "INFORM"; readonly log: Log }
  /** All up to that zxid. */
  | { readonly kind: "COMMIT"; readonly zxid: bigint }
  | { readonly kind: "NEWLEADER"; readonly epoch: number }
  /** All up to that zxid is on disk; with counter 0 it acknowledges NEWLEADER. */
  | { readonly kind: "ACK"; readonly zxid: bigint }
  | { readonly kind: "UPTODATE" };

/** What a server wants done, and what there is to tell about a step. */
export type Effect =
  | { readonly kind: "send"; readonly to: number; readonly packet: Packet }
  /** The leader closes the connection of a learner that is ahead of it. */
  | { readonly kind: "refuse"; readonly from: number; readonly currentEpoch: number; readonly zxid: bigint }
  /** It looks for a leader again. */
  | { readonly kind: "leave"; readonly reason: "leader-behind" | "zxid-rollover" }
  /** It writes one of its epoch files. `heard`: the acceptedEpoch of those from whom a leader's new epoch comes. */
  | {
      readonly kind: "epoch";
      readonly file: "acceptedEpoch" | "currentEpoch";
      readonly epoch: number;
      readonly was: number;
      readonly heard?: readonly { readonly sid: number; readonly epoch: number }[];
    }
  /** A leader: a quorum has accepted its epoch. */
  | { readonly kind: "synchronizes"; readonly epoch: number }
  /** A learner: it is told how it is brought up to date; what it drops, and what it gets. */
  | {
      readonly kind: "synchronized";
      readonly epoch: number;
      readonly mode: "DIFF" | "TRUNC" | "SNAP";
      readonly why: SyncReason;
      readonly from: bigint;
      readonly zxid: bigint;
      readonly discarded: Log;
      readonly received: Log;
    }
  /** It serves in that epoch; its vote takes it on (QuorumPeer.updateElectionVote). */
  | { readonly kind: "serves"; readonly epoch: number }
  | { readonly kind: "proposed"; readonly count: number; readonly zxid: bigint }
  | { readonly kind: "logged"; readonly count: number; readonly zxid: bigint }
  /** `servers`: who has acknowledged them by then. */
  | { readonly kind: "committed"; readonly count: number; readonly zxid: bigint; readonly servers: readonly number[] };

export interface StepResult<S> {
  readonly state: S;
  readonly effects: readonly Effect[];
}
