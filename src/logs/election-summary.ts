import type { StateReason } from "../trace/events.ts";

/** A line of a log, and when it was written. */
export interface LogPoint {
  /** ms since 1970 in UTC, by the one clock that all logs are put in order by. */
  readonly ms: number;
  /** The log's own timestamp. */
  readonly at: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** One election found in logs. */
export interface ElectionSummary {
  /** 1-based, over all that the logs have. */
  readonly number: number;
  readonly start: LogPoint;
  /** When the leader decided; without its log, the first that did. Null where nobody was elected. */
  readonly decided: LogPoint | null;
  /** When the last one who was LOOKING had a leader, or was gone; null while it goes on. */
  readonly end: LogPoint | null;
  /** Who was LOOKING and why, in the order in which they began. */
  readonly looking: readonly {
    readonly sid: number;
    readonly reason: StateReason;
    /** The reason in the words of the log. */
    readonly detail?: string;
  }[];
  /** The highest that anybody had. */
  readonly electionEpoch: number;
  readonly outcome:
    | { readonly kind: "elected"; readonly leader: number; readonly supporters: readonly number[] }
    /** Nobody was elected: these found a leader that was there. */
    | { readonly kind: "joined"; readonly leader: number; readonly sids: readonly number[] }
    | { readonly kind: "none" };
  /** When the leader had a quorum synchronized: the service is back. */
  readonly established: LogPoint | null;
}
