import type { Part, ProtocolExplanation, Summary, Told } from "../../telling.ts";
import {
  doublesIn,
  expirations,
  gapsIn,
  inOrder,
  learnings,
  type Stage,
  stagesOf,
} from "../../znodes/telling/facts.ts";
import {
  type CuratorFact,
  type CuratorTrace,
  nameOf,
  optionsOf,
  queuesIn,
  type TracedCuratorEvent,
  type Turns,
} from "./facts.ts";

/** Why who leads does: its place in line. */
export function explain(trace: CuratorTrace): ProtocolExplanation<CuratorFact> {
  const inTurns = turnsOf(trace);
  const own: CuratorFact = inTurns ? { kind: "rounds", inTurns } : { kind: "keeps" };
  return {
    answer: answerOf(trace, inTurns),
    parts: stagesOf(trace).map((stage) => partOf(trace, stage, inTurns)),
    today: [own, { kind: "container" }, { kind: "simulated" }],
  };
}

/** Null: it is a LeaderLatch. */
function turnsOf(trace: CuratorTrace): Turns | null {
  const { recipe, autoRequeue } = optionsOf(trace);
  if (recipe === "LeaderLatch") return null;
  return autoRequeue ? "again" : "once";
}

function answerOf({ events, result }: CuratorTrace, inTurns: Turns | null): Told<CuratorFact> {
  const settled = events.findLast(({ type }) => type === "settled") as { readonly leader?: number | null } | undefined;
  const leader = result ? result.leader : (settled?.leader ?? null);
  if (leader === null) {
    const down = (result?.servers ?? []).every(({ state }) => state === "DOWN");
    return { fact: { kind: "nobody", down, empty: queuesIn(events).after.length === 0 }, lines: [] };
  }
  const at = events.findLastIndex(({ type }) => type === "queue");
  const [first] = queuesIn(events).after;
  return { fact: { kind: "leads", leader, znode: first?.znode ?? "", inTurns }, lines: at < 0 ? [] : [at + 2] };
}

function partOf(trace: CuratorTrace, stage: Stage<TracedCuratorEvent>, inTurns: Turns | null): Part<CuratorFact> {
  const { number, of, action, t } = stage;
  const options = optionsOf(trace);
  const what = inOrder<CuratorFact>([
    ...stops(stage, Math.floor((options.sessionTimeout * 2) / 3)),
    ...expirations(trace, stage, options.sessionTimeout),
    ...doublesIn(trace, stage),
    ...learnings(stage),
    ...(inTurns ? turns(stage, options.turnMs, inTurns) : [...wakings(stage), ...leads(stage), ...waits(stage)]),
    // Handing on a turn takes a few ms; for longer than a turn nobody leads only where somebody has failed.
    ...gapsIn(trace, stage).filter(({ fact }) => !inTurns || (fact.kind === "gap" && fact.ms > options.turnMs)),
  ]);
  const told: Told<CuratorFact>[] = what.length > 0 ? what : [{ fact: { kind: "nothing" }, lines: [] }];
  return { heading: { kind: "step", number, of, action }, at: t, told: [...line(stage), ...told] };
}

function line({ events, from }: Stage<TracedCuratorEvent>): Told<CuratorFact>[] {
  const at = events.findIndex(({ type }) => type === "queue");
  const sids = queuesIn(events).before.map(({ sid }) => sid);
  return sids.length === 0 ? [] : [{ fact: { kind: "line", sids }, lines: [from + at + 2] }];
}

/** Who stopped leading by itself, or left, or came back. */
function stops({ events, from, t }: Stage<TracedCuratorEvent>, silence: number): Told<CuratorFact>[] {
  return (events as readonly TracedCuratorEvent[]).flatMap((event, at): Told<CuratorFact>[] => {
    if (event.type !== "state") return [];
    const { sid, reason } = event;
    const led = event.from === "LEADING";
    const lines = [from + at + 2];
    if (reason === "suspended" && led) return [{ fact: { kind: "stopped", sid, since: event.t - t, silence }, lines }];
    if (reason === "closed") return [{ fact: { kind: "closed", sid, led }, lines }];
    return [];
  });
}

/** Each znode that went, and whose watches fired for it. */
function wakings({ events: any, from }: Stage<TracedCuratorEvent>): Told<CuratorFact>[] {
  const events = any as readonly TracedCuratorEvent[];
  return events.flatMap((event, at): Told<CuratorFact>[] => {
    if (event.type !== "znode" || event.change !== "deleted" || event.owner === null) return [];
    const fired = events.flatMap((other, index) =>
      other.type === "watch" && other.change === "fired" && other.path === event.path ? [{ other, index }] : [],
    );
    const woken = fired.map(({ other }) => other.sid);
    const queue = events.slice(at).find(({ type }) => type === "queue");
    const places = queue?.type === "queue" ? queue.places : [];
    const asleep = places.filter(({ sid }) => !woken.includes(sid)).length;
    const lines = [at, ...fired.map(({ index }) => index)].map((index) => from + index + 2);
    return [{ fact: { kind: "woken", gone: event.owner, woken, asleep }, lines }];
  });
}

function leads({ events: any, from, t }: Stage<TracedCuratorEvent>): Told<CuratorFact>[] {
  const events = any as readonly TracedCuratorEvent[];
  return events.flatMap((event, at): Told<CuratorFact>[] => {
    if (event.type !== "state" || event.to !== "LEADING") return [];
    const queue = events.slice(0, at).findLast(({ type }) => type === "queue");
    const [first] = queue?.type === "queue" ? queue.places : [];
    const znode = first?.znode ?? "";
    return [{ fact: { kind: "first", sid: event.sid, since: event.t - t, znode }, lines: [from + at + 2] }];
  });
}

/** Who now watches another than before. */
function waits({ events: any, from }: Stage<TracedCuratorEvent>): Told<CuratorFact>[] {
  const events = any as readonly TracedCuratorEvent[];
  return events.flatMap((event, at): Told<CuratorFact>[] => {
    if (event.type !== "watch" || event.change !== "set") return [];
    const queue = events.slice(0, at).findLast(({ type }) => type === "queue");
    const places = queue?.type === "queue" ? queue.places : [];
    const behind = places.find(({ znode }) => znode === nameOf(event.path))?.sid;
    if (behind === undefined) return [];
    return [{ fact: { kind: "behind", sid: event.sid, behind }, lines: [from + at + 2] }];
  });
}

function turns({ events: any, from }: Stage<TracedCuratorEvent>, ms: number, inTurns: Turns): Told<CuratorFact>[] {
  const events = any as readonly TracedCuratorEvent[];
  const began = events.flatMap((event, at) => (event.type === "turn" ? [{ event, line: from + at + 2 }] : []));
  // Whoever had the turn when the step began comes first.
  const order = began.filter(({ event }, at) => event.change === "begins" || at === 0).map(({ event }) => event.sid);
  const last = began.at(-1)?.event;
  if (order.length === 0) return [];
  // Its second turn in a step, which does not end there.
  const turnsOfLast = began.filter(({ event }) => event.change === "begins" && event.sid === last?.sid).length;
  const holds = last?.change === "begins" && turnsOfLast > 1 ? last.sid : null;
  return [{ fact: { kind: "turns", order, ms, holds, inTurns }, lines: began.map(({ line }) => line) }];
}

/** For comparisons: watches that fired, and turns, or how often somebody looked whether it is first in line. */
export function summary(trace: CuratorTrace): Summary {
  const events = trace.events as readonly TracedCuratorEvent[];
  const count = (fits: (event: TracedCuratorEvent) => boolean) => events.filter(fits).length;
  const watches = count((event) => event.type === "watch" && event.change === "fired");
  if (optionsOf(trace).recipe === "LeaderSelector") {
    const turns = count((event) => event.type === "turn" && event.change === "begins");
    return { watches, attempts: { count: turns, unit: "turn" }, write: "outside" };
  }
  return { watches, attempts: { count: count(looked), unit: "attempt" }, write: "outside" };
}

/** It looked: it leads now, or watches the one before its own, or that one is gone already. */
function looked(event: TracedCuratorEvent): boolean {
  if (event.type === "state") return event.to === "LEADING";
  if (event.type === "refused") return event.request === "get";
  return event.type === "watch" && event.change === "set";
}
