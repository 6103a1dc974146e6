/** What brokers and ZooKeeper tell each other. RPCs have the names of Kafka's protocol. */
import type { Reply, Request } from "../znodes/messages.ts";
import type { Why } from "./events.ts";
import type { Batch } from "./replica-log.ts";
import type { Selector } from "./selectors.ts";

/** A partition as the controller tells it. `version` is that of its znode. */
export interface ToldPartition {
  readonly partition: string;
  readonly leader: number | null;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  readonly replicas: readonly number[];
  readonly version: number;
  readonly controllerEpoch: number;
  /** It moves to these. */
  readonly target: readonly number[] | null;
}

export interface Wanted {
  readonly partition: string;
  /** Leader epoch, as the follower knows it. */
  readonly epoch: number;
  /** Where its log ends, and the leader epoch of its last record. */
  readonly offset: number;
  readonly last: number;
}

export interface Fetched {
  readonly partition: string;
  readonly epoch: number;
  readonly records?: Batch;
  readonly highWatermark: number;
  /** The follower's log parts from the leader's there. */
  readonly diverging?: { readonly epoch: number; readonly end: number };
}

/** To brokers, of a controller. */
export type ControllerRpc =
  | { readonly kind: "LeaderAndIsr"; readonly controllerEpoch: number; readonly partitions: readonly ToldPartition[] }
  | {
      readonly kind: "UpdateMetadata";
      readonly controllerEpoch: number;
      readonly live: readonly number[];
      readonly partitions: readonly { readonly partition: string; readonly leader: number | null }[];
    }
  | {
      readonly kind: "StopReplica";
      readonly controllerEpoch: number;
      readonly partitions: readonly string[];
      readonly remove: boolean;
    };

export type BrokerMessage =
  | ControllerRpc
  | { readonly kind: "StaleControllerEpoch"; readonly rpc: ControllerRpc["kind"]; readonly epoch: number }
  | { readonly kind: "ControlledShutdown" }
  | { readonly kind: "ControlledShutdownResponse"; readonly remaining: readonly string[] }
  /** What changed since the last one; a follower that has everything sends an empty one now and then. */
  | { readonly kind: "Fetch"; readonly partitions: readonly Wanted[] }
  | { readonly kind: "FetchResponse"; readonly partitions: readonly Fetched[]; readonly refused: readonly string[] };

/** Why a controller writes a partition's state: not for ZooKeeper, only for the trace. */
export interface Because {
  readonly selector: Selector | null;
  readonly reason: Why;
}

type SetRequest = Extract<Request, { kind: "set" }> & { readonly because?: Because };

export type KafkaMessage = Exclude<Request, { kind: "set" }> | SetRequest | Reply | BrokerMessage;
