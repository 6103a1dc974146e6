/**
 * How a controller picks a partition's leader: the five PartitionLeaderSelectors of Kafka 0.8 to 1.0, with the rules of 1.0
 * (0.8.1 takes the first of the in-sync list, not of the assigned); later PartitionLeaderElectionAlgorithms, with the same.
 */

export interface PartitionState {
  /** Assigned replicas, the preferred leader first. */
  readonly replicas: readonly number[];
  /** In-sync replicas, in the order of the assigned ones. */
  readonly isr: readonly number[];
  /** null: it is offline. */
  readonly leader: number | null;
}

export type Selector = "offline" | "reassigned" | "preferred-replica" | "controlled-shutdown" | "no-op";

/** The new leader and its in-sync replicas, or why none is picked. */
export type Choice<Why extends string> =
  | { readonly leader: number; readonly isr: readonly number[]; readonly unclean?: true }
  | { readonly none: Why };

type Live = ReadonlySet<number>;

/**
 * The leader is gone: the first assigned replica that is live and in sync. If none is and `unclean` allows it, the first
 * that is live at all; it is then the only one in sync, and what it lacks is lost (OfflinePartitionLeaderSelector).
 */
export function selectOffline(
  { replicas, isr }: PartitionState,
  live: Live,
  unclean: boolean,
): Choice<"no-replica-live" | "no-isr-live"> {
  const inSync = isr.filter((sid) => live.has(sid));
  const leader = replicas.find((sid) => inSync.includes(sid));
  if (leader !== undefined) return { leader, isr: inSync };
  const stale = replicas.find((sid) => live.has(sid));
  if (stale === undefined) return { none: "no-replica-live" };
  return unclean ? { leader: stale, isr: [stale], unclean: true } : { none: "no-isr-live" };
}

/** The first of the new replicas that is live and in sync (ReassignedPartitionLeaderSelector). */
export function selectReassigned(
  { isr }: PartitionState,
  target: readonly number[],
  live: Live,
): Choice<"no-target-in-sync"> {
  const leader = target.find((sid) => live.has(sid) && isr.includes(sid));
  return leader === undefined ? { none: "no-target-in-sync" } : { leader, isr };
}

/** The first assigned replica, if it is live, in sync and not the leader (PreferredReplicaPartitionLeaderSelector). */
export function selectPreferred(
  { replicas, isr, leader }: PartitionState,
  live: Live,
): Choice<"leads-already" | "not-live" | "not-in-sync"> {
  const preferred = replicas[0];
  if (preferred === undefined || !live.has(preferred)) return { none: "not-live" };
  if (preferred === leader) return { none: "leads-already" };
  return isr.includes(preferred) ? { leader: preferred, isr } : { none: "not-in-sync" };
}

/**
 * The first assigned replica that is live, in sync and not shutting down; those that are leave the in-sync replicas
 * (ControlledShutdownLeaderSelector).
 */
export function selectControlledShutdown(
  { replicas, isr }: PartitionState,
  live: Live,
  leaving: ReadonlySet<number>,
): Choice<"no-other-in-sync"> {
  const left = isr.filter((sid) => !leaving.has(sid));
  const leader = replicas.find((sid) => live.has(sid) && left.includes(sid));
  return leader === undefined ? { none: "no-other-in-sync" } : { leader, isr: left };
}

/** Keeps what there is (NoOpLeaderSelector, in Kafka a default that no election uses). */
export function selectNoOp({ leader, isr }: PartitionState): Choice<"offline"> {
  return leader === null ? { none: "offline" } : { leader, isr };
}

/**
 * The partition without replicas that are gone, one after another. The last one in sync stays in the list, so that it
 * alone may lead when it is back; a leader that goes leaves none (ReplicaStateMachine.removeReplicasFromIsr, since 1.1).
 */
export function withoutReplicas<P extends PartitionState>(partition: P, gone: readonly number[]): P {
  if (gone.length === 0) return partition;
  let { isr, leader } = partition;
  for (const sid of partition.replicas) {
    if (!gone.includes(sid)) continue;
    if (isr.length > 1) isr = isr.filter((other) => other !== sid);
    if (leader === sid) leader = null;
  }
  return { ...partition, isr, leader };
}
