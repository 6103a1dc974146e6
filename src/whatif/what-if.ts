import { partingOf } from "../explain/parting.ts";
import { applyChanges } from "../scenario/apply-changes.ts";
import { type Change, formatChanges } from "../scenario/change.ts";
import type { Cluster } from "../scenario/cluster.ts";
import type { WhatIf } from "./facts.ts";
import { toldChange } from "./told.ts";
import type { RunCluster } from "./trials.ts";

/**
 * A scenario, the same with changes, and where they part.
 * @throws {InputError} when the cluster cannot be changed so
 */
export function whatIf(cluster: Cluster, changes: readonly Change[], run: RunCluster): WhatIf {
  const [before, after] = [run(cluster), run(applyChanges(cluster, changes))];
  return {
    changes: changes.map((change) => toldChange(change, cluster)),
    text: formatChanges(changes),
    before,
    after,
    parting: partingOf(before.explanation, after.explanation),
  };
}
