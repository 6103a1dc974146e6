/** Who is up and who reaches whom, as the steps of a trace say. */
import type { StepEvent, TraceCluster } from "../../../src/trace/events.ts";

type Steps = readonly Readonly<Record<string, unknown>>[];

export class Whereabouts {
  readonly #up = new Set<number>();
  readonly #paused = new Set<number>();
  #groups: readonly (readonly number[])[] | null = null;

  constructor({ servers, leader, steps }: TraceCluster) {
    if (typeof leader !== "number") return;
    const late = new Set((steps as Steps).flatMap(({ start }) => (start as number[] | undefined) ?? []));
    for (const { sid } of servers) if (!late.has(sid)) this.#up.add(sid);
  }

  isUp(sid: number): boolean {
    return this.#up.has(sid);
  }

  /** Whether both run and reach each other. */
  linked(a: number, b: number): boolean {
    const runs = (sid: number) => this.#up.has(sid) && !this.#paused.has(sid);
    return runs(a) && runs(b) && (this.#groups?.some((group) => group.includes(a) && group.includes(b)) ?? true);
  }

  add({ action }: StepEvent): void {
    const { start, restart, fail, pause, resume, partition, heal } = action as Record<string, number[]> & {
      partition?: number[][];
      heal?: true;
    };
    for (const sid of [...(start ?? []), ...(restart ?? [])]) this.#up.add(sid);
    for (const sid of fail ?? []) {
      this.#up.delete(sid);
      this.#paused.delete(sid);
    }
    for (const sid of pause ?? []) this.#paused.add(sid);
    for (const sid of resume ?? []) this.#paused.delete(sid);
    if (partition) this.#groups = partition;
    if (heal) this.#groups = null;
  }
}
