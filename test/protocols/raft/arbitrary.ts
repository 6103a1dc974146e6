/** Clusters small enough for logs that are written out entry by entry, with faults of every kind. */
import fc from "fast-check";
import type { RaftOptions } from "../../../src/protocols/raft/server.ts";
import type { Action, Cluster, Server, Step } from "../../../src/scenario/cluster.ts";
import { defaultCommitLogCount, defaultTiming } from "../../../src/scenario/defaults.ts";

const maxServers = 7;

const server = fc.record({
  epoch: fc.nat(3),
  zxidEpoch: fc.nat(2),
  counter: fc.nat(3),
  observer: fc.constantFrom(false, false, false, false, true),
  tail: fc.constantFrom(0, 0, 0, 0, 1, 2),
});

const ms = fc.oneof(fc.nat(40), fc.nat(400), fc.constantFrom(700, 1500));
const wish = fc.record({
  kind: fc.nat(8),
  picks: fc.array(fc.boolean(), { minLength: maxServers, maxLength: maxServers }),
  count: fc.integer({ min: 1, max: 4 }),
  ms,
  limit: fc.option(ms),
  held: fc.boolean(),
});
type Wish = typeof wish extends fc.Arbitrary<infer W> ? W : never;

const latency = fc.oneof(
  fc.constant({ min: 1, max: 1 }),
  fc.constantFrom(0, 10, 60).map((ms) => ({ min: ms, max: ms })),
  fc.tuple(fc.nat(20), fc.nat(60)).map(([min, more]) => ({ min, max: min + more })),
  fc.constant({ min: 1, max: 400 }),
);
const network = fc.record({ latency, loss: fc.constantFrom(0, 0, 0, 0.1, 0.4), seed: fc.nat(100_000) });

const options: fc.Arbitrary<RaftOptions> = fc.record({
  electionTimeout: fc.constantFrom<RaftOptions["electionTimeout"][]>([150, 300], [150, 300], [150, 150], [60, 400]),
  heartbeat: fc.constantFrom(50, 20),
  preVote: fc.boolean(),
});

export interface Run {
  readonly cluster: Cluster;
  readonly options: RaftOptions;
}

/** @param calm at the end everything is healed, and everybody is up for a while */
export function runOf({ calm = false } = {}): fc.Arbitrary<Run> {
  const parts = {
    list: fc.array(server, { minLength: 1, maxLength: maxServers }),
    inOffice: fc.boolean(),
    wishes: fc.array(wish, { minLength: 1, maxLength: 9, size: "max" }),
    network,
    options,
  };
  return fc.record(parts).map(({ list, inOffice, wishes, network, options }): Run => {
    const servers = list.map(serverOf);
    const leader = inOffice ? 1 : null;
    const begin: Step[] = inOffice ? [] : [start(servers.map(({ sid }) => sid))];
    const steps = [...begin, ...stepsOf(servers, wishes)];
    if (calm) steps.push(...calming(servers, steps));
    const cluster: Cluster = {
      servers,
      leader,
      commitLogCount: defaultCommitLogCount,
      until: "established",
      steps,
      network: calm ? { ...network, loss: 0, latency: { min: 1, max: 15 } } : network,
      timing: defaultTiming,
    };
    return { cluster, options: calm ? { ...options, electionTimeout: [150, 300] } : options };
  });
}

/** A tail is in the log of this server alone, from an epoch that nobody else has had. */
function serverOf(one: typeof server extends fc.Arbitrary<infer S> ? S : never, index: number): Server {
  const zxid = (BigInt(one.zxidEpoch) << 32n) + BigInt(one.counter);
  const role = one.observer && index > 0 ? "observer" : "participant";
  const own = { sid: index + 1, acceptedEpoch: one.epoch, electionEpoch: 0, role, epoch: one.epoch } as const;
  if (one.tail === 0 || one.counter === 0) return { ...own, zxid };
  const first = BigInt(4 + index) << 32n;
  const tail = Array.from({ length: one.tail }, (_, at) => first + BigInt(at + 1));
  return { ...own, zxid: tail.at(-1) ?? zxid, log: [zxid, ...tail] };
}

function start(sids: number[]): Step {
  return { action: { kind: "start", sids } };
}

type Condition = "up" | "down" | "paused";

function stepsOf(servers: readonly Server[], wishes: readonly Wish[]): Step[] {
  const conditions = new Map(servers.map(({ sid }): [number, Condition] => [sid, "up"]));
  return wishes.flatMap((wish): Step[] => {
    const action = actionOf(wish, conditions);
    return action ? [{ action, ...(wish.limit !== null && { forMs: wish.limit }) }] : [];
  });
}

function actionOf({ kind, picks, count, ms, held }: Wish, conditions: Map<number, Condition>): Action | undefined {
  const picked = [...conditions.keys()].filter((_, index) => picks[index]);
  const change = (name: "fail" | "restart" | "pause" | "resume", from: Condition[], to: Condition) => {
    const sids = picked.filter((sid) => from.includes(conditions.get(sid) ?? "down"));
    for (const sid of sids) conditions.set(sid, to);
    return sids.length > 0 ? { kind: name, sids } : undefined;
  };
  switch (kind) {
    case 0:
      return change("fail", ["up", "paused"], "down");
    case 1:
      return change("restart", ["down"], "up");
    case 2:
      return change("pause", ["up"], "paused");
    case 3:
      return change("resume", ["paused"], "up");
    case 4: {
      const rest = [...conditions.keys()].filter((sid) => !picked.includes(sid));
      return picked.length > 0 && rest.length > 0 ? { kind: "partition", groups: [picked, rest] } : undefined;
    }
    case 5:
      return { kind: "heal" };
    case 6:
    case 7:
      return { kind: "write", count, ...(held && { reach: picked }) };
    default:
      return { kind: "wait", ms };
  }
}

/** Heals, resumes and restarts; the last step is long. */
function calming(servers: readonly Server[], before: readonly Step[]): Step[] {
  const conditions = new Map(servers.map(({ sid }): [number, Condition] => [sid, "up"]));
  const after = { fail: "down", restart: "up", pause: "paused", resume: "up", start: "up" } as const;
  for (const { action } of before)
    if ("sids" in action) for (const sid of action.sids) conditions.set(sid, after[action.kind]);
  const those = (wanted: Condition) => [...conditions].filter(([, now]) => now === wanted).map(([sid]) => sid);
  const step = (kind: "restart" | "resume", sids: number[]): Step[] =>
    sids.length > 0 ? [{ action: { kind, sids } }] : [];
  return [
    { action: { kind: "heal" } },
    ...step("resume", those("paused")),
    ...step("restart", those("down")),
    { action: { kind: "write", count: 2 } },
  ];
}
