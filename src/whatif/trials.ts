import { leaderOf } from "../explain/parting.ts";
import { applyChanges } from "../scenario/apply-changes.ts";
import { type Change, formatChanges } from "../scenario/change.ts";
import type { Cluster } from "../scenario/cluster.ts";
import { InputError } from "../scenario/problem.ts";
import type { Run } from "./facts.ts";

/** Runs a scenario and explains it; handed in, so that nothing here knows how. */
export type RunCluster = (cluster: Cluster) => Run;

/** A scenario that has been run, and how to run it again. */
export interface Again {
  readonly cluster: Cluster;
  readonly before: Run;
  readonly run: RunCluster;
}

/** A changed scenario and what it came to. */
interface Trial {
  readonly cluster: Cluster;
  readonly run: Run;
}

/** Bounds the search of one server; the built-in scenarios take about ten. */
const maxRuns = 300;

/** Runs a scenario with changes, each set of them once. */
export class Trials {
  readonly cluster: Cluster;
  readonly sid: number;
  readonly #run: RunCluster;
  readonly #known = new Map<string, Trial | undefined>();

  /** @param before what the cluster comes to without changes */
  constructor({ cluster, before, run }: Again, sid: number) {
    this.cluster = cluster;
    this.sid = sid;
    this.#run = run;
    this.#known.set("", { cluster, run: before });
  }

  /** What the changes come to; undefined when there is no such scenario, or too many have been run. */
  of(changes: readonly Change[]): Trial | undefined {
    const key = formatChanges(changes);
    if (!this.#known.has(key)) this.#known.set(key, this.#known.size < maxRuns ? this.#try(changes) : undefined);
    return this.#known.get(key);
  }

  /** Whether the server wins with these changes. */
  wins(changes: readonly Change[]): boolean {
    const trial = this.of(changes);
    return trial !== undefined && leaderOf(trial.run.explanation) === this.sid;
  }

  #try(changes: readonly Change[]): Trial | undefined {
    try {
      const cluster = applyChanges(this.cluster, changes);
      return { cluster, run: this.#run(cluster) };
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  }
}
