/** What controllers tell brokers in one step, and what those refuse. */
import type { Told } from "../../telling.ts";
import { grouped } from "./alike.ts";
import type { KafkaFact } from "./facts.ts";
import { type KafkaTrace, ofType, type Placed } from "./trace.ts";

type T = Told<KafkaFact>;

export function rpcFacts({ events }: KafkaTrace, from: number, to: number): T[] {
  const part = events.slice(from, to);
  return [...told(ofType(part, "accepted", from)), ...fenced(ofType(part, "fenced", from))];
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

function told(accepted: readonly Placed<"accepted">[]): T[] {
  return grouped(accepted, ({ event }) => [event.from, event.epoch]).map((group) => {
    const [first] = group as [Placed<"accepted">];
    const of = (rpc: string) =>
      [...new Set(group.filter(({ event }) => event.rpc === rpc).map(({ event }) => event.sid))].sort((a, b) => a - b);
    const { from: by, epoch } = first.event;
    return {
      fact: { kind: "told", by, epoch, leaderAndIsr: of("LeaderAndIsr"), updateMetadata: of("UpdateMetadata") },
      lines: group.map(({ line }) => line),
    };
  });
}
