/**
 * A replica's records, as far as it matters which they are: an offset, and the leader epoch in which it was appended
 * (LeaderEpochFileCache, since Kafka 0.11).
 */

/** From that offset on, records of that leader epoch. */
export interface EpochStart {
  readonly epoch: number;
  readonly from: number;
}

export interface ReplicaLog {
  /** Offset of the next record (log end offset). */
  readonly end: number;
  /** Ascending in both. */
  readonly epochs: readonly EpochStart[];
}

/** A log with that many records of before the first step. */
export function logOf(count: number): ReplicaLog {
  return { end: count, epochs: count > 0 ? [{ epoch: 0, from: 0 }] : [] };
}

/** With that many records of that leader epoch more. */
export function appendRecords({ end, epochs }: ReplicaLog, epoch: number, count: number): ReplicaLog {
  const begins = epochs.at(-1)?.epoch !== epoch;
  return { end: end + count, epochs: begins ? [...epochs, { epoch, from: end }] : epochs };
}

/** Leader epoch of its last record; -1 when it has none. */
export function lastEpoch({ epochs }: ReplicaLog): number {
  return epochs.at(-1)?.epoch ?? -1;
}

/** Without what is at `end` and behind it. */
export function truncateLog(log: ReplicaLog, end: number): ReplicaLog {
  return end >= log.end ? log : { end, epochs: log.epochs.filter(({ from }) => from < end) };
}

/** The newest leader epoch up to that one of which it has records, and where those end (endOffsetFor). */
export function endOfEpoch(
  { end, epochs }: ReplicaLog,
  epoch: number,
): { readonly epoch: number; readonly end: number } {
  let found = { epoch: -1, end: epochs[0]?.from ?? 0 };
  epochs.forEach((start, at) => {
    if (start.epoch <= epoch) found = { epoch: start.epoch, end: epochs[at + 1]?.from ?? end };
  });
  return found;
}

/** The records from an offset on. */
export interface Batch {
  readonly from: number;
  readonly to: number;
  readonly epochs: readonly EpochStart[];
}

/** What is from there to the end, with where its leader epochs begin. */
export function recordsFrom(log: ReplicaLog, from: number): Batch {
  const first = log.epochs.findLast((start) => start.from <= from);
  const later = log.epochs.filter((start) => start.from > from);
  return { from, to: log.end, epochs: first ? [{ epoch: first.epoch, from }, ...later] : later };
}

/** The log with a batch behind it that begins where the log ends. */
export function appendBatch(log: ReplicaLog, batch: Batch): ReplicaLog {
  const fresh = batch.epochs.filter(({ epoch }) => epoch > lastEpoch(log));
  return { end: batch.to, epochs: [...log.epochs, ...fresh] };
}

/** Where a follower's log parts from its leader's, which says where that epoch ends there; null: it does not. */
export function partingFrom(leader: ReplicaLog, epoch: number, end: number): { epoch: number; end: number } | null {
  if (epoch < 0) return null;
  const there = endOfEpoch(leader, epoch);
  return there.epoch === epoch && end <= there.end ? null : there;
}
