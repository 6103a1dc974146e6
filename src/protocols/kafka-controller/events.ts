/** What the trace tells of Kafka's brokers, beside what happens at the ZooKeeper service. */
import type { ZnodeEvent } from "../znodes/events.ts";
import type { Selector } from "./selectors.ts";

/** A partition as ZooKeeper holds it. */
export interface PartitionEntry {
  readonly partition: string;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly leader: number | null;
  readonly epoch: number;
}

export type Why =
  | "in-sync"
  | "unclean"
  | "no-isr-live"
  | "no-replica-live"
  | "replica-gone"
  | "preferred"
  | "reassigning"
  | "reassigned"
  | "shutting-down";

export type WhyKept =
  | "leader-live"
  | "no-isr-live"
  | "no-replica-live"
  | "leads-already"
  | "not-live"
  | "not-in-sync"
  | "no-target-in-sync"
  | "no-other-in-sync";

export type KafkaEvent =
  | ZnodeEvent
  /** Once, before the first step: the partitions, and how many records the replicas have. */
  | {
      readonly type: "partitions";
      readonly partitions: readonly PartitionEntry[];
      readonly ends: readonly { readonly sid: number; readonly end: number }[];
    }
  /** A broker has its ephemeral /brokers/ids/<sid>. */
  | { readonly type: "registered"; readonly sid: number; readonly session: number }
  | {
      readonly type: "controller";
      readonly sid: number;
      /** `attempt`: it asks for /controller; `resigned`: it is no longer the controller, or never came to be (epoch-raised). */
      readonly change: "attempt" | "lost-race" | "elected" | "resigned";
      /** Its own; null where it has none. */
      readonly epoch: number | null;
      /** Who has /controller, of a race lost. */
      readonly winner?: number | null;
      readonly reason?: "session-expired" | "epoch-raised" | "shut-down";
    }
  /** What the controller finds under /brokers/ids. */
  | {
      readonly type: "brokers";
      readonly sid: number;
      readonly epoch: number;
      readonly live: readonly number[];
      readonly gone: readonly number[];
      readonly back: readonly number[];
    }
  /** The controller changes a partition in ZooKeeper. */
  | {
      readonly type: "partition";
      readonly sid: number;
      readonly controllerEpoch: number;
      readonly partition: string;
      readonly replicas: readonly number[];
      readonly leader: number | null;
      readonly was: number | null;
      readonly isr: readonly number[];
      readonly isrWas: readonly number[];
      /** Leader epoch. */
      readonly epoch: number;
      /** null: nobody was to be picked, only replicas taken out. */
      readonly selector: Selector | null;
      readonly reason: Why;
    }
  /** The controller looked at partitions, and left them as they are. */
  | {
      readonly type: "kept";
      readonly sid: number;
      readonly controllerEpoch: number;
      readonly partitions: readonly string[];
      readonly selector: Selector;
      readonly reason: WhyKept;
    }
  /** A broker refuses an RPC: it has seen a higher controller epoch. */
  | {
      readonly type: "fenced";
      readonly sid: number;
      readonly from: number;
      readonly rpc: "LeaderAndIsr" | "UpdateMetadata" | "StopReplica";
      readonly epoch: number;
      readonly current: number;
    }
  /** A broker does what a controller says. */
  | {
      readonly type: "accepted";
      readonly sid: number;
      readonly from: number;
      readonly rpc: "LeaderAndIsr" | "UpdateMetadata" | "StopReplica";
      readonly epoch: number;
      /** Partitions that it now leads, and those that it follows, because of it. */
      readonly leads: number;
      readonly follows: number;
    }
  /** A replica begins to lead, with what its log holds. */
  | {
      readonly type: "leads";
      readonly sid: number;
      readonly partition: string;
      readonly epoch: number;
      readonly end: number;
      readonly highWatermark: number;
    }
  /** A leader changes its in-sync replicas, in ZooKeeper. */
  | {
      readonly type: "isr";
      readonly sid: number;
      readonly partition: string;
      readonly isr: readonly number[];
      readonly isrWas: readonly number[];
      readonly epoch: number;
    }
  /** Records with offsets from `from` up to before `to`. */
  | {
      readonly type: "records";
      readonly sid: number;
      readonly change: "appended" | "committed" | "truncated";
      readonly partition: string;
      readonly from: number;
      readonly to: number;
      readonly epoch: number;
    }
  /** A broker leaves in order. `remaining`: partitions that it still led. */
  | { readonly type: "left"; readonly sid: number; readonly remaining: readonly string[] };

/** As the state events of every trace are. */
export interface StateEvent {
  readonly type: "state";
  readonly sid: number;
  readonly from: "LOOKING" | "FOLLOWING" | "LEADING" | "OBSERVING" | "DOWN";
  readonly to: "LOOKING" | "FOLLOWING" | "LEADING" | "OBSERVING" | "DOWN";
  readonly reason: string;
  readonly term?: number;
}
