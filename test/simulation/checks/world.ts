/** Who is up and who reaches whom, as the steps of a trace say. */
import type { Cluster } from "../../../src/scenario/cluster.ts";
import type { TraceEvent } from "../../../src/trace/events.ts";

export class World {
  readonly up = new Set<number>();
  readonly paused = new Set<number>();
  #groups: readonly (readonly number[])[] | null = null;

  constructor(cluster: Cluster) {
    const late = new Set(cluster.steps.flatMap(({ action }) => (action.kind === "start" ? action.sids : [])));
    if (cluster.leader === null) return;
    for (const { sid } of cluster.servers) if (!late.has(sid)) this.up.add(sid);
  }

  reachable(a: number, b: number): boolean {
    return this.#groups === null || this.#groups.some((group) => group.includes(a) && group.includes(b));
  }

  linked(a: number, b: number): boolean {
    return this.up.has(a) && this.up.has(b) && this.reachable(a, b);
  }

  add(event: TraceEvent): void {
    if (event.type !== "step") return;
    const action = event.action as Record<string, number[]> & { partition?: number[][]; heal?: true };
    for (const sid of [...(action["start"] ?? []), ...(action["restart"] ?? [])]) this.up.add(sid);
    for (const sid of action["fail"] ?? []) {
      this.up.delete(sid);
      this.paused.delete(sid);
    }
    for (const sid of action["pause"] ?? []) this.paused.add(sid);
    for (const sid of action["resume"] ?? []) this.paused.delete(sid);
    if (action.partition) this.#groups = action.partition;
    if (action.heal) this.#groups = null;
  }
}
