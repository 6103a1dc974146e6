/** Where brokers keep what in ZooKeeper, and how it is written there (kafka.zk.ZkData). */
import type { PartitionState } from "./selectors.ts";

export const controllerPath = "/controller";
export const controllerEpochPath = "/controller_epoch";
export const brokersPath = "/brokers/ids";
const topicsPath = "/brokers/topics/";
const stateSuffix = "/state";

export function brokerPath(sid: number): string {
  return `${brokersPath}/${sid}`;
}

export function statePath(partition: string): string {
  return topicsPath + partition + stateSuffix;
}

/** The partition whose state a path is; null when it is another one. */
export function partitionOf(path: string): string | null {
  if (!path.startsWith(topicsPath) || !path.endsWith(stateSuffix)) return null;
  return path.slice(topicsPath.length, -stateSuffix.length);
}

/** The broker whose registration a path is; null when it is another one. */
export function brokerOf(path: string): number | null {
  return path.startsWith(`${brokersPath}/`) ? Number(path.slice(brokersPath.length + 1)) : null;
}

/** A partition as its znode has it. Kafka keeps its replicas, and those it moves to, in the znode of the topic. */
export interface Stored extends PartitionState {
  readonly leaderEpoch: number;
  readonly controllerEpoch: number;
  /** It moves to these. */
  readonly target?: readonly number[];
}

export function stateData({ leader, isr, leaderEpoch, controllerEpoch, replicas, target }: Stored): string {
  const written = { controller_epoch: controllerEpoch, leader: leader ?? -1, leader_epoch: leaderEpoch, isr, replicas };
  return JSON.stringify(target ? { ...written, target } : written);
}

export function stateOf(data: string): Stored {
  const {
    controller_epoch: controllerEpoch,
    leader,
    leader_epoch: leaderEpoch,
    isr,
    replicas,
    target,
  } = JSON.parse(data);
  const stored = { leader: leader === -1 ? null : leader, isr, replicas, leaderEpoch, controllerEpoch };
  return target ? { ...stored, target } : stored;
}
