import { SpreadMap } from "./spread-map.ts";

/** Watches by path, in the order in which they were set; a session has one on a path, or none (WatchManager.watchTable). */
export type Watches = SpreadMap<readonly number[]>;

export const noWatches: Watches = SpreadMap.empty;

/** Whether that is a new one, and the watches with it. */
export function setWatch(watches: Watches, path: string, session: number): Watches | null {
  const there = watches.get(path) ?? [];
  return there.includes(session) ? null : watches.with(path, [...there, session]);
}

/** The watches without the one of that session on a path; null: it has none there (WatchManager.removeWatcher). */
export function withoutWatch(watches: Watches, path: string, session: number): Watches | null {
  const there = watches.get(path) ?? [];
  if (!there.includes(session)) return null;
  const others = there.filter((other) => other !== session);
  return others.length > 0 ? watches.with(path, others) : watches.without(path);
}

/** The watches without those of a session, and how many those were (WatchManager.removeWatcher). */
export function dropWatches(watches: Watches, session: number): { readonly left: Watches; readonly dropped: number } {
  let left = watches;
  let dropped = 0;
  for (const [path, sessions] of watches.entries()) {
    if (!sessions.includes(session)) continue;
    const others = sessions.filter((other) => other !== session);
    left = others.length > 0 ? left.with(path, others) : left.without(path);
    dropped++;
  }
  return { left, dropped };
}
