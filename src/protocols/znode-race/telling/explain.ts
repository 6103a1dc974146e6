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
  partitionsOf,
  type RaceFact,
  type RaceTrace,
  type Tally,
  type TracedRaceEvent,
  tallyOf,
  timeoutOf,
} from "./facts.ts";

/** Why who leads does: the race it won. */
export function explain(trace: RaceTrace): ProtocolExplanation<RaceFact> {
  const stages = stagesOf(trace);
  const tallies = stages.map((stage) => tallyOf(stage));
  return {
    answer: answerOf(trace, tallies),
    parts: stages.map((stage, at) => partOf(trace, stage, tallies[at] ?? tallyOf(stage))),
    today: [{ kind: "choice" }, { kind: "kafka" }, { kind: "simulated" }],
  };
}

function answerOf(trace: RaceTrace, tallies: readonly Tally[]): Told<RaceFact> {
  const { events, result } = trace;
  const settled = events.findLast(({ type }) => type === "settled") as { readonly leader?: number | null } | undefined;
  const leader = result ? result.leader : (settled?.leader ?? null);
  if (leader === null) {
    const servers = result?.servers ?? [];
    return { fact: { kind: "nobody", down: servers.every(({ state }) => state === "DOWN") }, lines: [] };
  }
  const race = tallies.flatMap(({ races }) => races).findLast((order) => order.some(({ won }) => won)) ?? [];
  const server = result?.servers.find(({ sid }) => sid === leader);
  const led = typeof server?.["leads"] === "number" ? server["leads"] : 1;
  const tried = new Set(race.map(({ sid }) => sid)).size;
  const lines = race.map(({ line }) => line);
  return { fact: { kind: "leads", leader, tried, partitions: partitionsOf(trace), led }, lines };
}

function partOf(trace: RaceTrace, stage: Stage<TracedRaceEvent>, tally: Tally): Part<RaceFact> {
  const { number, of, action, t } = stage;
  const told = inOrder<RaceFact>([
    ...expirations(trace, stage, timeoutOf(trace)),
    ...doublesIn(trace, stage),
    ...learnings(stage),
    ...herd(trace, tally),
    ...races(tally),
    ...ownZnodes(stage),
    ...views(trace, tally),
    ...gapsIn(trace, stage),
    ...spread(trace, tally),
    ...load(trace, tally),
  ]);
  const nothing: Told<RaceFact>[] = told.length > 0 ? [] : [{ fact: { kind: "nothing" }, lines: [] }];
  return { heading: { kind: "step", number, of, action }, at: t, told: [...told, ...nothing] };
}

function herd(trace: RaceTrace, { fired, woken, before, after, firedLines }: Tally): Told<RaceFact>[] {
  if (fired === 0) return [];
  const partitions = partitionsOf(trace);
  return [{ fact: { kind: "herd", fired, partitions, woken, before, after }, lines: firedLines }];
}

function races(tally: Tally): Told<RaceFact>[] {
  return tally.races.map((order) => {
    const winner = order.find(({ won }) => won)?.sid ?? null;
    const sids = order.map(({ sid }) => sid);
    return { fact: { kind: "race", order: sids, winner }, lines: order.map(({ line }) => line) };
  });
}

/** Who came to lead the first partition without having created its znode in this session. */
function ownZnodes({ events, from }: Stage<TracedRaceEvent>): Told<RaceFact>[] {
  return (events as readonly TracedRaceEvent[]).flatMap((event, at): Told<RaceFact>[] => {
    if (event.type !== "view" || event.partition !== 1) return [];
    const own = event.leader === event.sid && event.why === "read";
    return own ? [{ fact: { kind: "own-znode", sid: event.sid }, lines: [from + at + 2] }] : [];
  });
}

function spread(trace: RaceTrace, { races: { length }, won, tried, refused }: Tally): Told<RaceFact>[] {
  if (length === 0 || partitionsOf(trace) === 1) return [];
  const shares = [...won].sort(([a], [b]) => a - b);
  return [{ fact: { kind: "spread", won: shares, tried, refused }, lines: [] }];
}

function views(trace: RaceTrace, tally: Tally): Told<RaceFact>[] {
  const first = tally.views.get(1);
  if (!first || first.first.sid === first.last.sid) return [];
  const spans = [...tally.views.values()].map((view) => view.last.t - view.first.t);
  const worst = spans.reduce((most, span) => Math.max(most, span), 0);
  const ms = first.last.t - first.first.t;
  const lines = [first.first.line, first.last.line];
  const fact = { kind: "views", first: first.first.sid, last: first.last.sid, ms, worst } as const;
  return [{ fact: { ...fact, partitions: partitionsOf(trace) }, lines }];
}

function load(trace: RaceTrace, { messages, after, tried }: Tally): Told<RaceFact>[] {
  if (tried === 0) return [];
  const partitions = partitionsOf(trace);
  const replicas = Math.round(after / partitions);
  return [{ fact: { kind: "load", messages, held: after, replicas, partitions }, lines: [] }];
}

/** For comparisons: watches that fired, and creates that were tried. */
export function summary({ events }: RaceTrace): Summary {
  let watches = 0;
  let count = 0;
  for (const event of events as readonly TracedRaceEvent[]) {
    if (event.type === "watch" && event.change === "fired") watches++;
    if (event.type === "znode" && event.change === "created") count++;
    if (event.type === "refused" && event.request === "create") count++;
  }
  return { watches, attempts: { count, unit: "attempt" }, write: "outside" };
}
