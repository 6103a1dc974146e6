/** What a description that is silent means. */
import type { Network, Timing } from "./cluster.ts";

export const defaultNetwork: Network = { latency: { min: 1, max: 1 }, loss: 0, seed: 1 };

/**
 * The ticks are those of the sample zoo.cfg that comes with ZooKeeper; the waits are FastLeaderElection's
 * `finalizeWait`, `minNotificationInterval` and `maxNotificationInterval`.
 */
export const defaultTiming: Timing = {
  tickTime: 2000,
  initLimit: 10,
  syncLimit: 5,
  finalizeWait: 200,
  minNotificationInterval: 200,
  maxNotificationInterval: 60_000,
};

/** ZKDatabase.DEFAULT_COMMIT_LOG_COUNT. */
export const defaultCommitLogCount = 500;
