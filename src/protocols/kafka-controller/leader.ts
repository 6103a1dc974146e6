/** What a partition's leader does: it appends, answers fetches, and keeps the in-sync replicas (kafka.cluster.Partition). */
import type { Znode } from "../znodes/messages.ts";
import type { Fetched, ToldPartition, Wanted } from "./messages.ts";
import { appendRecords, partingFrom, recordsFrom } from "./replica-log.ts";
import { askState, type Broker, type Draft, type KafkaEffect, type Led, type Replica, tell } from "./state.ts";
import { partitionOf, stateData, statePath } from "./znodes.ts";

/** It leads the partition from now on (Partition.makeLeader). */
export function lead(draft: Draft, replica: Replica, told: ToldPartition): Replica {
  const { partition, leaderEpoch: epoch, isr, replicas, version, controllerEpoch, target } = told;
  const { log, highWatermark } = replica;
  tell(draft, { type: "leads", sid: draft.sid, partition, epoch, end: log.end, highWatermark });
  const state = { replicas, isr, asked: null, version, controllerEpoch, target };
  const led: Led = { ...state, began: log.end, followers: new Map() };
  for (const sid of replicas) if (sid !== draft.sid) draft.effects.push(lagTimer(draft, sid));
  draft.lagging = new Set([...draft.lagging].filter((sid) => !replicas.includes(sid)));
  return advance(draft, partition, { ...replica, leader: draft.sid, epoch, waiting: false, led });
}

/** A follower that does not fetch for that long is no longer in sync. */
export function lagTimer({ options }: Pick<Broker, "options">, sid: number): KafkaEffect {
  return { kind: "timer", name: `lag-${sid}`, ms: options.replicaLagMs };
}

/** What every in-sync replica has is committed; while in-sync replicas change, both lists count. */
function advance(draft: Draft, partition: string, replica: Replica): Replica {
  const { led, log, epoch } = replica;
  if (!led) return replica;
  const counted = [...led.isr, ...(led.asked ?? [])];
  const ends = counted.map((sid) => (sid === draft.sid ? log.end : (led.followers.get(sid)?.end ?? 0)));
  const to = Math.min(...ends);
  if (to <= replica.highWatermark) return replica;
  const from = replica.highWatermark;
  tell(draft, { type: "records", sid: draft.sid, change: "committed", partition, from, to, epoch });
  return { ...replica, highWatermark: to };
}

/** Clients write to every partition that this broker leads. */
export function append(draft: Draft, count: number, reach: readonly number[] | undefined): void {
  const replicas = new Map(draft.replicas);
  if (reach) draft.reach = reach;
  for (const [partition, replica] of replicas) {
    const { led, log, epoch } = replica;
    if (!led) continue;
    const records = { from: log.end, to: log.end + count, epoch };
    tell(draft, { type: "records", sid: draft.sid, change: "appended", partition, ...records });
    replicas.set(partition, advance(draft, partition, { ...replica, log: appendRecords(log, epoch, count) }));
  }
  draft.replicas = replicas;
  answer(draft, replicas.keys());
}

/** Gives followers of those partitions what they wait for. */
export function answer(draft: Draft, partitions: Iterable<string>): void {
  const answers = new Map<number, Fetched[]>();
  const replicas = new Map<string, Replica>();
  for (const partition of partitions) {
    const replica = draft.replicas.get(partition);
    if (!replica?.led) continue;
    const { led, log, epoch, highWatermark } = replica;
    const waiting = [...led.followers].filter(
      ([sid, { end, sent }]) => sent === end && end < log.end && draft.reach?.includes(sid) !== false,
    );
    if (waiting.length === 0) continue;
    const followers = new Map(led.followers);
    for (const [sid, { end }] of waiting) {
      followers.set(sid, { end, sent: log.end });
      const part = { partition, epoch, highWatermark, records: recordsFrom(log, end) };
      const parts = answers.get(sid);
      if (parts) parts.push(part);
      else answers.set(sid, [part]);
    }
    replicas.set(partition, { ...replica, led: { ...led, followers } });
  }
  if (replicas.size > 0) draft.replicas = new Map([...draft.replicas, ...replicas]);
  for (const [to, parts] of answers) respond(draft, to, parts, []);
}

function respond(draft: Draft, to: number, partitions: readonly Fetched[], refused: readonly string[]): void {
  const routine = partitions.length === 0 && { routine: true as const };
  draft.effects.push({ kind: "send", to, message: { kind: "FetchResponse", partitions, refused }, ...routine });
}

/**
 * A follower asks. The first fetch in a leader epoch is answered in any case, later ones when there is something to
 * give. What it asks in another leader epoch is refused: one of both has yet to hear of the newer one.
 */
export function fetchReceived(draft: Draft, from: number, wants: readonly Wanted[]): void {
  draft.effects.push(lagTimer(draft, from));
  if (draft.lagging.has(from)) draft.lagging = new Set([...draft.lagging].filter((sid) => sid !== from));
  if (wants.length === 0) return;
  const parts: Fetched[] = [];
  const refused: string[] = [];
  const replicas = new Map(draft.replicas);
  for (const want of wants) {
    const replica = replicas.get(want.partition);
    if (!replica?.led || replica.epoch !== want.epoch) refused.push(want.partition);
    else replicas.set(want.partition, serve(draft, replica, replica.led, from, want, parts));
  }
  draft.replicas = replicas;
  if (parts.length > 0 || refused.length > 0) respond(draft, from, parts, refused);
  answer(
    draft,
    wants.map(({ partition }) => partition),
  );
  for (const { partition } of wants) reviewIsr(draft, partition);
}

function serve(draft: Draft, replica: Replica, led: Led, from: number, want: Wanted, parts: Fetched[]): Replica {
  const { partition, epoch, offset, last } = want;
  const parting = partingFrom(replica.log, last, offset);
  if (parting) {
    parts.push({ partition, epoch, highWatermark: replica.highWatermark, diverging: parting });
    return replica;
  }
  const first = !led.followers.has(from);
  const followers = new Map(led.followers).set(from, { end: offset, sent: offset });
  const heard = advance(draft, partition, { ...replica, led: { ...led, followers } });
  const held = draft.reach?.includes(from) === false || heard.log.end > offset;
  if (first && !held) parts.push({ partition, epoch, highWatermark: heard.highWatermark });
  return heard;
}

/** Followers that lag leave the in-sync replicas; those that have caught up come back (maybeShrinkIsr, maybeExpandIsr). */
export function reviewIsr(draft: Draft, partition: string): void {
  const replica = draft.replicas.get(partition);
  const { led } = replica ?? {};
  if (!replica || !led || led.asked !== null) return;
  const inSync = (sid: number) => {
    if (sid === draft.sid) return true;
    if (draft.lagging.has(sid)) return false;
    if (led.isr.includes(sid)) return true;
    const end = led.followers.get(sid)?.end ?? -1;
    return end >= replica.highWatermark && end >= led.began;
  };
  const asked = led.replicas.filter(inSync);
  if (String(asked) === String(led.isr)) return;
  const { replicas, version, controllerEpoch, target } = led;
  const state = { replicas, isr: asked, leader: draft.sid, leaderEpoch: replica.epoch, controllerEpoch };
  const data = stateData({ ...state, ...(target && { target }) });
  if (!askState(draft, replica.epoch, statePath(partition), data, version)) return;
  setLed(draft, partition, replica, { ...led, asked });
}

function setLed(draft: Draft, partition: string, replica: Replica, led: Led): void {
  draft.replicas = new Map(draft.replicas).set(partition, { ...replica, led });
}

/** ZooKeeper holds the in-sync replicas that a leader asked for; refused, the controller has something else to say. */
export function isrWritten(draft: Draft, path: string, epoch: number, znode: Znode | null): void {
  const partition = partitionOf(path);
  const replica = partition === null ? undefined : draft.replicas.get(partition);
  if (partition === null || !replica?.led?.asked || replica.epoch !== epoch) return;
  const { asked } = replica.led;
  if (znode === null) {
    setLed(draft, partition, replica, { ...replica.led, asked: null });
    return;
  }
  setLed(draft, partition, replica, { ...replica.led, isr: asked, asked: null, version: znode.version });
  const changed = draft.replicas.get(partition);
  if (changed) draft.replicas = new Map(draft.replicas).set(partition, advance(draft, partition, changed));
  reviewIsr(draft, partition);
}

/** It has not been heard of for replicaLagMs. */
export function followerLags(draft: Draft, sid: number): void {
  draft.lagging = new Set([...draft.lagging, sid]);
  for (const [partition, { led }] of draft.replicas) if (led?.isr.includes(sid)) reviewIsr(draft, partition);
}
