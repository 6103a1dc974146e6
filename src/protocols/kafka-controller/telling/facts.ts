/** What is told of a trace of Kafka. */
import type { StepAction } from "../../../trace/events.ts";
import type { Why, WhyKept } from "../events.ts";
import type { Selector } from "../selectors.ts";

/** Partitions to which the same happened: how many, and the first of them. */
export interface Alike {
  readonly count: number;
  readonly names: readonly string[];
}

/** How the partitions stand at the end, and what has been lost. */
export interface Standing {
  readonly partitions: number;
  readonly offline: number;
  /** Committed records that were lost. */
  readonly lost: number;
}

export type KafkaFact =
  /** Several asked for /controller, and the first got it; `tried`: all of them, in the order in which they asked. */
  | ({
      readonly kind: "wonRace";
      readonly sid: number;
      readonly epoch: number;
      readonly tried: readonly number[];
    } & Standing)
  | ({ readonly kind: "alone"; readonly sid: number; readonly epoch: number } & Standing)
  | ({ readonly kind: "stayed"; readonly sid: number; readonly epoch: number } & Standing)
  | ({ readonly kind: "nobody"; readonly up: readonly number[] } & Standing)
  | { readonly kind: "step"; readonly number: number; readonly of: number; readonly action: StepAction }
  | {
      readonly kind: "before";
      readonly brokers: readonly number[];
      readonly partitions: number;
      readonly replicas: number;
    }
  /** A session ended, `ms` into the step, and its znodes with it. */
  | {
      readonly kind: "ended";
      readonly sid: number;
      readonly how: "expired" | "closed";
      readonly ms: number;
      readonly controller: boolean;
    }
  /**
   * /controller went: `woken` watches told of it, and `again` of its being created; with `followers` in all, as many
   * watches would have been woken if each watched its partition's leader.
   */
  | {
      readonly kind: "woken";
      readonly woken: number;
      readonly again: number;
      readonly partitions: number;
      readonly followers: number;
    }
  | {
      readonly kind: "race";
      readonly tried: readonly number[];
      readonly winner: number;
      readonly epoch: number;
      readonly ms: number;
    }
  | { readonly kind: "unopposed"; readonly sid: number; readonly epoch: number; readonly ms: number }
  /** For so long nobody took himself for the controller. */
  | { readonly kind: "vacant"; readonly ms: number }
  /** Another is the controller, and this one does not know: for `ms`, or until a later step; both null: to the end. */
  | {
      readonly kind: "stale";
      readonly sid: number;
      readonly epoch: number;
      readonly ms: number | null;
      readonly step: number | null;
    }
  | {
      readonly kind: "resigned";
      readonly sid: number;
      readonly epoch: number | null;
      readonly reason: "session-expired" | "epoch-raised" | "shut-down";
    }
  | {
      readonly kind: "changed";
      readonly partitions: Alike;
      readonly by: number;
      readonly replicas: readonly number[] | null;
      readonly was: number | null;
      /** Nobody has run before: the leader that ZooKeeper names is one that led at some earlier time. */
      readonly fromBefore: boolean;
      readonly leader: number | null;
      readonly isrWas: readonly number[];
      readonly isr: readonly number[];
      readonly epoch: number | null;
      readonly selector: Selector | null;
      readonly reason: Why;
      /** The new leader does not run; ZooKeeper has yet to miss it. */
      readonly leaderStill: boolean;
      /** Of the replicas that it moves to: those that do not run. */
      readonly missing: readonly number[];
    }
  | { readonly kind: "more"; readonly partitions: number }
  | {
      readonly kind: "kept";
      readonly partitions: Alike;
      readonly by: number;
      /** They have no leader that they could keep. */
      readonly offline: boolean;
      readonly selector: Selector;
      readonly reason: WhyKept;
    }
  | {
      readonly kind: "told";
      readonly by: number;
      readonly epoch: number;
      readonly leaderAndIsr: readonly number[];
      readonly updateMetadata: readonly number[];
      readonly stopReplica: readonly number[];
      /** None of it has come when the step is over. */
      readonly underway: boolean;
    }
  | {
      readonly kind: "fenced";
      readonly from: number;
      readonly by: readonly number[];
      readonly rpcs: number;
      readonly epoch: number;
      readonly current: number;
    }
  | {
      readonly kind: "inSync";
      readonly partitions: Alike;
      readonly by: number;
      readonly joined: readonly number[];
      readonly fell: readonly number[];
      readonly isr: readonly number[];
    }
  /** `twoLeaders`: partitions to which two brokers appended, each of which took itself for the leader. */
  | {
      readonly kind: "written";
      readonly records: number;
      readonly committed: number;
      readonly partitions: number;
      readonly twoLeaders: number;
    }
  | {
      readonly kind: "uncommitted";
      readonly partitions: Alike;
      readonly sid: number;
      readonly kept: number;
      readonly lost: number;
    }
  | {
      readonly kind: "dataLoss";
      readonly partitions: Alike;
      readonly sid: number;
      readonly committedLost: number;
      readonly lost: number;
    }
  | { readonly kind: "truncated"; readonly partitions: Alike; readonly sid: number; readonly records: number }
  | { readonly kind: "registered"; readonly sids: readonly number[] }
  | { readonly kind: "left"; readonly sid: number; readonly remaining: number }
  | { readonly kind: "nothing" }
  | { readonly kind: "kraft" }
  | { readonly kind: "defaults" }
  | { readonly kind: "model" };
