/** Facts that the explanations of all recipes share: what became of sessions, and who believed to lead at once. */
import type { StepAction } from "../../../trace/events.ts";
import type { OwnEvent, ProtocolEvent, ProtocolTrace } from "../../../trace/protocol-events.ts";
import type { Told } from "../../telling.ts";
import type { ZnodeEvent } from "../events.ts";
import { doubles, leadings } from "./leading.ts";

export type Timed<E> = E & { readonly t: number };

export type SessionFact =
  | { readonly kind: "step"; readonly number: number; readonly of: number; readonly action: StepAction }
  /** A session ended for want of a sign of life; `since`: ms since the server crashed, else since the step began. */
  | {
      readonly kind: "expired";
      readonly sid: number;
      readonly crashed: boolean;
      readonly since: number;
      readonly timeout: number;
      /** Its ephemeral znodes, which went with it. */
      readonly znodes: number;
    }
  /** It was told that its session is over; `since`: ms since the step began. */
  | { readonly kind: "learned"; readonly sid: number; readonly since: number; readonly led: boolean }
  /**
   * `ms`: null when that goes on to the end; `cut`: of a trace that is cut short; `until`: the later step in which it
   * ended, null when that was its own.
   */
  | {
      readonly kind: "two";
      readonly one: number;
      readonly other: number;
      readonly ms: number | null;
      readonly cut: boolean;
      readonly until: number | null;
    }
  /** Nobody believed to lead. */
  | { readonly kind: "gap"; readonly ms: number; readonly next: number }
  | { readonly kind: "nothing" }
  | { readonly kind: "simulated" };

/** A stretch of the trace, from a step to before the next. */
export interface Stage<E extends OwnEvent> {
  readonly number: number;
  readonly of: number;
  readonly action: StepAction;
  readonly t: number;
  readonly from: number;
  readonly to: number;
  readonly events: readonly ProtocolEvent<E>[];
}

/** Step by step. */
export function stagesOf<E extends OwnEvent>({ events }: ProtocolTrace<E>): Stage<E>[] {
  const begins = events.flatMap(({ type }, at) => (type === "step" ? [at] : []));
  return begins.flatMap((from, index) => {
    const step = events[from];
    if (step?.type !== "step" || !("action" in step)) return [];
    const to = begins[index + 1] ?? events.length;
    const { t, action } = step as { readonly t: number; readonly action: StepAction };
    return [{ number: index + 1, of: begins.length, action, t, from, to, events: events.slice(from, to) }];
  });
}

/** Sessions that ended in a step, in their order. */
export function expirations<E extends OwnEvent>(
  { events }: ProtocolTrace<E>,
  stage: Stage<E>,
  timeout: number,
): Told<SessionFact>[] {
  return stage.events.flatMap((event, offset) => {
    if (event.type !== "session") return [];
    const { sid, session, change, t } = event as unknown as Timed<Extract<ZnodeEvent, { type: "session" }>>;
    if (change !== "expired") return [];
    const at = stage.from + offset;
    const crash = crashIn(events.slice(0, at), sid, session);
    const znodes = stage.events.filter(
      (other) => other.type === "znode" && "session" in other && other.session === session && other.t === t,
    ).length;
    const lines = [...(crash < 0 ? [] : [crash]), at].map((index) => index + 2);
    const since = t - (events[crash]?.t ?? stage.t);
    return [{ fact: { kind: "expired", sid, crashed: crash >= 0, since, timeout, znodes } as const, lines }];
  });
}

/** Where a server crashed that had this session, maybe steps ago; -1: it did not. */
function crashIn<E extends OwnEvent>(events: readonly ProtocolEvent<E>[], sid: number, session: number): number {
  const opened = events.findLastIndex(
    (event) =>
      event.type === "session" &&
      "session" in event &&
      event.session === session &&
      "change" in event &&
      event.change === "opened",
  );
  return events.findIndex((event, at) => {
    return (
      at > opened &&
      event.type === "state" &&
      "sid" in event &&
      event.sid === sid &&
      "to" in event &&
      event.to === "DOWN"
    );
  });
}

/** Who was told in a step that its session is over. Whoever opens one and did not start there had one before. */
export function learnings<E extends OwnEvent>({ events, from, t: begin }: Stage<E>): Told<SessionFact>[] {
  const states = events.flatMap((event) =>
    event.type === "state" ? [event as unknown as { sid: number; from: string; reason: string; t: number }] : [],
  );
  return events.flatMap((event, at): Told<SessionFact>[] => {
    if (event.type !== "session") return [];
    const { sid, change, t } = event as unknown as Timed<Extract<ZnodeEvent, { type: "session" }>>;
    const own = states.filter((state) => state.sid === sid && state.t <= t);
    if (change !== "opened" || own.some((state) => state.from === "DOWN")) return [];
    const stopped = own.findLast(({ reason }) => reason === "session-expired");
    const led = stopped?.from === "LEADING";
    return [{ fact: { kind: "learned", sid, since: (stopped?.t ?? t) - begin, led }, lines: [from + at + 2] }];
  });
}

/** Facts in the order in which they happened; what no line proves alone, or sums a step up, comes last. */
export function inOrder<F extends { readonly kind: string }>(told: readonly Told<F>[]): Told<F>[] {
  const lineOf = ({ fact, lines }: Told<F>) => {
    // What made a session end began before it ended.
    const line = fact.kind === "expired" ? lines.at(-1) : lines[0];
    return fact.kind === "two" ? Number.POSITIVE_INFINITY : (line ?? Number.POSITIVE_INFINITY);
  };
  return [...told].sort((a, b) => (lineOf(a) < lineOf(b) ? -1 : lineOf(a) > lineOf(b) ? 1 : 0));
}

/** Two that believed to lead at once, where that began in the step. */
export function doublesIn<E extends OwnEvent>(trace: ProtocolTrace<E>, stage: Stage<E>): Told<SessionFact>[] {
  const inside = (line: number) => line - 2 >= stage.from && line - 2 < stage.to;
  return doubles(leadings(trace)).flatMap(({ older, newer, from, to, lines }) => {
    const begins = trace.events[stage.to]?.t ?? Number.POSITIVE_INFINITY;
    if (from < stage.t || from >= begins || !lines.some(inside)) return [];
    const [one = older, other = newer] = [older, newer].sort((a, b) => a - b);
    const ms = to === null ? null : to - from;
    // What ends at the moment at which a step begins is ended by that step.
    const ends = to === null ? undefined : stagesOf(trace).findLast(({ t }) => t <= to);
    const until = ends && ends.number > stage.number ? ends.number : null;
    return [{ fact: { kind: "two", one, other, ms, cut: !trace.result, until } as const, lines }];
  });
}

/** How long nobody believed to lead, where that ended in the step and somebody had led before. */
export function gapsIn<E extends OwnEvent>(trace: ProtocolTrace<E>, stage: Stage<E>): Told<SessionFact>[] {
  const stretches = leadings(trace);
  const end = trace.events[stage.to]?.t ?? Number.POSITIVE_INFINITY;
  return stretches.flatMap(({ sid, from, lines }, at) => {
    const ends = stretches.slice(0, at).map(({ to }) => to ?? Number.POSITIVE_INFINITY);
    const free = Math.max(...ends);
    if (ends.length === 0 || free >= from || from < stage.t || from >= end) return [];
    return [{ fact: { kind: "gap", ms: from - free, next: sid } as const, lines: lines.slice(0, 1) }];
  });
}
