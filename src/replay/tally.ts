import type { ElectionSummary } from "../logs/election-summary.ts";
import type { TraceEvent } from "../trace/events.ts";
import type { Divergence } from "./divergence.ts";
import type { Audience } from "./elections.ts";

/** Counts what is replayed of the elections that are wanted, and keeps where it differs. */
export class Tally implements Audience {
  /** Those that are wanted, and how many there are. */
  readonly elections: ElectionSummary[] = [];
  all = 0;
  notifications = 0;
  votes = 0;
  decisions = 0;
  readonly divergences: Divergence[] = [];
  readonly #wanted: (election: ElectionSummary) => boolean;
  #now = { notifications: 0, votes: 0, decisions: 0, divergences: [] as Divergence[] };

  constructor(wanted: (election: ElectionSummary) => boolean) {
    this.#wanted = wanted;
  }

  begin(): void {
    this.#now = { notifications: 0, votes: 0, decisions: 0, divergences: [] };
  }

  event(event: TraceEvent): void {
    if (event.inferred) return;
    if (event.type === "receive") this.#now.notifications++;
    if (event.type === "vote") this.#now.votes++;
    if (event.type === "decide") this.#now.decisions++;
  }

  end(summary: ElectionSummary | undefined): void {
    if (summary) this.all++;
    if (summary && !this.#wanted(summary)) return;
    if (summary) this.elections.push(summary);
    this.notifications += this.#now.notifications;
    this.votes += this.#now.votes;
    this.decisions += this.#now.decisions;
    this.divergences.push(...this.#now.divergences);
  }

  divergence(divergence: Divergence): void {
    this.#now.divergences.push(divergence);
  }
}
