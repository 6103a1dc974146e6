/**
 * A master pings its nodes and is heard by that: NodesFaultDetection and MasterFaultDetection. In Elasticsearch nodes
 * ping their master besides; here they do so only when it has been silent for too long.
 */
import type { Reason } from "./events.ts";
import { pingsFromAnotherMaster } from "./options.ts";
import { ping } from "./pinging.ts";
import { heardOfMaster, remove, stepDown, unwatch, watch } from "./publishing.ts";
import { after, become, eligibleOf, idle, members, type Node, type ZenEffect, type ZenStep } from "./state.ts";

/**
 * It is time to ping that node. Until it answers it is pinged once every interval, as TCP would send again what got
 * lost: silence means that nothing at all came through.
 */
export function pingNode(node: Node, to: number): ZenStep {
  if (node.role.kind !== "master" || !members(node).includes(to)) return idle(node);
  const message = { kind: "node-ping", version: node.version, attempt: 1 } as const;
  return {
    state: node,
    effects: [
      { kind: "send", to, message, routine: true },
      { kind: "timer", name: `ping ${to}`, ms: node.options.faultDetection.interval },
    ],
  };
}

function askAgain({ version, options }: Node, to: number, attempt: number): ZenEffect[] {
  const message = { kind: "node-ping", version, attempt } as const;
  return [
    { kind: "send", to, message },
    { kind: "timer", name: `silent ${to}`, ms: options.faultDetection.timeout, awaited: true },
  ];
}

/** A node answered. */
export function nodeAlive(node: Node, from: number): ZenStep {
  const { role } = node;
  if (role.kind !== "master" || !members(node).includes(from)) return idle(node);
  const effects = watch(node, from);
  if (role.unanswered[from] === undefined) return { state: node, effects };
  const { [from]: _, ...unanswered } = role.unanswered;
  return { state: { ...node, role: { ...role, unanswered } }, effects };
}

/** A node did not answer in time: it is asked again, or given up. */
export function nodeSilent(node: Node, from: number): ZenStep {
  const { role } = node;
  if (role.kind !== "master" || !members(node).includes(from)) return idle(node);
  const attempt = (role.unanswered[from] ?? 0) + 1;
  const { retries: of } = node.options.faultDetection;
  const told: ZenEffect = { kind: "event", event: { type: "unanswered", sid: node.sid, from, attempt, of } };
  if (attempt < of) {
    const state: Node = { ...node, role: { ...role, unanswered: { ...role.unanswered, [from]: attempt } } };
    return { state, effects: [told, ...askAgain(node, from, attempt + 1)] };
  }
  // In Elasticsearch it learns that from the answer to its own next ping (NodeDoesNotExistOnMasterException).
  const message = { kind: "not-in-cluster" } as const;
  return after({ state: node, effects: [told, { kind: "send", to: from, message }] }, (state) =>
    removed(state, from, "silent"),
  );
}

/** A master takes a node out of its cluster. */
export function removed(node: Node, gone: number, why: "crashed" | "silent"): ZenStep {
  if (node.role.kind !== "master" || !members(node).includes(gone)) return idle(node);
  const { [gone]: _, ...unanswered } = node.role.unanswered;
  const event = { type: "removed", sid: node.sid, node: gone, why } as const;
  const state: Node = { ...node, role: { ...node.role, unanswered } };
  return after({ state, effects: [{ kind: "event", event }, ...unwatch([gone])] }, (next) => remove(next, gone));
}

/** A master pings: its own, or, of two masters, the other one. Whoever it is, a node answers. */
export function pinged(node: Node, from: number, version: number, attempt: number): ZenStep {
  const answer: ZenEffect = {
    kind: "send",
    to: from,
    message: { kind: "node-alive" },
    ...(attempt === 1 && { routine: true }),
  };
  const { role } = node;
  if (role.kind === "following" && role.master === from) {
    const state: Node = role.unanswered === 0 ? node : { ...node, role: { ...role, unanswered: 0 } };
    return { state, effects: [answer, ...heardOfMaster(node)] };
  }
  if (role.kind === "master") return after({ state: node, effects: [answer] }, (state) => rival(state, from, version));
  return { state: node, effects: [answer] };
}

/**
 * NodeFaultDetectionListener.onPingReceived: a few such pings may be left over; then there is another master, and
 * ZenDiscovery.handleAnotherMaster: the one with the older cluster state is to give up, of equals the other.
 */
function rival(node: Node, other: number, otherVersion: number): ZenStep {
  const { role, sid, version } = node;
  if (role.kind !== "master") return idle(node);
  if (role.pings + 1 < pingsFromAnotherMaster) return idle({ ...node, role: { ...role, pings: role.pings + 1 } });
  const yields = otherVersion > version ? sid : other;
  const event = { type: "another-master", sid, other, version, otherVersion, yields } as const;
  const told: ZenStep = { state: { ...node, role: { ...role, pings: 0 } }, effects: [{ kind: "event", event }] };
  if (yields === sid) return after(told, (state) => stepDown(state, "older-state", eligibleOf(state, members(state))));
  return after(told, (state) => ({ state, effects: [{ kind: "send", to: other, message: { kind: "rejoin" } }] }));
}

/** RejoinClusterRequestHandler; a master that gave up meanwhile has done so already. */
export function toldToRejoin(node: Node): ZenStep {
  return node.role.kind === "master" ? stepDown(node, "told-to", eligibleOf(node, members(node))) : idle(node);
}

/** Its master has been silent: it asks, or gives it up. */
export function masterSilent(node: Node): ZenStep {
  const { role, sid } = node;
  if (role.kind !== "following") return idle(node);
  const { retries: of, timeout } = node.options.faultDetection;
  const attempt = role.unanswered + 1;
  const told: ZenEffect = { kind: "event", event: { type: "unanswered", sid, from: role.master, attempt, of } };
  if (attempt >= of)
    return after({ state: node, effects: [told] }, (state) => masterGone(state, role.master, "master-silent"));
  return {
    state: { ...node, role: { ...role, unanswered: attempt } },
    effects: [
      told,
      { kind: "send", to: role.master, message: { kind: "master-ping" } },
      { kind: "timer", name: "master", ms: timeout, awaited: true },
    ],
  };
}

/** A node asks for a sign of life: MasterFaultDetection.MasterPingRequestHandler. */
export function masterPinged(node: Node, from: number): ZenStep {
  const mine = node.role.kind === "master";
  const kind = !mine ? "not-master" : members(node).includes(from) ? "master-alive" : "not-in-cluster";
  return { state: node, effects: [{ kind: "send", to: from, message: { kind } }] };
}

export function masterAlive(node: Node, from: number): ZenStep {
  const { role } = node;
  if (role.kind !== "following" || role.master !== from) return idle(node);
  return { state: { ...node, role: { ...role, unanswered: 0 } }, effects: heardOfMaster(node) };
}

/** ZenDiscovery.handleMasterGone: whoever follows it looks for another. */
export function masterGone(node: Node, master: number, reason: Reason): ZenStep {
  if (node.role.kind !== "following" || node.role.master !== master) return idle(node);
  return after(become(node, { kind: "pinging", heard: [] }, reason, master), ping);
}
