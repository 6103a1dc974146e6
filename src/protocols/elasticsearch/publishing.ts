/** A master's cluster state gets to its nodes: PublishClusterStateAction, and what follows when it does not. */
import type { SteppedDown } from "./events.ts";
import { commitTimeoutMs } from "./options.ts";
import { endAttempt, ping } from "./pinging.ts";
import {
  after,
  become,
  eligibleOf,
  idle,
  masterOf,
  members,
  type Node,
  type Publication,
  type ZenEffect,
  type ZenStep,
} from "./state.ts";

/** Sends a new cluster state with these nodes; one that is not committed yet is overtaken. */
export function publish(node: Node, nodes: readonly number[]): ZenStep {
  const version = (node.publication ?? node).version + 1;
  const effects: ZenEffect[] = [
    ...toOthers(node, nodes, { kind: "publish", version, nodes }),
    { kind: "timer", name: "commit", ms: commitTimeoutMs, awaited: true },
  ];
  const publication = { version, nodes, acked: [node.sid], refused: [] };
  return after({ state: { ...node, publication }, effects }, (state) => commitIfEnough(state, publication));
}

/** A node has the new cluster state. Once enough have it, it is committed; who is late commits at once. */
export function acknowledged(node: Node, from: number, version: number): ZenStep {
  const { publication } = node;
  if (publication?.version === version) {
    return commitIfEnough(node, { ...publication, acked: [...publication.acked, from] });
  }
  if (node.role.kind !== "master" || version !== node.version) return idle(node);
  return { state: node, effects: [{ kind: "send", to: from, message: { kind: "commit", version } }] };
}

/** A node takes another one for its master; too many of these, and the publication has failed. */
export function refused(node: Node, from: number, version: number): ZenStep {
  if (node.publication?.version !== version) return idle(node);
  const publication = { ...node.publication, refused: [...node.publication.refused, from] };
  const left = publication.nodes.filter((sid) => !publication.refused.includes(sid));
  const next = { ...node, publication };
  return eligibleOf(node, left) < node.options.minimumMasterNodes ? failed(next) : idle(next);
}

/** commit_timeout is over, or enough refused: it cannot be master. */
export function failed(node: Node): ZenStep {
  if (node.publication === null) return idle(node);
  const have = eligibleOf(node, node.publication.acked);
  if (node.role.kind === "master") return stepDown(node, "failed-to-publish", have);
  return giveUp(node, "failed-to-publish");
}

function commitIfEnough(node: Node, publication: Publication): ZenStep {
  const { version, nodes, acked } = publication;
  if (eligibleOf(node, acked) < node.options.minimumMasterNodes) return idle({ ...node, publication });
  const effects: ZenEffect[] = [
    ...toOthers(node, acked, { kind: "commit", version }),
    { kind: "cancel", name: "commit" },
    { kind: "event", event: { type: "nodes", sid: node.sid, version, nodes } },
  ];
  return after(becomeMaster({ ...node, version, nodes, publication: null }), (state) => ({ state, effects }));
}

function becomeMaster(node: Node): ZenStep {
  if (node.role.kind === "master") return idle(node);
  const { state, effects } = become(node, { kind: "master", unanswered: {}, pings: 0 }, "elected");
  const watched = state.nodes.flatMap((sid) => (sid === node.sid ? [] : watch(node, sid)));
  return {
    state: { ...state, joins: [], last: { result: "", times: 0 } },
    effects: [...endAttempt, ...effects, ...watched],
  };
}

/** NodesFaultDetection: a node is pinged after an interval, and may then be silent for a while. */
export function watch({ options }: Node, sid: number): ZenEffect[] {
  const { interval, timeout } = options.faultDetection;
  return [
    { kind: "timer", name: `ping ${sid}`, ms: interval },
    { kind: "timer", name: `silent ${sid}`, ms: interval + timeout, awaited: true },
  ];
}

export function unwatch(sids: readonly number[]): ZenEffect[] {
  return sids.flatMap((sid) => [`ping ${sid}`, `silent ${sid}`].map((name) => ({ kind: "cancel", name }) as const));
}

/**
 * A master gives up, and looks for another (ZenDiscovery.rejoin). Its nodes learn it from the answer to their next ping
 * (MasterFaultDetection, within its interval); here it tells them, which saves these pings.
 */
export function stepDown(node: Node, why: SteppedDown["why"], have: number): ZenStep {
  const { sid, options } = node;
  const { state, effects } = become(node, { kind: "pinging", heard: [] }, "stepped-down");
  const event = { type: "stepped-down", sid, why, have, need: options.minimumMasterNodes } as const;
  const told = toOthers(node, members(node), { kind: "not-master" });
  const ended = unwatch(members(node));
  return after({ state, effects: [{ kind: "event", event }, ...effects, ...ended, ...told] }, ping);
}

/** It was elected, and yet will not be master: those who joined it are refused. */
export function giveUp(node: Node, why: "too-few-joins" | "failed-to-publish"): ZenStep {
  const event = { type: "again", sid: node.sid, chosen: node.sid, why } as const;
  return after(refuseJoins(node), (state) => after({ state, effects: [{ kind: "event", event }] }, ping));
}

/** NodeJoinController.stopElectionContext: whoever asked to join is told that this is no master. */
export function refuseJoins(node: Node): ZenStep {
  return { state: { ...node, joins: [] }, effects: toOthers(node, node.joins, { kind: "join-refused" }) };
}

/**
 * A new cluster state: taken from any master while it has none (ZenDiscovery.validateStateIsFromCurrentMaster), from
 * its own unless it is an older one.
 */
export function published(node: Node, from: number, version: number, nodes: readonly number[]): ZenStep {
  const master = masterOf(node);
  const takes = master === null || (master === from && version >= node.version);
  const kind = takes ? "publish-ack" : "publish-refused";
  const state = takes ? { ...node, pending: { from, version, nodes } } : node;
  return { state, effects: [{ kind: "send", to: from, message: { kind, version } }] };
}

/** Enough have what it acknowledged: it applies that, and has a master. */
export function committed(node: Node, from: number, version: number): ZenStep {
  const { pending } = node;
  if (pending?.from !== from || pending.version !== version || node.role.kind === "master") return idle(node);
  const joined = become(node, { kind: "following", master: from, unanswered: 0 }, "joined", from);
  const applied = after(joined, refuseJoins);
  return {
    state: {
      ...applied.state,
      version,
      nodes: pending.nodes,
      pending: null,
      publication: null,
      last: { result: "", times: 0 },
    },
    effects: [...endAttempt, ...applied.effects, ...heardOfMaster(node)],
  };
}

/** MasterFaultDetection: for that long the master need not say anything. */
export function heardOfMaster({ options }: Node): ZenEffect[] {
  const { interval, timeout } = options.faultDetection;
  return [{ kind: "timer", name: "master", ms: interval + timeout, awaited: true }];
}

/** A node is gone; with too few left, so is the mastership (NodeRemovalClusterStateTaskExecutor). */
export function remove(node: Node, gone: number): ZenStep {
  const nodes = members(node).filter((sid) => sid !== gone);
  const have = eligibleOf(node, nodes);
  if (have >= node.options.minimumMasterNodes) return publish(node, nodes);
  return stepDown({ ...node, nodes, publication: null }, "not-enough-nodes", have);
}

function toOthers(
  node: Node,
  sids: readonly number[],
  message: Extract<ZenEffect, { kind: "send" }>["message"],
): ZenEffect[] {
  return sids.filter((sid) => sid !== node.sid).map((to) => ({ kind: "send", to, message }));
}
