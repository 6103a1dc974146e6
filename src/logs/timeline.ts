import type { LogRecord, LogWarning } from "./record.ts";
import { findSkew } from "./skew.ts";
import { Streams } from "./streams.ts";
import type { Timed } from "./timed.ts";

/** So many records are read ahead, to find out who is who and whose clock is wrong; at most, and of each log. */
const windowOfAll = 200_000;
const windowOfOne = 20_000;

/** A log: its records in the order of its lines, some at a time. */
export type Batches = AsyncGenerator<readonly LogRecord[]>;

/**
 * Several logs as one, in the order of time, by one clock. No more than a window of each is held at a time.
 */
export class Timeline {
  readonly #logs: { readonly batches: Batches; done: boolean; held: number }[];
  readonly #streams: Streams;
  /** By sid: how far its clock is ahead, in ms. */
  skew: ReadonlyMap<number, number> = new Map();

  constructor(logs: readonly Batches[], warn: (warning: LogWarning) => void) {
    this.#logs = logs.map((batches) => ({ batches, done: false, held: 0 }));
    this.#streams = new Streams((sid) => this.skew.get(sid) ?? 0, warn);
  }

  /**
   * Reads the first records of every log, and finds out how far the clocks are apart.
   *
   * @returns the records
   */
  async open(): Promise<readonly LogRecord[]> {
    for (const log of this.#logs) await this.#fill(log);
    const records = this.#streams.held();
    this.skew = findSkew(records);
    return records;
  }

  /** All records, in order, some at a time. */
  async *read(): AsyncGenerator<readonly Timed[]> {
    for (;;) {
      const batch: Timed[] = [];
      while (this.#logs.every(({ done, held }) => done || held > 0)) {
        const next = this.#streams.take();
        if (!next) break;
        const log = this.#logs[next.log];
        if (log) log.held--;
        batch.push(next.timed);
      }
      if (batch.length > 0) yield batch;
      const open = this.#logs.filter(({ done }) => !done);
      if (open.length === 0) return;
      for (const log of open) await this.#fill(log);
    }
  }

  async #fill(log: { readonly batches: Batches; done: boolean; held: number }): Promise<void> {
    const window = Math.min(windowOfOne, Math.ceil(windowOfAll / this.#logs.length));
    while (!log.done && log.held < window) {
      const { value, done } = await log.batches.next();
      if (done) log.done = true;
      else for (const record of value) this.#streams.add(record, this.#logs.indexOf(log));
      log.held += done ? 0 : value.length;
    }
  }
}
