/** Who takes himself for the controller, and when nobody does, or two do. */
import type { Told } from "../../telling.ts";
import { officeEpoch } from "../office.ts";
import type { KafkaFact } from "./facts.ts";
import { type AnyEvent, type KafkaTrace, lineOf } from "./trace.ts";

/** From one event to another a broker takes itself for the controller; -1: from before the first, null: to the end. */
export interface Term {
  readonly sid: number;
  readonly epoch: number;
  readonly from: number;
  readonly to: number | null;
}

export function termsOf({ header, events }: KafkaTrace): Term[] {
  const { leader } = header.cluster;
  const terms: Term[] = leader == null ? [] : [{ sid: leader, epoch: officeEpoch, from: -1, to: null }];
  events.forEach((event, at) => {
    if (event.type !== "state") return;
    const { sid, from, to, term } = event;
    const own = terms.findLastIndex((one) => one.sid === sid && one.to === null);
    const current = terms[own];
    if (from === "LEADING" && current) terms[own] = { ...current, to: at };
    if (to === "LEADING") terms.push({ sid, epoch: term ?? officeEpoch, from: at, to: null });
  });
  return terms;
}

/** Of each election in a step: how long nobody was the controller before it, or who takes itself for it still. */
export function termFacts(
  events: readonly AnyEvent[],
  terms: readonly Term[],
  from: number,
  to: number,
): Told<KafkaFact>[] {
  const timeOf = (at: number) => events[at]?.t ?? 0;
  return terms.flatMap(({ sid, from: begins }): Told<KafkaFact>[] => {
    if (begins < from || begins >= to) return [];
    const others = terms.filter((one) => one.sid !== sid && one.from < begins);
    const stale = others.filter((one) => one.to === null || one.to > begins);
    if (stale.length > 0) return stale.map((one) => staleFact(events, one, begins, to));
    const ends = terms.flatMap((one) => (one.to !== null && one.to < begins ? [one.to] : []));
    const last = Math.max(...ends);
    if (!(last >= from)) return [];
    return [{ fact: { kind: "vacant", ms: timeOf(begins) - timeOf(last) }, lines: [lineOf(begins), lineOf(last)] }];
  });
}

function staleFact(events: readonly AnyEvent[], stale: Term, begins: number, stepEnds: number): Told<KafkaFact> {
  const { sid, epoch, to } = stale;
  const lines = to === null ? [lineOf(begins)] : [lineOf(begins), lineOf(to)];
  const within = to !== null && to < stepEnds;
  const ms = within ? (events[to]?.t ?? 0) - (events[begins]?.t ?? 0) : null;
  const step = to === null || within ? null : events.slice(0, to).filter(({ type }) => type === "step").length;
  return { fact: { kind: "stale", sid, epoch, ms, step }, lines };
}
