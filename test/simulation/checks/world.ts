/** Who is up and who reaches whom, as a trace says. */
import type { Cluster } from "../../../src/scenario/cluster.ts";
import type { StateEvent, StepEvent, TraceEvent } from "../../../src/trace/events.ts";

export class World {
  readonly up = new Set<number>();
  readonly paused = new Set<number>();
  /** Those that rest until the next step, or until others look, having been turned away by a leader in office. */
  readonly resting = new Set<number>();
  readonly #leaderOf = new Map<number, number>();
  readonly #serving = new Set<number>();
  #groups: readonly (readonly number[])[] | null = null;

  constructor(cluster: Cluster) {
    const late = new Set(cluster.steps.flatMap(({ action }) => (action.kind === "start" ? action.sids : [])));
    if (cluster.leader === null) return;
    this.#serving.add(cluster.leader);
    for (const { sid } of cluster.servers) if (!late.has(sid)) this.up.add(sid);
  }

  reachable(a: number, b: number): boolean {
    return this.#groups === null || this.#groups.some((group) => group.includes(a) && group.includes(b));
  }

  linked(a: number, b: number): boolean {
    return this.up.has(a) && this.up.has(b) && this.reachable(a, b);
  }

  /** Whether it does nothing now, as far as anybody can see. */
  still(sid: number): boolean {
    return this.paused.has(sid) || this.resting.has(sid);
  }

  add(event: TraceEvent): void {
    if (event.type === "step") this.#step(event);
    else if (event.type === "decide") this.#leaderOf.set(event.sid, event.leader);
    else if (event.type === "phase" && event.phase === "broadcast") this.#serving.add(event.sid);
    else if (event.type === "state") this.#state(event);
  }

  #state({ sid, to, reason }: StateEvent): void {
    if (to === "LEADING") return;
    this.#serving.delete(sid);
    if (to !== "LOOKING") return;
    if (reason !== "leader-behind" || !this.#serving.has(this.#leaderOf.get(sid) ?? -1)) {
      this.#wake();
      return;
    }
    this.resting.add(sid);
  }

  #wake(): void {
    this.resting.clear();
  }

  #step(event: StepEvent): void {
    this.#wake();
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
