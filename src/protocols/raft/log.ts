/** Entries of one term that follow each other. */
export interface Run {
  readonly term: number;
  readonly count: number;
}

/**
 * A log, from index 1, as few runs as possible: there may be more entries than could be listed. What an entry says is of
 * no interest; index and term name it (§5.3, Log Matching). Immutable.
 */
export type Log = readonly Run[];

export const emptyLog: Log = [];

/** Where a log ends: term and index of its last entry, both 0 when there is none. */
export interface End {
  readonly term: number;
  readonly index: number;
}

export function endOf(log: Log): End {
  return { term: log.at(-1)?.term ?? 0, index: lengthOf(log) };
}

export function lengthOf(log: Log): number {
  let length = 0;
  for (const { count } of log) length += count;
  return length;
}

/** The term of the entry there; 0 before the first entry, and -1 behind the last. */
export function termAt(log: Log, index: number): number {
  if (index === 0) return 0;
  let length = 0;
  for (const { term, count } of log) {
    length += count;
    if (index <= length) return term;
  }
  return -1;
}

/** The entries up to that index. */
export function upTo(log: Log, index: number): Log {
  const kept: Run[] = [];
  let left = index;
  for (const { term, count } of log) {
    if (left <= 0) break;
    kept.push({ term, count: Math.min(count, left) });
    left -= count;
  }
  return kept;
}

/** The entries behind that index. */
export function after(log: Log, index: number): Log {
  const kept: Run[] = [];
  let skip = index;
  for (const { term, count } of log) {
    if (skip < count) kept.push({ term, count: count - Math.max(0, skip) });
    skip -= count;
  }
  return kept;
}

/** The log with more behind it. */
export function append(log: Log, more: Log): Log {
  const all: Run[] = [...log];
  for (const { term, count } of more) {
    const last = all.at(-1);
    if (last?.term === term) all[all.length - 1] = { term, count: last.count + count };
    else all.push({ term, count });
  }
  return all;
}

/** Up to which index two logs are the same. */
export function sharedBy(a: Log, b: Log): number {
  let shared = 0;
  for (const [at, one] of a.entries()) {
    const other = b[at];
    if (other?.term !== one.term) break;
    shared += Math.min(one.count, other.count);
    if (one.count !== other.count) break;
  }
  return shared;
}

/** The index of the first entry of the same term as the one there. */
export function firstOfTerm(log: Log, index: number): number {
  let length = 0;
  for (const { count } of log) {
    if (index <= length + count) return length + 1;
    length += count;
  }
  return index;
}

/**
 * Whether a log is at least as up to date as another (§5.4.1): the term of the last entry decides; of equal terms, the
 * longer log.
 */
export function isUpToDate(one: End, other: End): boolean {
  return one.term === other.term ? one.index >= other.index : one.term > other.term;
}
