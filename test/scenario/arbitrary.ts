/** Any cluster that a description can mean. */
import fc from "fast-check";
import type { Cluster, Server, Step } from "../../src/scenario/cluster.ts";

const text = fc.stringMatching(/^[A-Za-z三0-9:#"'\\{}[\]-]{1,12}$/);
const title = fc.oneof(text, fc.record({ en: text, "zh-CN": text, "zh-TW": text }, { requiredKeys: ["en"] }));
const epoch = fc.oneof(fc.nat(5), fc.constant(2 ** 32 - 1));
const ms = fc.oneof(fc.nat(1000), fc.constant(2 ** 31 - 1));

/** So many transactions from the first, and then some of the next epoch. */
const log = fc
  .record({ epoch: fc.bigInt(0n, 3n), first: fc.bigInt(1n, 5n), count: fc.nat(4), more: fc.nat(2) })
  .map(({ epoch, first, count, more }) => [
    ...Array.from({ length: count + 1 }, (_, index) => (epoch << 32n) + first + BigInt(index)),
    ...Array.from({ length: more }, (_, index) => ((epoch + 1n) << 32n) + 1n + BigInt(index)),
  ]);

const server = fc.record({
  sid: fc.oneof(fc.nat(9), fc.constant(Number.MAX_SAFE_INTEGER)),
  zxid: fc.oneof(fc.bigInt(0n, 9n), fc.bigInt(0n, 2n ** 64n - 1n)),
  epoch,
  ahead: fc.constantFrom(0, 0, 1, 3),
  log: fc.option(log, { freq: 2 }),
  snapshotBack: fc.option(fc.bigInt(0n, 3n), { freq: 2 }),
  electionEpoch: epoch,
  role: fc.constantFrom<Server["role"][]>("participant", "participant", "observer"),
  weight: fc.nat(3),
  group: fc.nat(2),
});

/** What a server may have on disk: a snapshot somewhat before its end, or, with a log, before that begins. */
function history(
  log: bigint[] | null,
  lastZxid: bigint,
  snapshotBack: bigint | null,
): Pick<Server, "zxid" | "log" | "snapshot"> {
  const zxid = log?.at(-1) ?? lastZxid;
  const earliest = log?.[0] === undefined ? 0n : log[0] - 1n;
  const snapshot = snapshotBack === null || zxid - snapshotBack < earliest ? earliest : zxid - snapshotBack;
  return { zxid, ...(log && { log }), ...(snapshotBack !== null && { snapshot }) };
}

/** In sid order, the first a participant; weights and groups for all participants or for none. */
const servers = fc
  .tuple(fc.uniqueArray(server, { minLength: 1, maxLength: 6, selector: ({ sid }) => sid }), fc.boolean())
  .map(([list, hierarchical]): Server[] =>
    list
      .map(({ weight, group, ahead, log, snapshotBack, ...plain }, index): Server => {
        const role = index === 0 ? "participant" : plain.role;
        return {
          ...plain,
          acceptedEpoch: Math.min(plain.epoch + ahead, 2 ** 32 - 1),
          ...history(log, plain.zxid, snapshotBack),
          role,
          ...(hierarchical && role === "participant" && { weight, group }),
        };
      })
      .sort((a, b) => a.sid - b.sid),
  );

const network = fc
  .record({ a: ms, b: ms, loss: fc.double({ min: 0, max: 1, noNaN: true }), seed: epoch })
  .map(({ a, b, loss, seed }) => ({ latency: { min: Math.min(a, b), max: Math.max(a, b) }, loss: loss + 0, seed }));

const positive = fc.integer({ min: 1, max: 100_000 });
const timing = fc
  .record({
    tickTime: positive,
    initLimit: positive,
    syncLimit: positive,
    finalizeWait: positive,
    a: positive,
    b: positive,
  })
  .map(({ a, b, ...others }) => ({
    ...others,
    minNotificationInterval: Math.min(a, b),
    maxNotificationInterval: Math.max(a, b),
  }));

const wish = fc.record({
  kind: fc.nat(8),
  picks: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  ms,
  limit: fc.option(ms),
});

export type Condition = "absent" | "up" | "paused" | "down";
const kinds = [
  { kind: "start", from: ["absent"], to: "up" },
  { kind: "fail", from: ["up", "paused"], to: "down" },
  { kind: "restart", from: ["down"], to: "up" },
  { kind: "pause", from: ["up"], to: "paused" },
  { kind: "resume", from: ["paused"], to: "up" },
] as const;

/** Steps that can happen, from wishes that may not. */
export function possibleSteps(
  conditions: Map<number, Condition>,
  wishes: readonly { kind: number; picks: boolean[]; ms: number; limit: number | null }[],
): Step[] {
  const steps: Step[] = [];
  for (const { kind, picks, ms, limit } of wishes) {
    const forMs = limit === null ? {} : { forMs: limit };
    const picked = [...conditions.keys()].filter((_, index) => picks[index]);
    const change = kinds[kind];
    if (change) {
      const sids = picked.filter((sid) =>
        (change.from as readonly Condition[]).includes(conditions.get(sid) ?? "down"),
      );
      if (sids.length === 0) continue;
      for (const sid of sids) conditions.set(sid, change.to);
      steps.push({ action: { kind: change.kind, sids }, ...forMs });
    } else if (kind === 5) {
      if (picked.length > 0)
        steps.push({ action: { kind: "partition", groups: [picked, [...picked].reverse()] }, ...forMs });
    } else if (kind === 6) steps.push({ action: { kind: "heal" }, ...forMs });
    else if (kind === 7) steps.push({ action: { kind: "write", count: ms + 1 > 2 ** 31 - 1 ? 1 : ms + 1 }, ...forMs });
    else steps.push({ action: { kind: "wait", ms }, ...forMs });
  }
  return steps;
}

export const cluster: fc.Arbitrary<Cluster> = fc
  .record({
    title: fc.option(title, { nil: undefined }),
    source: fc.option(text, { nil: undefined }),
    servers,
    inOffice: fc.boolean(),
    late: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    until: fc.constantFrom<Cluster["until"][]>("elected", "established"),
    committed: fc.boolean(),
    commitLogCount: fc.constantFrom(500, 0, 7),
    reaches: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    wishes: fc.array(wish, { maxLength: 8 }),
    network: fc.option(network),
    timing: fc.option(timing),
    expectNobody: fc.boolean(),
  })
  .map((parts): Cluster => {
    const { title, source, servers, inOffice, late, until, wishes, network, timing, expectNobody } = parts;
    const fit = servers.filter(({ role, weight }) => role === "participant" && weight !== 0);
    const leader = inOffice ? (fit[0]?.sid ?? null) : null;
    const conditions = new Map<number, Condition>(
      servers.map(({ sid }, index) => [sid, leader === null || (late[index] && sid !== leader) ? "absent" : "up"]),
    );
    const steps = possibleSteps(conditions, wishes);
    // With a leader, who is never started is up; without one, somebody must start.
    const absent = [...conditions].filter(([, condition]) => condition === "absent").map(([sid]) => sid);
    const started = steps.some(({ action }) => action.kind === "start");
    if (absent.length > 0 && (leader !== null || !started)) steps.push({ action: { kind: "start", sids: absent } });
    return {
      ...(title !== undefined && { title }),
      ...(source !== undefined && { source }),
      servers,
      leader,
      ...(parts.committed && { committed: hadByAll(servers) }),
      commitLogCount: parts.commitLogCount,
      until,
      steps: steps.map((step, index) => (parts.reaches[index % 6] ? reaching(step, servers) : step)),
      network: network ?? { latency: { min: 1, max: 1 }, loss: 0, seed: 1 },
      timing: timing ?? {
        tickTime: 2000,
        initLimit: 10,
        syncLimit: 5,
        finalizeWait: 200,
        minNotificationInterval: 200,
        maxNotificationInterval: 60000,
      },
      ...(expectNobody && { expect: { leader: null } }),
    };
  });

/** A write, of which some hear at first. */
function reaching(step: Step, servers: readonly Server[]): Step {
  if (step.action.kind !== "write") return step;
  const { count } = step.action;
  const participants = servers.filter(({ role }) => role === "participant");
  const reach = participants.map(({ sid }) => sid).filter((_, index) => (count >> index) % 2 === 1);
  return { ...step, action: { ...step.action, reach } };
}

/** Up to the last zxid of one server, or the first in its log, and on the disks of all. */
function hadByAll(servers: readonly Server[]): bigint {
  const zxids = servers.map(({ log, zxid }) => log?.[0] ?? zxid);
  return zxids.reduce((least, zxid) => (zxid < least ? zxid : least));
}
