import type { Address } from "../../protocols/protocol.ts";

interface Timer {
  readonly address: Address;
  readonly name: string;
  readonly due: number;
  /** When it was set, if somebody waits for what comes of it. */
  readonly awaitedSince: number | undefined;
  /** Of those that are due together the one that was set first comes first. */
  readonly place: number;
}

/**
 * What every actor has set a timer for. They are few, and most are set anew long before they are due: so they are in no
 * order, and which is the next is looked for only when the one that was is gone.
 */
export class Timers {
  #timers: Timer[] = [];
  readonly #paused: ReadonlySet<Address>;
  #places = 0;
  /** When the next is due; null: to be looked for. */
  #next: number | null = null;

  /** @param paused whose timers wait; `recheck` must be called when it changes */
  constructor(paused: ReadonlySet<Address>) {
    this.#paused = paused;
  }

  #waits(address: Address): boolean {
    return this.#paused.size > 0 && this.#paused.has(address);
  }

  set(address: Address, name: string, due: number, awaitedSince?: number): void {
    const timer: Timer = { address, name, due, awaitedSince, place: this.#places++ };
    const at = this.#find(address, name);
    const before = this.#timers[at];
    if (before) this.#timers[at] = timer;
    else this.#timers.push(timer);
    if (before?.due === this.#next) this.#next = null;
    else if (this.#next !== null && due < this.#next) this.recheck();
  }

  cancel(address: Address, name: string): void {
    const at = this.#find(address, name);
    if (at === -1) return;
    this.#timers.splice(at, 1);
    this.recheck();
  }

  #find(address: Address, name: string): number {
    for (let at = 0; at < this.#timers.length; at++) {
      const timer = this.#timers[at];
      if (timer?.address === address && timer.name === name) return at;
    }
    return -1;
  }

  /** All timers of a process that is gone. */
  clear(address: Address): void {
    this.#timers = this.#timers.filter((timer) => timer.address !== address);
    this.recheck();
  }

  /** Others are paused than before. */
  recheck(): void {
    this.#next = null;
  }

  /** When the next timer of an actor that is not paused is due; Infinity when there is none. */
  next(): number {
    if (this.#next !== null) return this.#next;
    let next = Number.POSITIVE_INFINITY;
    for (const { address, due } of this.#timers) if (due < next && !this.#waits(address)) next = due;
    this.#next = next;
    return next;
  }

  /** Whether somebody who is not paused waits for one that was set before `time`. */
  awaited(time: number): boolean {
    for (const { address, awaitedSince } of this.#timers) {
      if (awaitedSince !== undefined && awaitedSince < time && !this.#waits(address)) return true;
    }
    return false;
  }

  /** Takes those that are due by now, the earliest first. */
  take(now: number): Timer[] {
    if (this.next() > now) return [];
    const due: Timer[] = [];
    const left: Timer[] = [];
    for (const timer of this.#timers) (timer.due <= now && !this.#waits(timer.address) ? due : left).push(timer);
    this.#timers = left;
    this.recheck();
    return due.sort((a, b) => a.due - b.due || a.place - b.place);
  }
}
