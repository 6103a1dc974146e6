/**
 * The trace, version 1: what an election is told in. Simulations write it, logs of real servers are turned into it,
 * and everything that is shown or explained is made from it alone. In memory zxids are bigint; in JSON `"0x…"`.
 */

/** A vote; `leader` is null for a server that may not vote. */
export interface Vote {
  readonly leader: number | null;
  readonly zxid: bigint;
  readonly peerEpoch: number;
}

export type PeerState = "LOOKING" | "FOLLOWING" | "LEADING" | "OBSERVING";
export type ServerState = PeerState | "DOWN";

/** The rule that decided between two votes. */
export type Rule = "peerEpoch" | "zxid" | "sid" | "weight" | "equal";

/**
 * Why a notification came to its outcome: a rule of the vote order, or
 * `electionEpoch` (of a newer election, or, with outcome "replied", of an older one),
 * `observer` (the sender may not vote), `zxid-unknown` (a zxid of -1), `member` (sender or proposed leader is no
 * voting member), `decided` (neither side is LOOKING), `looking` (only the sender is), `quorum` (too few servers
 * report that leader so far), `leader` (the leader itself has not said that it leads), `established` (both have).
 */
export type Reason =
  | Rule
  | "electionEpoch"
  | "observer"
  | "zxid-unknown"
  | "member"
  | "decided"
  | "looking"
  | "quorum"
  | "leader"
  | "established";

/** Why a server changed its state. */
export type StateReason =
  | "start"
  | "restart"
  | "crash"
  /** Its leader's connection broke. */
  | "leader-lost"
  /** It heard nothing from its leader for syncLimit ticks. */
  | "leader-silent"
  /** It could not connect to the leader it had decided on. */
  | "leader-unreachable"
  /** A leader that a quorum no longer follows. */
  | "quorum-lost"
  /** A leader that no quorum came to follow within initLimit ticks. */
  | "quorum-never"
  /** It was not up to date with its leader within the time it has for that. */
  | "sync-timeout"
  /** Its leader refused it, being behind it, or proposed an epoch lower than one that it has accepted. */
  | "leader-behind"
  /** A leader whose zxid has no counter left: only a new epoch has. */
  | "zxid-rollover"
  /** It decided: by a quorum of votes, or by what an established ensemble reported. */
  | "elected"
  | "joined"
  /** In a log: it left its leader or its office, and the log does not say why. */
  | "left"
  /** In a log: the process said that it ends. */
  | "exited"
  /** In a log: what it already was when its log begins, or, where there is no log of it, what others heard. */
  | "heard";

/** A configured server, as a trace's header has it. */
export interface TraceServer {
  readonly sid: number;
  readonly zxid: bigint;
  readonly epoch: number;
  readonly electionEpoch: number;
  readonly acceptedEpoch?: number;
  /** zxids of the transactions that it has logged since its last snapshot, where the description says so. */
  readonly log?: readonly bigint[];
  /** The zxid up to which its last snapshot holds everything. */
  readonly snapshot?: bigint;
  readonly role: "participant" | "observer";
  readonly weight?: number;
  readonly group?: number;
  /** In a trace from logs: what it is when the trace begins, and which fields no log and no configuration says. */
  readonly state?: ServerState;
  readonly inferred?: readonly string[];
}

/** A text in one language or several. */
export type LocalizedText = string | { readonly en: string; readonly [language: string]: string };

/** The ensemble of a trace: a cluster description, which `zk-elect simulate` accepts again. */
export interface TraceCluster {
  readonly title?: LocalizedText;
  readonly servers: readonly TraceServer[];
  /** In office when the trace begins; every server that is not in `down` is then up. */
  readonly leader?: number | null;
  /** The last zxid that is committed when the trace begins, where the description says so. */
  readonly committed?: bigint;
  readonly [field: string]: unknown;
}

export interface Header {
  readonly type: "trace";
  readonly version: 1;
  readonly source: "simulation" | "log";
  /** `zookeeper`, or one of those that have event types of their own (protocol-events.ts). */
  readonly protocol: string;
  readonly cluster: TraceCluster;
  /** In a trace from logs: the files, and by sid how many ms a server's clock was ahead of that of the first. */
  readonly logs?: { readonly files: readonly string[]; readonly skew?: Readonly<Record<string, number>> };
}

/** A step of the scenario as a cluster description writes it, such as `{ fail: [3, 5] }`. */
export type StepAction = Readonly<Record<string, unknown>>;

interface At {
  /** ms since the first event; virtual time in a simulation. */
  readonly t: number;
  /** Where the event is from a log: the log's own timestamp, and `file:line`. */
  readonly at?: string;
  readonly log?: string;
  /** No log says so itself: it was inferred from what others heard. */
  readonly inferred?: true;
}

interface OfServer extends At {
  readonly sid: number;
}

export interface StepEvent extends At {
  readonly type: "step";
  readonly index: number;
  readonly action: StepAction;
}

export interface StateEvent extends OfServer {
  readonly type: "state";
  readonly electionEpoch: number;
  readonly from: ServerState;
  readonly to: ServerState;
  readonly reason: StateReason;
  /** The reason in the words of the log. */
  readonly detail?: string;
}

export interface VoteEvent extends OfServer {
  readonly type: "vote";
  readonly electionEpoch: number;
  readonly round: number;
  readonly vote: Vote;
  readonly was: Vote | null;
  readonly by: "initial" | "electionEpoch" | Rule;
}

export interface SendEvent extends OfServer {
  readonly type: "send";
  readonly to: number;
  readonly electionEpoch: number;
  readonly round: number;
  readonly vote: Vote;
  readonly state: PeerState;
  /** The network loses it. */
  readonly lost?: true;
}

export interface ReceiveEvent extends OfServer {
  readonly type: "receive";
  readonly from: number;
  /** Of the notification, as are `round`, `vote` and `state`. */
  readonly electionEpoch: number;
  readonly round: number;
  readonly vote: Vote;
  readonly state: PeerState;
  readonly outcome: "adopted" | "kept" | "ignored" | "replied" | "joined";
  readonly by: Reason;
  /** With `by` "electionEpoch": what decided between the sender's vote and the receiver's initial one. */
  readonly rule?: Rule;
  /** Heard by another process, whose log claims the same sid at the same time. */
  readonly claimed?: true;
}

export interface TallyEvent extends OfServer {
  readonly type: "tally";
  readonly electionEpoch: number;
  readonly vote: Vote;
  /** Sids whose last vote equals this one, in order. */
  readonly supporters: readonly number[];
  /** Whether they are a quorum. */
  readonly quorum: boolean;
}

export interface TimeoutEvent extends OfServer {
  readonly type: "timeout";
  readonly electionEpoch: number;
  /** How long it waited in vain, in ms; the next wait is twice that, up to the limit. */
  readonly wait: number;
}

export interface DecideEvent extends OfServer {
  readonly type: "decide";
  readonly electionEpoch: number;
  readonly leader: number;
  readonly via: "quorum" | "joined";
  readonly vote: Vote;
  readonly round: number;
  /** Sids whose votes or reports made the quorum. */
  readonly supporters: readonly number[];
}

/** Transactions with consecutive zxids of one epoch: the first and the last of them. */
export type ZxidRange = readonly [bigint, bigint];

/**
 * Why a leader brings a learner up to date in that way (LearnerHandler.syncFollower):
 * `same`: both end with the same zxid (DIFF without content);
 * `behind`: it lacks proposals, all of which the leader has one by one, in memory or in its newest log file (DIFF);
 * `new-epoch`: it ends with the zxid of a snapshot taken when an epoch began, which is no transaction (DIFF);
 * `ahead`: it ends beyond everything that the leader has (TRUNC);
 * `diverged`: it ends with proposals that the leader does not have, where the leader has others (TRUNC, then those);
 * `other-epoch`: the same, but the leader goes on in a later epoch, and no TRUNC crosses epochs (SNAP);
 * `too-far`: it ends before everything that the leader has one by one (SNAP);
 * `unknown`: none of these (SNAP).
 */
export type SyncReason = "same" | "behind" | "new-epoch" | "ahead" | "diverged" | "other-epoch" | "too-far" | "unknown";

/**
 * A server enters a phase of Zab. Simulations say more than logs do.
 *
 * `discovery`: it has decided on a leader and connects to it. `synchronization`: of a leader, a quorum has accepted its
 * epoch; of a learner, it is told how it is brought up to date. `broadcast`: it serves in the epoch.
 */
export interface PhaseEvent extends OfServer {
  readonly type: "phase";
  readonly phase: "discovery" | "synchronization" | "broadcast";
  readonly detail: {
    readonly leader: number;
    /** The epoch that is established; absent where a log does not show it, or it is not established yet. */
    readonly epoch?: number;
    /** The server's last zxid now, where it is known. */
    readonly zxid?: bigint;
    /** In `synchronization`, of a learner: how its leader brings it up to date. */
    readonly mode?: "DIFF" | "TRUNC" | "SNAP";
    /** Why in that way. */
    readonly why?: SyncReason;
    /** Its last zxid before; `zxid` is then the one with which it ends. */
    readonly from?: bigint;
    /** What it had that is dropped, and what it gets, in order. */
    readonly discarded?: readonly ZxidRange[];
    readonly received?: readonly ZxidRange[];
  };
}

/** A server writes an epoch to its disk: one it accepts in discovery, or the one it serves in from now on. */
export interface EpochEvent extends OfServer {
  readonly type: "epoch";
  readonly leader: number;
  readonly file: "acceptedEpoch" | "currentEpoch";
  readonly epoch: number;
  readonly was: number;
  /** A leader's new acceptedEpoch is the highest of these servers' acceptedEpoch, plus one; itself among them. */
  readonly heard?: readonly { readonly sid: number; readonly epoch: number }[];
}

/** A leader, in discovery, closes the connection of a follower that is ahead of it. */
export interface RefuseEvent extends OfServer {
  readonly type: "refuse";
  readonly from: number;
  /** Of the follower. */
  readonly currentEpoch: number;
  readonly zxid: bigint;
}

/** The leader proposes transactions: it has logged them and sends them to those who follow. */
export interface ProposeEvent extends OfServer {
  readonly type: "propose";
  readonly count: number;
  /** The last of them. */
  readonly zxid: bigint;
  /** Where the scenario says so: who gets them before the next step, beside the leader. */
  readonly reach?: readonly number[];
}

/** A follower has logged proposals and acknowledges them; an observer has logged committed transactions. */
export interface LoggedEvent extends OfServer {
  readonly type: "logged";
  readonly leader: number;
  readonly count: number;
  /** The last of them. */
  readonly zxid: bigint;
}

/** The leader commits transactions: a quorum has logged them. */
export interface CommitEvent extends OfServer {
  readonly type: "commit";
  readonly count: number;
  /** The last zxid committed. */
  readonly zxid: bigint;
  /** Sids that have acknowledged them so far, in order, the leader among them. */
  readonly servers: readonly number[];
}

export interface SettledEvent extends At {
  readonly type: "settled";
  readonly leader: number | null;
}

/** What a server came to. */
export interface ServerResult {
  readonly sid: number;
  readonly state: ServerState;
  readonly leader: number | null;
  readonly zxid: bigint;
  readonly peerEpoch: number;
  readonly electionEpoch: number;
  readonly currentEpoch: number;
  readonly acceptedEpoch?: number;
  /** The last zxid that it has logged, now. */
  readonly lastZxid?: bigint;
}

export interface ResultEvent extends At {
  readonly type: "result";
  readonly leader: number | null;
  readonly electionEpoch: number;
  readonly rounds: number;
  readonly notifications: number;
  readonly expect?: "met" | "failed";
  readonly servers: readonly ServerResult[];
}

export type TraceEvent =
  | StepEvent
  | StateEvent
  | VoteEvent
  | SendEvent
  | ReceiveEvent
  | TallyEvent
  | TimeoutEvent
  | DecideEvent
  | PhaseEvent
  | EpochEvent
  | RefuseEvent
  | ProposeEvent
  | LoggedEvent
  | CommitEvent
  | SettledEvent;

/** A line of a trace: the header first, the result last. */
export type TraceLine = Header | TraceEvent | ResultEvent;
