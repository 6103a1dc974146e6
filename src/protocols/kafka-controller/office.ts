/** What all are before the first step, when one of them is in office as the controller. */

import type { Ensemble } from "../protocol.ts";
import { counterOf } from "../zab/log.ts";
import { clientInOffice } from "../znodes/client.ts";
import { SpreadMap } from "../znodes/spread-map.ts";
import { officeSession } from "../znodes/store.ts";
import { fetchEveryMs } from "./follower.ts";
import type { Options, Partition } from "./options.ts";
import { logOf } from "./replica-log.ts";
import { selectOffline, withoutReplicas } from "./selectors.ts";
import type { Broker, Controller, KafkaEffect, Replica } from "./state.ts";
import { controllerEpochPath, type Stored, statePath } from "./znodes.ts";

/** The epoch of the controller that is in office before the first step; 0 is that of none. */
export const officeEpoch = 1;

/** Persistent znodes, in order of creation. */
export function persistentPaths({ partitions }: Options): string[] {
  return [
    "/brokers",
    "/brokers/ids",
    "/brokers/topics",
    controllerEpochPath,
    ...partitions.map(({ name }) => statePath(name)),
  ];
}

/** How ZooKeeper has a partition when those brokers are up; null: as it was when they were last up. */
export function storedAtFirst({ replicas, isr, leader }: Partition, up: readonly number[] | null): Stored {
  const whole = { replicas, isr, leader, leaderEpoch: 0, controllerEpoch: up === null ? 0 : officeEpoch };
  if (up === null) return whole;
  const live = new Set(up);
  const choice = live.has(leader) ? null : selectOffline(whole, live, false);
  if (choice !== null && !("none" in choice)) return { ...whole, leader: choice.leader, isr: choice.isr };
  const gone = replicas.filter((sid) => !live.has(sid));
  return { ...whole, ...withoutReplicas(whole, gone) };
}

/** Records that each server has before the first step: as many as its last zxid has transactions in its epoch. */
export function countsAtFirst(servers: Ensemble<Options>["servers"]): Map<number, number> {
  return new Map(servers.map(({ sid, zxid }) => [sid, counterOf(zxid)]));
}

/** No replica has more than its leader. */
function endAtFirst({ leader }: Partition, counts: ReadonlyMap<number, number>, sid: number): number {
  return Math.min(counts.get(sid) ?? 0, counts.get(leader) ?? 0);
}

/** What a broker's disk has. */
export function replicasAtFirst(
  { partitions }: Options,
  counts: ReadonlyMap<number, number>,
  sid: number,
): Map<string, Replica> {
  const nobody = { leader: null, epoch: -1, waiting: false, led: null };
  return new Map(
    partitions
      .filter(({ replicas }) => replicas.includes(sid))
      .map((partition) => {
        const end = endAtFirst(partition, counts, sid);
        const committed = Math.min(...partition.isr.map((other) => endAtFirst(partition, counts, other)));
        return [partition.name, { log: logOf(end), highWatermark: Math.min(end, committed), ...nobody }];
      }),
  );
}

interface Placed {
  readonly broker: Broker;
  readonly effects: readonly KafkaEffect[];
}

/** A broker that is up while `leader` is the controller. */
export function brokerInOffice(broker: Broker, leader: number, up: readonly number[]): Placed {
  const { sid, options } = broker;
  const { client, effects: session } = clientInOffice(options.sessionTimeout, officeSession(up, sid));
  const replicas = new Map(broker.replicas);
  const heard = new Set<number>();
  for (const partition of options.partitions) {
    const replica = replicas.get(partition.name);
    if (!replica) continue;
    const stored = storedAtFirst(partition, up);
    if (stored.leader === sid) for (const other of stored.replicas) heard.add(other);
    replicas.set(partition.name, replicaInOffice(replica, partition, broker, up));
  }
  heard.delete(sid);
  const follows = [...replicas.values()].some((replica) => replica.leader !== null && replica.led === null);
  const effects: KafkaEffect[] = [
    ...session,
    ...[...heard].map((other): KafkaEffect => ({ kind: "timer", name: `lag-${other}`, ms: options.replicaLagMs })),
    ...(follows ? [{ kind: "timer", name: "fetch", ms: [1, fetchEveryMs] } as const] : []),
  ];
  const controller = sid === leader ? controllerInOffice(options, up) : null;
  const role = sid === leader ? "LEADING" : "FOLLOWING";
  return {
    broker: { ...broker, client, registered: true, role, active: leader, epoch: officeEpoch, replicas, controller },
    effects,
  };
}

/** The leader knows what the in-sync followers have; who lacks something is about to fetch it. */
function replicaInOffice(replica: Replica, partition: Partition, broker: Broker, up: readonly number[]): Replica {
  const { leader, leaderEpoch: epoch, isr, replicas, controllerEpoch } = storedAtFirst(partition, up);
  const { log } = replica;
  const endOf = (sid: number) => endAtFirst(partition, broker.counts, sid);
  if (leader === null) return { ...replica, leader, epoch };
  if (leader !== broker.sid) {
    return { ...replica, leader, epoch, waiting: !isr.includes(broker.sid) || log.end < endOf(leader) };
  }
  const followers = new Map(
    isr.filter((sid) => sid !== leader).map((sid) => [sid, { end: endOf(sid), sent: endOf(sid) }]),
  );
  const state = { replicas, isr, asked: null, version: 0, controllerEpoch, target: null };
  return { ...replica, leader, epoch, led: { ...state, began: log.end, followers } };
}

function controllerInOffice(options: Options, up: readonly number[]): Controller {
  const paths = persistentPaths(options).length;
  const live = new Map(up.map((sid, at) => [sid, paths + at + 1]));
  const partitions = options.partitions.reduce(
    (all, partition) => all.with(partition.name, { ...storedAtFirst(partition, up), version: 0 }),
    SpreadMap.empty as Controller["partitions"],
  );
  return { epoch: officeEpoch, live, leaving: new Set(), partitions, tasks: [], work: null };
}
