/** One step of a trace as tables: the race, the partitions before and after, and what else is to be known. */
import type { Language } from "../../../locales/language.ts";
import { clean } from "../../../render/clean.ts";
import type { Block, Cell } from "../../../render/document.ts";
import type { Signs } from "../../../render/style.ts";
import type { Section } from "../../telling.ts";
import { controllerPath } from "../znodes.ts";
import { grouped, sumOf } from "./alike.ts";
import { leaderChanges } from "./records.ts";
import type { TableWords } from "./table-words.ts";
import { textsOf } from "./texts.ts";
import { type AnyEvent, type EventOf, type KafkaTrace, lineOf, ofType, type TracedEvent } from "./trace.ts";

/** Up to so many partitions each has a row; of more, the first few have. */
const maxRows = 12;
const fewRows = 6;

export function section(part: Section<TracedEvent>, trace: KafkaTrace, language: Language, signs: Signs): Block[] {
  const { tableWords: words } = textsOf(language);
  const events = trace.events.slice(part.from, part.to);
  return [
    ...endedLines(events, words),
    ...raceBlocks(events, words),
    ...watchLine(events, words),
    ...fencedLines(events, words),
    ...partitionBlocks(trace, part, words, signs),
    ...recordLines(trace, part, words),
  ];
}

function line(text: string, tone?: "bad"): Block {
  return tone ? { kind: "line", text, tone } : { kind: "line", text };
}

const cell = (text: string): Cell => [{ text }];

function endedLines(events: readonly AnyEvent[], words: TableWords): Block[] {
  const start = events[0]?.t ?? 0;
  return ofType(events, "session", 0).flatMap(({ event }) => {
    if (event.change !== "expired" && event.change !== "closed") return [];
    const controller = ofType(events, "znode", 0).some(
      ({ event: znode }) =>
        znode.path === controllerPath && znode.change === "deleted" && znode.session === event.session,
    );
    return [line(words.ended(event.sid, event.t - start, controller))];
  });
}

/** Who asked for /controller, in that order, and what came of it. */
function raceBlocks(events: readonly AnyEvent[], words: TableWords): Block[] {
  const start = events[0]?.t ?? 0;
  const told = ofType(events, "controller", 0).map(({ event }) => event);
  const rows = told.flatMap((event, at): Cell[][] => {
    if (event.change !== "attempt") return [];
    const answer = told
      .slice(at + 1)
      .find(({ sid, change }) => sid === event.sid && (change === "elected" || change === "lost-race"));
    return [[cell(String(event.sid)), cell(`${event.t - start} ms`), cell(outcomeText(answer, words))]];
  });
  if (rows.length === 0) return [];
  return [
    { kind: "subheading", text: words.raceTitle },
    { kind: "table", table: { head: words.race, rows, flexible: undefined } },
  ];
}

function outcomeText(answer: EventOf<"controller"> | undefined, words: TableWords): string {
  if (answer?.change === "elected" && answer.epoch !== null) return words.won(answer.epoch);
  return answer?.change === "lost-race" ? words.late(answer.winner ?? null) : words.cut;
}

function watchLine(events: readonly AnyEvent[], words: TableWords): Block[] {
  const watches = ofType(events, "watch", 0).map(({ event }) => event);
  const fired = watches.filter(({ change, path }) => change === "fired" && path === controllerPath);
  if (fired.length === 0) return [];
  const count = (change: string) => fired.filter(({ event }) => event === change).length;
  const elected = ofType(events, "controller", 0).at(-1)?.event.change === "elected";
  return [line(words.watches(count("deleted"), count("created"), watches.at(-1)?.held ?? 0, elected))];
}

function fencedLines(events: readonly AnyEvent[], words: TableWords): Block[] {
  const refused = ofType(events, "fenced", 0).map(({ event }) => event);
  return grouped(refused, ({ from, epoch, current }) => [from, epoch, current]).map((group) => {
    const [{ from, epoch, current }] = group as [EventOf<"fenced">];
    const by = [...new Set(group.map(({ sid }) => sid))].sort((a, b) => a - b);
    return line(words.fenced(from, epoch, by, current));
  });
}

interface Row {
  readonly partition: string;
  readonly replicas: readonly number[];
  readonly isrWas: readonly number[];
  readonly isr: readonly number[];
  readonly was: number | null;
  readonly leader: number | null;
  readonly why: string;
}

/** Every partition as it was before the step, and as it is after it. */
function rowsOf(trace: KafkaTrace, part: Section<TracedEvent>, words: TableWords): Row[] {
  const rows = new Map<string, Row>();
  trace.events.slice(0, part.to).forEach((event, at) => {
    const here = at >= part.from;
    if (event.type === "partitions") {
      for (const { partition, replicas, isr, leader } of event.partitions) {
        rows.set(partition, { partition, replicas, isr, isrWas: isr, leader, was: leader, why: "" });
      }
    } else if (event.type === "partition") {
      const row = rows.get(event.partition);
      const by = event.selector === null ? "" : `${words.selectors[event.selector]}: `;
      const { partition, replicas, isr, leader } = event;
      const before = here && row ? { isrWas: row.isrWas, was: row.was } : { isrWas: isr, was: leader };
      rows.set(partition, {
        partition,
        replicas,
        isr,
        leader,
        ...before,
        why: here ? by + words.why[event.reason] : "",
      });
    } else if (event.type === "isr") {
      const row = rows.get(event.partition);
      if (!row) return;
      const { isr } = event;
      const grew = isr.length > event.isrWas.length;
      const why = row.why === "" ? (grew ? words.caughtUp : words.lagged) : row.why;
      rows.set(event.partition, here ? { ...row, isr, why } : { ...row, isr, isrWas: isr });
    } else if (event.type === "kept" && here) {
      for (const name of event.partitions) {
        const row = rows.get(name);
        const why = `${words.selectors[event.selector]}: ${words.keeps}`;
        if (row?.why === "" && row.leader !== null) rows.set(name, { ...row, why });
      }
    }
  });
  return [...rows.values()];
}

function partitionBlocks(trace: KafkaTrace, part: Section<TracedEvent>, words: TableWords, { arrow }: Signs): Block[] {
  const rows = rowsOf(trace, part, words);
  if (rows.every(({ why }) => why === "") && part.from > 1) return [];
  const shown = rows.length <= maxRows ? rows : rows.slice(0, fewRows);
  const change = <V>(before: V, after: V, text: (value: V) => string) =>
    text(before) === text(after) ? text(after) : `${text(before)} ${arrow} ${text(after)}`;
  const list = (sids: readonly number[]) => sids.join(",");
  const cells = shown.map(({ partition, replicas, isrWas, isr, was, leader, why }): Cell[] => [
    cell(clean(partition)),
    cell(list(replicas)),
    cell(change(isrWas, isr, list)),
    cell(change(was, leader, (sid) => (sid === null ? words.nobody : String(sid)))),
    cell(why),
  ]);
  const blocks: Block[] = [
    { kind: "subheading", text: words.partitionsTitle },
    { kind: "table", table: { head: words.partitions, rows: cells, flexible: 4 } },
  ];
  if (rows.length > shown.length) {
    blocks.push(line(words.more(rows.length - shown.length)), countsTable(rows, words));
  }
  const offline = rows.filter(({ leader }) => leader === null).map(({ partition }) => clean(partition));
  if (offline.length > 0) blocks.push(line(words.offline(fewNames(offline)), "bad"));
  return blocks;
}

function fewNames(names: readonly string[]): string {
  return names.length <= fewRows ? names.join(", ") : `${names.slice(0, fewRows).join(", ")} … (${names.length})`;
}

/** How many partitions each broker led, and leads. */
function countsTable(rows: readonly Row[], words: TableWords): Block {
  const leaders = [...new Set(rows.flatMap(({ was, leader }) => [was, leader]))].sort(
    (a, b) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY),
  );
  const cells = leaders.map((sid): Cell[] => [
    cell(sid === null ? words.nobody : String(sid)),
    cell(String(rows.filter(({ was }) => was === sid).length)),
    cell(String(rows.filter(({ leader }) => leader === sid).length)),
  ]);
  return { kind: "table", table: { head: words.counts, rows: cells, flexible: undefined } };
}

/** What was written in the step, and what its new leaders make of that. */
function recordLines(trace: KafkaTrace, part: Section<TracedEvent>, words: TableWords): Block[] {
  const records = ofType(trace.events.slice(part.from, part.to), "records", part.from).map(({ event }) => event);
  const appended = records.filter(({ change }) => change === "appended");
  const total = sumOf(appended, ({ from, to }) => to - from);
  const done = appended.filter((own) =>
    records.some(({ change, partition, to }) => change === "committed" && partition === own.partition && to >= own.to),
  );
  const blocks =
    total > 0
      ? [
          line(
            words.written(
              total,
              sumOf(done, ({ from, to }) => to - from),
            ),
          ),
        ]
      : [];
  const here = leaderChanges(trace.events).filter((own) => own.line >= lineOf(part.from) && own.line < lineOf(part.to));
  const committed = sumOf(here, ({ committedLost }) => committedLost);
  const lost = sumOf(here, (own) => own.lost);
  const kept = sumOf(here, (own) => own.kept);
  if (committed > 0) return [...blocks, line(words.lost(committed, lost), "bad")];
  return kept + lost > 0 ? [...blocks, line(words.uncommitted(kept, lost))] : blocks;
}
