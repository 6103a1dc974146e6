import type { SettledEvent, StepEvent } from "../trace/events.ts";
import type { OwnEvent, RoleEvent } from "../trace/protocol-events.ts";

/** An event of any protocol's trace: those that are read here are alike in all of them. */
export type AnyEvent = OwnEvent | StepEvent | SettledEvent | RoleEvent;

/** Virtual time, in ms, since a leader was expected; of the quiet time at a step's end nothing is counted. */
export interface OfficeTimes {
  /** Nobody believed to lead. */
  readonly withoutMs: number;
  /** Two or more believed to lead. */
  readonly twoMs: number;
  /** What ended it, where that went on from one step into another. */
  readonly twoUntil: TwoUntil;
}

/**
 * How long two believed to lead: `end`, to the end of the run; a number, until something that step (the first is 1) did,
 * before which nothing had ended it; null, for as long as it took within a step, or never. The last time counts, but
 * `end` and a step go before null.
 */
export type TwoUntil = "end" | number | null;

/**
 * Who believes to lead, and for how long nobody does, or more than one: LEADING by the `state` events of a trace, and
 * not paused. A leader is expected from the beginning where one is in office, else from the first `start`.
 *
 * The time between a step's last event and `settled` is no part of the story: in it a simulation only makes sure that
 * nothing more comes, each protocol for as long as it must. What a `wait` step lets pass counts.
 */
export class Offices {
  readonly #leading = new Set<number>();
  readonly #paused = new Set<number>();
  #expected: boolean;
  /** Up to when everything is counted. */
  #counted = 0;
  /** When the `wait` of this step is over. */
  #waitUntil = 0;
  #withoutMs = 0;
  #twoMs = 0;
  #twoUntil: TwoUntil = null;
  /** Two believed to lead when this step began, and have done so since. */
  #twoBefore = false;
  /** Of this step; the first is 1. */
  #step = 0;
  #vacant = false;

  /** @param leader who is in office before the first event */
  constructor(leader: number | null) {
    this.#expected = leader !== null;
    if (leader !== null) this.#leading.add(leader);
  }

  /** Whether nobody believed to lead at any time since a leader was expected. */
  get vacant(): boolean {
    return this.#vacant;
  }

  /** Who believes to lead, now, in sid order. */
  get leading(): number[] {
    return [...this.#leading].filter((sid) => !this.#paused.has(sid)).sort((a, b) => a - b);
  }

  #many(): number {
    let many = 0;
    for (const sid of this.#leading) if (!this.#paused.has(sid)) many++;
    return many;
  }

  add(event: AnyEvent): void {
    if (event.type === "settled") {
      this.#pass(Math.min(event.t, this.#waitUntil));
      this.#counted = event.t;
      return;
    }
    this.#pass(event.t);
    if (event.type === "step") this.#stepped(event as StepEvent);
    else if (event.type === "state") this.#became(event as RoleEvent);
    else return;
    this.#look();
  }

  /** @param t when the trace ends */
  finish(t: number): OfficeTimes {
    this.#pass(t);
    return { withoutMs: this.#withoutMs, twoMs: this.#twoMs, twoUntil: this.#many() > 1 ? "end" : this.#twoUntil };
  }

  /** Takes note of who is left after something has changed. */
  #look(): void {
    const many = this.#many();
    if (many === 0 && this.#expected) this.#vacant = true;
    if (many > 1 || !this.#twoBefore) return;
    this.#twoBefore = false;
    this.#twoUntil = this.#step;
  }

  #stepped({ t, action, index }: StepEvent): void {
    this.#step = index + 1;
    this.#twoBefore = this.#many() > 1;
    if (action["start"]) this.#expected = true;
    this.#waitUntil = t + (typeof action["wait"] === "number" ? action["wait"] : 0);
    for (const sid of sidsOf(action["pause"])) this.#paused.add(sid);
    for (const sid of sidsOf(action["resume"])) this.#paused.delete(sid);
  }

  #became({ sid, to }: RoleEvent): void {
    if (to === "LEADING") this.#leading.add(sid);
    else this.#leading.delete(sid);
    if (to === "DOWN") this.#paused.delete(sid);
  }

  /** Counts what has passed up to then. */
  #pass(t: number): void {
    const ms = Math.max(0, t - this.#counted);
    this.#counted = Math.max(t, this.#counted);
    if (ms === 0 || !this.#expected) return;
    const many = this.#many();
    if (many === 0) this.#withoutMs += ms;
    if (many > 1) this.#twoMs += ms;
  }
}

function sidsOf(value: unknown): readonly number[] {
  return Array.isArray(value) ? value : [];
}
