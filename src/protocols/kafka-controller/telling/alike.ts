import type { Alike } from "./facts.ts";

const maxNames = 3;

/** Items in groups of those that have the same key, in the order in which the first of each comes. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => unknown): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

export function alike(names: readonly string[]): Alike {
  return { count: names.length, names: names.slice(0, maxNames) };
}

export function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
