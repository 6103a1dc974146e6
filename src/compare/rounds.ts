import type { TraceEvent } from "../trace/events.ts";

/** A server that looks for a leader. */
interface Search {
  /** How many leaders had been elected when it began. */
  readonly after: number;
  /** The highest round in which it has voted. */
  round: number;
}

/**
 * Counts the rounds of votes of a whole run: of each election those of whoever needed most of them, also where it ends
 * without a leader. Who only joins a leader that is there already has elected nobody.
 */
export class Rounds {
  readonly #searches = new Map<number, Search>();
  /** Rounds of each election, by how many leaders there had been before. */
  readonly #needed = new Map<number, number>();
  #elected = 0;

  add(event: TraceEvent): void {
    if (event.type === "vote") {
      const search = this.#searchOf(event.sid);
      search.round = Math.max(search.round, event.round);
    } else if (event.type === "state" && event.from === "LOOKING") {
      const search = this.#searchOf(event.sid);
      this.#searches.delete(event.sid);
      if (event.reason !== "joined" || search.after < this.#elected) this.#count(search);
      if (event.to === "LEADING") this.#elected++;
    }
  }

  finish(): number {
    for (const search of this.#searches.values()) this.#count(search);
    return [...this.#needed.values()].reduce((all, rounds) => all + rounds, 0);
  }

  #searchOf(sid: number): Search {
    const search = this.#searches.get(sid) ?? { after: this.#elected, round: 0 };
    this.#searches.set(sid, search);
    return search;
  }

  #count({ after, round }: Search): void {
    this.#needed.set(after, Math.max(round, this.#needed.get(after) ?? 0));
  }
}
