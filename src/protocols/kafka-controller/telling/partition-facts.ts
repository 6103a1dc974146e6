/** What one step makes of the partitions: those to which the same happens are told of together. */
import type { Told } from "../../telling.ts";
import { stateOf, statePath } from "../znodes.ts";
import { alike, grouped, sumOf } from "./alike.ts";
import type { KafkaFact } from "./facts.ts";
import { type AnyEvent, type KafkaTrace, lineOf, ofType, type Placed } from "./trace.ts";

type T = Told<KafkaFact> & { readonly label?: string };

/** Up to so many partitions each has its own sentence. */
const maxSingle = 12;
/** More groups than that are only counted. */
const maxGroups = 8;

/** What controllers make of them. */
export function chosenFacts(trace: KafkaTrace, from: number, to: number): T[] {
  const part = trace.events.slice(from, to);
  return [
    ...changed(ofType(part, "partition", from), firstsOf(trace), trace.events.slice(0, to)),
    ...kept(ofType(part, "kept", from), trace.events.slice(0, to)),
  ];
}

/** Where nobody was in office at the beginning: the lines on which a partition is decided on for the first time. */
function firstsOf({ events, header }: KafkaTrace): ReadonlySet<number> {
  if (header.cluster.leader != null) return new Set();
  const decided = new Set<string>();
  const firsts = new Set<number>();
  events.forEach((event, at) => {
    if (event.type === "kept") for (const name of event.partitions) decided.add(name);
    if (event.type !== "partition") return;
    if (!decided.has(event.partition)) firsts.add(lineOf(at));
    decided.add(event.partition);
  });
  return firsts;
}

function changed(found: readonly Placed<"partition">[], firsts: ReadonlySet<number>, events: readonly AnyEvent[]): T[] {
  const single = found.length <= maxSingle;
  const still = stillAt(events, new Set(found.map(({ line }) => line)));
  const leaderStill = ({ event: { was, leader }, line }: Placed<"partition">) =>
    leader !== null && leader !== was && still.get(line)?.has(leader) === true;
  const missing = (placed: Placed<"partition">) =>
    targetOf(events, placed).filter((sid) => still.get(placed.line)?.has(sid));
  const fromBefore = ({ event, line }: Placed<"partition">) => event.was !== null && firsts.has(line);
  const groups = grouped(found, (placed) => {
    const { partition, epoch, sid, selector, reason, was, leader } = placed.event;
    if (single) return [partition, epoch];
    return [sid, selector, reason, was, leader, fromBefore(placed), leaderStill(placed), missing(placed)];
  });
  const shown = groups.slice(0, Math.max(maxGroups, single ? maxSingle : 0)).map((group) => {
    const [first] = group as [Placed<"partition">];
    return changedFact(group, group.every(fromBefore), leaderStill(first), missing(first));
  });
  const rest = groups.slice(shown.length);
  if (rest.length === 0) return shown;
  const partitions = sumOf(rest, (group) => group.length);
  return [...shown, { fact: { kind: "more", partitions }, lines: rest.flat().map(({ line }) => line) }];
}

/** The replicas that a partition begins to move to: only its znode has them. */
function targetOf(events: readonly AnyEvent[], { event, line }: Placed<"partition">): readonly number[] {
  if (event.reason !== "reassigning") return [];
  const path = statePath(event.partition);
  const written = events.slice(0, line - lineOf(0)).findLast((one) => one.type === "znode" && one.path === path);
  return written?.type === "znode" ? (stateOf(written.data).target ?? []) : [];
}

/** The brokers that did not run on each of these lines, whatever ZooKeeper knew of that. */
function stillAt(events: readonly AnyEvent[], lines: ReadonlySet<number>): ReadonlyMap<number, ReadonlySet<number>> {
  const found = new Map<number, ReadonlySet<number>>();
  if (lines.size === 0) return found;
  const down = new Set<number>();
  const known = new Set<number>();
  for (const event of events) {
    if (event.type !== "state" || known.has(event.sid)) continue;
    known.add(event.sid);
    if (event.from === "DOWN") down.add(event.sid);
  }
  const paused = new Set<number>();
  events.forEach((event, at) => {
    if (event.type === "state") {
      if (event.to === "DOWN") down.add(event.sid);
      else down.delete(event.sid);
      if (event.to === "DOWN") paused.delete(event.sid);
    } else if (event.type === "step") {
      for (const sid of sidsOf(event.action["pause"])) paused.add(sid);
      for (const sid of sidsOf(event.action["resume"])) paused.delete(sid);
    } else if (lines.has(lineOf(at))) found.set(lineOf(at), new Set([...down, ...paused]));
  });
  return found;
}

function sidsOf(value: unknown): readonly number[] {
  return Array.isArray(value) ? value : [];
}

function changedFact(
  group: readonly Placed<"partition">[],
  fromBefore: boolean,
  leaderStill: boolean,
  missing: readonly number[],
): T {
  const [{ event: first }] = group as [Placed<"partition">];
  const same = <V>(value: (placed: Placed<"partition">) => V): V | null => {
    const values = new Set(group.map((placed) => JSON.stringify(value(placed))));
    return values.size === 1 ? value(group[0] as Placed<"partition">) : null;
  };
  const { sid: by, was, leader, selector, reason } = first;
  const fact: KafkaFact = {
    ...{ kind: "changed", partitions: alike(group.map(({ event }) => event.partition)), by, was, leader },
    ...{ fromBefore, replicas: same(({ event }) => event.replicas), isr: same(({ event }) => event.isr) ?? [] },
    ...{ isrWas: same(({ event }) => event.isrWas) ?? [], epoch: same(({ event }) => event.epoch), selector, reason },
    ...{ leaderStill, missing },
  };
  const lines = group.map(({ line }) => line);
  return group.length === 1 ? { fact, lines, label: first.partition } : { fact, lines };
}

function kept(found: readonly Placed<"kept">[], events: readonly AnyEvent[]): T[] {
  const each = found.flatMap(({ event, line }) => event.partitions.map((partition) => ({ event, line, partition })));
  const offline = offlineAt(events, new Set(found.map(({ line }) => line)));
  const isOffline = ({ line, partition }: (typeof each)[number]) => offline.get(line)?.has(partition) === true;
  return grouped(each, (one) => [one.event.sid, one.event.selector, one.event.reason, isOffline(one)]).map((group) => {
    const [first] = group as [(typeof each)[number]];
    const { sid: by, selector, reason } = first.event;
    const names = [...new Set(group.map(({ partition }) => partition))];
    return {
      fact: { kind: "kept", partitions: alike(names), by, offline: isOffline(first), selector, reason },
      lines: [...new Set(group.map(({ line }) => line))],
    };
  });
}

/** The partitions that had no leader on each of these lines. */
function offlineAt(events: readonly AnyEvent[], lines: ReadonlySet<number>): ReadonlyMap<number, ReadonlySet<string>> {
  const found = new Map<number, ReadonlySet<string>>();
  if (lines.size === 0) return found;
  const offline = new Set<string>();
  const note = (partition: string, leader: number | null) =>
    leader === null ? offline.add(partition) : offline.delete(partition);
  events.forEach((event, at) => {
    if (event.type === "partitions") for (const { partition, leader } of event.partitions) note(partition, leader);
    else if (event.type === "partition") note(event.partition, event.leader);
    else if (lines.has(lineOf(at))) found.set(lineOf(at), new Set(offline));
  });
  return found;
}

/** What leaders themselves make of their in-sync replicas. */
export function inSyncFacts({ events }: KafkaTrace, from: number, to: number): T[] {
  const found = ofType(events.slice(from, to), "isr", from);
  const difference = (these: readonly number[], those: readonly number[]) =>
    these.filter((sid) => !those.includes(sid));
  const groups = grouped(found, ({ event }) => [event.sid, event.isr, event.isrWas]);
  return groups.slice(0, maxGroups).map((group) => {
    const [{ event: first }] = group as [Placed<"isr">];
    const { sid: by, isr, isrWas } = first;
    const partitions = alike(group.map(({ event }) => event.partition));
    const fact: KafkaFact = {
      ...{ kind: "inSync", partitions, by, isr },
      ...{ joined: difference(isr, isrWas), fell: difference(isrWas, isr) },
    };
    return { fact, lines: group.map(({ line }) => line) };
  });
}
