/** Something that stands on a line of the trace. */
interface Placed {
  readonly line: number;
}

/** How many of these, which are in the order of their lines, stand before a line. */
export function countBefore(items: readonly Placed[], line: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.line ?? line) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last of these before a line. */
export function lastBefore<Item extends Placed>(items: readonly Item[] | undefined, line: number): Item | undefined {
  return items?.[countBefore(items, line) - 1];
}
