/** Things due at a virtual time, handed out time by time and in the order they were added. */
export class Timeline<T> {
  readonly #buckets = new Map<number, T[]>();
  /** Distinct times, latest first: they are few, for what is due together shares one. */
  #times: number[] = [];

  add(time: number, item: T): void {
    const bucket = this.#buckets.get(time);
    if (bucket) {
      bucket.push(item);
      return;
    }
    this.#buckets.set(time, [item]);
    let at = this.#times.length;
    while (at > 0 && (this.#times[at - 1] ?? 0) < time) at--;
    this.#times.splice(at, 0, time);
  }

  /** The earliest time at which anything is due; Infinity when nothing is. */
  next(): number {
    return this.#times.at(-1) ?? Number.POSITIVE_INFINITY;
  }

  /** Takes what is due at the earliest time. */
  take(): T[] {
    const time = this.#times.pop();
    if (time === undefined) return [];
    const bucket = this.#buckets.get(time) ?? [];
    this.#buckets.delete(time);
    return bucket;
  }

  /** Puts something else in the place of each item, or nothing. */
  replace(replacement: (item: T) => T | undefined): void {
    for (const time of this.#times) {
      const left = (this.#buckets.get(time) ?? []).map(replacement).filter((item) => item !== undefined);
      if (left.length > 0) this.#buckets.set(time, left);
      else this.#buckets.delete(time);
    }
    this.#times = this.#times.filter((time) => this.#buckets.has(time));
  }
}
