import type { Effect, Step } from "../protocol.ts";
import type { Client } from "../znodes/client.ts";
import type { Store } from "../znodes/draft.ts";
import type { ZnodeEvent } from "../znodes/events.ts";
import type { Reply, Request } from "../znodes/messages.ts";

export interface RaceOptions {
  /** Partitions, each with a leader of its own. Every server is a replica of all of them. */
  readonly partitions: number;
  readonly sessionTimeout: number;
}

export type RaceMessage = Request | Reply;

/** A server that has a replica of every partition. */
export interface Replica {
  readonly kind: "replica";
  readonly sid: number;
  readonly up: boolean;
  readonly client: Client;
  /** Whom it takes for the leader of each partition; itself: it leads. null: it knows of none. */
  readonly leaders: readonly (number | null)[];
}

export interface Service {
  readonly kind: "service";
  readonly store: Store;
  /** Of every session. */
  readonly timeoutMs: number;
}

export type RaceState = Replica | Service;

/** A replica comes to take somebody else for the leader of a partition, counted from 1. */
export interface ViewEvent {
  readonly type: "view";
  readonly sid: number;
  readonly partition: number;
  readonly leader: number | null;
  /** It created the znode; it read who had; its watch fired; its session expired. */
  readonly why: "created" | "read" | "watch" | "session-expired";
}

/** Before a step: how many watches the service holds. */
export interface HoldsEvent {
  readonly type: "holds";
  readonly watches: number;
}

export interface RaceRoleEvent {
  readonly type: "state";
  readonly sid: number;
  readonly from: "LOOKING" | "FOLLOWING" | "LEADING" | "DOWN";
  readonly to: "LOOKING" | "FOLLOWING" | "LEADING";
  readonly reason: string;
}

export type RaceEvent = ZnodeEvent | ViewEvent | HoldsEvent | RaceRoleEvent;
export type RaceEffect = Effect<RaceMessage, RaceEvent>;
export type RaceStep = Step<RaceState, RaceMessage, RaceEvent>;

/** Where the leader of a partition, counted from 1, has its znode. */
export function leaderPath(partition: number): string {
  return `/partition-${partition}/leader`;
}

/** The partition, counted from 1, whose leader's znode that is; null for any other path. */
export function partitionOf(path: string): number | null {
  const [, digits] = /^\/partition-(\d+)\/leader$/.exec(path) ?? [];
  return digits === undefined ? null : Number(digits);
}
