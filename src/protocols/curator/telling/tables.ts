import type { Language } from "../../../locales/language.ts";
import type { Block, Cell } from "../../../render/document.ts";
import type { Signs } from "../../../render/style.ts";
import type { Section } from "../../telling.ts";
import { type CuratorTrace, nameOf, optionsOf, type Place, queuesIn, type TracedCuratorEvent } from "./facts.ts";
import { wordsIn } from "./languages.ts";

/** What happens to a znode and its server. */
export type Happening =
  | { readonly kind: "crash" | "woken" | "leads" | "suspended" | "closed" | "expired" | "deleted" | "created" }
  | { readonly kind: "watches"; readonly sid: number };

/** A LeaderLatch's line before and after; a LeaderSelector's turns. */
export function section(
  { events }: Section<TracedCuratorEvent>,
  trace: CuratorTrace,
  language: Language,
  signs: Signs,
): Block[] {
  const own = events as readonly TracedCuratorEvent[];
  const { table } = wordsIn(language);
  const blocks = optionsOf(trace).recipe === "LeaderSelector" ? turns(own, language) : [];
  const fired = own.filter((event) => event.type === "watch" && event.change === "fired").length;
  const rows = rowsOf(own, language, signs);
  if (blocks.length === 0 && rows.length > 0) {
    blocks.push({ kind: "table", table: { head: table.head, rows, flexible: undefined } });
  }
  const held = own.flatMap((event) => ("held" in event ? [event.held] : []));
  const [before = 0, after = before] = [held[0], held.at(-1)];
  const text = table.watches(fired, before === after ? String(after) : `${before} ${signs.arrow} ${after}`);
  return [...blocks, { kind: "line", text }];
}

function rowsOf(events: readonly TracedCuratorEvent[], language: Language, { arrow }: Signs): Cell[][] {
  const { table } = wordsIn(language);
  const { before, after } = queuesIn(events);
  const placeIn = (places: readonly Place[], znode: string) => {
    const place = places.findIndex((other) => other.znode === znode);
    return place < 0 ? "-" : String(place + 1);
  };
  const start = events[0]?.t ?? 0;
  return linesOf(events).map(({ sid, znode, happenings }) => {
    const places = [placeIn(before, znode), placeIn(after, znode)];
    const [was, is] = places;
    const ahead = before[before.findIndex((place) => place.znode === znode) - 1];
    const what = happenings.map(({ t, happening }) => ({ text: table.after(t - start, table.happens(happening)) }));
    return [
      [{ text: was === is ? (was ?? "") : places.join(` ${arrow} `) }],
      [{ text: String(sid) }],
      [{ text: znode }],
      [{ text: ahead ? String(ahead.sid) : "" }],
      what,
    ];
  });
}

interface Line extends Place {
  readonly happenings: { readonly t: number; readonly happening: Happening }[];
}

/** A line for each znode that stood in line: what happened to it, and to its server while that was its newest. */
function linesOf(events: readonly TracedCuratorEvent[]): Line[] {
  const lines: Line[] = [];
  let places: readonly Place[] = [];
  const newest = (sid: number) => lines.findLast((line) => line.sid === sid);
  for (const event of events) {
    const { t } = event;
    const add = (line: Line | undefined, happening: Happening) => line?.happenings.push({ t, happening });
    switch (event.type) {
      case "queue":
        places = event.places;
        for (const place of places) {
          if (!lines.some(({ znode }) => znode === place.znode)) lines.push({ ...place, happenings: [] });
        }
        break;
      case "znode": {
        if (event.owner === null) break;
        const znode = nameOf(event.path);
        if (event.change === "created") {
          const line = { sid: event.owner, znode, happenings: [] };
          lines.push(line);
          add(line, { kind: "created" });
        } else if (event.change === "deleted") {
          const line = lines.find((other) => other.znode === znode);
          add(line, { kind: event.why === "session-expired" ? "expired" : "deleted" });
        }
        break;
      }
      case "watch": {
        if (event.change === "fired") {
          add(newest(event.sid), { kind: "woken" });
          break;
        }
        if (event.change === "removed") break;
        const watched = places.find(({ znode }) => znode === nameOf(event.path));
        if (watched) add(newest(event.sid), { kind: "watches", sid: watched.sid });
        break;
      }
      case "state": {
        const happening = becoming(event.to, event.reason);
        if (happening) add(newest(event.sid), { kind: happening });
        break;
      }
      default:
        break;
    }
  }
  return lines;
}

function becoming(to: string, reason: string): "crash" | "leads" | "suspended" | "closed" | undefined {
  if (to === "DOWN") return "crash";
  if (to === "LEADING") return "leads";
  return reason === "suspended" || reason === "closed" ? reason : undefined;
}

function turns(events: readonly TracedCuratorEvent[], language: Language): Block[] {
  const { table } = wordsIn(language);
  const rows: string[][] = [];
  const start = events[0]?.t ?? 0;
  for (const event of events) {
    if (event.type === "turn" && event.change === "begins") rows.push([String(event.sid), `${event.t - start} ms`, ""]);
    else if (event.type === "turn" || (event.type === "state" && (event.to as string) === "DOWN")) {
      const how = event.type === "state" ? "crash" : event.change === "ends" ? "ends" : "interrupted";
      const open = rows.findLast(([sid, , end]) => sid === String(event.sid) && end === "");
      const end = table.after(event.t - start, table.turnEnds(how));
      if (open) open[2] = end;
      else if (event.type === "turn" || event.from === "LEADING") rows.push([String(event.sid), "", end]);
    }
  }
  if (rows.length === 0) return [];
  const cells = rows.map((row) => row.map((text) => [{ text }]));
  return [{ kind: "table", table: { head: table.turnsHead, rows: cells, flexible: undefined } }];
}
