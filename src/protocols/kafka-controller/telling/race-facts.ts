/** What happens at /controller in one step: who loses it, who is woken, who tries, who gets it. */
import type { Told } from "../../telling.ts";
import { controllerPath } from "../znodes.ts";
import { sumOf } from "./alike.ts";
import type { KafkaFact } from "./facts.ts";
import { type AnyEvent, type KafkaTrace, lineOf, ofType, type Placed } from "./trace.ts";

type T = Told<KafkaFact>;

export function raceFacts({ events }: KafkaTrace, from: number, to: number): T[] {
  const part = events.slice(from, to);
  const start = part[0]?.t ?? 0;
  return [
    ...ended(part, from, start),
    ...woken(events, part, from),
    ...resigned(part, from),
    ...left(part, from),
    ...registered(part, from),
    ...races(part, from, start),
  ];
}

/** Sessions that ended, and whether /controller went with them. */
function ended(part: readonly AnyEvent[], from: number, start: number): T[] {
  return ofType(part, "session", from).flatMap(({ event, line }): T[] => {
    const { sid, session, change, t } = event;
    if (change !== "expired" && change !== "closed") return [];
    const gone = ofType(part, "znode", from).filter(
      ({ event: znode }) => znode.change === "deleted" && znode.session === session,
    );
    const controller = gone.some(({ event: znode }) => znode.path === controllerPath);
    const lines = [line, ...gone.map((znode) => znode.line)];
    return [{ fact: { kind: "ended", sid, how: change, ms: t - start, controller }, lines }];
  });
}

function controllerWatches(part: readonly AnyEvent[], from: number, change: "deleted" | "created"): Placed<"watch">[] {
  return ofType(part, "watch", from).filter(
    ({ event }) => event.change === "fired" && event.path === controllerPath && event.event === change,
  );
}

function woken(events: readonly AnyEvent[], part: readonly AnyEvent[], from: number): T[] {
  const fired = controllerWatches(part, from, "deleted");
  if (fired.length === 0) return [];
  const again = controllerWatches(part, from, "created");
  const partitions = ofType(events, "partitions", 0)[0]?.event.partitions ?? [];
  const followers = sumOf(partitions, ({ replicas }) => replicas.length - 1);
  const counts = { woken: fired.length, again: again.length, partitions: partitions.length, followers };
  return [{ fact: { kind: "woken", ...counts }, lines: [...fired, ...again].map(({ line }) => line) }];
}

function resigned(part: readonly AnyEvent[], from: number): T[] {
  return ofType(part, "controller", from).flatMap(({ event, line }): T[] => {
    const { sid, epoch, change, reason } = event;
    if (change !== "resigned" || reason === undefined) return [];
    return [{ fact: { kind: "resigned", sid, epoch, reason }, lines: [line] }];
  });
}

function left(part: readonly AnyEvent[], from: number): T[] {
  return ofType(part, "left", from).map(({ event, line }) => ({
    fact: { kind: "left", sid: event.sid, remaining: event.remaining.length },
    lines: [line],
  }));
}

function registered(part: readonly AnyEvent[], from: number): T[] {
  const found = ofType(part, "registered", from);
  if (found.length === 0) return [];
  const sids = found.map(({ event }) => event.sid);
  return [{ fact: { kind: "registered", sids }, lines: found.map(({ line }) => line) }];
}

/** Each controller elected, with those who asked for /controller before ZooKeeper gave it to that one. */
function races(part: readonly AnyEvent[], from: number, start: number): T[] {
  let attempts: { sid: number; line: number }[] = [];
  return part.flatMap((event, at): T[] => {
    if (event.type !== "controller") return [];
    const line = lineOf(from + at);
    if (event.change === "attempt") attempts.push({ sid: event.sid, line });
    if (event.change !== "elected" || event.epoch === null) return [];
    const tried = attempts.map(({ sid }) => sid);
    const lines = [...attempts.map((attempt) => attempt.line), line];
    attempts = [];
    const { sid, epoch, t } = event;
    const fact: KafkaFact =
      tried.length > 1
        ? { kind: "race", tried, winner: sid, epoch, ms: t - start }
        : { kind: "unopposed", sid, epoch, ms: t - start };
    return [{ fact, lines }];
  });
}
