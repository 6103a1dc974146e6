/** Who believed to lead from when to when, from any trace: paused servers believe nothing. */
import type { OwnEvent, ProtocolTrace, RoleEvent } from "../../../trace/protocol-events.ts";

export interface Stretch {
  readonly sid: number;
  readonly from: number;
  /** null: to the end. */
  readonly to: number | null;
  /** Lines of the trace on which it begins and ends. */
  readonly lines: readonly number[];
}

/** Two servers that believed to lead at the same time. */
export interface Double {
  readonly older: number;
  readonly newer: number;
  readonly from: number;
  readonly to: number | null;
  readonly lines: readonly number[];
}

export function leadings<E extends OwnEvent>({ header, events }: ProtocolTrace<E>): Stretch[] {
  const stretches: Stretch[] = [];
  const open = new Map<number, { from: number; lines: number[] }>();
  const paused = new Set<number>();
  const end = (sid: number, t: number, line: number) => {
    const begun = open.get(sid);
    if (!begun) return;
    open.delete(sid);
    stretches.push({ sid, from: begun.from, to: t, lines: [...begun.lines, line] });
  };
  const leads = new Set<number>();
  const { leader } = header.cluster;
  if (typeof leader === "number") {
    leads.add(leader);
    open.set(leader, { from: 0, lines: [] });
  }
  events.forEach((event, at) => {
    const line = at + 2;
    if (event.type === "state") {
      const { sid, to, t } = event as RoleEvent;
      if (to === "LEADING") leads.add(sid);
      else leads.delete(sid);
      if (to === "DOWN") paused.delete(sid);
      if (to === "LEADING" && !paused.has(sid)) open.set(sid, { from: t, lines: [line] });
      else end(sid, t, line);
    } else if (event.type === "step") {
      const { action } = event as { readonly action?: { readonly pause?: unknown; readonly resume?: unknown } };
      for (const sid of sidsOf(action?.pause)) {
        paused.add(sid);
        end(sid, event.t, line);
      }
      for (const sid of sidsOf(action?.resume)) {
        paused.delete(sid);
        if (leads.has(sid)) open.set(sid, { from: event.t, lines: [line] });
      }
    }
  });
  for (const [sid, { from, lines }] of open) stretches.push({ sid, from, to: null, lines });
  return stretches.sort((a, b) => a.from - b.from);
}

/** @param stretches those of `leadings`, the earliest first */
export function doubles(stretches: readonly Stretch[]): Double[] {
  return stretches.flatMap((one, at) =>
    stretches.slice(at + 1).flatMap((other) => {
      const to = earlier(one.to, other.to);
      // Over at the moment it began: nobody noticed.
      if (other.sid === one.sid || (to !== null && to <= other.from)) return [];
      const lines = [...one.lines, ...other.lines];
      return [{ older: one.sid, newer: other.sid, from: other.from, to, lines }];
    }),
  );
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function sidsOf(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((sid) => typeof sid === "number") : [];
}
