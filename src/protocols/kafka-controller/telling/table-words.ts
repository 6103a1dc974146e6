import type { Why } from "../events.ts";
import type { Selector } from "../selectors.ts";

/** Words of the tables, in one language. */
export interface TableWords {
  readonly race: readonly [broker: string, asks: string, outcome: string];
  won(epoch: number): string;
  late(winner: number | null): string;
  readonly cut: string;
  readonly raceTitle: string;
  readonly partitionsTitle: string;
  readonly partitions: readonly [partition: string, replicas: string, inSync: string, leader: string, why: string];
  readonly nobody: string;
  readonly why: Readonly<Record<Why, string>>;
  readonly selectors: Readonly<Record<Selector, string>>;
  /** Why, and by which selector. */
  by(selector: Selector, why: string): string;
  /** Reasons one after another. */
  reasons(texts: readonly string[]): string;
  readonly keeps: string;
  readonly caughtUp: string;
  readonly lagged: string;
  more(count: number): string;
  readonly counts: readonly [broker: string, before: string, now: string];
  /** `ofController`: one of those held is the controller's own, on /brokers/ids. */
  watches(deleted: number, created: number, held: number, ofController: boolean): string;
  ended(sid: number, ms: number, controller: boolean): string;
  fenced(from: number, epoch: number, by: readonly number[], current: number): string;
  offline(names: string): string;
  lost(committed: number, uncommitted: number): string;
  uncommitted(kept: number, lost: number): string;
  written(appended: number, committed: number): string;
}
