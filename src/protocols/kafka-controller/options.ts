/** A partition as it is before the first step. */
export interface Partition {
  readonly name: string;
  /** Assigned replicas, the preferred leader first. */
  readonly replicas: readonly number[];
  /** In the order of the replicas. */
  readonly isr: readonly number[];
  readonly leader: number;
}

/** The protocol's part of a description. Times are in ms. */
export interface Options {
  readonly partitions: readonly Partition[];
  /** unclean.leader.election.enable */
  readonly uncleanElection: boolean;
  /** zookeeper.session.timeout.ms */
  readonly sessionTimeout: number;
  /** replica.lag.time.max.ms */
  readonly replicaLagMs: number;
}
