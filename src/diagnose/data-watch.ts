/** Whether a server still has the data that it had before it was started again. */
import type { Entry, LogRecord } from "../logs/record.ts";
import type { Evidence } from "./finding.ts";

/** A zxid that a server said it has, and the line in which it did. */
export interface Held {
  readonly zxid: bigint;
  readonly evidence: Evidence;
}

/** Data that a server had before a restart, and what it had after it. */
export interface Loss {
  readonly had: Held;
  readonly now: Held;
  /** Whether a leader has since brought it up to date with less than it had. */
  isProven: boolean;
}

/** A broken log may name any number of leaders; more than this are not kept. */
const maxLeaders = 1000;

/** What one server holds, by the zxids that its log names. */
export class DataWatch {
  loss: Loss | undefined;
  /** What it held when it last said so. */
  held: Held | undefined;
  /** The zxid with which each leader was last voted for, as it heard it. */
  readonly voted = new Map<number, bigint>();
  #before: Held | undefined;
  #isRestarted = false;
  #latestMs = Number.NEGATIVE_INFINITY;

  add({ entry, ms }: LogRecord, evidence: Evidence): void {
    // What an older log says, read behind a newer one, comes too late.
    if (ms < this.#latestMs) return;
    this.#latestMs = ms;
    switch (entry.kind) {
      case "start":
        this.#isRestarted = true;
        break;
      case "look":
      case "loaded":
        this.#holds({ zxid: entry.zxid, evidence });
        break;
      case "sync":
        this.#synchronises(entry);
        break;
      case "notification":
        this.#hears(entry);
        break;
    }
  }

  #holds(now: Held): void {
    const had = this.#before;
    if (had && this.#isRestarted && now.zxid < had.zxid) this.loss ??= { had, now, isProven: false };
    this.held = now;
    this.#isRestarted = false;
    // Leader.startZkServer sets a zxid without a transaction, which is on no disk, so that it may be gone later.
    if (!this.loss && (now.zxid & 0xffff_ffffn) !== 0n) this.#before = now;
  }

  /** A leader may take away what it does not have; of what was lost before, the first one shows whether it is back. */
  #synchronises({ mode, zxid }: Extract<Entry, { kind: "sync" }>): void {
    const { loss } = this;
    if (!loss) {
      if (mode !== "DIFF" && this.#before && (zxid ?? 0n) < this.#before.zxid) this.#before = undefined;
    } else if (zxid !== null && !loss.isProven) {
      loss.isProven = zxid < loss.had.zxid;
      if (loss.isProven) return;
      this.loss = undefined;
      this.#before = undefined;
    }
  }

  #hears({ vote }: Extract<Entry, { kind: "notification" }>): void {
    if (vote.leader === null || (this.voted.size >= maxLeaders && !this.voted.has(vote.leader))) return;
    this.voted.set(vote.leader, vote.zxid);
  }
}
