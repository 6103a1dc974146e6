/** The facts of a trace by their kind: what servers did, heard, decided, and lacked. */
import type { PeerState, Reason, Rule, ServerState, StateReason, Vote } from "../trace/events.ts";
import type { GroupSupport, Support } from "../trace/quorum.ts";
import type { ZabFact } from "./zab/fact.ts";

/** What every fact has. */
export interface Proven {
  /**
   * The events that prove it: their lines in the trace, ascending; the header is line 1 (`sed -n 12p trace.ndjson`).
   * Empty where the header alone proves it.
   */
  readonly events: readonly number[];
}

export interface OfServer extends Proven {
  readonly sid: number;
}

/** Two votes held against each other: first the one that was received, then the one it was held against. */
export interface Comparison {
  /** Which of the numbers decided. */
  readonly rule: Rule;
  readonly peerEpoch: readonly [number, number];
  readonly zxid: readonly [bigint, bigint];
  /** The sids that the votes propose. */
  readonly sid: readonly [number, number];
}

/** A server began to look for a leader: what started the election. */
export interface LookingFact extends OfServer {
  readonly kind: "looking";
  readonly t: number;
  readonly from: ServerState;
  readonly reason: StateReason;
  /** The leader that it lost; null where it had none or the trace does not say which. */
  readonly lost: number | null;
  readonly electionEpoch: number;
  /** The reason in the words of a log, where the trace has no name for it. */
  readonly detail?: string;
}

/** It had no leader when this part began, and still looks for one. */
export interface StillLookingFact extends OfServer {
  readonly kind: "still-looking";
  readonly electionEpoch: number;
  /** What it proposes. */
  readonly vote: Vote | null;
}

export interface CrashedFact extends OfServer {
  readonly kind: "crashed";
  readonly t: number;
  /** What it was. */
  readonly from: ServerState;
}

interface InRound extends OfServer {
  readonly t: number;
  /** The round of the tables that it stands in: see `trace/story.ts`. */
  readonly round: number;
}

export interface InitialVoteFact extends InRound {
  readonly kind: "initial-vote";
  readonly electionEpoch: number;
  readonly vote: Vote;
}

/** A notification made the server change its vote. */
export interface VoteChangedFact extends InRound {
  readonly kind: "vote-changed";
  /** Who sent it; null where the trace does not show it. */
  readonly from: number | null;
  /** Its new vote, and the one before. */
  readonly vote: Vote;
  readonly was: Vote | null;
  /** The new vote against the one before; undefined where it had none. */
  readonly comparison: Comparison | undefined;
}

/**
 * A notification of a newer election: the server moves to that election, forgets what it had counted, and takes the
 * better of the vote that came and its own initial one.
 */
export interface ElectionJoinedFact extends InRound {
  readonly kind: "election-joined";
  readonly from: number;
  /** The election that it is in now. */
  readonly electionEpoch: number;
  /** The vote that came. */
  readonly received: Vote;
  /** The vote that it cast; null where the trace does not show it. */
  readonly vote: Vote | null;
  /** The vote that came against its initial one; undefined where the trace does not say which that was. */
  readonly comparison: Comparison | undefined;
}

/** A vote that lost against the receiver's own. */
export interface VoteLostFact extends InRound {
  readonly kind: "vote-lost";
  readonly from: number;
  readonly vote: Vote;
  readonly against: Vote | null;
  readonly comparison: Comparison | undefined;
}

/** A vote equal to the receiver's own: counted, and nothing to compare. */
export interface AgreedFact extends InRound {
  readonly kind: "agreed";
  readonly from: number;
  readonly vote: Vote;
}

/** A vote of an older election: not counted, and answered with the receiver's own. */
export interface OlderElectionFact extends InRound {
  readonly kind: "older-election";
  readonly from: number;
  readonly vote: Vote;
  /** The sender's election. */
  readonly electionEpoch: number;
  /** Whether it was answered with the receiver's own vote. */
  readonly answered: boolean;
}

/** A notification that counts for nothing: an observer's, one of no voting member, or one without a known zxid. */
export interface NotCountedFact extends InRound {
  readonly kind: "not-counted";
  readonly from: number;
  readonly reason: "observer" | "member" | "zxid-unknown";
  /** Whether it was answered (an observer is). */
  readonly answered: boolean;
}

/** A server that has decided says whom it follows, or that it leads. */
export interface ReportedFact extends InRound {
  readonly kind: "reported";
  readonly from: number;
  readonly state: PeerState;
  readonly leader: number | null;
  readonly peerEpoch: number;
  /** Whether with this report the receiver had enough to join. */
  readonly joined: boolean;
  /** Why not yet: `quorum`, too few report that leader; `leader`, the leader itself has not; or as the trace has it. */
  readonly reason: Reason;
}

/** Its tally of the vote it holds became a quorum. */
export interface QuorumReachedFact extends InRound {
  readonly kind: "quorum-reached";
  readonly vote: Vote;
  readonly supporters: readonly number[];
  readonly support: Support;
}

/** It had a quorum, but before finalizeWait was over a better vote came: what the wait is there for. */
export interface WaitBrokenFact extends InRound {
  readonly kind: "wait-broken";
  /** Who sent it; null where the trace does not show it. */
  readonly from: number | null;
  /** The vote that had a quorum, and the better one. */
  readonly vote: Vote;
  readonly better: Vote;
  /** How long it had waited, in ms. */
  readonly waited: number;
}

/** It decided by a quorum of votes, after finalizeWait without a better one. */
export interface DecidedFact extends OfServer {
  readonly kind: "decided";
  readonly t: number;
  readonly electionEpoch: number;
  /** Causal depth of the vote. */
  readonly round: number;
  readonly leader: number;
  readonly vote: Vote;
  readonly supporters: readonly number[];
  readonly support: Support;
  /** finalizeWait: from the quorum (or the last vote heard since) to the decision, in ms; undefined if not shown. */
  readonly waited: number | undefined;
  /** Whether the leader it decided on is there to lead, or was gone by then. */
  readonly leaderState: ServerState;
}

/** It joined a leader that is established: enough servers reported it, the leader itself among them. */
export interface JoinedFact extends OfServer {
  readonly kind: "joined";
  readonly t: number;
  readonly electionEpoch: number;
  readonly leader: number;
  /** Who reported that leader. */
  readonly told: readonly number[];
  /** Its own vote for itself, which decided nothing; null for an observer, or when the trace does not show it. */
  readonly own: Vote | null;
  /** The vote with which the leader was elected; null where the trace does not show it. */
  readonly elected: Vote | null;
  /** Whether its own vote would have won against that; undefined where one of them is unknown. */
  readonly wouldHaveWon: boolean | undefined;
}

/** Nothing new came for as long as it waited: it sent its vote again and doubled the wait. */
export interface WaitedFact extends OfServer {
  readonly kind: "waited";
  /** How long each time, in ms. */
  readonly waits: readonly number[];
}

/** A quorum follows: the epoch is established. */
export interface EstablishedFact extends OfServer {
  readonly kind: "established";
  readonly t: number;
  readonly epoch: number;
  /** Who serves in that epoch, the leader among them. */
  readonly sids: readonly number[];
}

export interface CommittedFact extends OfServer {
  readonly kind: "committed";
  readonly t: number;
  readonly count: number;
  readonly zxid: bigint;
  readonly sids: readonly number[];
}

/** Why servers are left without a leader at the end of a part: how far the vote came that they propose. */
export interface ShortFact extends Proven {
  readonly kind: "short";
  /** Who proposes it and is LOOKING. */
  readonly sids: readonly number[];
  readonly vote: Vote;
  /** The supporters that the best informed of them has counted. */
  readonly supporters: readonly number[];
  readonly support: Support;
  /** Hierarchical quorums: each group's weight behind it, and what the group would need. */
  readonly groups?: readonly GroupSupport[];
  /** They are a quorum: only finalizeWait was not over when the part ended. */
  readonly pending: boolean;
  /** How long the first of them has looked, in ms. */
  readonly ms: number;
}

/** Too few participants are up for any quorum. */
export interface TooFewFact extends Proven {
  readonly kind: "too-few";
  /** The participants that are up. */
  readonly up: readonly number[];
  readonly support: Support;
  readonly groups?: readonly GroupSupport[];
}

export type Fact =
  | LookingFact
  | StillLookingFact
  | CrashedFact
  | InitialVoteFact
  | VoteChangedFact
  | ElectionJoinedFact
  | VoteLostFact
  | AgreedFact
  | OlderElectionFact
  | NotCountedFact
  | ReportedFact
  | QuorumReachedFact
  | WaitBrokenFact
  | DecidedFact
  | JoinedFact
  | WaitedFact
  | EstablishedFact
  | CommittedFact
  | ShortFact
  | TooFewFact
  | ZabFact;
