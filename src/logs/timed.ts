import type { LogRecord } from "./record.ts";

/** A record in its place among those of all servers. */
export interface Timed {
  readonly record: LogRecord;
  /** ms since 1970 in UTC, by one clock for all servers. */
  readonly ms: number;
  /** 0 for the server that has the sid; above that for others whose logs claim the same one at the same time. */
  readonly claimant: number;
  /** A server that this record shows to be gone: its log ends here, or begins anew. */
  readonly died?: number;
}
