/** The events of a trace of Kafka, by type. */
import type { ProtocolEvent, ProtocolTrace } from "../../../trace/protocol-events.ts";
import type { KafkaEvent } from "../events.ts";

export type TracedEvent = KafkaEvent & { readonly t: number };
export type AnyEvent = ProtocolEvent<TracedEvent>;
export type KafkaTrace = ProtocolTrace<TracedEvent>;
export type EventOf<T extends KafkaEvent["type"]> = Extract<TracedEvent, { type: T }>;

/** An event, and the line of the trace that it stands on. */
export interface Placed<T extends KafkaEvent["type"]> {
  readonly event: EventOf<T>;
  readonly line: number;
}

/** The first event stands on the second line, behind the header. */
export function lineOf(index: number): number {
  return index + 2;
}

/** Events of one type among those from `from` on. */
export function ofType<T extends KafkaEvent["type"]>(events: readonly AnyEvent[], type: T, from: number): Placed<T>[] {
  const found: Placed<T>[] = [];
  events.forEach((event, at) => {
    if (event.type === type) found.push({ event: event as EventOf<T>, line: lineOf(from + at) });
  });
  return found;
}

/** Where each step begins, and the one behind the last. */
export function stretches(events: readonly AnyEvent[]): { readonly from: number; readonly to: number }[] {
  const starts = events.flatMap(({ type }, at) => (type === "step" ? [at] : []));
  return starts.map((from, at) => ({ from, to: starts[at + 1] ?? events.length }));
}
