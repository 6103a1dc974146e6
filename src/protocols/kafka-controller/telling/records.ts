/** What becomes of records when a partition gets another leader: worked out from what leaders append and commit. */
import { type AnyEvent, lineOf, type Placed } from "./trace.ts";

/** A partition has another leader, whose log is not the one that was there. */
export interface Change {
  readonly partition: string;
  /** The new leader. */
  readonly sid: number;
  readonly was: number | null;
  /** Records that were committed, and that it does not have. */
  readonly committedLost: number;
  /** Records that were not committed: those that it has, and those that it has not. */
  readonly kept: number;
  readonly lost: number;
  readonly line: number;
}

interface Known {
  leader: number | null;
  end: number;
  committed: number;
}

/** In the order of the trace. What a replaced leader still appends is lost as well. */
export function leaderChanges(events: readonly AnyEvent[]): Change[] {
  return replayed(events).changes;
}

/** Whether a partition is left without a leader, and has records that were not committed. */
export function isUndecided(events: readonly AnyEvent[]): boolean {
  const offline = new Map<string, boolean>();
  for (const event of events) if (event.type === "partition") offline.set(event.partition, event.leader === null);
  const { known } = replayed(events);
  return [...known].some(([partition, { end, committed }]) => offline.get(partition) === true && end > committed);
}

function replayed(events: readonly AnyEvent[]): { known: ReadonlyMap<string, Known>; changes: Change[] } {
  const known = new Map<string, Known>();
  const changes: Change[] = [];
  events.forEach((event, at) => {
    if (event.type === "partitions") begin(known, event);
    else if (event.type === "records") apply(known, event, lineOf(at), changes);
    else if (event.type === "leads") {
      const change = changeOf(known, event, lineOf(at));
      if (change) changes.push(change);
    }
  });
  return { known, changes };
}

function begin(known: Map<string, Known>, event: Extract<AnyEvent, { type: "partitions" }>): void {
  const ends = new Map(event.ends.map(({ sid, end }) => [sid, end]));
  for (const { partition, isr, replicas, leader } of event.partitions) {
    const end = leader === null ? Math.max(...replicas.map((sid) => ends.get(sid) ?? 0)) : (ends.get(leader) ?? 0);
    const committed = Math.min(end, ...isr.map((sid) => ends.get(sid) ?? 0));
    known.set(partition, { leader, end, committed });
  }
}

function apply(
  known: Map<string, Known>,
  event: Extract<AnyEvent, { type: "records" }>,
  line: number,
  changes: Change[],
): void {
  const { partition, sid, change, from, to } = event;
  const now = known.get(partition);
  if (!now) return;
  if (change === "committed") now.committed = Math.max(now.committed, to);
  if (change !== "appended") return;
  if (now.leader === sid) now.end = to;
  else changes.push({ partition, sid, was: sid, committedLost: 0, kept: 0, lost: to - from, line });
}

function changeOf(known: Map<string, Known>, event: Extract<AnyEvent, { type: "leads" }>, line: number): Change | null {
  const { partition, sid, end } = event;
  const before = known.get(partition);
  known.set(partition, { leader: sid, end, committed: Math.min(end, before?.committed ?? end) });
  if (!before || (before.leader === sid && before.end === end)) return null;
  const { committed } = before;
  return {
    ...{ partition, sid, was: before.leader, line },
    committedLost: Math.max(0, committed - end),
    kept: Math.max(0, Math.min(end, before.end) - committed),
    lost: Math.max(0, before.end - Math.max(end, committed)),
  };
}

/** What one step appends, and the part of it that came to be committed. */
export interface Written {
  readonly appended: readonly Placed<"records">[];
  /** Those of them that are committed, and what says so. */
  readonly committed: readonly Placed<"records">[];
  readonly proofs: readonly Placed<"records">[];
}

/** Of two leaders of one partition each has its own records: what one commits says nothing of those of the other. */
export function writtenIn(records: readonly Placed<"records">[]): Written {
  const waiting = new Map<string, Placed<"records">[]>();
  const appended: Placed<"records">[] = [];
  const committed: Placed<"records">[] = [];
  const proofs: Placed<"records">[] = [];
  for (const placed of records) {
    const { partition, sid, change, to } = placed.event;
    const key = `${sid} ${partition}`;
    const own = waiting.get(key) ?? [];
    if (change === "appended") {
      appended.push(placed);
      waiting.set(key, [...own, placed]);
    } else if (change === "truncated") {
      waiting.delete(key);
    } else {
      const done = own.filter(({ event }) => event.to <= to);
      if (done.length === 0) continue;
      committed.push(...done);
      proofs.push(placed);
      waiting.set(
        key,
        own.filter(({ event }) => event.to > to),
      );
    }
  }
  return { appended, committed, proofs };
}
