import type { Ensemble, View } from "../protocol.ts";
import { keepSessions } from "../znodes/at-rest.ts";
import { fetchEveryMs } from "./follower.ts";
import type { Options } from "./options.ts";
import type { Service } from "./service.ts";
import type { Broker, Replica } from "./state.ts";

/**
 * Whether every broker that runs is registered, the controller has nothing to do, every in-sync replica runs and fetches
 * in time, and followers have what their leaders have.
 */
export function atRest(view: View<Broker | Service>, { options }: Ensemble<Options>, latencyMs: number): boolean {
  const { states, running } = view;
  const service = states.get("zookeeper") as Service;
  const brokers = [...states.values()].filter((state): state is Broker => state.kind === "broker");
  if (fetchEveryMs + latencyMs >= options.replicaLagMs) return false;
  if (!keepSessions(service.store, brokers, view, latencyMs)) return false;
  const up = new Map(brokers.filter(({ sid }) => running(sid)).map((broker) => [broker.sid, broker]));
  return [...up.values()].every((broker) => isIdle(broker) && replicasRest(broker, up));
}

function isIdle({ registered, leaving, controller }: Broker): boolean {
  const busy = controller !== null && (controller.work !== null || controller.tasks.length > 0);
  return registered && !leaving && !busy;
}

function replicasRest({ sid, replicas }: Broker, up: ReadonlyMap<number, Broker>): boolean {
  for (const [partition, replica] of replicas) {
    const { leader, led, waiting } = replica;
    if (led !== null && !ledRests(sid, partition, led, up)) return false;
    if (waiting && leader !== null && !hasAll(sid, replica, up.get(leader)?.replicas.get(partition))) return false;
  }
  return true;
}

function ledRests(sid: number, partition: string, led: NonNullable<Replica["led"]>, up: ReadonlyMap<number, Broker>) {
  const fetches = (other: number) => up.get(other)?.replicas.get(partition)?.leader === sid;
  return led.asked === null && led.isr.every((other) => other === sid || fetches(other));
}

/** It has fetched all that there is, is in sync, and is answered when there is more. */
function hasAll(sid: number, { epoch, log }: Replica, leader: Replica | undefined): boolean {
  if (!leader?.led || leader.epoch !== epoch) return false;
  const { end } = leader.log;
  return log.end === end && leader.led.followers.get(sid)?.end === end && leader.led.isr.includes(sid);
}
