/** Traces to explain. */
import type { Cluster } from "../../src/scenario/cluster.ts";
import { traceHeader } from "../../src/simulation/header.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import type { TraceLine } from "../../src/trace/events.ts";

/** The lines of a cluster's trace, header and result among them. */
export function linesOf(cluster: Cluster): TraceLine[] {
  const lines: TraceLine[] = [traceHeader(cluster)];
  const result = simulate(cluster, (event) => lines.push(event));
  return [...lines, result];
}
