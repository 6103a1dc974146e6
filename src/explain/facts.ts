/**
 * What there is to say about a trace: typed facts, each with the events that prove it. Sentences are made of them in
 * `src/locales/explain/`, and `--json` hands them out as they are, so that others can phrase them.
 */
import type { LocalizedText, StepAction, TraceServer, Vote } from "../trace/events.ts";
import type { GroupSupport, Support } from "../trace/quorum.ts";
import type { Comparison, Fact, OfServer, Proven } from "./fact.ts";
import type { Fate } from "./zab/fact.ts";

export type * from "./fact.ts";
export type * from "./zab/fact.ts";

/** A stretch of the trace that is told together: a step, and the election that it brings about, if it does. */
export interface Part {
  /** 1-based. */
  readonly number: number;
  /** The step that begins it; null when servers began to look by themselves. */
  readonly step: { readonly index: number; readonly action: StepAction; readonly events: readonly number[] } | null;
  /** ms since the first event. */
  readonly start: number;
  readonly end: number;
  /** In a trace from logs: the timestamp of its first line. */
  readonly at?: string;
  /** Who is DOWN when it ends, in sid order. */
  readonly down: readonly number[];
  /** In the order of the story: what started it, the rounds, the decisions, what came of it. */
  readonly facts: readonly Fact[];
}

/** By which number the winner's vote was the best of those that elected it. */
export interface Field {
  /** Who ended with the winner's vote, in sid order, and whose initial votes are compared here. */
  readonly sids: readonly number[];
  /** Those whose vote had the highest peerEpoch; and of these, those with the highest zxid. */
  readonly highestEpoch: readonly number[];
  readonly highestZxid: readonly number[];
  /** Whether they are all the servers that could have won and were up. */
  readonly everybody: boolean;
  /** Who was up and could not have won whatever its numbers: observers, and servers of weight 0. */
  readonly unable: readonly number[];
}

/** The leader in the end, or that there is none. */
export type Answer =
  | (Proven & {
      readonly kind: "elected";
      readonly leader: number;
      readonly electionEpoch: number;
      readonly t: number;
      readonly vote: Vote;
      readonly supporters: readonly number[];
      readonly support: Support;
      /** The number that settled it; `only`, nobody else could be voted for; null where votes are not in the trace. */
      readonly by: "peerEpoch" | "zxid" | "sid" | "only" | null;
      readonly field: Field;
      /** Whether it is in office: a quorum follows it. */
      readonly inOffice: boolean;
    })
  | (Proven & {
      /** It came back and heard that it still leads. */
      readonly kind: "reported";
      readonly leader: number;
      readonly told: readonly number[];
    })
  | (Proven & {
      /** In office before the trace began, and nobody was elected since. */
      readonly kind: "in-office";
      readonly leader: number;
      /** A log's: how it came into office, and whether a quorum follows it, is of before. */
      readonly ofLog?: boolean;
    })
  | (Proven & {
      /** It leads, and the trace does not show how it came to. */
      readonly kind: "unseen";
      readonly leader: number;
    })
  | (Proven & {
      readonly kind: "none";
      /** Logs without an election: servers follow somebody, and it is not shown whom. */
      readonly unseen?: boolean;
      /** Who is LOOKING in the end. */
      readonly looking: readonly number[];
      /** Participants that are up in the end, and what they amount to. */
      readonly up: readonly number[];
      readonly support: Support;
      readonly groups?: readonly GroupSupport[];
      /** The vote with the most supporters among those LOOKING, and what it came to. */
      readonly best: { readonly vote: Vote; readonly supporters: readonly number[]; readonly support: Support } | null;
    });

/** The first thing, in this order, that kept a server from winning. */
export type Criterion =
  | "down"
  | "observer"
  | "weight"
  | "peerEpoch"
  | "zxid"
  | "sid"
  /** Its vote was better, but came after the decision, or it started after it. */
  | "late"
  /** Its vote was better, or would have been, but it could not be heard: partitioned, paused, or its votes lost. */
  | "cut-off"
  /** Nobody won: its own vote was the best, or there was none to lose to, but it had no quorum. */
  | "short"
  /** Nobody was elected in this trace, and there was nothing to lose. */
  | "no-election"
  /** The trace does not show what it voted. */
  | "unknown";

/** Why one configured server did not win. */
export interface Loss extends OfServer {
  readonly criterion: Criterion;
  /** Its own vote for itself, where it has cast one and the trace shows it. */
  readonly own: Vote | null;
  /** The vote it is held against: the winner's, or, where nobody won, the best supported one. */
  readonly winner: Vote | null;
  /** Both, where both are known. */
  readonly comparison: Comparison | undefined;
  /** With `late`: when it began to look, in ms, and when the leader had decided. */
  readonly began?: number;
  readonly decided?: number;
  /** With `cut-off`: how. */
  readonly how?: "partition" | "pause" | "loss" | "away";
}

/** What cannot be said, because the trace does not show it. */
export type Unknown =
  /** The trace stops in the middle, after this line. */
  | { readonly kind: "cut"; readonly line: number }
  /** No event of these servers: their logs are missing. */
  | { readonly kind: "silent"; readonly sids: readonly number[] }
  /** What was sent is not in it, so what was lost cannot be told. */
  | { readonly kind: "no-sends" }
  /** Large ensembles are summed up: single notifications are not told. */
  | { readonly kind: "condensed"; readonly servers: number };

/** Everything there is to say about a trace. */
export interface Explanation {
  readonly title?: LocalizedText;
  readonly source: "simulation" | "log";
  /** The configured servers, in sid order. */
  readonly servers: readonly TraceServer[];
  /** What a quorum of this ensemble needs; `have` is 0. */
  readonly quorum: Support;
  /** Who was in office when the trace began. */
  readonly leader: number | null;
  readonly answer: Answer;
  readonly parts: readonly Part[];
  /** Every configured server but the leader, in sid order. */
  readonly others: readonly Loss[];
  /** What became of transactions, where that is not simply that they were committed. */
  readonly transactions: readonly Fate[];
  readonly unknown: readonly Unknown[];
  /** The leader that the scenario expects, and whether it came out so; absent where it expects nothing. */
  readonly expect?: { readonly leader: number | null; readonly met: boolean };
}
