import type { Cluster } from "../scenario/cluster.ts";
import type { ResultEvent, TraceEvent } from "../trace/events.ts";
import { Simulation } from "./simulation.ts";

/**
 * Runs a cluster's steps, and tells what happened.
 *
 * The same cluster gives the same events and the same result, on any machine: time is virtual and chance comes from
 * the cluster's seed.
 *
 * @param emit given each event as it happens; without it the run is faster by what telling costs
 * @returns the last line of a trace: who leads, and what every server came to
 * @throws InputError when the cluster does not settle within the limit on events
 */
export function simulate(cluster: Cluster, emit?: (event: TraceEvent) => void): ResultEvent {
  const simulation = new Simulation(cluster, emit);
  cluster.steps.forEach((step, index) => {
    simulation.run(step, index);
  });
  return simulation.result();
}
