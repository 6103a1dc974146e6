import type { StepAction } from "../../../trace/events.ts";
import type { BallotReason } from "../events.ts";
import type { End } from "../log.ts";

/** How a voter answered a candidate. */
export interface Answer {
  /** Those who answered so. */
  readonly sids: readonly number[];
  readonly why: BallotReason;
  /** Where its own log ended. */
  readonly end: End;
  readonly term: number;
  /** Where the candidate's log ended. */
  readonly candidate: End;
  readonly votedFor: number | undefined;
  readonly leader: number | undefined;
}

/** Indexes of entries, first and last, and the term of the first of them. */
export interface Entries {
  readonly first: number;
  readonly last: number;
  readonly term: number;
}

/** How long a round trip may take, and from which range election timeouts are drawn; ms. */
export interface Slow {
  readonly roundTrip: number;
  readonly timeout: readonly [min: number, max: number];
}

export type RaftFact =
  /** Answers. `ms`: when its timeout ran out, counted from the beginning of the step. */
  | {
      readonly kind: "leads";
      readonly leader: number;
      readonly term: number;
      readonly votes: readonly number[];
      readonly of: number;
      readonly ms: number;
      readonly end: End;
      /** Nobody asked before it in this step. */
      readonly first: boolean;
      /** Who asked before it, and was refused for its log. */
      readonly behind: readonly number[];
      /** How many terms before it ended with split votes. */
      readonly split: number;
    }
  /** It asked in an earlier step than that in which it had the votes. */
  | {
      readonly kind: "leads-late";
      readonly leader: number;
      readonly term: number;
      readonly votes: readonly number[];
      readonly of: number;
      readonly end: End;
    }
  | { readonly kind: "still-leads"; readonly leader: number; readonly term: number }
  | {
      readonly kind: "too-few";
      readonly up: number;
      readonly of: number;
      readonly need: number;
      readonly terms: number;
    }
  | {
      readonly kind: "cut-off";
      readonly leader: number;
      readonly term: number;
      readonly need: number;
      readonly of: number;
    }
  /** `won`: how many of the terms were won, and lost again to a higher one. `slow`: timeouts do not outlast a round trip. */
  | {
      readonly kind: "no-winner";
      readonly terms: number;
      readonly won: number;
      readonly split: boolean;
      readonly slow: Slow | undefined;
    }
  | { readonly kind: "unknown" }
  /** Headings. */
  | {
      readonly kind: "step";
      readonly number: number;
      readonly of: number;
      readonly action: StepAction;
    }
  | { readonly kind: "why-not" }
  | { readonly kind: "beside-zookeeper" }
  /** What happened. */
  | {
      readonly kind: "leader-gone";
      readonly leader: number;
      readonly term: number;
      /** No other voter is up. */
      readonly alone: boolean;
    }
  | {
      readonly kind: "candidacy";
      readonly sid: number;
      readonly term: number;
      readonly pre: boolean;
      /** A majority would vote for it, which is why it asks now. */
      readonly encouraged: boolean;
      readonly ms: number;
      readonly end: End;
      readonly yes: readonly number[];
      readonly no: readonly Answer[];
      readonly silent: readonly number[];
      readonly votes: number;
      readonly need: number;
      readonly of: number;
      readonly won: boolean;
      /** It is the first in this step that asks. */
      readonly first: boolean;
      /** Others asked in the same term. */
      readonly rivals: readonly number[];
    }
  | {
      readonly kind: "likewise";
      readonly pre: boolean;
      readonly first: number;
      readonly last: number;
      readonly candidates: readonly number[];
      readonly unanswered: boolean;
      readonly need: number;
    }
  /** Requests of an earlier step arrive. */
  | {
      readonly kind: "late";
      readonly candidate: number;
      readonly pre: boolean;
      readonly first: number;
      readonly last: number;
      /** How the last of them was answered. */
      readonly yes: readonly number[];
      readonly no: readonly Answer[];
    }
  /** The votes for which it asked in an earlier step come together. */
  | {
      readonly kind: "won-late";
      readonly sid: number;
      readonly term: number;
      readonly votes: readonly number[];
      readonly of: number;
    }
  | {
      readonly kind: "steps-down";
      readonly sid: number;
      readonly was: number;
      readonly term: number;
      readonly from: number;
    }
  | {
      readonly kind: "no-op";
      readonly leader: number;
      readonly term: number;
      readonly index: number;
      readonly commits: number | undefined;
      readonly on: readonly number[];
      readonly of: number;
    }
  | {
      readonly kind: "written";
      readonly leader: number;
      readonly term: number;
      readonly entries: Entries;
      readonly on: readonly number[];
      readonly of: number;
      readonly need: number;
      readonly committed: boolean;
    }
  | { readonly kind: "caught-up"; readonly sids: readonly number[]; readonly last: End }
  | { readonly kind: "discards"; readonly sids: readonly number[]; readonly entries: Entries; readonly leader: number }
  | { readonly kind: "quiet"; readonly leader: number | undefined; readonly term: number }
  | {
      readonly kind: "two-leaders";
      readonly old: number;
      readonly oldTerm: number;
      readonly leader: number;
      readonly term: number;
    }
  /** Why another does not lead; the label is its sid. */
  | { readonly kind: "down" }
  /** Then; it is up now. */
  | { readonly kind: "not-up"; readonly leader: number }
  | { readonly kind: "heard-another"; readonly leader: number; readonly other: number }
  | { readonly kind: "out-of-reach"; readonly leader: number }
  | { readonly kind: "deposed"; readonly term: number; readonly now: number }
  | { readonly kind: "observer" }
  | {
      readonly kind: "log-behind";
      readonly end: End;
      readonly newer: readonly number[];
      readonly newest: End;
      readonly need: number;
    }
  | { readonly kind: "too-late"; readonly leader: number; readonly asked: boolean }
  | { readonly kind: "stale"; readonly term: number; readonly now: number }
  | { readonly kind: "no-majority"; readonly need: number }
  | { readonly kind: "follows"; readonly leader: number }
  | { readonly kind: "contrast" }
  | { readonly kind: "contrast-none" }
  /** Of today's releases, and what is left out. */
  | { readonly kind: "pre-vote-today"; readonly preVote: boolean }
  | { readonly kind: "left-out" };

export type LateFact = Extract<RaftFact, { kind: "late" }>;
export type WonLateFact = Extract<RaftFact, { kind: "won-late" }>;
