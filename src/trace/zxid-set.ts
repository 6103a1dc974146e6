import type { ZxidRange } from "./events.ts";

/** Which zxids a server has on its disk, as ranges: as many as epochs or gaps, however much is written. */
export class ZxidSet {
  /** Ascending, and apart from each other. */
  #ranges: ZxidRange[];

  constructor(ranges: readonly ZxidRange[] = []) {
    this.#ranges = [];
    for (const range of ranges) this.add(range);
  }

  get ranges(): readonly ZxidRange[] {
    return this.#ranges;
  }

  /** Whether all of that range is in it. */
  has([first, last]: ZxidRange): boolean {
    return (this.#ranges.findLast(([start]) => start <= first)?.[1] ?? -1n) >= last;
  }

  add([first, last]: ZxidRange): void {
    const [start, end] = this.#ranges.at(-1) ?? [];
    // Nearly always the last range goes on.
    if (start !== undefined && end !== undefined && first === end + 1n) {
      this.#ranges[this.#ranges.length - 1] = [start, last];
    } else this.#insert([first, last]);
  }

  #insert([first, last]: ZxidRange): void {
    const touching = this.#ranges.filter(([start, end]) => start <= last + 1n && end >= first - 1n);
    const [start = first] = touching[0] ?? [];
    const [, end = last] = touching.at(-1) ?? [];
    const before = this.#ranges.filter(([, other]) => other < first - 1n);
    const after = this.#ranges.filter(([other]) => other > last + 1n);
    this.#ranges = [...before, [start < first ? start : first, end > last ? end : last], ...after];
  }

  remove([first, last]: ZxidRange): void {
    this.#ranges = this.#ranges.flatMap(([start, end]): ZxidRange[] => [
      ...(start < first ? [[start, end < first ? end : first - 1n] as const] : []),
      ...(end > last ? [[start > last ? start : last + 1n, end] as const] : []),
    ]);
  }

  /** Nothing beyond this zxid. */
  upTo(zxid: bigint): ZxidSet {
    return new ZxidSet(
      this.#ranges.flatMap(([start, end]) => (start <= zxid ? [[start, end < zxid ? end : zxid]] : [])),
    );
  }
}

/** Ranges of a trace, without what is none: their schema does not say of how many zxids each is made. */
export function wholeRanges(ranges: readonly ZxidRange[] = []): ZxidRange[] {
  return ranges.filter(([first, last]) => first !== undefined && last !== undefined && first <= last);
}

/** The zxids of `count` transactions, the last of which is known; never below the first of their epoch. */
export function rangeOf(last: bigint, count: number): ZxidRange {
  const least = (last & ~0xffff_ffffn) + 1n;
  const first = last - BigInt(count) + 1n;
  return [first < least ? least : first, last];
}
