/** Simulations of descriptions as a user writes them. */
import { readScenario } from "../../src/scenario/read.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import type { ResultEvent, TraceEvent } from "../../src/trace/events.ts";

type Of<T extends TraceEvent["type"]> = Extract<TraceEvent, { type: T }>;

/** What a simulation told and what it came to. */
export class Told {
  readonly events: readonly TraceEvent[];
  readonly result: ResultEvent;

  constructor(events: readonly TraceEvent[], result: ResultEvent) {
    this.events = events;
    this.result = result;
  }

  of<T extends TraceEvent["type"]>(type: T, holds: (event: Of<T>) => boolean = () => true): Of<T>[] {
    return this.events.filter((event): event is Of<T> => event.type === type && holds(event as Of<T>));
  }

  /** `1 FOLLOWING 3` for each server. */
  get servers(): string[] {
    return this.result.servers.map(
      ({ sid, state, leader }) => `${sid} ${state}${state === "DOWN" ? "" : ` ${leader}`}`,
    );
  }

  /** `202 2 LEADING elected` for each change of state since the step of that index began. */
  changes(step = 0): string[] {
    const begin = this.events.findIndex((event) => event.type === "step" && event.index === step);
    return this.events.slice(begin).flatMap((event) => {
      return event.type === "state" ? [`${event.t} ${event.sid} ${event.to} ${event.reason}`] : [];
    });
  }

  /** When a step began, in virtual ms. */
  began(step: number): number {
    return this.of("step", ({ index }) => index === step)[0]?.t ?? -1;
  }
}

/** @param description as in a file; `servers` may be a number */
export async function simulated(description: object): Promise<Told> {
  const cluster = await readScenario(JSON.stringify(description), "cluster.json");
  const events: TraceEvent[] = [];
  const result = simulate(cluster, (event) => events.push(event));
  return new Told(events, result);
}
