/** What is to be told of a trace, in no language yet. */
import type { Again, Pinged, Removed, SteppedDown } from "../events.ts";

/** A master, and who takes it for theirs, itself among them. */
export interface Side {
  readonly master: number;
  readonly nodes: readonly number[];
}

/** How a round of pings ended, for those for whom it ended alike. */
export interface RoundFact extends Pick<Pinged, "sees" | "versions" | "masters" | "need" | "chosen" | "why"> {
  readonly kind: "round";
  readonly sids: readonly number[];
  /** So often in a row. */
  readonly times: number;
}

/** Why a node that may become master did not; numbers are those that were compared. */
export type NotMaster =
  | "down"
  | "paused"
  | "data-only"
  | "higher-id"
  | "older-state"
  /** It came when there was a master. */
  | "late"
  /** The master did not see it, and it does not follow. */
  | "unseen";

export type ZenFact =
  /** The answer. */
  | {
      readonly kind: "master";
      readonly sid: number;
      readonly sees: readonly number[];
      /** The version by which it came first; undefined: it did by its id alone. */
      readonly newest: number | undefined;
      readonly have: number;
      readonly need: number;
      readonly eligible: number;
    }
  | { readonly kind: "stays"; readonly sid: number; readonly nodes: readonly number[] }
  | { readonly kind: "two"; readonly sides: readonly Side[]; readonly need: number; readonly majority: number }
  | { readonly kind: "nobody"; readonly most: number; readonly need: number; readonly eligible: number }
  /** What happened. */
  | {
      readonly kind: "step";
      readonly number: number;
      readonly of: number;
      readonly action: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "started"; readonly sids: readonly number[] }
  | {
      readonly kind: "lost";
      readonly sids: readonly number[];
      readonly master: number;
      readonly why: "master-crashed" | "master-silent" | "no-longer-master" | "not-in-cluster";
      readonly afterMs: number;
      readonly tries: number;
    }
  | {
      readonly kind: "removed";
      readonly master: number;
      readonly nodes: readonly number[];
      readonly why: Removed["why"];
      readonly afterMs: number;
      readonly tries: number;
    }
  | {
      readonly kind: "stepped-down";
      readonly sid: number;
      readonly why: SteppedDown["why"];
      readonly have: number;
      readonly need: number;
    }
  | RoundFact
  | { readonly kind: "again"; readonly sids: readonly number[]; readonly chosen: number; readonly why: Again["why"] }
  | {
      readonly kind: "elected";
      readonly sid: number;
      readonly have: number;
      readonly need: number;
      readonly afterMs: number;
    }
  | { readonly kind: "joined"; readonly sids: readonly number[]; readonly master: number }
  | {
      readonly kind: "another-master";
      readonly sid: number;
      readonly other: number;
      readonly version: number;
      readonly otherVersion: number;
      readonly yields: number;
    }
  | { readonly kind: "sides"; readonly sides: readonly Side[] }
  /** Two were master at once: from when to when (null: to the end, or to where the trace is cut), and whether enough would have had to agree. */
  | {
      readonly kind: "overlap";
      readonly masters: readonly number[];
      readonly from: number;
      readonly to: number | null;
      readonly cut: boolean;
      readonly need: number;
      readonly majority: number;
      readonly eligible: number;
    }
  /** The network is whole again, and nobody knows that there are several masters. */
  | { readonly kind: "unaware"; readonly masters: readonly number[] }
  | { readonly kind: "overlaps" }
  /** Why not the others. */
  | { readonly kind: "others" }
  | { readonly kind: "not"; readonly why: NotMaster; readonly sid: number; readonly than: number }
  /** What is no longer so, or is left out. */
  | { readonly kind: "today" | "default" | "left-out" };
