/** Random faults, and what any trace of clients of the ZooKeeper service must keep to, checked from the trace alone. */
import fc from "fast-check";

export interface Traced {
  readonly type: string;
  readonly t: number;
  readonly [field: string]: unknown;
}

interface Fault {
  readonly kind: "fail" | "restart" | "pause" | "resume" | "partition" | "heal" | "wait";
  readonly sid: number;
  readonly ms: number;
}

const fault = (kinds: readonly Fault["kind"][], servers: number): fc.Arbitrary<Fault> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    sid: fc.integer({ min: 1, max: servers }),
    ms: fc.integer({ min: 1, max: 9000 }),
  });

/** With `well` all who are up run and are in reach at the end. A description, as JSON, of a cluster with a leader in office or none, and faults that are possible when their turn comes. */
export function faulty(kinds: readonly Fault["kind"][], well = false): fc.Arbitrary<string> {
  return fc.integer({ min: 2, max: 5 }).chain((servers) =>
    fc
      .record({
        faults: fc.array(fault(kinds, servers), { minLength: 1, maxLength: 7 }),
        office: fc.boolean(),
        seed: fc.integer({ min: 0, max: 1000 }),
        latency: fc.constantFrom(1, 20, [1, 60]),
      })
      .map(({ faults, office, seed, latency }) => {
        const begin = office ? [] : [{ start: Array.from({ length: servers }, (_, at) => at + 1) }];
        const steps = [...begin, ...possible(faults, servers, well)];
        return JSON.stringify({
          servers,
          ...(office && { leader: 1 }),
          network: { seed, latency },
          steps: steps.length > 0 ? steps : [{ wait: 1 }],
        });
      }),
  );
}

function possible(faults: readonly Fault[], servers: number, well: boolean): object[] {
  const up = new Set(Array.from({ length: servers }, (_, at) => at + 1));
  const paused = new Set<number>();
  let whole = true;
  const steps = faults.flatMap(({ kind, sid, ms }): object[] => {
    // Some steps end before everything has come to rest.
    const limit = ms % 2 === 0 ? { for: ms } : {};
    switch (kind) {
      case "fail":
        if (!up.delete(sid)) return [];
        paused.delete(sid);
        return [{ fail: [sid], ...limit }];
      case "restart":
        if (up.has(sid)) return [];
        up.add(sid);
        return [{ restart: [sid], ...limit }];
      case "pause":
        if (!up.has(sid) || paused.has(sid)) return [];
        paused.add(sid);
        return [{ pause: [sid], ...limit }];
      case "resume":
        return paused.delete(sid) ? [{ resume: [sid], ...limit }] : [];
      case "partition": {
        if (!whole || servers < 2) return [];
        whole = false;
        const others = Array.from({ length: servers }, (_, at) => at + 1).filter((other) => other !== sid);
        return [{ partition: [[sid], others], ...limit }];
      }
      case "heal":
        if (whole) return [];
        whole = true;
        return [{ heal: true, ...limit }];
      default:
        return [{ wait: ms }];
    }
  });
  if (!well) return steps;
  const resumed = paused.size > 0 ? [{ resume: [...paused] }] : [];
  return [...steps, ...(whole ? [] : [{ heal: true }]), ...resumed, { wait: 20_000 }];
}

/** What is wrong with a trace: watches that fire without being set, znodes that outlive their sessions, twins. */
export function faultsIn(events: readonly Traced[]): string[] {
  const found: string[] = [];
  const set = new Set<string>();
  const ended = new Set<number>();
  const owners = new Map<string, number>();
  let known = false;
  for (const event of events) {
    if (event.type === "session" && (event.change === "expired" || event.change === "closed")) {
      ended.add(event.session as number);
    }
    if (event.type === "watch") {
      const key = `${event.session} ${event.path} ${event.on}`;
      if (event.change === "set") {
        if (set.has(key)) found.push(`${key} set twice`);
        set.add(key);
        known = true;
      } else if (!set.delete(key) && known && !inOffice(event.session as number))
        found.push(`${key} ${event.change} unset`);
      if (ended.has(event.session as number)) found.push(`${key} after its session`);
    }
    if (event.type === "znode") {
      const path = event.path as string;
      if (event.change === "created") {
        if (owners.has(path)) found.push(`${path} created twice`);
        if (ended.has(event.session as number)) found.push(`${path} of a session that is over`);
        owners.set(path, event.session as number);
      }
      if (event.change === "deleted") owners.delete(path);
    }
    // An expiry and what it deletes are of one moment.
    if (event.type !== "znode" && event.type !== "session" && event.type !== "watch" && event.type !== "message") {
      if (event.type === "queue") continue;
      for (const [path, session] of owners) if (ended.has(session)) found.push(`${path} outlives session ${session}`);
    }
  }
  return found;
}

/** Sessions of those in office set their first watch before the trace begins. */
function inOffice(session: number): boolean {
  return session <= 5;
}

/** Who believes to lead and is not paused, at the end of every instant. */
export function* believers(events: readonly Traced[], leader: number | null): Generator<readonly number[]> {
  const leads = new Set(leader === null ? [] : [leader]);
  const paused = new Set<number>();
  for (const [at, event] of events.entries()) {
    if (event.type === "state") {
      if (event.to === "LEADING") leads.add(event.sid as number);
      else leads.delete(event.sid as number);
      if (event.to === "DOWN") paused.delete(event.sid as number);
    }
    if (event.type === "step") {
      const { pause = [], resume = [] } = event.action as { pause?: number[]; resume?: number[] };
      for (const sid of pause) paused.add(sid);
      for (const sid of resume) paused.delete(sid);
    }
    if (events[at + 1]?.t !== event.t) yield [...leads].filter((sid) => !paused.has(sid));
  }
}
