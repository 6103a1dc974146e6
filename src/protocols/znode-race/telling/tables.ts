import type { Language } from "../../../locales/language.ts";
import { sidCell } from "../../../locales/lists.ts";
import type { Block, Cell } from "../../../render/document.ts";
import type { Signs } from "../../../render/style.ts";
import type { Section } from "../../telling.ts";
import { leaderPath } from "../types.ts";
import { partitionsOf, type RaceTrace, type Tally, type TracedRaceEvent, tallyOf } from "./facts.ts";
import { wordsIn } from "./languages.ts";

/** What happens to the first partition, in order, each counted from the beginning of the step; servers to which the same happens in the same ms share a row. */
export type Row =
  | { readonly kind: "crash" | "connects" | "fires" | "first" | "leads" | "learns" | "watches" }
  | { readonly kind: "late" | "reads"; readonly leader: number | null }
  | { readonly kind: "breaks"; readonly of: number; readonly dropped: number }
  /** `znodes`: how many went with it. */
  | { readonly kind: "expires"; readonly of: number; readonly znodes: number };

interface Line {
  readonly t: number;
  /** Empty: the service itself. */
  readonly sids: number[];
  readonly row: Row;
}

/** A table of what happened to the first partition, and one of what it cost for all. */
export function section(
  { from, to, events }: Section<TracedRaceEvent>,
  trace: RaceTrace,
  language: Language,
  signs: Signs,
): Block[] {
  const words = wordsIn(language).table;
  const lines = linesOf(events as readonly TracedRaceEvent[]);
  if (lines.length === 0) return [{ kind: "line", text: words.nothing, tone: "quiet" }];
  const partitions = partitionsOf(trace);
  const head = words.head;
  const start = events[0]?.t ?? 0;
  const rows = lines.map(({ t, sids, row }) => [
    cell(`${t - start} ms`),
    cell(sids.length === 0 ? "ZooKeeper" : sidCell(sids)),
    cell(words.row(row)),
  ]);
  const tally = tallyOf({ number: 0, of: 0, action: {}, t: 0, from, to, events });
  const blocks: Block[] = [];
  if (partitions > 1) blocks.push({ kind: "subheading", text: words.firstPartition(leaderPath(1)) });
  blocks.push({ kind: "table", table: { head, rows, flexible: 1 } });
  const numbers = numberRows(tally, partitions, language, signs);
  if (tally.tried + tally.fired === 0) return blocks;
  if (partitions > 1) blocks.push({ kind: "subheading", text: words.allPartitions(partitions) });
  blocks.push({ kind: "table", table: { head: words.numbersHead, rows: numbers, flexible: 1 } });
  return blocks;
}

function cell(text: string): Cell {
  return [{ text }];
}

function numberRows(tally: Tally, partitions: number, language: Language, { arrow }: Signs): Cell[][] {
  const { numbers } = wordsIn(language).table;
  const { before, after, fired, tried, refused, messages, won, views } = tally;
  const rows: [string, ...string[]][] = [
    [numbers.fired, String(fired)],
    [numbers.held, before === after ? String(after) : `${before} ${arrow} ${after}`],
    [numbers.tried, String(tried)],
    [numbers.refused, String(refused)],
    [numbers.messages, String(messages)],
  ];
  if (partitions > 1 && won.size > 0) {
    const shares = [...won].sort(([a], [b]) => a - b);
    rows.push([numbers.won, ...shares.map(([sid, count]) => `${sid}: ${count}`)]);
  }
  const spans = [...views.values()].map(({ first, last }) => last.t - first.t);
  const worst = spans.reduce((most, span) => Math.max(most, span), 0);
  if (worst > 0) rows.push([numbers.views, `${worst} ms`]);
  return rows.map(([name, ...values]) => [cell(name), values.map((text) => ({ text }))]);
}

function linesOf(events: readonly TracedRaceEvent[]): Line[] {
  const lines: Line[] = [];
  for (const event of events) {
    const said = lineOf(event, events);
    if (!said) continue;
    const { sid, row } = said;
    const last = lines.at(-1);
    const same = last?.t === event.t && sid !== null && JSON.stringify(last.row) === JSON.stringify(row);
    if (same) last.sids.push(sid);
    else lines.push({ t: event.t, sids: sid === null ? [] : [sid], row });
  }
  return lines;
}

/** sid null: the service. */
function lineOf(event: TracedRaceEvent, events: readonly TracedRaceEvent[]): { sid: number | null; row: Row } | null {
  switch (event.type) {
    case "state":
      if ((event.to as string) === "DOWN") return { sid: event.sid, row: { kind: "crash" } };
      return event.to === "LEADING" ? { sid: event.sid, row: { kind: "leads" } } : null;
    case "session":
      if (event.change === "opened") return { sid: event.sid, row: { kind: "connects" } };
      if (event.change === "disconnected") {
        return { sid: null, row: { kind: "breaks", of: event.sid, dropped: event.dropped } };
      }
      return { sid: null, row: { kind: "expires", of: event.sid, znodes: goneWith(event.session, events) } };
    case "watch":
      if (event.path !== leaderPath(1)) return null;
      return { sid: event.sid, row: { kind: event.change === "fired" ? "fires" : "watches" } };
    case "znode":
      if (event.path !== leaderPath(1) || event.change !== "created") return null;
      return { sid: event.owner, row: { kind: "first" } };
    case "refused":
      if (event.path !== leaderPath(1) || event.request !== "create") return null;
      return { sid: event.sid, row: { kind: "late", leader: event.owner } };
    case "view":
      if (event.partition !== 1) return null;
      if (event.why === "session-expired") return { sid: event.sid, row: { kind: "learns" } };
      return event.why === "read" ? { sid: event.sid, row: { kind: "reads", leader: event.leader } } : null;
    case "holds":
      return null;
    default:
      return null;
  }
}

function goneWith(session: number, events: readonly TracedRaceEvent[]): number {
  return events.filter((event) => {
    return event.type === "znode" && event.change === "deleted" && event.session === session && event.why !== "request";
  }).length;
}
