import type { Header } from "../trace/events.ts";
import type { Difference } from "./difference.ts";
import type { Row } from "./row.ts";

/** The same cluster and the same failure under several protocols. */
export interface Comparison {
  /** As a trace of ZooKeeper's own protocol has it. */
  readonly header: Header;
  readonly rows: readonly Row[];
  readonly differences: readonly Difference[];
  /** Runs of each protocol in which chance has a say. */
  readonly count: number;
  /** Seeds of the first and the last run; the same where there is one. */
  readonly seeds: readonly [number, number];
}
