import type { Address, Input } from "../protocol.ts";
import { findMaster } from "./choosing.ts";
import * as faults from "./fault-detection.ts";
import { joinAgain, joined, joinRefused, joinsMissing, pingAgain, unjoined } from "./joining.ts";
import type { ZenMessage } from "./messages.ts";
import { answerPing, ask, hear, ping } from "./pinging.ts";
import { acknowledged, committed, failed, heardOfMaster, published, refused, stepDown, watch } from "./publishing.ts";
import { after, become, eligibleOf, idle, members, type Node, type ZenStep } from "./state.ts";

/** What a node does about what it is given. Clients' writes are none of its business: they go to shards, not to masters. */
export function step(node: Node, input: Input<ZenMessage>): ZenStep {
  switch (input.kind) {
    case "office":
      return inOffice(node, input.leader, input.up);
    case "start":
      return after(become({ ...node, version: 0 }, { kind: "pinging", heard: [] }, input.reason), ping);
    case "message":
      return receive(node, input.from, input.message);
    case "timer":
      return timer(node, input.name);
    case "disconnected":
      return disconnected(node, input.from);
    case "release":
      return enoughYet(node);
    default:
      return idle(node);
  }
}

function inOffice(node: Node, master: number, up: readonly number[]): ZenStep {
  const nodes = [...up].sort((a, b) => a - b);
  if (node.sid !== master) {
    const state: Node = { ...node, role: { kind: "following", master, unanswered: 0 }, nodes };
    return { state, effects: heardOfMaster(node) };
  }
  const state: Node = { ...node, role: { kind: "master", unanswered: {}, pings: 0 }, nodes };
  return { state, effects: nodes.flatMap((sid) => (sid === master ? [] : watch(node, sid))) };
}

/** A description can put a master in office that has too few nodes: it then is no master for long. */
function enoughYet(node: Node): ZenStep {
  if (node.role.kind !== "master") return idle(node);
  const have = eligibleOf(node, members(node));
  return have < node.options.minimumMasterNodes ? stepDown(node, "not-enough-nodes", have) : idle(node);
}

function receive(node: Node, from: Address, message: ZenMessage): ZenStep {
  if (from === "zookeeper") return idle(node);
  switch (message.kind) {
    case "ping":
      return answerPing(node, from, message);
    case "ping-response":
      return hear(node, { sid: from, master: message.master, version: message.version }, message.round);
    case "join":
      return joined(node, from);
    case "join-refused":
      return joinRefused(node, from);
    case "publish":
      return published(node, from, message.version, message.nodes);
    case "publish-ack":
      return acknowledged(node, from, message.version);
    case "publish-refused":
      return refused(node, from, message.version);
    case "commit":
      return committed(node, from, message.version);
    case "node-ping":
      return faults.pinged(node, from, message.version, message.attempt);
    case "node-alive":
      return faults.nodeAlive(node, from);
    case "master-ping":
      return faults.masterPinged(node, from);
    case "master-alive":
      return faults.masterAlive(node, from);
    case "not-master":
      return faults.masterGone(node, from, "no-longer-master");
    case "not-in-cluster":
      return faults.masterGone(node, from, "not-in-cluster");
    case "rejoin":
      return faults.toldToRejoin(node);
  }
}

/** After a blank there is which of several: for a node's, its sid. */
function timer(node: Node, timerName: string): ZenStep {
  const [name, sid] = timerName.split(" ");
  switch (name) {
    case "round":
      return findMaster(node);
    case "ask":
      return ask(node);
    case "join":
      return pingAgain(node, "no-answer");
    case "join-again":
      return joinAgain(node);
    case "joins":
      return joinsMissing(node);
    case "commit":
      return failed(node);
    case "master":
      return faults.masterSilent(node);
    case "ping":
      return faults.pingNode(node, Number(sid));
    case "silent":
      return faults.nodeSilent(node, Number(sid));
    default:
      return idle(node);
  }
}

/** A connection broke: transport disconnected. */
function disconnected(node: Node, gone: number): ZenStep {
  const { role } = node;
  switch (role.kind) {
    case "pinging": {
      const heard = role.heard.filter(({ sid }) => sid !== gone);
      return idle({ ...node, role: { ...role, heard }, joins: node.joins.filter((sid) => sid !== gone) });
    }
    case "joining":
      return role.master === gone ? pingAgain(node, "crashed") : idle(node);
    case "elected":
      return unjoined(node, gone);
    case "following":
      return faults.masterGone(node, gone, "master-crashed");
    case "master":
      return faults.removed(node, gone, "crashed");
    default:
      return idle(node);
  }
}
