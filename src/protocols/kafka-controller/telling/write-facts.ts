/** What one step does to the records: written, committed, and what a new leader has of them. */
import type { Told } from "../../telling.ts";
import { alike, grouped, sumOf } from "./alike.ts";
import type { KafkaFact } from "./facts.ts";
import { type Change, writtenIn } from "./records.ts";
import { type KafkaTrace, lineOf, ofType, type Placed } from "./trace.ts";

type T = Told<KafkaFact>;

export function writeFacts({ events }: KafkaTrace, from: number, to: number, changes: readonly Change[]): T[] {
  const part = events.slice(from, to);
  const records = ofType(part, "records", from);
  const here = changes.filter(({ line }) => line >= lineOf(from) && line < lineOf(to));
  return [...written(records), ...fates(here), ...truncated(records)];
}

function written(records: readonly Placed<"records">[]): T[] {
  const { appended, committed, proofs } = writtenIn(records);
  if (appended.length === 0) return [];
  const leaders = new Map<string, Set<number>>();
  for (const { event } of appended) {
    leaders.set(event.partition, (leaders.get(event.partition) ?? new Set()).add(event.sid));
  }
  const many = (placed: readonly Placed<"records">[]) => sumOf(placed, ({ event }) => event.to - event.from);
  return [
    {
      fact: {
        ...{ kind: "written", records: many(appended), committed: many(committed), partitions: leaders.size },
        twoLeaders: [...leaders.values()].filter((sids) => sids.size > 1).length,
      },
      lines: [...appended, ...proofs].map(({ line }) => line),
    },
  ];
}

function fates(changes: readonly Change[]): T[] {
  const told = changes.filter(({ kept, lost, committedLost }) => kept + lost + committedLost > 0);
  return grouped(told, ({ sid, kept, lost, committedLost }) => [sid, kept, lost, committedLost]).map((group) => {
    const [{ sid, kept, lost, committedLost }] = group as [Change];
    const partitions = alike(group.map(({ partition }) => partition));
    const fact: KafkaFact =
      committedLost > 0
        ? { kind: "dataLoss", partitions, sid, committedLost, lost }
        : { kind: "uncommitted", partitions, sid, kept, lost };
    return { fact, lines: group.map(({ line }) => line) };
  });
}

function truncated(records: readonly Placed<"records">[]): T[] {
  const cut = records.filter(({ event }) => event.change === "truncated" && event.to > event.from);
  return grouped(cut, ({ event }) => [event.sid, event.to - event.from]).map((group) => {
    const [{ event: first }] = group as [Placed<"records">];
    const partitions = alike(group.map(({ event }) => event.partition));
    return {
      fact: { kind: "truncated", partitions, sid: first.sid, records: first.to - first.from },
      lines: group.map(({ line }) => line),
    };
  });
}
