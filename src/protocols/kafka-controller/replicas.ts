/** What a broker makes of a controller's RPCs (ReplicaManager.becomeLeaderOrFollower, stopReplicas). */
import { follow, wantFrom } from "./follower.ts";
import { lead } from "./leader.ts";
import type { ControllerRpc, ToldPartition } from "./messages.ts";
import { type Draft, type Replica, tell } from "./state.ts";

const unheard: Replica = {
  ...{ log: { end: 0, epochs: [] }, highWatermark: 0, leader: null, epoch: -1, waiting: false, led: null },
};

/** Refused by who has seen a higher controller epoch: that controller has been replaced (STALE_CONTROLLER_EPOCH). */
export function rpcReceived(draft: Draft, from: number, rpc: ControllerRpc): void {
  const { sid, epoch: current } = draft;
  const { controllerEpoch: epoch, kind } = rpc;
  if (epoch < current) {
    tell(draft, { type: "fenced", sid, from, rpc: kind, epoch, current });
    draft.effects.push({
      kind: "send",
      to: from,
      message: { kind: "StaleControllerEpoch", rpc: kind, epoch: current },
    });
    return;
  }
  draft.epoch = epoch;
  if (kind === "UpdateMetadata") {
    tell(draft, { type: "accepted", sid, from, rpc: kind, epoch, leads: 0, follows: 0 });
    return;
  }
  const told = kind === "LeaderAndIsr" ? applyAll(draft, rpc.partitions) : stopAll(draft, rpc);
  tell(draft, { type: "accepted", sid, from, rpc: kind, epoch, ...told });
  wantFrom(draft, null);
}

/** What has no higher leader epoch than it knows is nothing new. */
function applyAll(draft: Draft, partitions: readonly ToldPartition[]): { leads: number; follows: number } {
  const replicas = new Map(draft.replicas);
  let leads = 0;
  let follows = 0;
  for (const told of partitions) {
    const replica = replicas.get(told.partition) ?? unheard;
    if (told.leaderEpoch <= replica.epoch) continue;
    if (told.leader === draft.sid) {
      replicas.set(told.partition, lead(draft, replica, told));
      leads++;
    } else {
      replicas.set(told.partition, follow(replica, told));
      follows++;
    }
  }
  draft.replicas = replicas;
  return { leads, follows };
}

function stopAll(draft: Draft, { partitions, remove }: Extract<ControllerRpc, { kind: "StopReplica" }>) {
  const replicas = new Map(draft.replicas);
  for (const partition of partitions) {
    const replica = replicas.get(partition);
    if (remove) replicas.delete(partition);
    else if (replica) replicas.set(partition, { ...replica, leader: null, led: null, waiting: false });
  }
  draft.replicas = replicas;
  return { leads: 0, follows: 0 };
}
