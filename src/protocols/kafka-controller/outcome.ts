import type { Ensemble, Outcome, View } from "../protocol.ts";
import type { Options } from "./options.ts";
import type { Service } from "./service.ts";
import type { Broker } from "./state.ts";
import { controllerPath, stateOf, statePath } from "./znodes.ts";

/**
 * The controller is who has /controller, knows so, and runs within reach of ZooKeeper. Any broker with a session may be
 * the next one. Partitions are as ZooKeeper has them.
 */
export function outcome({ states, running, reachable }: View<Broker | Service>, ensemble: Ensemble<Options>): Outcome {
  const service = states.get("zookeeper") as Service;
  const { znodes, sessions } = service.store;
  const brokers = [...states.values()].filter((state): state is Broker => state.kind === "broker");
  const may = ({ sid, client, registered }: Broker) =>
    running(sid) && reachable(sid, "zookeeper") && registered && sessions.has(client.session ?? -1);
  const able = brokers.filter(may);
  const owner = znodes.get(controllerPath)?.session ?? null;
  const leader = able.find(({ controller, client }) => controller !== null && client.session === owner);
  const partitions = ensemble.options.partitions.map(({ name }) => {
    const { replicas, isr, leader: led, leaderEpoch } = stateOf(znodes.get(statePath(name))?.data ?? "");
    return { partition: name, replicas, isr, leader: led, epoch: leaderEpoch };
  });
  return { leader: leader?.sid ?? null, eligible: able.map(({ sid }) => sid), partitions };
}
