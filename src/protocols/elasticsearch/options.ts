/** What a cluster description can set, under the names of Elasticsearch's settings (discovery.zen.*). Times are in ms. */
export interface ZenOptions {
  /** How many master-eligible nodes must be seen, join, and acknowledge, the master among them. */
  readonly minimumMasterNodes: number;
  /** By which a master is chosen: the lowest id, or, as since 5.0, the newest cluster state and then the lowest id. */
  readonly order: "id" | "version";
  /** How long answers to a ping are collected before a master is chosen. */
  readonly pingTimeout: number;
  /** How long a node waits to be let in; who is elected waits half as long for the joins that it needs. */
  readonly joinTimeout: number;
  readonly faultDetection: {
    /** From an answer to the next ping. */
    readonly interval: number;
    readonly timeout: number;
    /** So many pings in a row without an answer, and the other side is given up. */
    readonly retries: number;
  };
}

/** How long a publication may take to be acknowledged by enough (discovery.zen.commit_timeout). */
export const commitTimeoutMs = 30_000;
/** Who is refused tries again so often, so long after (discovery.zen.join_retry_attempts, join_retry_delay). */
export const joinAttempts = 3;
export const joinRetryDelayMs = 100;
/** So many pings of another master are let pass (discovery.zen.max_pings_from_another_master). */
export const pingsFromAnotherMaster = 3;

/** More than half of the master-eligible nodes: what Elasticsearch recommends. */
export function majority(eligible: number): number {
  return Math.floor(eligible / 2) + 1;
}
