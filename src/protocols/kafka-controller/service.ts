/** The ZooKeeper service with what brokers keep there. */
import type { Address, Ensemble, Input, Step } from "../protocol.ts";
import type { Store } from "../znodes/draft.ts";
import { emptyStore, storeInOffice, storeStep } from "../znodes/store.ts";
import type { KafkaEvent, StateEvent } from "./events.ts";
import type { KafkaMessage } from "./messages.ts";
import { countsAtFirst, officeEpoch, persistentPaths, storedAtFirst } from "./office.ts";
import type { Options } from "./options.ts";
import {
  brokerPath,
  brokersPath,
  controllerEpochPath,
  controllerPath,
  partitionOf,
  stateData,
  stateOf,
  statePath,
} from "./znodes.ts";

export interface Service {
  readonly kind: "service";
  readonly options: Options;
  readonly counts: ReadonlyMap<number, number>;
  readonly store: Store;
  /** The trace has been told what was there before the first step. */
  readonly told: boolean;
}

/** ZooKeeper with the persistent znodes of a Kafka cluster, and no session. */
export function serviceAtFirst({ servers, options }: Ensemble<Options>): Service {
  const store = holding(emptyStore(persistentPaths(options)), options, null);
  return { kind: "service", options, counts: countsAtFirst(servers), store, told: false };
}

/** The persistent znodes, filled in. */
function holding(store: Store, options: Options, up: readonly number[] | null): Store {
  const data = new Map(options.partitions.map((each) => [statePath(each.name), stateData(storedAtFirst(each, up))]));
  data.set(controllerEpochPath, String(up === null ? 0 : officeEpoch));
  let { znodes } = store;
  for (const [path, written] of data) {
    const znode = znodes.get(path);
    if (znode) znodes = znodes.with(path, { ...znode, data: written });
  }
  return { ...store, znodes };
}

type ServiceStep = Step<Service, KafkaMessage, KafkaEvent | StateEvent>;

/** Handles one input of ZooKeeper; a partition's state that changes is told. */
export function serviceStep(service: Service, input: Input<KafkaMessage>): ServiceStep {
  const { options } = service;
  if (input.kind === "office") {
    const { leader, up } = input;
    const store = holding(service.store, options, up);
    const step = storeInOffice(store, { up, timeoutMs: options.sessionTimeout, ...registered(leader, up) });
    return { state: { ...service, store: step.state }, effects: step.effects };
  }
  if (input.kind === "release" && !service.told) {
    return { state: { ...service, told: true }, effects: [{ kind: "event", event: inventory(service) }] };
  }
  const { state, effects } = storeStep(service.store, input);
  const change = input.kind === "message" ? changeOf(service.store, state, input.from, input.message) : null;
  const told = change === null ? effects : [...effects, { kind: "event" as const, event: change }];
  return { state: state === service.store ? service : { ...service, store: state }, effects: told };
}

/** A partition's state is another one from the moment at which ZooKeeper takes it, whoever hears of that and when. */
function changeOf(before: Store, after: Store, from: Address, message: KafkaMessage): KafkaEvent | null {
  if (message.kind !== "set" || typeof from !== "number") return null;
  const partition = partitionOf(message.path);
  const [was, now] = [before.znodes.get(message.path), after.znodes.get(message.path)];
  if (partition === null || !was || !now || was === now) return null;
  const { isr: isrWas, leader: leaderWas } = stateOf(was.data);
  const { replicas, isr, leader, leaderEpoch: epoch, controllerEpoch } = stateOf(now.data);
  const { because } = message;
  if (!because) return { type: "isr", sid: from, partition, isr, isrWas, epoch };
  return {
    type: "partition",
    sid: from,
    controllerEpoch,
    partition,
    replicas,
    leader,
    was: leaderWas,
    isr,
    isrWas,
    epoch,
    selector: because.selector,
    reason: because.reason,
  };
}

/** All brokers are registered, the controller has its znode, and everybody watches that. */
function registered(leader: number, up: readonly number[]) {
  const znodes = up.map((sid) => ({ path: brokerPath(sid), data: `${sid}`, owner: sid }));
  const watches = up.map((sid) => ({ sid, path: controllerPath, on: "data" as const }));
  return {
    znodes: [...znodes, { path: controllerPath, data: `${leader}`, owner: leader }],
    watches: [...watches, { sid: leader, path: brokersPath, on: "children" as const }],
  };
}

function inventory({ options, store, counts }: Service): KafkaEvent {
  const partitions = options.partitions.map(({ name }) => {
    const { replicas, isr, leader, leaderEpoch } = stateOf(store.znodes.get(statePath(name))?.data ?? "");
    return { partition: name, replicas, isr, leader, epoch: leaderEpoch };
  });
  return { type: "partitions", partitions, ends: [...counts].map(([sid, end]) => ({ sid, end })) };
}
