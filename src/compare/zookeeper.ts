import type { Summary } from "../protocols/telling.ts";
import { type Batch, fateOf } from "../trace/batch.ts";
import type { Header, ResultEvent, TraceEvent } from "../trace/events.ts";
import { History } from "../trace/history.ts";
import type { Account } from "./measure.ts";
import { Rounds } from "./rounds.ts";

/** What ZooKeeper's own trace says beside what every trace does; of its events only the history they make is kept. */
export class ZooKeeperAccount {
  readonly #history: History;
  readonly #rounds = new Rounds();
  /** Whether it is known of what was there before the first event if it is committed. */
  readonly #knownBefore: boolean;
  #lostLeader = false;

  constructor(header: Header) {
    this.#history = new History(header);
    const { leader, committed } = header.cluster;
    this.#knownBefore = leader != null || committed !== undefined;
  }

  add(event: TraceEvent): void {
    this.#history.add(event);
    this.#rounds.add(event);
    if (event.type === "state" && event.from === "LEADING") this.#lostLeader = true;
  }

  finish({ leader }: ResultEvent): Account {
    return {
      // When every vote arrives, exactly one server can win: the one that is best by epoch, zxid and sid.
      eligible: leader === null ? [] : [leader],
      watches: null,
      attempts: { count: this.#rounds.finish(), unit: "round" },
      write: this.#write(leader),
    };
  }

  #write(leader: number | null): Summary["write"] {
    // What a server has too many, and drops for the leader that is there, no leader's loss has put in question.
    if (!this.#lostLeader) return "none";
    const known = this.#history.batches().filter(({ proposed }) => proposed !== undefined || this.#knownBefore);
    const lost = known.some((batch) => fateOf(batch) === "lost");
    const kept = known.some(carriedOn);
    if (kept && lost) return "split";
    if (kept) return "kept";
    if (lost) return "lost";
    return leader === null && known.some((batch) => fateOf(batch) === "open") ? "open" : "none";
  }
}

/** A later leader had it, and committed it by beginning to serve. */
function carriedOn({ committed }: Batch): boolean {
  return committed?.type === "phase";
}
