import { Explainer } from "../../src/explain/explainer.ts";
import { builtin } from "../../src/scenario/builtins.ts";
import type { Cluster } from "../../src/scenario/cluster.ts";
import { traceHeader } from "../../src/simulation/header.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import type { Run } from "../../src/whatif/facts.ts";
import type { Again } from "../../src/whatif/trials.ts";

/** A scenario that comes with the program. */
export function scenario(name: string): Cluster {
  const found = builtin(name);
  if (!found) throw new Error(`no scenario ${name}`);
  return found;
}

/** Simulates a cluster and explains what happened. */
export function run(cluster: Cluster): Run {
  const explainer = new Explainer(traceHeader(cluster), { condenses: false });
  let line = 1;
  const result = simulate(cluster, (event) => {
    line += 1;
    explainer.add(event, line);
  });
  return { explanation: explainer.finish(result, line + 1), result };
}

/** A cluster that has been run, to be run again. */
export function again(cluster: Cluster): Again {
  return { cluster, before: run(cluster), run };
}
