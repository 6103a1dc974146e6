/** A trace to what is told of it: the answer, then step by step. */
import type { StepEvent } from "../../../trace/events.ts";
import type { Part, ProtocolExplanation, Told } from "../../telling.ts";
import { controllerPath } from "../znodes.ts";
import { sumOf } from "./alike.ts";
import type { KafkaFact, Standing } from "./facts.ts";
import { chosenFacts, inSyncFacts } from "./partition-facts.ts";
import { raceFacts } from "./race-facts.ts";
import { leaderChanges } from "./records.ts";
import { rpcFacts, toldOnce } from "./rpc-facts.ts";
import { termFacts, termsOf } from "./term-facts.ts";
import { type KafkaTrace, lineOf, ofType, stretches } from "./trace.ts";
import { writeFacts } from "./write-facts.ts";

type T = Told<KafkaFact>;

export function explain(trace: KafkaTrace): ProtocolExplanation<KafkaFact> {
  const { events } = trace;
  const steps = stretches(events);
  const changes = leaderChanges(events);
  const terms = termsOf(trace);
  const parts = steps.map(({ from, to }, index): Part<KafkaFact> => {
    const { action, t } = events[from] as StepEvent;
    const heading: KafkaFact = { kind: "step", number: index + 1, of: steps.length, action };
    const happened = [
      ...raceFacts(trace, from, to),
      ...termFacts(trace.events, terms, from, to),
      ...chosenFacts(trace, from, to),
      ...rpcFacts(trace, from, to),
      ...inSyncFacts(trace, from, to),
      ...writeFacts(trace, from, to, changes),
    ].sort((a, b) => (a.lines[0] ?? 0) - (b.lines[0] ?? 0));
    const told = [...(index === 0 ? beginning(trace) : []), ...toldOnce(happened)];
    return { heading, at: t, told: told.length > 0 ? told : [{ fact: { kind: "nothing" }, lines: [lineOf(from)] }] };
  });
  return {
    answer: answer(trace),
    parts,
    today: [{ kind: "kraft" }, { kind: "defaults" }, { kind: "model" }],
  };
}

/** Who is there before the first step. */
function beginning({ events, header }: KafkaTrace): T[] {
  const [first] = ofType(events, "partitions", 0);
  if (!first) return [];
  const brokers = header.cluster.servers.map(({ sid }) => sid);
  const { partitions } = first.event;
  const replicas = sumOf(partitions, (each) => each.replicas.length);
  return [{ fact: { kind: "before", brokers, partitions: partitions.length, replicas }, lines: [first.line] }];
}

function standing(trace: KafkaTrace): Standing {
  const partitions = partitionsAtEnd(trace);
  return {
    partitions: partitions.size,
    offline: [...partitions.values()].filter((leader) => leader === null).length,
    lost: sumOf(leaderChanges(trace.events), ({ committedLost }) => committedLost),
  };
}

/** The leader of each partition as the trace has told it. */
function partitionsAtEnd({ events }: KafkaTrace): Map<string, number | null> {
  const leaders = new Map<string, number | null>();
  for (const event of events) {
    if (event.type === "partitions")
      for (const { partition, leader } of event.partitions) leaders.set(partition, leader);
    else if (event.type === "partition") leaders.set(event.partition, event.leader);
  }
  return leaders;
}

function answer(trace: KafkaTrace): T {
  const { events, result, header } = trace;
  const end = standing(trace);
  const elections = ofType(events, "controller", 0).filter(({ event }) => event.change === "elected");
  const last = elections.at(-1);
  const resultLine = lineOf(events.length);
  if (result === undefined || result.leader === null) {
    const up = (result?.servers ?? []).filter(({ state }) => state !== "DOWN").map(({ sid }) => sid);
    return { fact: { kind: "nobody", up, ...end }, lines: result ? [resultLine] : [] };
  }
  const sid = result.leader;
  if (last?.event.sid !== sid) {
    const epoch = Number(
      result.servers.find((server) => server.sid === header.cluster.leader)?.["controllerEpoch"] ?? 1,
    );
    return { fact: { kind: "stayed", sid, epoch, ...end }, lines: [resultLine] };
  }
  const epoch = last.event.epoch ?? 0;
  const race = raceBefore(trace, last.line);
  const lines = [...race.lines, last.line, resultLine];
  const { tried } = race;
  if (tried.length < 2) return { fact: { kind: "alone", sid, epoch, ...end }, lines };
  return { fact: { kind: "wonRace", sid, epoch, tried, ...end }, lines };
}

/** Who asked for /controller since it last went, before ZooKeeper gave it to one of them. */
function raceBefore({ events }: KafkaTrace, line: number): { tried: number[]; lines: number[] } {
  const before = events.slice(0, line - 1);
  const created = before.findLastIndex(
    (event) => event.type === "znode" && event.path === controllerPath && event.change === "created",
  );
  const begun = events
    .slice(0, created)
    .findLastIndex((event) => event.type === "znode" && event.path === controllerPath && event.change === "deleted");
  const from = Math.max(0, begun);
  const attempts = ofType(events.slice(from, created), "controller", from).filter(
    ({ event }) => event.change === "attempt",
  );
  return { tried: attempts.map(({ event }) => event.sid), lines: [lineOf(created)] };
}
