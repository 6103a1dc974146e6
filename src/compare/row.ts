/** What a comparison says of each protocol: data alone, which become tables, sentences, CSV or JSON. */
import type { Summary } from "../protocols/telling.ts";
import type { TwoUntil } from "./offices.ts";

/** One run of one protocol. */
export interface Run extends Summary {
  /** In office at the end. */
  readonly leader: number | null;
  /** Who believes to lead at the end, in sid order. */
  readonly leading: readonly number[];
  /** Who could have been elected when there was nobody in office for the last time; null where there always was. */
  readonly eligible: readonly number[] | null;
  readonly messages: number;
  /** Virtual time without a leader; null when there is none at the end. */
  readonly withoutLeaderMs: number | null;
  /** Virtual time in which two or more believe to lead; null where a later step ended that, or nothing. */
  readonly twoLeadersMs: number | null;
  /** What ended it then. */
  readonly twoLeadersUntil: TwoUntil;
  /** Whether it asked a ZooKeeper that runs elsewhere. */
  readonly service: boolean;
  /** Whether nobody led until the session of a server that crashed or was paused expired there. */
  readonly waitedForSession: boolean;
  /** Whether a leader that was there was lost, or another took its place. */
  readonly lostLeader: boolean;
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
  /** As of one run; what a later step ended is worse than any time, and what nothing ended worse than that. */
  readonly twoLeadersMs: number | null;
  readonly twoLeadersUntil: TwoUntil;
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
  /** How often what became of the writes that were not committed, most often first. */
  readonly writes: readonly { readonly write: Run["write"]; readonly runs: number }[];
}

export interface Row extends Run {
  readonly protocol: string;
  /** Where several were asked for. */
  readonly runs?: Runs;
}
