import type { ElectionSummary } from "../logs/election-summary.ts";
import type { LogRecord } from "../logs/record.ts";
import type { TraceEvent, TraceLine } from "../trace/events.ts";
import type { Divergence } from "./divergence.ts";
import type { Audience } from "./elections.ts";
import { type Counts, count, type Known, logHeader, logResult, type Snapshot } from "./snapshot.ts";

/** Which elections are wanted: those that it says yes to, or, with null, the last ones. */
export type Wanted = ((election: ElectionSummary) => boolean) | null;

/** So many times servers may find a leader that is there, and are still told with the election that it is from. */
const mostJoins = 50;

/** An event, and the line that shows it. */
interface Shown {
  readonly event: TraceEvent;
  readonly record: LogRecord;
}

interface Stretch {
  readonly before: Snapshot;
  readonly events: readonly Shown[];
  readonly after: Snapshot;
}

/**
 * Keeps the elections that are wanted, and tells them as one trace. The last ones are: the last in which a leader was
 * elected, those after it in which servers found that leader, and one that still goes on.
 */
export class Picked implements Audience {
  /** How many elections there are. */
  elections = 0;
  readonly #wanted: Wanted;
  readonly #diverged: (divergence: Divergence) => void;
  #kept: Stretch[] = [];
  /** What is told where there is no election. */
  #last: Stretch | undefined;
  #before: Snapshot = [];
  #events: Shown[] = [];

  constructor(wanted: Wanted, diverged: (divergence: Divergence) => void) {
    this.#wanted = wanted;
    this.#diverged = diverged;
  }

  /** How many of the elections are wanted. */
  get shown(): number {
    return this.#kept.length;
  }

  begin(before: Snapshot): void {
    this.#before = before;
    this.#events = [];
  }

  event(event: TraceEvent, record: LogRecord): void {
    this.#events.push({ event, record });
  }

  end(summary: ElectionSummary | undefined, after: Snapshot): void {
    const stretch = { before: this.#before, events: this.#events, after };
    this.#events = [];
    this.#last = stretch;
    if (!summary) return;
    this.elections++;
    if (this.#wanted) {
      if (this.#wanted(summary)) this.#kept.push(stretch);
      return;
    }
    if (summary.outcome.kind === "elected") this.#kept = [stretch];
    else this.#kept.push(stretch);
    if (this.#kept.length > mostJoins) this.#kept.splice(1, 1);
  }

  divergence(divergence: Divergence): void {
    this.#diverged(divergence);
  }

  /** The trace of what was wanted. */
  *lines(known: Known): Generator<TraceLine> {
    const kept = this.#kept.length > 0 ? this.#kept : this.#last ? [this.#last] : [];
    const events = kept.flatMap((stretch) => stretch.events);
    const start = events[0]?.event.t ?? 0;
    const counts: Counts = { notifications: 0, rounds: new Map() };
    const header = logHeader(
      known,
      kept[0]?.before ?? [],
      events.map(({ event }) => event),
    );
    yield header;
    for (const shown of events) {
      count(counts, shown.event);
      yield written(shown, start);
    }
    const end = (events.at(-1)?.event.t ?? start) - start;
    yield logResult(known, kept.at(-1)?.after ?? [], counts, end);
  }
}

/** Tells everything, as it comes. */
export class Everything implements Audience {
  /** How many elections there are. */
  elections = 0;
  readonly #known: Known;
  readonly #write: (line: TraceLine) => void;
  readonly #diverged: (divergence: Divergence) => void;
  readonly #counts: Counts = { notifications: 0, rounds: new Map() };
  #before: Snapshot = [];
  /** Events of before the header is written, for which the first election is waited for. */
  #early: Shown[] | null = [];
  #start = 0;
  #end = 0;
  #after: Snapshot = [];

  constructor(known: Known, write: (line: TraceLine) => void, diverged: (divergence: Divergence) => void) {
    this.#known = known;
    this.#write = write;
    this.#diverged = diverged;
  }

  begin(before: Snapshot): void {
    if (this.#early?.length === 0) this.#before = before;
  }

  event(event: TraceEvent, record: LogRecord): void {
    if (this.#early) this.#early.push({ event, record });
    else this.#tell({ event, record });
  }

  end(summary: ElectionSummary | undefined, after: Snapshot): void {
    if (summary) this.elections++;
    this.#after = after;
    if (this.#early && summary) this.#begin(this.#early);
  }

  divergence(divergence: Divergence): void {
    this.#diverged(divergence);
  }

  /** Ends the trace. */
  finish(): void {
    if (this.#early) this.#begin(this.#early);
    this.#write(logResult(this.#known, this.#after, this.#counts, this.#end));
  }

  #begin(early: readonly Shown[]): void {
    this.#early = null;
    this.#start = early[0]?.event.t ?? 0;
    const events = early.map(({ event }) => event);
    this.#write(logHeader(this.#known, this.#before, events));
    for (const shown of early) this.#tell(shown);
  }

  #tell(shown: Shown): void {
    count(this.#counts, shown.event);
    this.#end = shown.event.t - this.#start;
    this.#write(written(shown, this.#start));
  }
}

/** The event as a trace has it: with its place in the logs, and its time since the first. */
function written({ event, record: { at, file, line } }: Shown, start: number): TraceEvent {
  return { ...event, t: event.t - start, at, log: `${file}:${line}` };
}
