import type { LogRecord, LogWarning } from "./record.ts";
import { outOfOrderMs, Steady } from "./steady.ts";
import type { Timed } from "./timed.ts";

/** How soon after a broken connection others are turned away by a server that is gone. */
const soonMs = 5000;

interface Stream {
  readonly sid: number;
  /** Index of the log that it is from. */
  readonly log: number;
  records: LogRecord[];
  /** Of the first record that has not been taken. */
  at: number;
  readonly clock: Steady;
  readonly claimant: number | undefined;
}

/** The records that are held of each stream, and which comes next. */
export class Streams {
  readonly #streams = new Map<number, Stream & { claimant: number | undefined }>();
  readonly #aheadMs: (sid: number) => number;
  readonly #warn: (warning: LogWarning) => void;
  /** By sid: the stream that speaks for it. */
  readonly #holders = new Map<number, number>();
  readonly #dead = new Set<number>();
  /** By sid: the records to come that say that it turned somebody away. */
  readonly #refused = new Map<number, Set<LogRecord>>();

  /** @param aheadMs how far the clock of a server is ahead */
  constructor(aheadMs: (sid: number) => number, warn: (warning: LogWarning) => void) {
    this.#aheadMs = aheadMs;
    this.#warn = warn;
  }

  add(record: LogRecord, log: number): void {
    if (record.entry.kind === "unreachable" && isRefused(record)) {
      const refused = this.#refused.get(record.entry.to) ?? new Set();
      this.#refused.set(record.entry.to, refused.add(record));
    }
    const known = this.#streams.get(record.stream);
    if (known) {
      known.records.push(record);
      return;
    }
    const { stream, sid } = record;
    const fresh = { sid, log, records: [record], at: 0, clock: new Steady() };
    this.#streams.set(stream, { ...fresh, claimant: undefined });
  }

  /** All records that are held. */
  held(): LogRecord[] {
    return [...this.#streams.values()].flatMap(({ records, at }) => records.slice(at));
  }

  /** The earliest record, and the log that it is from. */
  take(): { readonly timed: Timed; readonly log: number } | undefined {
    let first: (Stream & { claimant: number | undefined }) | undefined;
    let firstMs = Number.POSITIVE_INFINITY;
    for (const stream of this.#streams.values()) {
      const ms = this.#timeOf(stream);
      if (ms === undefined || ms > firstMs || this.#waits(stream, ms)) continue;
      if (first && ms === firstMs && !isBefore(stream, first)) continue;
      first = stream;
      firstMs = ms;
    }
    const record = first?.records[first.at];
    if (!first || !record) return undefined;
    this.#advance(first, firstMs);
    first.claimant ??= this.#claim(first, record, firstMs);
    if (record.entry.kind === "unreachable") this.#refused.get(record.entry.to)?.delete(record);
    this.#dead.delete(record.sid);
    if (record.entry.kind === "notification") this.#dead.delete(record.entry.from);
    const died = this.#deathSeenBy(record, firstMs);
    const timed = { record, ms: firstMs, claimant: first.claimant, ...(died !== undefined && { died }) };
    return { timed, log: first.log };
  }

  /** When the stream's next record was written, by the common clock: never before the one that it follows. */
  #timeOf(stream: Stream): number | undefined {
    const record = stream.records[stream.at];
    if (!record) return undefined;
    return stream.clock.next(record.ms - this.#aheadMs(record.sid));
  }

  #advance(stream: Stream, ms: number): void {
    stream.clock.last = ms;
    stream.at++;
    if (stream.at < 4096 && stream.at < stream.records.length) return;
    stream.records = stream.records.slice(stream.at);
    stream.at = 0;
  }

  /** Whether it goes on where another file ends: what that still has comes first, for it may be of the same ms. */
  #waits(stream: Stream, ms: number): boolean {
    if (stream.claimant !== undefined) return false;
    const holder = this.#holderOf(stream.sid);
    return holder !== undefined && holder.at < holder.records.length && this.#endsBy(holder, ms);
  }

  #holderOf(sid: number): Stream | undefined {
    return this.#streams.get(this.#holders.get(sid) ?? -1);
  }

  /** Whether a stream has no more records, as far as they are held, than such as are about that old. */
  #endsBy(stream: Stream, ms: number): boolean {
    const last = lastOf(stream);
    if (!last || stream.at >= stream.records.length) return true;
    return last.ms - this.#aheadMs(stream.sid) + stream.clock.putBackMs <= ms + outOfOrderMs;
  }

  /**
   * Whether the stream speaks for its server, as the one before it did that has ended, or only claims to: 0, or how
   * many claim the same sid.
   */
  #claim(stream: Stream, record: LogRecord, ms: number): number {
    const { sid, file, line } = record;
    const holder = this.#holderOf(sid);
    if (!holder || this.#endsBy(holder, ms)) {
      this.#holders.set(sid, record.stream);
      return 0;
    }
    this.#warn({ file, line, kind: "same-server", args: [sid, lastOf(holder)?.file ?? ""] });
    const claims = [...this.#streams.values()].filter((other) => other.sid === sid && other.claimant !== undefined);
    return claims.filter((other) => other !== stream).length;
  }

  /** The server that a record shows to be gone: others lose it, and its own log ends or begins anew. */
  #deathSeenBy(record: LogRecord, ms: number): number | undefined {
    const { entry } = record;
    if (entry.kind !== "broken" && entry.kind !== "unreachable") return undefined;
    const { to } = entry;
    if (this.#dead.has(to) || !this.#isSilent(to)) return undefined;
    if (!isRefused(record) && !(entry.kind === "broken" && this.#isRefusedSoon(to, ms))) return undefined;
    this.#dead.add(to);
    return to;
  }

  /** Whether its log has nothing more of the same process, or there is none. */
  #isSilent(sid: number): boolean {
    const stream = this.#holderOf(sid);
    if (!stream) return ![...this.#streams.values()].some((other) => other.sid === sid);
    const next = stream.records[stream.at];
    return !next || next.entry.kind === "start";
  }

  #isRefusedSoon(to: number, ms: number): boolean {
    for (const record of this.#refused.get(to) ?? []) {
      if (record.ms - this.#aheadMs(record.sid) <= ms + soonMs) return true;
    }
    return false;
  }
}

/** Whether its next record stands before that of another stream in the same log. */
function isBefore(stream: Stream, other: Stream): boolean {
  const [line = 0, otherLine = 0] = [stream.records[stream.at]?.line, other.records[other.at]?.line];
  return stream.log === other.log && line < otherLine;
}

function lastOf({ records }: Stream): LogRecord | undefined {
  return records.at(-1);
}

/** Whether a record says that somebody was turned away. */
function isRefused({ entry, cause = "" }: LogRecord): boolean {
  return entry.kind === "unreachable" && /refused/i.test(cause);
}
