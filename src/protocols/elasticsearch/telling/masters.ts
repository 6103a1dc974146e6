/** Who took whom for the master, and when: what a trace's states say. */
import type { State } from "../events.ts";
import type { Side } from "./facts.ts";
import { lineOf, type ZenTrace } from "./story.ts";

/** Two or more were master at once. */
export interface Overlap {
  readonly masters: readonly number[];
  readonly from: number;
  /** null: to the end. */
  readonly to: number | null;
  readonly lines: readonly number[];
}

/** Whom each takes for the master after some events, itself if it is one; who is paused does not act. */
class Standing {
  readonly master = new Map<number, number>();
  readonly paused = new Set<number>();

  constructor({ header }: ZenTrace) {
    const { leader, servers } = header.cluster;
    if (leader == null) return;
    const down = new Set(sidsIn(header.cluster["down"]));
    for (const { sid } of servers) if (!down.has(sid)) this.master.set(sid, leader);
  }

  take(event: ZenTrace["events"][number]): void {
    if (event.type === "step") {
      const { pause, resume } = (event as { action: Readonly<Record<string, unknown>> }).action;
      for (const sid of sidsIn(pause)) this.paused.add(sid);
      for (const sid of sidsIn(resume)) this.paused.delete(sid);
    }
    if (event.type !== "state") return;
    const { sid, to, master } = event as State;
    if (to === "DOWN") this.paused.delete(sid);
    if (to === "LEADING") this.master.set(sid, sid);
    else if ((to === "FOLLOWING" || to === "OBSERVING") && typeof master === "number") this.master.set(sid, master);
    else this.master.delete(sid);
  }

  /** Those who believe to be master and act on it, in sid order. */
  active(): number[] {
    const masters = [...this.master].flatMap(([sid, master]) => (sid === master && !this.paused.has(sid) ? [sid] : []));
    return masters.sort((a, b) => a - b);
  }
}

function sidsIn(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "number") : [];
}

/** Every master before the event at `to`, and who takes it for theirs. */
export function sidesAt(trace: ZenTrace, to: number): Side[] {
  const standing = new Standing(trace);
  for (const event of trace.events.slice(0, to)) standing.take(event);
  return standing.active().map((master) => ({
    master,
    nodes: [...standing.master].flatMap(([sid, its]) => (its === master ? [sid] : [])).sort((a, b) => a - b),
  }));
}

/** Who is paused at the end. */
export function pausedAtEnd(trace: ZenTrace): ReadonlySet<number> {
  const standing = new Standing(trace);
  for (const event of trace.events) standing.take(event);
  return standing.paused;
}

/** When there were several masters at once; when one of them is gone, another stretch begins. */
export function overlapsOf(trace: ZenTrace): Overlap[] {
  const standing = new Standing(trace);
  const overlaps: Overlap[] = [];
  let open: Overlap | undefined;
  for (const [at, event] of trace.events.entries()) {
    standing.take(event);
    const masters = standing.active();
    if (open && masters.length > 1 && open.masters.some((master) => !masters.includes(master))) {
      overlaps.push({ ...open, to: event.t, lines: [...open.lines, lineOf(at)] });
      open = undefined;
    }
    if (masters.length > 1 && masters.join() !== open?.masters.join()) {
      const all = [...new Set([...(open?.masters ?? []), ...masters])].sort((a, b) => a - b);
      open = { masters: all, from: open?.from ?? event.t, to: null, lines: [...(open?.lines ?? []), lineOf(at)] };
    } else if (masters.length < 2 && open) {
      overlaps.push({ ...open, to: event.t, lines: [...open.lines, lineOf(at)] });
      open = undefined;
    }
  }
  return open ? [...overlaps, open] : overlaps;
}
