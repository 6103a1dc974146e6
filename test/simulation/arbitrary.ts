/** Clusters whose simulation is short, with networks and steps of every kind. */
import fc from "fast-check";
import { QuorumVerifier } from "../../src/protocols/fle/quorum.ts";
import type { Cluster, Server, Step, Timing } from "../../src/scenario/cluster.ts";
import { defaultCommitLogCount, defaultTiming } from "../../src/scenario/defaults.ts";
import { type Condition, possibleSteps } from "../scenario/arbitrary.ts";

const maxServers = 9;
const zxid = fc.constantFrom(0n, 1n, 2n, (1n << 32n) + 1n, (1n << 32n) + 2n, 2n ** 53n + 1n, 2n ** 53n + 2n);

const server = fc.record({
  sid: fc.nat(11),
  zxid,
  epoch: fc.nat(3),
  ahead: fc.constantFrom(0, 0, 0, 1, 2),
  electionEpoch: fc.oneof(fc.constant(0), fc.nat(3)),
  role: fc.constantFrom<Server["role"][]>("participant", "participant", "participant", "observer"),
  weight: fc.constantFrom(0, 1, 1, 2, 3),
  group: fc.nat(2),
});

/** In sid order, the first a participant; weights and groups for all participants or for none. */
export const servers: fc.Arbitrary<Server[]> = fc
  .tuple(
    fc.uniqueArray(server, { minLength: 1, maxLength: maxServers, selector: ({ sid }) => sid }),
    fc.constantFrom(false, false, true),
  )
  .map(([list, hierarchical]) =>
    list
      .map(({ weight, group, role, ahead, ...plain }, index): Server => {
        const server = { ...plain, acceptedEpoch: plain.epoch + ahead };
        if (role === "observer" && index > 0) return { ...server, role };
        return { ...server, role: "participant", ...(hierarchical && { weight, group }) };
      })
      .sort((a, b) => a.sid - b.sid),
  );

export function verifierOf(list: readonly Server[]): QuorumVerifier {
  const voters = list.filter(({ role }) => role === "participant");
  return new QuorumVerifier(voters.map(({ sid, weight = 1, group = 0 }) => ({ sid, weight, group })));
}

const latency = fc.oneof(
  fc.constant({ min: 1, max: 1 }),
  fc.constantFrom(0, 20, 300).map((ms) => ({ min: ms, max: ms })),
  fc.tuple(fc.nat(20), fc.nat(40)).map(([min, more]) => ({ min, max: min + more })),
  fc.constant({ min: 1, max: 600 }),
);

/** With waits shorter than the latency, elections may go round and round for ever, as those of real servers would. */
const network = fc.record({ latency, loss: fc.constantFrom(0, 0, 0, 0.1, 0.3), seed: fc.nat(1000) });

const timing: fc.Arbitrary<Timing> = fc.record({
  tickTime: fc.constantFrom(200, 2000),
  initLimit: fc.constantFrom(5, 10),
  syncLimit: fc.constantFrom(2, 5),
  finalizeWait: fc.constantFrom(50, 200),
  minNotificationInterval: fc.constantFrom(50, 200),
  maxNotificationInterval: fc.constantFrom(400, 60_000),
});

const ms = fc.oneof(fc.nat(30), fc.nat(500), fc.constantFrom(1000, 12_000));
const wish = fc.record({
  kind: fc.nat(8),
  picks: fc.array(fc.boolean(), { minLength: maxServers, maxLength: maxServers }),
  ms,
  limit: fc.option(ms),
});

/** A cluster, with what its steps leave each server in. */
export interface Run {
  readonly cluster: Cluster;
  readonly conditions: ReadonlyMap<number, Condition>;
}

export interface Kind {
  /** Which steps may happen; all may without it. */
  readonly allows?: (step: Step) => boolean;
  readonly maxSteps?: number;
  readonly loss?: false;
}

export function runOf({ allows = () => true, maxSteps = 10, loss }: Kind = {}): fc.Arbitrary<Run> {
  const parts = {
    servers,
    inOffice: fc.constantFrom(false, true),
    until: fc.constantFrom<Cluster["until"][]>("established", "established", "elected"),
    atOnce: fc.constantFrom(true, true, false),
    wishes: fc.array(wish, { minLength: Math.min(3, maxSteps), maxLength: maxSteps, size: "max" }),
    network,
    timing: fc.oneof(fc.constant(defaultTiming), timing),
  };
  return fc.record(parts).map(({ servers: any, inOffice, until, atOnce, wishes, network, timing }): Run => {
    const startables = until === "elected" ? any : any.map(startable);
    const leader = inOffice ? officer(startables) : null;
    const servers = until === "elected" ? startables : followersOf(leader, startables);
    const absent = new Map(servers.map(({ sid }): [number, Condition] => [sid, leader === null ? "absent" : "up"]));
    const begin: Step[] =
      leader === null && atOnce ? [{ action: { kind: "start", sids: servers.map(({ sid }) => sid) } }] : [];
    if (begin.length > 0) for (const { sid } of servers) absent.set(sid, "up");
    const conditions = new Map(absent);
    const allowed = wishes.flatMap((one) => {
      const trial = new Map(conditions);
      const made = possibleSteps(trial, [one]).map((step) => split(step, servers));
      if (!made.every(allows)) return [];
      for (const [sid, condition] of trial) conditions.set(sid, condition);
      return made;
    });
    const steps = [...begin, ...allowed];
    return {
      cluster: {
        servers,
        leader,
        commitLogCount: defaultCommitLogCount,
        until,
        steps: steps.length > 0 ? steps : [{ action: { kind: "wait", ms: 1 } }],
        network: loss === false ? { ...network, loss: 0 } : network,
        timing: network.latency.max > 60 || network.loss > 0 ? defaultTiming : timing,
      },
      conditions,
    };
  });
}

/** Who follows a leader in office has written its epoch (Learner.syncWithLeader, NEWLEADER). */
function followersOf(leader: number | null, servers: readonly Server[]): Server[] {
  const least = servers.find(({ sid }) => sid === leader)?.epoch ?? 0;
  const atLeast = (epoch: number) => Math.max(epoch, least);
  return servers.map((one) => ({ ...one, epoch: atLeast(one.epoch), acceptedEpoch: atLeast(one.acceptedEpoch) }));
}

/** ZooKeeper does not start where a zxid is of a later epoch than currentEpoch (QuorumPeer.loadDataBase). */
function startable(server: Server): Server {
  const epoch = Math.max(server.epoch, Number(server.zxid >> 32n));
  return { ...server, epoch, acceptedEpoch: Math.max(server.acceptedEpoch, epoch) };
}

/** Somebody who can lead, if all together are a quorum. */
function officer(list: readonly Server[]): number | null {
  const verifier = verifierOf(list);
  if (!verifier.containsQuorum(list.map(({ sid }) => sid))) return null;
  return list.find(({ role, weight }) => role === "participant" && weight !== 0)?.sid ?? null;
}

/** A partition puts everybody on one side or the other. */
function split(step: Step, list: readonly Server[]): Step {
  if (step.action.kind !== "partition") return step;
  const [side = []] = step.action.groups;
  const rest = list.map(({ sid }) => sid).filter((sid) => !side.includes(sid));
  return { ...step, action: { kind: "partition", groups: rest.length > 0 ? [side, rest] : [side] } };
}
