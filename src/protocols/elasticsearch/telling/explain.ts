import type { Part, ProtocolExplanation } from "../../telling.ts";
import { majority } from "../options.ts";
import type { NotMaster, ZenFact } from "./facts.ts";
import { overlapsOf, pausedAtEnd, sidesAt } from "./masters.ts";
import { versionsDecide } from "./order.ts";
import { factsOf, lineOf, ownEvents, type ToldFact, type ZenTrace } from "./story.ts";

/** Who is master and why, what happened step by step, why not the others, and what is otherwise today. */
export function explain(trace: ZenTrace): ProtocolExplanation<ZenFact> {
  return {
    answer: answerOf(trace),
    parts: [...stepParts(trace), ...overlapPart(trace), ...othersPart(trace)],
    today: [{ kind: "today" }, { kind: "default" }, { kind: "left-out" }],
  };
}

function eligibleIn({ header }: ZenTrace): number {
  return header.cluster.servers.filter(({ role }) => role !== "observer").length;
}

/** minimumMasterNodes, as the last event that names it has it; without one the default. */
function needIn(trace: ZenTrace): number {
  const { event } = ownEvents(trace, 0, trace.events.length).findLast(({ event: { type } }) => type === "pinged") ?? {};
  return event?.type === "pinged" ? event.need : majority(eligibleIn(trace));
}

/** The round in which a node chose itself, and its election after that. */
function electionOf(trace: ZenTrace, master: number) {
  const own = ownEvents(trace, 0, trace.events.length).filter(({ event }) => "sid" in event && event.sid === master);
  const won = own.findLastIndex(({ event }) => event.type === "state" && event.reason === "elected");
  if (won < 0) return undefined;
  const before = own.slice(0, won);
  const round = before.findLast(({ event }) => event.type === "pinged");
  const joins = before.findLast(({ event }) => event.type === "joins");
  if (round?.event.type !== "pinged") return undefined;
  const have = joins?.event.type === "joins" ? joins.event.have : 1;
  const lines = [round, joins, own[won]].flatMap((one) => (one ? [lineOf(one.at)] : []));
  return { round: round.event, have, lines };
}

function answerOf(trace: ZenTrace): ToldFact {
  const sides = sidesAt(trace, trace.events.length);
  const [side, other] = sides;
  const eligible = eligibleIn(trace);
  const need = needIn(trace);
  if (side && other) {
    const lines = sides.flatMap(({ master }) => electionOf(trace, master)?.lines.slice(-1) ?? []);
    return { fact: { kind: "two", sides, need, majority: majority(eligible) }, lines };
  }
  if (side) {
    const election = electionOf(trace, side.master);
    if (!election) return { fact: { kind: "stays", sid: side.master, nodes: side.nodes }, lines: [] };
    const { sees, versions } = election.round;
    const newest = versionsDecide(trace, versions) ? versions[0] : undefined;
    const { have, lines } = election;
    return { fact: { kind: "master", sid: side.master, sees, newest, have, need, eligible }, lines };
  }
  return nobody(trace, need, eligible);
}

function nobody(trace: ZenTrace, need: number, eligible: number): ToldFact {
  const last = new Map<number, { sees: number; line: number }>();
  for (const { event, at } of ownEvents(trace, 0, trace.events.length)) {
    if (event.type === "pinged") last.set(event.sid, { sees: event.sees.length, line: lineOf(at) });
    if (event.type === "state" && event.to === "DOWN") last.delete(event.sid);
  }
  const most = Math.max(0, ...[...last.values()].map(({ sees }) => sees));
  return { fact: { kind: "nobody", most, need, eligible }, lines: [...last.values()].map(({ line }) => line) };
}

function stepParts(trace: ZenTrace): Part<ZenFact>[] {
  const { events } = trace;
  const begins = events.flatMap(({ type }, at) => (type === "step" ? [at] : []));
  return begins.map((from, index) => {
    const to = begins[index + 1] ?? events.length;
    const { action, t } = events[from] as unknown as { action: Readonly<Record<string, unknown>>; t: number };
    const told = factsOf(trace, from, to);
    const sides = sidesAt(trace, to);
    const lines = [lineOf(to - 1)];
    const aware = told.some(({ fact }) => fact.kind === "another-master");
    const unaware = action["heal"] === true && sides.length > 1 && !aware;
    const masters = sides.map(({ master }) => master);
    return {
      heading: { kind: "step", number: index + 1, of: begins.length, action },
      at: t,
      told: [
        ...told,
        { fact: { kind: "sides", sides }, lines },
        ...(unaware ? [{ fact: { kind: "unaware", masters } as const, lines }] : []),
      ],
    };
  });
}

function overlapPart(trace: ZenTrace): Part<ZenFact>[] {
  const eligible = eligibleIn(trace);
  const need = needIn(trace);
  const told = overlapsOf(trace).map(({ lines, ...overlap }): ToldFact => {
    return {
      fact: { kind: "overlap", ...overlap, cut: !trace.result, need, majority: majority(eligible), eligible },
      lines,
    };
  });
  return told.length > 0 ? [{ heading: { kind: "overlaps" }, told }] : [];
}

/** Where somebody was elected: by what each of the others came behind. */
function othersPart(trace: ZenTrace): Part<ZenFact>[] {
  const [side, another] = sidesAt(trace, trace.events.length);
  const election = side && electionOf(trace, side.master);
  if (!trace.result || !side || another || !election) return [];
  const { sees, versions } = election.round;
  const paused = pausedAtEnd(trace);
  const states = new Map(trace.result?.servers.map(({ sid, state }) => [sid, state]));
  const versionOf = (sid: number) => versions[sees.indexOf(sid)] ?? 0;
  const told = trace.header.cluster.servers.flatMap(({ sid, role }) => {
    if (sid === side.master) return [];
    const why = (): NotMaster => {
      if (states.get(sid) === "DOWN") return "down";
      if (role === "observer") return "data-only";
      if (paused.has(sid)) return "paused";
      if (!sees.includes(sid)) return side.nodes.includes(sid) ? "late" : "unseen";
      return versionsDecide(trace, versions) && versionOf(sid) < versionOf(side.master) ? "older-state" : "higher-id";
    };
    const fact: ZenFact = { kind: "not", why: why(), sid, than: side.master };
    return [{ fact, lines: election.lines.slice(0, 1), label: String(sid) }];
  });
  return told.length > 0 ? [{ heading: { kind: "others" }, told }] : [];
}
