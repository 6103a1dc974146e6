/** The facts of what happens after the vote, by their kind: discovery, synchronization, broadcast, and what they come to. */
import type { SyncReason, ZxidRange } from "../../trace/events.ts";
import type { Support } from "../../trace/quorum.ts";
import type { OfServer } from "../fact.ts";

/** Discovery: a leader proposes the epoch after the highest that a quorum has accepted. */
export interface DiscoveredFact extends OfServer {
  readonly kind: "discovered";
  readonly t: number;
  readonly epoch: number;
  /** Whose acceptedEpoch it heard until it had a quorum, its own among them. */
  readonly heard: readonly { readonly sid: number; readonly epoch: number }[];
  /** Those of them that had accepted the highest epoch. */
  readonly highest: readonly number[];
  /** Who else has accepted the new epoch by the end of this part, in sid order. */
  readonly accepted: readonly number[];
  /** Whether a quorum's answers have reached the leader by then. */
  readonly answered: boolean;
}

/** Discovery: a leader turns a follower away that is ahead of it. */
export interface RefusedFact extends OfServer {
  readonly kind: "refused";
  readonly t: number;
  readonly from: number;
  /** Of the follower. */
  readonly currentEpoch: number;
  readonly zxid: bigint;
  /** Of the leader, as it was elected; undefined where the trace does not show that. */
  readonly own: { readonly currentEpoch: number; readonly zxid: bigint } | undefined;
}

/** Synchronization: how a leader brings one learner up to date. Logs say less of it than simulations do. */
export interface SynchronizedFact extends OfServer {
  readonly kind: "synchronized";
  readonly t: number;
  readonly leader: number;
  readonly mode: "DIFF" | "TRUNC" | "SNAP";
  readonly why: SyncReason | undefined;
  /** Its last zxid before and after. */
  readonly from: bigint | undefined;
  readonly zxid: bigint | undefined;
  /** What it had that is dropped, and what it gets. */
  readonly discarded: readonly ZxidRange[];
  readonly received: readonly ZxidRange[];
  /** Whether it has written that and its currentEpoch by the end of this part, and so acknowledged NEWLEADER. */
  readonly written: boolean;
}

/** Synchronization: who has written the new epoch and acknowledged NEWLEADER; a quorum establishes it. */
export interface AcknowledgedFact extends OfServer {
  readonly kind: "acknowledged";
  readonly epoch: number;
  /** In sid order, the leader among them: until it began to serve, or else by the end of this part. */
  readonly sids: readonly number[];
  readonly support: Support;
  /** Whether the leader has heard so from a quorum by then, and serves. */
  readonly established: boolean;
}

/** Broadcast: transactions that were proposed in this part, and are not committed at its end. */
export interface LoggedFact extends OfServer {
  readonly kind: "logged";
  readonly t: number;
  readonly range: ZxidRange;
  /** Who has them then, in sid order. */
  readonly sids: readonly number[];
  readonly support: Support;
}

/** What an election comes to for transactions: who had them when the leader decided, and who elected it. */
interface Settled extends OfServer {
  /** When the leader began to serve. */
  readonly t: number;
  /** In sid order. */
  readonly sids: readonly number[];
  readonly voters: readonly number[];
  /** Who is in both. */
  readonly both: readonly number[];
}

/** Not committed before; a new leader has them, and commits them as it begins to serve. */
export interface SurvivedFact extends Settled {
  readonly kind: "survived";
  readonly range: ZxidRange;
}

/** Not committed, and never to be: a new leader begins to serve without them. */
export interface LostFact extends Settled {
  readonly kind: "lost";
  readonly range: ZxidRange;
}

/** What was committed is kept: a quorum has logged it (`sids`), and some of that have elected the new leader. */
export interface KeptFact extends Settled {
  readonly kind: "kept";
  /** Everything up to this zxid. */
  readonly zxid: bigint;
}

/** A server votes with the zxid of a snapshot that a leader sent it, taken when the epoch began: no transaction. */
export interface SnapshotVoteFact extends OfServer {
  readonly kind: "snapshot-vote";
  readonly leader: number;
  readonly zxid: bigint;
}

export type ZabFact =
  | DiscoveredFact
  | RefusedFact
  | SynchronizedFact
  | AcknowledgedFact
  | LoggedFact
  | SurvivedFact
  | LostFact
  | KeptFact
  | SnapshotVoteFact;

/** What became of transactions in the end, where that is not simply that they were committed. */
export type Fate = Readonly<{
  /** `kept`: committed, and leaders changed since. */
  kind: "survived" | "lost" | "open" | "kept";
  /** Their zxids; of those kept, all up to the second. */
  range: ZxidRange;
  /** The leader that began to serve with them, or without; of those open, who proposed them. */
  leader: number;
  /** Who had them when it was elected; of those open, who has them. */
  sids: readonly number[];
  /** Who has dropped them since, and who has them still, of those lost. */
  dropped: readonly number[];
  left: readonly number[];
  events: readonly number[];
}>;
