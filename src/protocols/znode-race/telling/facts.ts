import type { ProtocolTrace } from "../../../trace/protocol-events.ts";
import type { SessionFact, Stage } from "../../znodes/telling/facts.ts";
import { leaderPath, type RaceEvent } from "../types.ts";

export type TracedRaceEvent = RaceEvent & { readonly t: number };
export type RaceTrace = ProtocolTrace<TracedRaceEvent>;
type Traced<T extends RaceEvent["type"]> = Extract<TracedRaceEvent, { readonly type: T }>;

export type RaceFact =
  | SessionFact
  /** `tried`: replicas that wanted partition 1 in its last race; 0 when it was in office all along. */
  | {
      readonly kind: "leads";
      readonly leader: number;
      readonly tried: number;
      readonly partitions: number;
      readonly led: number;
    }
  | { readonly kind: "nobody"; readonly down: boolean }
  | {
      readonly kind: "herd";
      readonly fired: number;
      readonly partitions: number;
      readonly woken: readonly number[];
      readonly before: number;
      readonly after: number;
    }
  /** Requests for partition 1 in the order in which ZooKeeper got them, until its znode went again. */
  | { readonly kind: "race"; readonly order: readonly number[]; readonly winner: number | null }
  /** The znode that it found there is its own, of an earlier session: it takes itself for the leader. */
  | { readonly kind: "own-znode"; readonly sid: number }
  | {
      readonly kind: "spread";
      readonly won: readonly (readonly [sid: number, partitions: number])[];
      readonly tried: number;
      readonly refused: number;
    }
  | {
      readonly kind: "views";
      readonly first: number;
      readonly last: number;
      readonly ms: number;
      readonly worst: number;
      readonly partitions: number;
    }
  | {
      readonly kind: "load";
      readonly messages: number;
      readonly held: number;
      readonly replicas: number;
      readonly partitions: number;
    }
  | { readonly kind: "choice" }
  | { readonly kind: "kafka" };

/** What a step came to, counted. */
export interface Tally {
  /** Watches held by the service before and after. */
  readonly before: number;
  readonly after: number;
  readonly fired: number;
  /** Whose watches fired. */
  readonly woken: readonly number[];
  readonly tried: number;
  readonly refused: number;
  /** Partitions won, by sid. */
  readonly won: ReadonlyMap<number, number>;
  /** Requests for the first partition, in the order of their arrival; whenever its znode goes, another race begins. */
  readonly races: readonly Race[];
  readonly messages: number;
  /** For each partition with a new leader: when the first replica knew and when the last did. */
  readonly views: ReadonlyMap<number, View>;
  /** First and last line of watches that fired; empty when none did. */
  readonly firedLines: readonly number[];
}

export type Race = readonly { readonly sid: number; readonly won: boolean; readonly line: number }[];

export interface View {
  readonly first: { readonly sid: number; readonly t: number; readonly line: number };
  readonly last: { readonly sid: number; readonly t: number; readonly line: number };
}

/** Counts what happened in a step. */
export function tallyOf({ events, from }: Stage<TracedRaceEvent>): Tally {
  let before = 0;
  let after = 0;
  let fired = 0;
  let tried = 0;
  let refused = 0;
  let messages = 0;
  const woken = new Set<number>();
  const won = new Map<number, number>();
  const races: Race[number][][] = [[]];
  const views = new Map<number, View>();
  const firedLines: number[] = [];
  events.forEach((any, at) => {
    const event = any as TracedRaceEvent | { readonly type: "message" | "step" | "settled" };
    const line = from + at + 2;
    switch (event.type) {
      case "holds":
        before = event.watches;
        after = event.watches;
        break;
      case "session":
        after = event.held;
        break;
      case "watch":
        after = event.held;
        if (event.change !== "fired") break;
        fired++;
        woken.add(event.sid);
        if (firedLines.length < 2) firedLines.push(line);
        else firedLines[1] = line;
        break;
      case "znode":
        if (event.change === "deleted" && event.path === leaderPath(1)) races.push([]);
        if (event.change !== "created" || event.owner === null) break;
        tried++;
        won.set(event.owner, (won.get(event.owner) ?? 0) + 1);
        if (event.path === leaderPath(1)) races.at(-1)?.push({ sid: event.owner, won: true, line });
        break;
      case "refused":
        if (event.request !== "create") break;
        tried++;
        refused++;
        if (event.path === leaderPath(1)) races.at(-1)?.push({ sid: event.sid, won: false, line });
        break;
      case "view":
        seen(views, event, line);
        break;
      case "message":
        messages++;
        break;
      default:
        break;
    }
  });
  const run = races.filter(({ length }) => length > 0);
  return { before, after, fired, woken: [...woken], tried, refused, won, races: run, messages, views, firedLines };
}

/** The last that came to lead in the step counts; who only found it later is the last to know. */
function seen(views: Map<number, View>, { sid, partition, leader, t }: Traced<"view">, line: number): void {
  if (leader === null) return;
  const moment = { sid, t, line };
  const there = views.get(partition);
  if (leader === sid) views.set(partition, { first: moment, last: moment });
  else if (there?.first.sid === leader) views.set(partition, { ...there, last: moment });
}

export function partitionsOf(trace: RaceTrace): number {
  const { partitions } = optionsIn(trace);
  return typeof partitions === "number" ? partitions : 1;
}

export function timeoutOf(trace: RaceTrace): number {
  const { sessionTimeout } = optionsIn(trace);
  return typeof sessionTimeout === "number" ? sessionTimeout : 6000;
}

function optionsIn({ header }: RaceTrace): { readonly partitions?: unknown; readonly sessionTimeout?: unknown } {
  const options = header.cluster["znode-race"];
  return typeof options === "object" && options !== null ? options : {};
}
