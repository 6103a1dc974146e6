/** Clusters with a past, and steps that break off whatever is going on. */
import fc from "fast-check";
import type { Action, Cluster, Network, Step, Timing } from "../../../src/scenario/cluster.ts";
import { defaultTiming } from "../../../src/scenario/defaults.ts";
import type { Condition } from "../../scenario/arbitrary.ts";
import { maxSids, type Past, past } from "./past.ts";

const latency = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ min: 1, max: 1 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 7, 40).map((ms) => ({ min: ms, max: ms })) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(3), fc.nat(30)).map(([min, more]) => ({ min, max: min + more })) },
  { weight: 1, arbitrary: fc.constant({ min: 1, max: 150 }) },
);

const network: fc.Arbitrary<Network> = fc.record({
  latency,
  loss: fc.constantFrom(0, 0, 0, 0.1, 0.3),
  seed: fc.nat(1000),
});

const timing: fc.Arbitrary<Timing> = fc.record({
  tickTime: fc.constantFrom(50, 200),
  initLimit: fc.constantFrom(4, 10),
  syncLimit: fc.constantFrom(2, 5),
  finalizeWait: fc.constantFrom(200, 200, 50),
  minNotificationInterval: fc.constantFrom(200, 50),
  maxNotificationInterval: fc.constant(60_000),
});

/** From when a step ends an election begins, decides after about 202 ms, and is over a few messages later. */
const forMs = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.integer({ min: 200, max: 212 }) },
  { weight: 3, arbitrary: fc.nat(12) },
  { weight: 2, arbitrary: fc.nat(400) },
  { weight: 1, arbitrary: fc.constantFrom(1000, 3000) },
);

const kinds = ["fail", "restart", "pause", "resume", "partition", "heal", "write", "write", "wait", "depose"] as const;
const wish = fc.record({
  kind: fc.constantFrom(...kinds),
  picks: fc.array(fc.boolean(), { minLength: maxSids, maxLength: maxSids }),
  few: fc.nat(maxSids),
  count: fc.integer({ min: 1, max: 6 }),
  reaches: fc.boolean(),
  forMs,
});
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

const changes = {
  fail: { from: ["up", "paused"], to: "down" },
  restart: { from: ["down"], to: "up" },
  pause: { from: ["up"], to: "paused" },
  resume: { from: ["paused"], to: "up" },
} as const;

export interface ZabRun {
  readonly cluster: Cluster;
  /** What is committed before the first step. */
  readonly committed: readonly bigint[];
  readonly conditions: ReadonlyMap<number, Condition>;
}

export const zabRun: fc.Arbitrary<ZabRun> = fc
  .record({
    past,
    commitLogCount: fc.constantFrom(500, 500, 0, 1, 2, 5),
    tell: fc.boolean(),
    late: fc.array(fc.boolean(), { minLength: maxSids, maxLength: maxSids }),
    someLate: fc.boolean(),
    begin: forMs,
    wishes: fc.array(wish, { minLength: 3, maxLength: 14, size: "max" }),
    network,
    timing: fc.oneof(fc.constant(defaultTiming), timing),
  })
  .map(({ past, late, someLate, begin, wishes, tell, ...rest }): ZabRun => {
    const { servers, committed, inOffice } = past;
    const last = committed.at(-1);
    const conditions = new Map<number, Condition>(servers.map(({ sid }) => [sid, "up"]));
    const steps = inOffice === null ? starts(past, someLate ? late : [], begin) : [];
    for (const one of wishes) {
      const { kind } = one;
      steps.push(...(kind === "depose" ? depose(one, conditions) : stepOf(kind, one, conditions)));
    }
    const cluster: Cluster = {
      ...rest,
      ...{ servers, leader: inOffice, until: "established", steps },
      timing: fitting(rest.network, rest.timing),
      ...(tell && last !== undefined && { committed: last }),
    };
    return { cluster, committed, conditions };
  })
  .filter(({ cluster }) => cluster.steps.length > 0);

/** Where a message takes about as long as anybody waits for it, nothing ever settles. */
function fitting({ latency, loss }: Network, timing: Timing): Timing {
  if (latency.max > 40) return defaultTiming;
  return loss > 0 ? { ...timing, tickTime: Math.max(timing.tickTime, 200) } : timing;
}

/** All at once, or some after the others. */
function starts({ servers }: Past, late: readonly boolean[], forMs: number | undefined): Step[] {
  const groups = [servers.filter((_, index) => !late[index]), servers.filter((_, index) => late[index])];
  return groups
    .map((group) => group.map(({ sid }) => sid))
    .filter((sids) => sids.length > 0)
    .map((sids) => ({ action: { kind: "start", sids }, ...(forMs !== undefined && { forMs }) }));
}

/** The last server, which likely leads, fails with writes that few have, and comes back when others may have written. */
function depose({ picks: [some, more], few, count, forMs, ...wish }: Wish, conditions: Map<number, Condition>): Step[] {
  const last = [...conditions].findLast(([, condition]) => condition === "up")?.[0];
  if (last === undefined) return [];
  const limit = forMs !== undefined && { forMs };
  return [
    { action: { kind: "write", count, reach: some ? [few + 1].filter((sid) => conditions.has(sid)) : [] } },
    { action: { kind: "fail", sids: [last] }, ...limit },
    ...(more ? [{ action: { kind: "write", count: few + 1 } } as const] : []),
    { action: { kind: "restart", sids: [last] }, ...(wish.reaches && limit) },
  ];
}

type Plain = Exclude<Wish["kind"], "depose">;

function stepOf(kind: Plain, wish: Wish, conditions: Map<number, Condition>): Step[] {
  const action = actionOf(kind, wish, conditions);
  return action ? [{ action, ...(wish.forMs !== undefined && { forMs: wish.forMs }) }] : [];
}

function actionOf(
  kind: Plain,
  { picks, few, count, reaches }: Wish,
  conditions: Map<number, Condition>,
): Action | undefined {
  const all = [...conditions.keys()];
  const picked = all.filter((_, index) => picks[index]);
  switch (kind) {
    case "partition": {
      const rest = all.filter((sid) => !picked.includes(sid));
      return { kind, groups: [picked, rest].filter((group) => group.length > 0) };
    }
    case "heal":
      return { kind };
    case "write":
      return { kind, count, ...(reaches && { reach: picked }) };
    case "wait":
      return { kind, ms: count * 40 };
    default: {
      const { from, to } = changes[kind];
      const fit = all.filter((sid) => (from as readonly Condition[]).includes(conditions.get(sid) ?? "up"));
      // One at a time, most often: who fails all at once never sees what others make of it.
      const sids =
        few > 2 ? fit.slice(few % Math.max(1, fit.length)).slice(0, 1) : fit.filter((sid) => picked.includes(sid));
      for (const sid of sids) conditions.set(sid, to);
      return sids.length > 0 ? { kind, sids } : undefined;
    }
  }
}
