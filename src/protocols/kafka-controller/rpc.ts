/** How the controller tells the brokers (ControllerChannelManager, ControllerBrokerRequestBatch). */
import type { ControllerRpc, ToldPartition } from "./messages.ts";
import type { Controller, Draft, Work } from "./state.ts";

/**
 * What a task came to: LeaderAndIsr to the replicas of what changed, UpdateMetadata to all. A new controller tells
 * everybody everything, and so is a broker told that is new or back.
 */
export function tellBrokers(draft: Draft, controller: Controller, work: Work): void {
  const { task, changed } = work;
  const names = draft.options.partitions.map(({ name }) => name).filter((name) => controller.partitions.get(name));
  const told = new Map(names.map((name) => [name, toldPartition(controller, name)] as const));
  const fresh = task.kind === "failover" ? controller.live : task.kind === "back" ? task.brokers : new Map();
  const news = new Set(changed);
  const liveChanged = task.kind === "failover" || task.kind === "back" || task.kind === "gone";
  for (const broker of [...controller.live.keys()]) {
    const all = fresh.has(broker);
    const partitions = [...told.values()].filter(({ partition }) => all || news.has(partition));
    stop(draft, controller.epoch, broker, work);
    const hosted = partitions.filter(({ replicas }) => replicas.includes(broker));
    if (hosted.length > 0 && !controller.leaving.has(broker)) {
      send(draft, broker, { kind: "LeaderAndIsr", controllerEpoch: controller.epoch, partitions: hosted });
    }
    if (partitions.length > 0 || liveChanged) {
      const leaders = partitions.map(({ partition, leader }) => ({ partition, leader }));
      const live = [...controller.live.keys()];
      send(draft, broker, { kind: "UpdateMetadata", controllerEpoch: controller.epoch, live, partitions: leaders });
    }
  }
  if (task.kind === "shut-down") answerShutDown(draft, controller, task.broker);
}

/** Replicas that a partition no longer has are removed; those of a broker that shuts down only stop fetching. */
function stop(draft: Draft, controllerEpoch: number, broker: number, { task, dropped, changed }: Work): void {
  const removed = dropped.filter(({ brokers }) => brokers.includes(broker)).map(({ partition }) => partition);
  if (removed.length > 0)
    send(draft, broker, { kind: "StopReplica", controllerEpoch, partitions: removed, remove: true });
  if (task.kind === "shut-down" && task.broker === broker && changed.length > 0) {
    send(draft, broker, { kind: "StopReplica", controllerEpoch, partitions: changed, remove: false });
  }
}

function answerShutDown(draft: Draft, controller: Controller, broker: number): void {
  const remaining = draft.options.partitions
    .map(({ name }) => name)
    .filter((name) => controller.partitions.get(name)?.leader === broker);
  send(draft, broker, { kind: "ControlledShutdownResponse", remaining });
}

function toldPartition({ partitions }: Controller, partition: string): ToldPartition {
  const stored = partitions.get(partition);
  if (stored === undefined) throw new Error(`no partition ${partition}`);
  const { leader, leaderEpoch, isr, replicas, version, controllerEpoch, target } = stored;
  return { partition, leader, leaderEpoch, isr, replicas, version, controllerEpoch, target: target ?? null };
}

function send(
  draft: Draft,
  to: number,
  message: ControllerRpc | { kind: "ControlledShutdownResponse"; remaining: string[] },
) {
  draft.effects.push({ kind: "send", to, message });
}
