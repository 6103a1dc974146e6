/**
 * Kafka with ZooKeeper (0.8 to 2.x): brokers race for /controller; the controller picks every partition's leader from
 * its in-sync replicas and tells the brokers by RPC. What is taken from which release is said where it matters.
 *
 * Left out: topics (a partition has a name), quotas, transactions and clients' own part in a write; commands go to the
 * controller itself, not by way of /admin in ZooKeeper; a leader does not tell the controller of new in-sync replicas
 * (/isr_change_notification), which reads a partition before it decides on it.
 */
import type { Address, Ensemble, Input, Protocol } from "../protocol.ts";
import { atRest } from "./at-rest.ts";
import { brokerStep, crashedBroker } from "./broker.ts";
import type { KafkaEvent, StateEvent } from "./events.ts";
import type { KafkaMessage } from "./messages.ts";
import { countsAtFirst, replicasAtFirst } from "./office.ts";
import type { Options } from "./options.ts";
import { outcome } from "./outcome.ts";
import { type Service, serviceAtFirst, serviceStep } from "./service.ts";
import { type Broker, downBroker } from "./state.ts";

type Actor = Broker | Service;

function begin(ensemble: Ensemble<Options>): Map<Address, Actor> {
  const { servers, options } = ensemble;
  const counts = countsAtFirst(servers);
  const actors = servers.map(({ sid }): [Address, Actor] => {
    return [sid, downBroker(sid, options, counts, replicasAtFirst(options, counts, sid))];
  });
  return new Map([...actors, ["zookeeper", serviceAtFirst(ensemble)]]);
}

function step(state: Actor, input: Input<KafkaMessage>) {
  return state.kind === "service" ? serviceStep(state, input) : brokerStep(state, input);
}

function status(state: Actor) {
  if (state.kind === "service") return { state: "FOLLOWING" as const, leader: null };
  const { role, active, epoch, replicas } = state;
  const leads = [...replicas.values()].filter(({ led }) => led !== null).length;
  return {
    state: role,
    leader: role === "DOWN" ? null : active,
    controllerEpoch: epoch,
    leads: role === "DOWN" ? 0 : leads,
  };
}

export const kafkaController: Protocol<Actor, KafkaMessage, KafkaEvent | StateEvent, Options> = {
  name: "kafka-controller",
  begin,
  step,
  crash: (state) => (state.kind === "broker" ? crashedBroker(state) : state),
  status,
  takesWrites: (state) => state.kind === "broker" && state.role !== "DOWN",
  // Nothing waits longer than for a session to expire, or for a follower to fall out of step.
  quietMs: ({ options }) => Math.max(options.sessionTimeout, options.replicaLagMs) + 1000,
  outcome,
  atRest,
};
