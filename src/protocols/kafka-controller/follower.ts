/** A follower fetches (ReplicaFetcherThread). */
import type { Fetched, ToldPartition, Wanted } from "./messages.ts";
import { appendBatch, endOfEpoch, lastEpoch, truncateLog } from "./replica-log.ts";
import { type Broker, type Draft, type KafkaEffect, type Replica, tell } from "./state.ts";

/** So long a leader holds a fetch that it has nothing for (replica.fetch.wait.max.ms). */
export const fetchEveryMs = 500;

/** It follows that leader from now on (Partition.makeFollower). */
export function follow(replica: Replica, { leader, leaderEpoch }: ToldPartition): Replica {
  return { ...replica, leader, epoch: leaderEpoch, led: null, waiting: leader !== null };
}

function wanted(partition: string, { log, epoch }: Replica): Wanted {
  return { partition, epoch, offset: log.end, last: lastEpoch(log) };
}

/** Asks leaders for what they have not answered yet: those of `names`, or all. */
export function wantFrom(draft: Draft, names: ReadonlySet<string> | null): void {
  draft.effects.push(...fetches(draft, names, false));
}

/** It has asked before, and shows all leaders that it is there. */
export function fetchAgain(broker: Broker): readonly KafkaEffect[] {
  return fetches(broker, null, true);
}

function fetches(
  { replicas, sid }: Pick<Broker, "replicas" | "sid">,
  names: ReadonlySet<string> | null,
  again: boolean,
): KafkaEffect[] {
  const effects: KafkaEffect[] = [];
  const byLeader = new Map<number, Wanted[]>();
  for (const [name, replica] of replicas) {
    const { leader, waiting } = replica;
    if (leader === null || leader === sid) continue;
    const list = byLeader.get(leader) ?? [];
    if (waiting && (names?.has(name) ?? true)) list.push(wanted(name, replica));
    byLeader.set(leader, list);
  }
  for (const [leader, partitions] of byLeader) {
    if (!again && partitions.length === 0) continue;
    const message = { kind: "Fetch", partitions } as const;
    effects.push({ kind: "send", to: leader, message, ...(again && { routine: true }) });
  }
  if (byLeader.size > 0) effects.push({ kind: "timer", name: "fetch", ms: fetchEveryMs });
  return effects;
}

/** What a leader has said; it is asked for more where there was some. */
export function fetched(draft: Draft, from: number, parts: readonly Fetched[]): void {
  const replicas = new Map(draft.replicas);
  const more = new Set<string>();
  for (const part of parts) {
    const replica = replicas.get(part.partition);
    if (replica?.leader !== from || replica.epoch !== part.epoch) continue;
    const next = take(draft, replica, part);
    if (next.waiting) more.add(part.partition);
    replicas.set(part.partition, next);
  }
  draft.replicas = replicas;
  if (more.size > 0) wantFrom(draft, more);
}

/** Cuts off what the leader has not, or appends what it has sent. */
function take(draft: Draft, replica: Replica, { partition, records, highWatermark, diverging }: Fetched): Replica {
  const { log, epoch } = replica;
  if (diverging) {
    const own = endOfEpoch(log, diverging.epoch);
    const end = Math.min(own.end, diverging.end);
    const cut = truncateLog(log, end);
    tell(draft, { type: "records", sid: draft.sid, change: "truncated", partition, from: end, to: log.end, epoch });
    return { ...replica, log: cut, highWatermark: Math.min(replica.highWatermark, end), waiting: true };
  }
  const fits = records !== undefined && records.from === log.end;
  const grown = fits ? appendBatch(log, records) : log;
  const known = Math.max(replica.highWatermark, Math.min(highWatermark, grown.end));
  return { ...replica, log: grown, highWatermark: known, waiting: fits };
}

/** The connection to a leader is gone, and what it was asked for with it. */
export function leaderGone(draft: Draft, sid: number): void {
  const replicas = [...draft.replicas].map(
    ([name, replica]) => [name, replica.leader === sid ? { ...replica, waiting: true } : replica] as const,
  );
  draft.replicas = new Map(replicas);
}
