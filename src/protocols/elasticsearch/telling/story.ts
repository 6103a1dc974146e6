/** What happened in a stretch of a trace, as facts with the lines that prove them. */
import type { ProtocolTrace } from "../../../trace/protocol-events.ts";
import type { Told } from "../../telling.ts";
import type { State, ZenEvent } from "../events.ts";
import type { ZenFact } from "./facts.ts";

export type ZenTrace = ProtocolTrace<ZenEvent & { readonly t: number }>;
export type ToldFact = Told<ZenFact>;
/** An event of the protocol's own, told apart by its type. */
type Own = ZenEvent & { readonly t: number };

/** The line of the trace on which an event stands. */
export function lineOf(at: number): number {
  return at + 2;
}

/** The events of the protocol's own, with their places; steps, messages and crashes are others' affair. */
export function ownEvents({ events }: ZenTrace, from: number, to: number): { event: Own; at: number }[] {
  return events.slice(from, to).flatMap((event, offset) => {
    if (event.type === "step" || event.type === "message" || event.type === "settled") return [];
    return [{ event: event.type === "state" ? checked(event as Own) : (event as Own), at: from + offset }];
  });
}

/** Of states, which all protocols share, nobody else has seen to it that the master is a sid. */
function checked(event: Own): Own {
  if (!("master" in event) || typeof event.master === "number") return event;
  const { master: _, ...others } = event;
  return others as Own;
}

/** What happened from one event up to another, each fact where it began; alike ones are told together. */
export function factsOf(trace: ZenTrace, from: number, to: number): ToldFact[] {
  const told: ToldFact[] = [];
  const start = trace.events[from]?.t ?? 0;
  const unanswered = new Map<number, number>();
  let joins: Extract<Own, { type: "joins" }> | undefined;
  for (const { event, at } of ownEvents(trace, from, to)) {
    if (event.type === "unanswered") unanswered.set(event.sid, event.attempt);
    if (event.type === "joins") joins = event;
    const counts = { afterMs: event.t - start, tries: unanswered.get(event.sid) ?? 0 };
    const fact = factOf(event, counts, joins);
    if (fact) add(told, fact, lineOf(at));
  }
  return told;
}

/** How long after the step began, and how many pings of that node had been in vain. */
interface Counts {
  readonly afterMs: number;
  readonly tries: number;
}

function factOf(event: Own, counts: Counts, joins: Extract<Own, { type: "joins" }> | undefined): ZenFact | undefined {
  switch (event.type) {
    case "state":
      return stateFact(event, counts, joins);
    case "pinged": {
      const { sees, versions, masters, need, chosen, why } = event;
      return { kind: "round", sids: [event.sid], sees, versions, masters, need, chosen, why, times: 1 };
    }
    case "again":
      return { kind: "again", sids: [event.sid], chosen: event.chosen, why: event.why };
    case "removed":
      return { kind: "removed", master: event.sid, nodes: [event.node], why: event.why, ...counts };
    case "stepped-down":
      return { kind: "stepped-down", sid: event.sid, why: event.why, have: event.have, need: event.need };
    case "another-master": {
      const { sid, other, version, otherVersion, yields } = event;
      return { kind: "another-master", sid, other, version, otherVersion, yields };
    }
    default:
      return undefined;
  }
}

function stateFact(
  { sid, reason, master }: State,
  counts: Counts,
  joins: { readonly sid: number; readonly have: number; readonly need: number } | undefined,
): ZenFact | undefined {
  switch (reason) {
    case "start":
    case "restart":
      return { kind: "started", sids: [sid] };
    case "elected": {
      const { have, need } = joins?.sid === sid ? joins : { have: 1, need: 1 };
      return { kind: "elected", sid, have, need, afterMs: counts.afterMs };
    }
    case "joined":
      return master === undefined ? undefined : { kind: "joined", sids: [sid], master };
    case "master-crashed":
    case "master-silent":
    case "no-longer-master":
    case "not-in-cluster":
      return master === undefined ? undefined : { kind: "lost", sids: [sid], master, why: reason, ...counts };
    default:
      // Told with the event that says why, or not known to this version.
      return undefined;
  }
}

/** Joins what several did alike, and rounds that ended alike, with what was told before. */
function add(told: ToldFact[], fact: ZenFact, line: number): void {
  const at = told.findLastIndex((earlier) => sameBut(earlier.fact) === sameBut(fact));
  const earlier = told[at];
  if (earlier) told[at] = { fact: together(earlier.fact, fact), lines: [...earlier.lines, line] };
  else told.push({ fact, lines: [line] });
}

/** A fact without those to whom it happened, and when. */
function sameBut(fact: ZenFact): string {
  return JSON.stringify({ ...fact, sids: null, nodes: null, times: null, afterMs: null });
}

function together(earlier: ZenFact, later: ZenFact): ZenFact {
  if (earlier.kind === "removed" && later.kind === "removed") {
    return { ...later, nodes: union(earlier.nodes, later.nodes) };
  }
  if (earlier.kind === "round" && later.kind === "round") {
    const times = earlier.times + (later.sids[0] === earlier.sids[0] ? 1 : 0);
    return { ...earlier, sids: union(earlier.sids, later.sids), times };
  }
  if ("sids" in earlier && "sids" in later) return { ...earlier, sids: union(earlier.sids, later.sids) } as ZenFact;
  return later;
}

function union(a: readonly number[], b: readonly number[]): number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}
