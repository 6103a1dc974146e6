/** One step of a trace as tables: the race, the partitions before and after, and what else is to be known. */
import type { Language } from "../../../locales/language.ts";
import { clean } from "../../../render/clean.ts";
import type { Block, Cell } from "../../../render/document.ts";
import type { Signs } from "../../../render/style.ts";
import type { Section } from "../../telling.ts";
import { controllerPath } from "../znodes.ts";
import { grouped, sumOf } from "./alike.ts";
import { leaderChanges, writtenIn } from "./records.ts";
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
  const asked = told.flatMap((event, at) => {
    if (event.change !== "attempt") return [];
    const answer = told
      .slice(at + 1)
      .find(({ sid, change }) => sid === event.sid && (change === "elected" || change === "lost-race"));
    const { sid, t } = event;
    return [
      { t, won: answer?.change === "elected", cells: [String(sid), `${t - start} ms`, outcomeText(answer, words)] },
    ];
  });
  if (asked.length === 0) return [];
  // Of those that asked in the same ms the winner was heard first.
  const rows = asked.sort((a, b) => a.t - b.t || Number(b.won) - Number(a.won)).map(({ cells }) => cells.map(cell));
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
  /** Before the step, and as it was changed in it. */
  readonly isrs: readonly (readonly number[])[];
  readonly leaders: readonly (number | null)[];
  /** Why, change after change. */
  readonly why: readonly string[];
}

/** Every partition as it was before the step, and what became of it. */
function rowsOf(trace: KafkaTrace, part: Section<TracedEvent>, words: TableWords): Row[] {
  const rows = new Map<string, Row>();
  trace.events.slice(0, part.to).forEach((event, at) => {
    const here = at >= part.from;
    if (event.type === "partitions") {
      for (const { partition, replicas, isr, leader } of event.partitions) {
        rows.set(partition, { partition, replicas, isrs: [isr], leaders: [leader], why: [] });
      }
    } else if (event.type === "partition") {
      const { partition, replicas, isr, leader, selector, reason } = event;
      const row = (here && rows.get(partition)) || { isrs: [], leaders: [], why: [] };
      const why = selector === null ? words.why[reason] : words.by(selector, words.why[reason]);
      rows.set(partition, {
        partition,
        replicas,
        isrs: [...row.isrs, isr],
        leaders: [...row.leaders, leader],
        why: here ? [...row.why, why] : [],
      });
    } else if (event.type === "isr") {
      const row = rows.get(event.partition);
      if (!row) return;
      const { isr } = event;
      const why = isr.length > event.isrWas.length ? words.caughtUp : words.lagged;
      rows.set(
        event.partition,
        here ? { ...row, isrs: [...row.isrs, isr], why: [...row.why, why] } : { ...row, isrs: [isr] },
      );
    } else if (event.type === "kept" && here) {
      for (const name of event.partitions) {
        const row = rows.get(name);
        const why = words.by(event.selector, words.keeps);
        if (row?.why.length === 0 && row.leaders.at(-1) !== null) rows.set(name, { ...row, why: [why] });
      }
    }
  });
  return [...rows.values()];
}

/** More changes than these are told by the first and the last of them. */
const mostChanges = 2;

/** "3,1,2 → 1,2 → 4,1,2": what it was, and what it became. */
function changesText<V>(values: readonly V[], text: (value: V) => string, arrow: string): string {
  const texts = values.map(text).filter((one, at, all) => one !== all[at - 1]);
  const shown = texts.length <= mostChanges + 1 ? texts : [texts[0], "…", texts.at(-1)];
  return shown.join(` ${arrow} `);
}

function partitionBlocks(trace: KafkaTrace, part: Section<TracedEvent>, words: TableWords, { arrow }: Signs): Block[] {
  const rows = rowsOf(trace, part, words);
  if (rows.every(({ why }) => why.length === 0) && part.from > 1) return [];
  const shown = rows.length <= maxRows ? rows : rows.slice(0, fewRows);
  const list = (sids: readonly number[]) => sids.join(",");
  const named = (sid: number | null) => (sid === null ? words.nobody : String(sid));
  const cells = shown.map(({ partition, replicas, isrs, leaders, why }): Cell[] => [
    cell(clean(partition)),
    cell(list(replicas)),
    cell(changesText(isrs, list, arrow)),
    cell(changesText(leaders, named, arrow)),
    cell(words.reasons(why.filter((one, at) => one !== why[at - 1]))),
  ]);
  const blocks: Block[] = [
    { kind: "subheading", text: words.partitionsTitle },
    { kind: "table", table: { head: words.partitions, rows: cells, flexible: 4 } },
  ];
  if (rows.length > shown.length) {
    blocks.push(line(words.more(rows.length - shown.length)), countsTable(rows, words));
  }
  const offline = rows.filter(({ leaders }) => leaders.at(-1) === null).map(({ partition }) => clean(partition));
  if (offline.length > 0) blocks.push(line(words.offline(fewNames(offline)), "bad"));
  return blocks;
}

function fewNames(names: readonly string[]): string {
  return names.length <= fewRows ? names.join(", ") : `${names.slice(0, fewRows).join(", ")} … (${names.length})`;
}

/** How many partitions each broker led, and leads. */
function countsTable(rows: readonly Row[], words: TableWords): Block {
  const led = ({ leaders }: Row) => leaders[0] ?? null;
  const leads = ({ leaders }: Row) => leaders.at(-1) ?? null;
  const all = [...new Set(rows.flatMap((row) => [led(row), leads(row)]))].sort(
    (a, b) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY),
  );
  const cells = all.map((sid): Cell[] => [
    cell(sid === null ? words.nobody : String(sid)),
    cell(String(rows.filter((row) => led(row) === sid).length)),
    cell(String(rows.filter((row) => leads(row) === sid).length)),
  ]);
  return { kind: "table", table: { head: words.counts, rows: cells, flexible: undefined } };
}

/** What was written in the step, and what its new leaders make of that. */
function recordLines(trace: KafkaTrace, part: Section<TracedEvent>, words: TableWords): Block[] {
  const records = ofType(trace.events.slice(part.from, part.to), "records", part.from);
  const { appended, committed: done } = writtenIn(records);
  const many = (placed: readonly (typeof records)[number][]) => sumOf(placed, ({ event }) => event.to - event.from);
  const blocks = appended.length > 0 ? [line(words.written(many(appended), many(done)))] : [];
  const here = leaderChanges(trace.events).filter((own) => own.line >= lineOf(part.from) && own.line < lineOf(part.to));
  const committed = sumOf(here, ({ committedLost }) => committedLost);
  const lost = sumOf(here, (own) => own.lost);
  const kept = sumOf(here, (own) => own.kept);
  if (committed > 0) return [...blocks, line(words.lost(committed, lost), "bad")];
  return kept + lost > 0 ? [...blocks, line(words.uncommitted(kept, lost))] : blocks;
}
