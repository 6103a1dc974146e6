import type { Ensemble, Outcome, View } from "../protocol.ts";
import type { Options } from "./options.ts";
import type { Service } from "./service.ts";
import type { Broker } from "./state.ts";
import { controllerPath, stateOf, statePath } from "./znodes.ts";

/**
 * The controller is who has /controller, knows so, and runs within reach of ZooKeeper. Any broker that runs
 * within reach of ZooKeeper may be the next one, whether it has its session yet or not. Partitions are as ZooKeeper has them.
 */
export function outcome({ states, running, reachable }: View<Broker | Service>, ensemble: Ensemble<Options>): Outcome {
  const service = states.get("zookeeper") as Service;
  const { znodes } = service.store;
  const brokers = [...states.values()].filter((state): state is Broker => state.kind === "broker");
  const able = brokers.filter(({ sid, role }) => role !== "DOWN" && running(sid) && reachable(sid, "zookeeper"));
  const owner = znodes.get(controllerPath)?.session ?? -1;
  const leader = able.find(
    ({ controller, registered, client }) => controller !== null && registered && client.session === owner,
  );
  const partitions = ensemble.options.partitions.map(({ name }) => {
    const { replicas, isr, leader: led, leaderEpoch } = stateOf(znodes.get(statePath(name))?.data ?? "");
    return { partition: name, replicas, isr, leader: led, epoch: leaderEpoch };
  });
  return { leader: leader?.sid ?? null, eligible: able.map(({ sid }) => sid), partitions };
}
