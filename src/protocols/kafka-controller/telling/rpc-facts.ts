/** What controllers tell brokers in one step, and what those refuse. */
import type { Told } from "../../telling.ts";
import { grouped } from "./alike.ts";
import type { KafkaFact } from "./facts.ts";
import { type AnyEvent, type KafkaTrace, lineOf, ofType, type Placed } from "./trace.ts";

type T = Told<KafkaFact>;

export function rpcFacts({ events }: KafkaTrace, from: number, to: number): T[] {
  const part = events.slice(from, to);
  return [...told(part, from), ...fenced(ofType(part, "fenced", from))];
}

function fenced(refusals: readonly Placed<"fenced">[]): T[] {
  return grouped(refusals, ({ event }) => [event.from, event.epoch, event.current]).map((group) => {
    const [first] = group as [Placed<"fenced">];
    const { from, epoch, current } = first.event;
    const by = [...new Set(group.map(({ event }) => event.sid))].sort((a, b) => a - b);
    return {
      fact: { kind: "fenced", from, by, rpcs: group.length, epoch, current },
      lines: group.map(({ line }) => line),
    };
  });
}

const kinds = ["LeaderAndIsr", "UpdateMetadata", "StopReplica"] as const;

interface Sent {
  readonly from: number;
  readonly to: number;
  readonly rpc: (typeof kinds)[number];
  readonly epoch: number;
  readonly t: number;
  readonly line: number;
  /** It came before the step was over. */
  readonly arrived: boolean;
}

/** RPCs as they leave; of two that say the same the one that leaves later arrives later. */
function sentIn(part: readonly AnyEvent[], from: number): Sent[] {
  const arrivals = new Map<string, number>();
  const sent: Sent[] = [];
  for (let at = part.length - 1; at >= 0; at--) {
    const event = part[at] as AnyEvent;
    if (event.type === "accepted" || event.type === "fenced") {
      const key = [event.from, event.sid, event.rpc, event.epoch].join(" ");
      arrivals.set(key, (arrivals.get(key) ?? 0) + 1);
    } else if (event.type === "message") {
      const rpc = kinds.find((kind) => kind === event.kind);
      if (!rpc || typeof event.from !== "number" || typeof event.to !== "number") continue;
      const epoch = Number(event.content?.["controllerEpoch"]);
      const key = [event.from, event.to, rpc, epoch].join(" ");
      const left = arrivals.get(key) ?? 0;
      arrivals.set(key, left - 1);
      sent.push({ from: event.from, to: event.to, rpc, epoch, t: event.t, line: lineOf(from + at), arrived: left > 0 });
    }
  }
  return sent.reverse();
}

type ToldFact = Extract<KafkaFact, { kind: "told" }>;

function told(part: readonly AnyEvent[], from: number): T[] {
  return grouped(sentIn(part, from), ({ from: by, epoch, t }) => [by, epoch, t]).map((group) => {
    const [{ from: by, epoch }] = group as [Sent];
    const of = (rpc: Sent["rpc"]) => ascending(group.filter((one) => one.rpc === rpc).map(({ to }) => to));
    const fact: ToldFact = {
      ...{ kind: "told", by, epoch, underway: group.every(({ arrived }) => !arrived) },
      ...{ leaderAndIsr: of("LeaderAndIsr"), updateMetadata: of("UpdateMetadata"), stopReplica: of("StopReplica") },
    };
    return { fact, lines: group.map(({ line }) => line) };
  });
}

function ascending(sids: readonly number[]): number[] {
  return [...new Set(sids)].sort((a, b) => a - b);
}

/** What a controller tells again and again, while nothing else is told of, is told of once. */
export function toldOnce<F extends Told<KafkaFact>>(facts: readonly F[]): F[] {
  const once: F[] = [];
  for (const next of facts) {
    const last = once.at(-1);
    const both = last && merged(last.fact, next.fact);
    if (last && both) once[once.length - 1] = { ...last, fact: both, lines: [...last.lines, ...next.lines] };
    else once.push(next);
  }
  return once;
}

function merged(one: KafkaFact, other: KafkaFact): ToldFact | null {
  if (one.kind !== "told" || other.kind !== "told") return null;
  if (one.by !== other.by || one.epoch !== other.epoch || one.underway !== other.underway) return null;
  const of = (rpc: "leaderAndIsr" | "updateMetadata" | "stopReplica") => ascending([...one[rpc], ...other[rpc]]);
  return {
    ...one,
    ...{ leaderAndIsr: of("leaderAndIsr"), updateMetadata: of("updateMetadata"), stopReplica: of("stopReplica") },
  };
}
