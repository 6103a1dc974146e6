/** One broker: what it is given goes to the race for /controller, to the controller that it may be, or to its replicas. */
import type { Address, Input, Step } from "../protocol.ts";
import { type Client, clientStep } from "../znodes/client.ts";
import type { Reply } from "../znodes/messages.ts";
import { addTask, brokerRead, brokersListed, partitionRead, partitionWritten } from "./controller.ts";
import {
  controllerRead,
  controllerWatchFired,
  epochRaised,
  epochRead,
  raceDecided,
  register,
  registrationAnswered,
  sessionLost,
} from "./election.ts";
import type { KafkaEvent, StateEvent } from "./events.ts";
import { fetchAgain, fetched, leaderGone } from "./follower.ts";
import { answer, append, fetchReceived, followerLags, isrWritten, lagTimer } from "./leader.ts";
import { askToLeave, leave } from "./leaving.ts";
import type { BrokerMessage, KafkaMessage } from "./messages.ts";
import { brokerInOffice } from "./office.ts";
import { rpcReceived } from "./replicas.ts";
import { type Broker, become, type Draft, downBroker, type KafkaEffect, takeWriter } from "./state.ts";
import { brokerOf, brokersPath, controllerEpochPath, controllerPath, partitionOf } from "./znodes.ts";

type BrokerStep = Step<Broker, KafkaMessage, KafkaEvent | StateEvent>;

/** Handles one input of a broker; one that is down takes nothing but its start. */
export function brokerStep(broker: Broker, input: Input<KafkaMessage>): BrokerStep {
  if (input.kind === "office") {
    const { broker: state, effects } = brokerInOffice(broker, input.leader, input.up);
    return { state, effects };
  }
  if (broker.role === "DOWN" && input.kind !== "start") return { state: broker, effects: [] };
  const routine = routineOf(broker, input);
  if (routine !== null) return { state: broker, effects: routine };
  const { client, effects, news, replies } = clientStep(broker.client, input);
  const draft = draftOf(broker, client, effects);
  if (news === "expired") sessionLost(draft);
  if (news === "connected") register(draft);
  for (const reply of replies) zookeeperSaid(draft, reply);
  given(draft, input);
  return stepOf(draft);
}

/**
 * What a broker does all the time, and stays as it is; null: it is something else. Most inputs are such, for which
 * there is no need of a draft.
 */
function routineOf(broker: Broker, input: Input<KafkaMessage>): readonly KafkaEffect[] | null {
  if (input.kind === "timer") {
    if (input.name === "ping") return clientStep(broker.client, input).effects;
    return input.name === "fetch" ? fetchAgain(broker) : null;
  }
  if (input.kind === "release") return broker.reach === null ? [] : null;
  if (input.kind === "disconnected") return followsNow(broker, input.from) ? null : [];
  if (input.kind !== "message") return null;
  const { from, message } = input;
  if (message.kind === "pong" && !broker.client.suspended) return clientStep(broker.client, input).effects;
  const isSignOfLife = message.kind === "Fetch" && message.partitions.length === 0;
  return isSignOfLife && from !== "zookeeper" && !broker.lagging.has(from) ? [lagTimer(broker, from)] : null;
}

function followsNow({ replicas }: Broker, sid: Address): boolean {
  for (const { leader } of replicas.values()) if (leader === sid) return true;
  return false;
}

/** Here and in `stepOf` every field is named: a spread, or a rest pattern, takes V8 many times as long. */
function draftOf(broker: Broker, client: Client, effects: readonly KafkaEffect[]): Draft {
  return {
    kind: broker.kind,
    sid: broker.sid,
    options: broker.options,
    client,
    registered: broker.registered,
    role: broker.role,
    active: broker.active,
    epoch: broker.epoch,
    replicas: broker.replicas,
    reach: broker.reach,
    lagging: broker.lagging,
    writers: broker.writers,
    controller: broker.controller,
    counts: broker.counts,
    leaving: broker.leaving,
    effects: effects.slice(),
  };
}

function stepOf(draft: Draft): BrokerStep {
  const state: Broker = {
    kind: draft.kind,
    sid: draft.sid,
    options: draft.options,
    client: draft.client,
    registered: draft.registered,
    role: draft.role,
    active: draft.active,
    epoch: draft.epoch,
    replicas: draft.replicas,
    reach: draft.reach,
    lagging: draft.lagging,
    writers: draft.writers,
    controller: draft.controller,
    counts: draft.counts,
    leaving: draft.leaving,
  };
  return { state, effects: draft.effects };
}

/** What is left of it when it crashes. */
export function crashedBroker({ sid, options, counts, replicas: kept }: Broker): Broker {
  const replicas = [...kept].map(
    ([name, replica]) => [name, { ...replica, leader: null, epoch: -1, waiting: false, led: null }] as const,
  );
  return downBroker(sid, options, counts, new Map(replicas));
}

function given(draft: Draft, input: Input<KafkaMessage>): void {
  switch (input.kind) {
    case "start":
      become(draft, "LOOKING", input.reason);
      break;
    case "timer":
      timer(draft, input.name);
      break;
    case "message":
      if (input.from !== "zookeeper") brokerSaid(draft, input.from, input.message as BrokerMessage);
      break;
    case "disconnected":
      leaderGone(draft, input.from);
      break;
    case "write":
      append(draft, input.count, input.reach);
      break;
    case "command":
      command(draft, input.name, input.argument);
      break;
    case "release":
      if (draft.reach !== null) {
        draft.reach = null;
        answer(draft, draft.replicas.keys());
      }
      break;
    case "office":
      break;
  }
}

const lagPrefix = "lag-";

function timer(draft: Draft, name: string): void {
  if (name === "register") register(draft);
  else if (name.startsWith(lagPrefix)) followerLags(draft, Number(name.slice(lagPrefix.length)));
}

function command(draft: Draft, name: string, argument: unknown): void {
  if (name === "shut-down") {
    if ((argument as number[]).includes(draft.sid)) askToLeave(draft);
  } else if (name === "preferred-election") {
    addTask(draft, { kind: "preferred", partitions: argument === true ? null : (argument as string[]) });
  } else if (name === "reassign") {
    addTask(draft, { kind: "reassign", targets: argument as Record<string, number[]> });
  }
}

function brokerSaid(draft: Draft, from: number, message: BrokerMessage): void {
  switch (message.kind) {
    case "LeaderAndIsr":
    case "UpdateMetadata":
    case "StopReplica":
      rpcReceived(draft, from, message);
      break;
    case "ControlledShutdown":
      addTask(draft, { kind: "shut-down", broker: from });
      break;
    case "ControlledShutdownResponse":
      if (draft.leaving) leave(draft, message.remaining);
      break;
    case "Fetch":
      fetchReceived(draft, from, message.partitions);
      break;
    case "FetchResponse":
      fetched(draft, from, message.partitions);
      break;
    // It learns of that from ZooKeeper: its session is over.
    case "StaleControllerEpoch":
      break;
  }
}

function zookeeperSaid(draft: Draft, reply: Reply): void {
  switch (reply.kind) {
    case "created":
      if (reply.path === controllerPath) raceDecided(draft, reply);
      else registrationAnswered(draft, reply);
      break;
    case "failed":
      failed(draft, reply);
      break;
    case "done":
      done(draft, reply);
      break;
    case "znode":
      read(draft, reply);
      break;
    case "names":
      brokersListed(draft, reply.names);
      break;
    case "watch":
      watchFired(draft, reply.path, reply.change);
      break;
    default:
      break;
  }
}

function failed(draft: Draft, reply: Extract<Reply, { kind: "failed" }>): void {
  const { path, request } = reply;
  if (path === controllerPath && request === "create") raceDecided(draft, reply);
  else if (path === controllerEpochPath) epochRaised(draft, reply);
  else if (partitionOf(path) !== null) written(draft, reply);
  else if (request === "create") registrationAnswered(draft, reply);
}

function done(draft: Draft, reply: Extract<Reply, { kind: "done" }>): void {
  if (reply.path === controllerEpochPath) epochRaised(draft, reply);
  else if (partitionOf(reply.path) !== null) written(draft, reply);
}

function written(draft: Draft, reply: Extract<Reply, { kind: "done" | "failed" }>): void {
  const writer = takeWriter(draft, reply.path);
  if (writer === "controller") partitionWritten(draft, reply);
  else if (writer !== undefined) isrWritten(draft, reply.path, writer, reply.kind === "done" ? reply.znode : null);
}

function read(draft: Draft, { path, znode }: Extract<Reply, { kind: "znode" }>): void {
  const sid = brokerOf(path);
  if (path === controllerPath) controllerRead(draft, znode);
  else if (path === controllerEpochPath) epochRead(draft, znode);
  else if (sid !== null) brokerRead(draft, sid, znode);
  else partitionRead(draft, path, znode);
}

function watchFired(draft: Draft, path: string, change: string): void {
  const partition = partitionOf(path);
  if (path === controllerPath) controllerWatchFired(draft, change);
  else if (path === brokersPath) addTask(draft, { kind: "brokers" });
  else if (partition !== null) addTask(draft, { kind: "moving", partition });
}
