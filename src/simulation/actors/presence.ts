import type { Address } from "../../protocols/protocol.ts";

/** Who is up, who is paused, and who can reach whom. The ZooKeeper service is always up. */
export class Presence {
  readonly #up: Set<Address>;
  readonly #paused = new Set<Address>();
  /** Sides of a partition; null: there is none. */
  #groups: readonly ReadonlySet<Address>[] | null = null;

  /** @param up servers that are up when the run begins */
  constructor(up: readonly number[]) {
    this.#up = new Set<Address>(["zookeeper", ...up]);
  }

  /** Those that are paused, now and later. */
  get paused(): ReadonlySet<Address> {
    return this.#paused;
  }

  isUp(address: Address): boolean {
    return this.#up.has(address);
  }

  /** Whether it is up and not paused. */
  readonly runs = (address: Address): boolean => this.#up.has(address) && !this.#paused.has(address);

  readonly reachable = (a: Address, b: Address): boolean =>
    this.#groups === null || this.#groups.some((group) => group.has(a) && group.has(b));

  /** Whether what one sends to the other is read when it arrives now. */
  canRead({ from, to }: { readonly from: Address; readonly to: Address }): boolean {
    return this.runs(to) && this.reachable(from, to);
  }

  start(sid: number): void {
    this.#up.add(sid);
  }

  /** Its process is gone. */
  end(sid: number): void {
    this.#up.delete(sid);
    this.#paused.delete(sid);
  }

  pause(sid: number): void {
    this.#paused.add(sid);
  }

  resume(sid: number): void {
    this.#paused.delete(sid);
  }

  partition(groups: readonly (readonly number[])[]): void {
    this.#groups = withService(groups);
  }

  heal(): void {
    this.#groups = null;
  }
}

/** ZooKeeper's ensemble is elsewhere; of a partition the largest group reaches it, of equals the first. */
function withService(groups: readonly (readonly number[])[]): ReadonlySet<Address>[] {
  const largest = groups.reduce((best, group) => (group.length > best.length ? group : best), groups[0] ?? []);
  return groups.map((group) => new Set<Address>(group === largest ? [...group, "zookeeper"] : group));
}
