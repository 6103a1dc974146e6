/** What a comparison says of each protocol: data alone, which become tables, sentences, CSV or JSON. */
import type { Summary } from "../protocols/telling.ts";

/** One run of one protocol. */
export interface Run extends Summary {
  /** In office at the end. */
  readonly leader: number | null;
  /** Who believes to lead at the end, in sid order. */
  readonly leading: readonly number[];
  /** Who could have been elected when there was nobody in office for the last time. */
  readonly eligible: readonly number[];
  readonly messages: number;
  /** Virtual time without a leader; null when there is none at the end. */
  readonly withoutLeaderMs: number | null;
  /** Virtual time in which two or more believe to lead. */
  readonly twoLeadersMs: number;
  /** They would have gone on so until something else happens. */
  readonly twoLeadersLast: boolean;
  /** Whether it asked a ZooKeeper that runs elsewhere. */
  readonly service: boolean;
  /** Whether nobody led until the session of a leader that crashed or was paused expired there. */
  readonly waitedForSession: boolean;
  /** Who is up at the end. */
  readonly up: readonly number[];
}

/** The numbers that differ from seed to seed. */
export interface Numbers {
  /** Null: none at the end, which is worse than any time. */
  readonly withoutLeaderMs: number | null;
  readonly messages: number;
  /** Null where tries mean nothing to the protocol. */
  readonly attempts: number | null;
  readonly twoLeadersMs: number;
}

/** Runs in which that much time, from `fromMs` to less than `toMs`, passed without a leader. */
export interface Bucket {
  readonly fromMs: number;
  readonly toMs: number;
  readonly runs: number;
}

/** What many runs, each with a seed of its own, came to. */
export interface Runs {
  readonly count: number;
  /** Whether anything was drawn; without that every run is the same, and one is enough. */
  readonly chance: boolean;
  readonly median: Numbers;
  readonly worst: Numbers;
  /** How often who was in office at the end, most often first. */
  readonly leaders: readonly { readonly leader: number | null; readonly runs: number }[];
  readonly histogram: {
    readonly buckets: readonly Bucket[];
    /** Runs that ended without a leader. */
    readonly none: number;
  };
}

export interface Row extends Run {
  readonly protocol: string;
  /** Where several were asked for. */
  readonly runs?: Runs;
}
