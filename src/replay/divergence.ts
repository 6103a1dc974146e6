import type { LogRecord } from "../logs/record.ts";
import type { PeerState, Vote } from "../trace/events.ts";

/** What a server did or was to do, as far as others can see it. */
export type Act =
  | { readonly kind: "vote"; readonly vote: Vote; readonly electionEpoch: number }
  | { readonly kind: "decide"; readonly state: PeerState; readonly leader: number | null }
  | { readonly kind: "none" };

/** A place where a server's log says something else than the protocol. */
export interface Divergence {
  readonly sid: number;
  /** The line that shows it. */
  readonly record: LogRecord;
  readonly expected: Act;
  readonly found: Act;
}
