/** What a broker knows. */
import type { Effect } from "../protocol.ts";
import { type Client, newClient } from "../znodes/client.ts";
import { SpreadMap } from "../znodes/spread-map.ts";
import type { Decision } from "./decide.ts";
import type { KafkaEvent, StateEvent } from "./events.ts";
import type { Because, KafkaMessage } from "./messages.ts";
import type { Options } from "./options.ts";
import type { ReplicaLog } from "./replica-log.ts";
import type { Stored } from "./znodes.ts";

/** One replica. Its log and high watermark are on the disk. */
export interface Replica {
  readonly log: ReplicaLog;
  /** Below it, all in-sync replicas have every record. */
  readonly highWatermark: number;
  readonly leader: number | null;
  /** Leader epoch; -1: nobody has told it yet. */
  readonly epoch: number;
  /** It follows, and its leader has not answered yet. */
  readonly waiting: boolean;
  /** It leads. */
  readonly led: Led | null;
}

/** What a leader keeps of a partition. */
export interface Led {
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** In-sync replicas that ZooKeeper has been asked to hold. Until it answers, both lists count. */
  readonly asked: readonly number[] | null;
  readonly controllerEpoch: number;
  readonly target: readonly number[] | null;
  /** Version of the partition's znode. */
  readonly version: number;
  /** Where its log ended when it began to lead. */
  readonly began: number;
  /** Where each follower's log ends as far as it has said, and up to where it has been answered. */
  readonly followers: ReadonlyMap<number, { readonly end: number; readonly sent: number }>;
}

/** What a controller has to do, one after another (ControllerEventManager). */
export type Task =
  | { readonly kind: "failover" }
  /** /brokers/ids changed. */
  | { readonly kind: "brokers" }
  | { readonly kind: "gone"; readonly brokers: readonly number[] }
  /** Brokers, each with the transaction that registered it. */
  | { readonly kind: "back"; readonly brokers: ReadonlyMap<number, number> }
  | { readonly kind: "preferred"; readonly partitions: readonly string[] | null }
  | { readonly kind: "reassign"; readonly targets: Readonly<Record<string, readonly number[]>> }
  /** A partition that moves has other in-sync replicas. */
  | { readonly kind: "moving"; readonly partition: string }
  | { readonly kind: "shut-down"; readonly broker: number };

/** A task that the controller is at. */
export interface Work {
  readonly task: Task;
  /** Znodes of which ZooKeeper still has to say something. */
  readonly awaited: SpreadMap<true>;
  /** Brokers found so far, each with the transaction that registered it. */
  readonly found: ReadonlyMap<number, number>;
  /** What ZooKeeper has been asked to hold, and what it held before. */
  readonly asked: SpreadMap<Asked>;
  /** Replicas that a partition no longer has. */
  readonly dropped: readonly { readonly partition: string; readonly brokers: readonly number[] }[];
  readonly changed: readonly string[];
  /** Left as they were by the no-op selector. */
  readonly kept: readonly string[];
}

export interface Asked {
  readonly was: Stored;
  readonly decision: Extract<Decision, { next: Stored }>;
}

export interface Controller {
  readonly epoch: number;
  /** Live brokers, each with the transaction that registered it (broker epoch, since Kafka 2.2). */
  readonly live: ReadonlyMap<number, number>;
  readonly leaving: ReadonlySet<number>;
  /** As last read or written. */
  readonly partitions: SpreadMap<Stored & { readonly version: number }>;
  readonly tasks: readonly Task[];
  readonly work: Work | null;
}

/** As the controller, or as the leader in that leader epoch. */
export type Writer = "controller" | number;

export interface Broker {
  readonly kind: "broker";
  readonly sid: number;
  readonly options: Options;
  readonly client: Client;
  readonly registered: boolean;
  readonly role: "LOOKING" | "FOLLOWING" | "LEADING" | "DOWN";
  /** Who has /controller, as far as it has seen. */
  readonly active: number | null;
  /** The highest controller epoch that an RPC had. */
  readonly epoch: number;
  readonly replicas: ReadonlyMap<string, Replica>;
  /** Who alone gets records before the next step; null: everybody. */
  readonly reach: readonly number[] | null;
  /** Followers that have not fetched for replicaLagMs. */
  readonly lagging: ReadonlySet<number>;
  /** Who asked ZooKeeper to hold a partition's state, in order. */
  readonly writers: SpreadMap<readonly Writer[]>;
  readonly controller: Controller | null;
  /** Records that each server has before the first step. */
  readonly counts: ReadonlyMap<number, number>;
  /** It has been told to shut down, and waits for the controller. */
  readonly leaving: boolean;
}

/** A broker whose process is down, with what its disk has. */
export function downBroker(
  sid: number,
  options: Options,
  counts: Broker["counts"],
  replicas: Broker["replicas"],
): Broker {
  return {
    kind: "broker",
    sid,
    options,
    client: newClient(options.sessionTimeout),
    registered: false,
    role: "DOWN",
    active: null,
    epoch: 0,
    replicas,
    reach: null,
    lagging: new Set(),
    writers: SpreadMap.empty,
    controller: null,
    counts,
    leaving: false,
  };
}

export type KafkaEffect = Effect<KafkaMessage, KafkaEvent | StateEvent>;

/** A broker while one input is handled. */
export type Draft = { -readonly [K in keyof Broker]: Broker[K] } & { readonly effects: KafkaEffect[] };

/** Puts that into the trace. */
export function tell(draft: Draft, event: KafkaEvent | StateEvent): void {
  draft.effects.push({ kind: "event", event });
}

/** What it asks of ZooKeeper, unless it has no session. */
export function ask(draft: Draft, make: (session: number) => KafkaMessage): boolean {
  const { session } = draft.client;
  if (session === null) return false;
  draft.effects.push({ kind: "send", to: "zookeeper", message: make(session) });
  return true;
}

/** Asks ZooKeeper to hold a partition's state, unless it holds another version by then. */
export function askState(
  draft: Draft,
  writer: Writer,
  path: string,
  data: string,
  version: number,
  because?: Because,
): boolean {
  const why = because && { because };
  if (!ask(draft, (session) => ({ kind: "set", session, path, data, version, ...why }))) return false;
  draft.writers = draft.writers.with(path, [...(draft.writers.get(path) ?? []), writer]);
  return true;
}

/** Whose request it was that ZooKeeper answers now. */
export function takeWriter(draft: Draft, path: string): Writer | undefined {
  const [first, ...rest] = draft.writers.get(path) ?? [];
  draft.writers = rest.length > 0 ? draft.writers.with(path, rest) : draft.writers.without(path);
  return first;
}

/** Changes its role, and tells of that if it had another. */
export function become(draft: Draft, to: Broker["role"], reason: string): void {
  const from = draft.role;
  draft.role = to;
  const term = draft.controller?.epoch;
  if (from !== to) {
    const led = to === "LEADING" && term !== undefined;
    tell(draft, { type: "state", sid: draft.sid, from, to, reason, ...(led && { term }) });
  }
}
