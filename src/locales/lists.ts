/** Sids as texts, three and more in a row as a range: 1, 2, 4–9. */
export function sidList(sids: readonly number[]): string[] {
  const texts: string[] = [];
  const sorted = [...sids].sort((a, b) => a - b);
  for (let at = 0; at < sorted.length; ) {
    let last = at;
    while (sorted[last + 1] === (sorted[last] ?? 0) + 1) last++;
    // A short ensemble reads better in full.
    if (last - at >= 5) texts.push(`${sorted[at]}-${sorted[last]}`);
    else for (let each = at; each <= last; each++) texts.push(String(sorted[each]));
    at = last + 1;
  }
  return texts;
}

/** "1, 2 and 4", with the language's word before the last. */
export function commaList(items: readonly string[], last: string): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")}${last}${items.at(-1)}`;
}

/** The numbers of a value that came with a trace. */
export function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "number") : [];
}

/** How many transactions a step writes, and, where it says so, whom they reach; as it came with a trace. */
export function writeOf(write: unknown): { readonly count: number; readonly reach?: readonly number[] } {
  if (typeof write !== "object" || write === null) return { count: Number(write) };
  const { n, reach } = write as { readonly n?: unknown; readonly reach?: unknown };
  return { count: Number(n), ...(reach !== undefined && { reach: numbers(reach) }) };
}

/** The least and the most of several numbers. */
export type Span = readonly [least: number, most: number];

/** "200", or "200 to 208" with the language's word between. */
export function spanText([least, most]: Span, to: string): string {
  return least === most ? String(least) : `${least}${to}${most}`;
}
