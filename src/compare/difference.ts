import type { Support } from "../trace/quorum.ts";
import type { TwoUntil } from "./offices.ts";
import type { Row, Runs } from "./row.ts";

/** The least and the most. */
export type Span = readonly [least: number, most: number];

/** What some protocols have in common. */
export interface Group<T> {
  readonly protocols: readonly string[];
  readonly is: T;
}

/** A difference that matters in this scenario, as far as the numbers of these runs show it. */
export type Difference =
  /** All end with the same leader, or with none. */
  | { readonly kind: "same"; readonly leader: number | null }
  /** Who leads where. */
  | { readonly kind: "leaders"; readonly groups: readonly Group<number>[] }
  /** Some have no leader. `short`: fewer servers are up than a majority. */
  | {
      readonly kind: "nobody";
      readonly without: readonly string[];
      readonly short: Support | null;
      /** Enough are up, but no side of the network that is split in the end is a majority. */
      readonly split: boolean;
      /** Those of them under which somebody believes to lead all the same. */
      readonly believing: readonly Group<readonly number[]>[];
      /** Those that have one although, asking a ZooKeeper that runs elsewhere. */
      readonly elsewhere: readonly string[];
    }
  /** Some wait until a session expires, and others do not: for less than any of those, or for as long and longer. */
  | {
      readonly kind: "sessions";
      readonly waiting: Group<Span>;
      readonly shorter: Group<Span> | null;
      readonly longer: Group<Span> | null;
      /** Those that ask ZooKeeper, too, but whose leader was there all the time. */
      readonly spared: readonly string[];
    }
  /** Who is without a leader for the shortest and for the longest time; `all` have one in the end. */
  | {
      readonly kind: "times";
      readonly shortest: Group<number>;
      readonly longest: Group<number>;
      readonly all: boolean;
    }
  /** Two believe to lead at once. */
  | { readonly kind: "two"; readonly groups: readonly Group<Two>[]; readonly never: readonly string[] }
  /** What becomes of the writes that were not committed; `outside`: those that leave the data to others. */
  | {
      readonly kind: "writes";
      readonly fates: readonly Group<"kept" | "lost" | "split" | "committed-lost" | "open">[];
      readonly outside: readonly string[];
    }
  /** In some runs another leads. */
  | {
      readonly kind: "chance";
      readonly count: number;
      readonly protocols: readonly { readonly protocol: string; readonly leaders: Runs["leaders"] }[];
    }
  /** One server alone could have been elected, or several. */
  | {
      readonly kind: "choice";
      readonly one: readonly Group<number>[];
      readonly several: readonly Group<readonly number[]>[];
    }
  /** How many watches fire, where all that watch one znode need more than those in line: most first. */
  | { readonly kind: "watches"; readonly groups: readonly Group<number>[] };

/** For how long, or what ended it: a later step, or nothing. */
export type Two = { readonly ms: number } | { readonly until: Exclude<TwoUntil, null> };

/** Groups rows by what they have in common, in the order in which that comes first. */
export function grouped<T>(rows: readonly Row[], of: (row: Row) => T): Group<T>[] {
  const groups = new Map<string, { protocols: string[]; is: T }>();
  for (const row of rows) {
    const is = of(row);
    const key = JSON.stringify(is);
    const group = groups.get(key) ?? { protocols: [], is };
    group.protocols.push(row.protocol);
    groups.set(key, group);
  }
  return [...groups.values()];
}
