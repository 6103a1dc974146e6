import type { Address } from "../../protocols/protocol.ts";

interface Timer {
  readonly address: Address;
  readonly name: string;
  readonly due: number;
  /** When it was set, if somebody waits for what comes of it. */
  readonly awaitedSince: number | undefined;
}

/** What every actor has set a timer for. They are few: the next is looked for, not kept in order. */
export class Timers {
  #timers: Timer[] = [];

  set(address: Address, name: string, due: number, awaitedSince?: number): void {
    this.cancel(address, name);
    this.#timers.push({ address, name, due, awaitedSince });
  }

  cancel(address: Address, name: string): void {
    const at = this.#timers.findIndex((timer) => timer.address === address && timer.name === name);
    if (at !== -1) this.#timers.splice(at, 1);
  }

  /** All timers of a process that is gone. */
  clear(address: Address): void {
    this.#timers = this.#timers.filter((timer) => timer.address !== address);
  }

  /** When the next timer of an actor that `runs` is due; Infinity when there is none. */
  next(runs: (address: Address) => boolean): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { address, due } of this.#timers) if (due < next && runs(address)) next = due;
    return next;
  }

  /** Whether somebody who `runs` waits for one that was set before `time`. */
  awaited(time: number, runs: (address: Address) => boolean): boolean {
    for (const { address, awaitedSince } of this.#timers) {
      if (awaitedSince !== undefined && awaitedSince < time && runs(address)) return true;
    }
    return false;
  }

  /** Takes those that are due by now, the earliest first. */
  take(now: number, runs: (address: Address) => boolean): Timer[] {
    if (this.next(runs) > now) return [];
    const due = this.#timers.filter((timer) => timer.due <= now && runs(timer.address));
    this.#timers = this.#timers.filter((timer) => !due.includes(timer));
    return due.sort((a, b) => a.due - b.due);
  }
}
