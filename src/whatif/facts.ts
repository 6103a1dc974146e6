/** What a changed scenario came to: typed, for the sentences, the tables and `--json`. */
import type { ElectionJoinedFact, Explanation, Loss, VoteChangedFact } from "../explain/facts.ts";
import type { Parting } from "../explain/parting.ts";
import type { ResultEvent } from "../trace/events.ts";

/** A scenario's outcome, explained. */
export interface Run {
  readonly explanation: Explanation;
  readonly result: ResultEvent;
}

/** One change, with what it was before. */
export type ToldChange = {
  /** As `--what-if` takes it. */
  readonly text: string;
} & (
  | { readonly field: "zxid"; readonly sid: number; readonly value: bigint; readonly was: bigint }
  | {
      readonly field: "epoch" | "electionEpoch" | "weight" | "group";
      readonly sid: number;
      readonly value: number;
      /** null: an observer, or no groups, so it had none. */
      readonly was: number | null;
    }
  | { readonly field: "role"; readonly sid: number; readonly value: string; readonly was: string }
  | { readonly field: "up" | "down"; readonly sid: number }
  | { readonly field: "start"; readonly value: Order; readonly was: Order }
);

/** Who starts in each `start` step. */
export type Order = readonly (readonly number[])[];

/** The next smaller change in place of one, run: the server does not win with it. */
export interface Attempt {
  /** The change that is made smaller. */
  readonly change: ToldChange;
  /** What stands in its place; null when it is left out. */
  readonly instead: ToldChange | null;
  /** Everything that was changed in this run, as `--what-if` takes it; empty for the scenario as it is. */
  readonly text: string;
  /** Who leads then; null when nobody does. */
  readonly leader: number | null;
}

/** Why no change is named. */
export type NoChange =
  /** What real servers did cannot be done again. */
  | "log"
  /** Nobody was elected: there was nothing to win. */
  | "no-election"
  /** It could not be heard, whatever its vote. */
  | "cut-off"
  /** Its vote would be the best, but no quorum can come to it. */
  | "no-quorum"
  /** The winner's numbers are as high as they can be. */
  | "limit"
  /** The search came to no end. */
  | "not-found";

/** The smallest change with which the server wins, or why none is named. */
export type Smallest =
  | {
      readonly kind: "found";
      readonly changes: readonly ToldChange[];
      readonly text: string;
      /** What comes of it. */
      readonly after: Run;
      /** For each change the next smaller one, which does not suffice. */
      readonly attempts: readonly Attempt[];
    }
  | {
      readonly kind: "none";
      readonly reason: NoChange;
      /** What did not suffice. */
      readonly changes: readonly ToldChange[];
      readonly text: string;
      /** How it ends then, and how the server loses; undefined where nothing was run. */
      readonly after?: Pick<Explanation, "servers" | "answer"> & { readonly loss: Loss };
    };

/** Why one server did not win, and what it would have taken. */
export interface WhyNot {
  readonly sid: number;
  readonly before: Explanation;
  /** null when it leads. */
  readonly loss: Loss | null;
  /** Where it gave up its own vote for the winner's; null when it did not. */
  readonly gaveUp: VoteChangedFact | ElectionJoinedFact | null;
  /** null when it leads. */
  readonly smallest: Smallest | null;
}

/** A scenario and a changed one. */
export interface WhatIf {
  readonly changes: readonly ToldChange[];
  readonly text: string;
  readonly before: Run;
  readonly after: Run;
  /** null when nobody does anything else. */
  readonly parting: Parting | null;
}
