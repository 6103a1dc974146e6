/** Elections found in logs, one by one: what lists and diagnoses need of each. */
import type { StateReason } from "../trace/events.ts";

/** A moment, and the line that shows it. */
export interface Moment {
  /** In ms since 1970 in UTC, by the clock of the server that logged it. */
  readonly ms: number;
  /** The log's own timestamp. */
  readonly at: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** One election found in logs, as `trace --list` prints it. */
export interface ElectionSummary {
  /** 1-based, over all logs. */
  readonly number: number;
  readonly start: Moment;
  /** null: still going on. */
  readonly end: Moment | null;
  /** Who was LOOKING, and why. */
  readonly looking: readonly { readonly sid: number; readonly reason: StateReason }[];
  readonly electionEpoch: number;
  readonly outcome:
    | { readonly kind: "elected"; readonly leader: number; readonly supporters: readonly number[] }
    /** Servers that found a leader in office. */
    | { readonly kind: "joined"; readonly leader: number; readonly sids: readonly number[] }
    | { readonly kind: "none" };
  /** A quorum was synchronised: service is back. */
  readonly established: Omit<Moment, "at"> | null;
}
