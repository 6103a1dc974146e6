/** What one step does to the records: written, committed, and what a new leader has of them. */
import type { Told } from "../../telling.ts";
import { alike, grouped, sumOf } from "./alike.ts";
import type { KafkaFact } from "./facts.ts";
import type { Change } from "./records.ts";
import { type KafkaTrace, lineOf, ofType, type Placed } from "./trace.ts";

type T = Told<KafkaFact>;

export function writeFacts({ events }: KafkaTrace, from: number, to: number, changes: readonly Change[]): T[] {
  const part = events.slice(from, to);
  const records = ofType(part, "records", from);
  const here = changes.filter(({ line }) => line >= lineOf(from) && line < lineOf(to));
  return [...written(records), ...fates(here), ...truncated(records)];
}

/** The high watermark may come to pass what was written before. */
function written(records: readonly Placed<"records">[]): T[] {
  const appended = records.filter(({ event }) => event.change === "appended");
  if (appended.length === 0) return [];
  const committed = records.filter(
    ({ event }) =>
      event.change === "committed" &&
      appended.some(({ event: own }) => own.partition === event.partition && own.to <= event.to),
  );
  const total = sumOf(appended, ({ event }) => event.to - event.from);
  const partitions = new Set(appended.map(({ event }) => event.partition)).size;
  const done = new Set(committed.map(({ event }) => event.partition)).size;
  return [
    {
      fact: { kind: "written", records: total, partitions, committed: done },
      lines: [...appended, ...committed].map(({ line }) => line),
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
