/** What one step makes of the partitions: those to which the same happens are told of together. */
import type { Told } from "../../telling.ts";
import { alike, grouped, sumOf } from "./alike.ts";
import type { KafkaFact } from "./facts.ts";
import { type KafkaTrace, lineOf, ofType, type Placed } from "./trace.ts";

type T = Told<KafkaFact> & { readonly label?: string };

/** Up to so many partitions each has its own sentence. */
const maxSingle = 12;
/** More groups than that are only counted. */
const maxGroups = 8;

/** What controllers make of them. */
export function chosenFacts(trace: KafkaTrace, from: number, to: number): T[] {
  const part = trace.events.slice(from, to);
  return [...changed(ofType(part, "partition", from), firstsOf(trace)), ...kept(ofType(part, "kept", from))];
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

function changed(found: readonly Placed<"partition">[], firsts: ReadonlySet<number>): T[] {
  const single = found.length <= maxSingle;
  const fromBefore = ({ event, line }: Placed<"partition">) => event.was !== null && firsts.has(line);
  const groups = grouped(found, (placed) => {
    const { partition, epoch, sid, selector, reason, was, leader } = placed.event;
    return single ? [partition, epoch] : [sid, selector, reason, was, leader, fromBefore(placed)];
  });
  const shown = groups
    .slice(0, Math.max(maxGroups, single ? maxSingle : 0))
    .map((group) => changedFact(group, group.every(fromBefore)));
  const rest = groups.slice(shown.length);
  if (rest.length === 0) return shown;
  const partitions = sumOf(rest, (group) => group.length);
  return [...shown, { fact: { kind: "more", partitions }, lines: rest.flat().map(({ line }) => line) }];
}

function changedFact(group: readonly Placed<"partition">[], fromBefore: boolean): T {
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
  };
  const lines = group.map(({ line }) => line);
  return group.length === 1 ? { fact, lines, label: first.partition } : { fact, lines };
}

function kept(found: readonly Placed<"kept">[]): T[] {
  return grouped(found, ({ event }) => [event.sid, event.selector, event.reason]).map((group) => {
    const [{ event: first }] = group as [Placed<"kept">];
    const { sid: by, selector, reason } = first;
    const names = [...new Set(group.flatMap(({ event }) => event.partitions))];
    return {
      fact: { kind: "kept", partitions: alike(names), by, selector, reason },
      lines: group.map(({ line }) => line),
    };
  });
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
