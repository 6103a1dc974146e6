/** Transactions with consecutive zxids of one epoch, both ends included. */
export interface Run {
  readonly first: bigint;
  readonly last: bigint;
}

/** Transactions in the order of their zxids, as few runs as possible. Immutable. */
export type Log = readonly Run[];

export const emptyLog: Log = [];

/** The epoch of a zxid: its upper 32 bits. */
export function epochOf(zxid: bigint): number {
  return Number(zxid >> 32n);
}

/** The counter of a zxid, its lower 32 bits; 0 is no transaction, but where an epoch begins. */
export function counterOf(zxid: bigint): number {
  return Number(zxid & 0xffff_ffffn);
}

/** The zxid with which an epoch begins (ZxidUtils.makeZxid(epoch, 0)). */
export function beginOf(epoch: number): bigint {
  return BigInt(epoch) << 32n;
}

/** The log with more behind it; what stood there from the first new zxid on gives way. */
export function append(log: Log, more: Log): Log {
  const [first, ...rest] = more;
  if (!first) return log;
  const kept = upTo(log, first.first - 1n);
  const last = kept.at(-1);
  if (last?.last !== first.first - 1n) return [...kept, ...more];
  return [...kept.slice(0, -1), { first: last.first, last: first.last }, ...rest];
}

/** What has a zxid of at most that. */
export function upTo(log: Log, zxid: bigint): Log {
  if (lastOf(log) <= zxid) return log;
  return log.filter((run) => run.first <= zxid).map((run) => (run.last <= zxid ? run : { ...run, last: zxid }));
}

/** What has a higher zxid than that. */
export function after(log: Log, zxid: bigint): Log {
  if (lastOf(log) <= zxid) return emptyLog;
  return log.filter((run) => run.last > zxid).map((run) => (run.first > zxid ? run : { ...run, first: zxid + 1n }));
}

/** The last zxid; 0 when there is none. */
export function lastOf(log: Log): bigint {
  return log.at(-1)?.last ?? 0n;
}

export function countOf(log: Log): number {
  let count = 0n;
  for (const { first, last } of log) count += last - first + 1n;
  return Number(count);
}

/** The newest `count` of them. */
export function newest(log: Log, count: number): Log {
  let left = BigInt(count);
  const kept: Run[] = [];
  for (let at = log.length - 1; at >= 0 && left > 0n; at--) {
    const run = log[at] as Run;
    const size = run.last - run.first + 1n;
    kept.unshift(size <= left ? run : { first: run.last - left + 1n, last: run.last });
    left -= size;
  }
  return kept;
}

export function holds(log: Log, zxid: bigint): boolean {
  return log.some(({ first, last }) => first <= zxid && zxid <= last);
}

/** What is in `log` and not in `other`. */
export function without(log: Log, other: Log): Log {
  let left: Run[] = [...log];
  for (const { first, last } of other) {
    left = left.flatMap((run) => {
      if (run.last < first || last < run.first) return [run];
      const before = run.first < first ? [{ first: run.first, last: first - 1n }] : [];
      const behind = run.last > last ? [{ first: last + 1n, last: run.last }] : [];
      return [...before, ...behind];
    });
  }
  return left;
}
