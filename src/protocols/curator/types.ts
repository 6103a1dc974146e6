import type { Effect, Step } from "../protocol.ts";
import type { Client } from "../znodes/client.ts";
import type { Store } from "../znodes/draft.ts";
import type { ZnodeEvent } from "../znodes/events.ts";
import type { Reply, Request } from "../znodes/messages.ts";

export interface CuratorOptions {
  readonly recipe: "LeaderLatch" | "LeaderSelector";
  readonly sessionTimeout: number;
  /** LeaderSelector: how long takeLeadership lasts. */
  readonly turnMs: number;
  /** LeaderSelector: whether it queues again after its turn. */
  readonly autoRequeue: boolean;
}

export type CuratorMessage = Request | Reply;

/** OBSERVING is who does not stand, or no longer: it was closed, or had its only turn. */
export type Role = "LOOKING" | "FOLLOWING" | "LEADING" | "OBSERVING" | "DOWN";

/** A server with a latch, or a selector. */
export interface Contender {
  readonly kind: "contender";
  readonly sid: number;
  readonly options: CuratorOptions;
  readonly client: Client;
  readonly role: Role;
  /** Path of its znode; null: it has none, or does not know yet. */
  readonly node: string | null;
  /** It has asked for one, and waits for the answer. */
  readonly creating: boolean;
  /** The path that it watches, and whose that is. */
  readonly before: { readonly path: string; readonly owner: number | null } | null;
  /** Turns that it has begun since the step began. */
  readonly turns: number;
}

export interface Service {
  readonly kind: "service";
  readonly store: Store;
  readonly options: CuratorOptions;
}

export type CuratorState = Contender | Service;

/** Who stands in line, the first first: when a step begins, and whenever that changes. */
export interface QueueEvent {
  readonly type: "queue";
  readonly places: readonly { readonly sid: number; readonly znode: string }[];
  /** Watches that the service holds. */
  readonly held: number;
}

export interface TurnEvent {
  readonly type: "turn";
  readonly sid: number;
  readonly change: "begins" | "ends" | "interrupted";
}

export interface CuratorRoleEvent {
  readonly type: "state";
  readonly sid: number;
  readonly from: Role;
  readonly to: Exclude<Role, "DOWN">;
  readonly reason: string;
}

export type CuratorEvent = ZnodeEvent | QueueEvent | TurnEvent | CuratorRoleEvent;
export type CuratorEffect = Effect<CuratorMessage, CuratorEvent>;
export type CuratorStep = Step<CuratorState, CuratorMessage, CuratorEvent>;

/** Where they queue. */
export function parentOf({ recipe }: CuratorOptions): string {
  return recipe === "LeaderLatch" ? "/latch" : "/selector";
}

/** What their znodes' names begin with (LeaderLatch.LOCK_NAME, InterProcessMutex.LOCK_NAME). */
export function prefixOf(options: CuratorOptions): string {
  return `${parentOf(options)}/${options.recipe === "LeaderLatch" ? "latch-" : "lock-"}`;
}
