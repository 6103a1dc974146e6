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

/** The same in a cell of a table, in every language: 1,2,4. */
export function sidCell(sids: readonly number[]): string {
  return sidList(sids).join(",");
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

/**
 * The `write` of a step that came with a trace: how many transactions, and, where the step says so, who gets them
 * before the next one.
 */
export function written(write: unknown): { count: number; reach?: number[] } {
  if (typeof write !== "object" || write === null) return { count: Number(write) };
  const { n, reach } = write as { n?: unknown; reach?: unknown };
  return { count: Number(n), reach: numbers(reach) };
}

/** The `command` of a step that came with a trace: its name, and what it is given. */
export function commandText(command: unknown): string {
  const [name, argument] = Object.entries(typeof command === "object" && command !== null ? command : {})[0] ?? [];
  return argument === true || argument === undefined ? (name ?? "") : `${name} ${JSON.stringify(argument)}`;
}

/** The least and the most of several numbers. */
export type Span = readonly [least: number, most: number];

/** "200", or "200 to 208" with the language's word between. */
export function spanText([least, most]: Span, to: string): string {
  return least === most ? String(least) : `${least}${to}${most}`;
}
