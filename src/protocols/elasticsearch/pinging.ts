/** A node without a master asks everybody whom they see: UnicastZenPing, ZenDiscovery.pingAndWait. */
import { type Heard, idle, inVain, masterOf, type Node, type ZenEffect, type ZenStep } from "./state.ts";

/**
 * A round of pings begins. UnicastZenPing sends three times within ping_timeout; here it is sent once: who starts later
 * pings too, and is heard by that.
 */
export function ping(node: Node): ZenStep {
  const round = node.round + 1;
  const routine = inVain(node);
  const vain = routine.routine && { vain: true as const };
  const message = { kind: "ping", round, version: node.version, ...vain } as const;
  return {
    state: { ...node, role: { kind: "pinging", heard: [] }, round, nodes: [], publication: null, pending: null },
    effects: [
      ...node.peers.map((to): ZenEffect => ({ kind: "send", to, message, ...routine })),
      { kind: "timer", name: "round", ms: node.options.pingTimeout },
    ],
  };
}

/** A ping tells as much of its sender as an answer would: it has no master. UnicastZenPing keeps it for that. */
export function answerPing(node: Node, from: number, asked: { round: number; version: number; vain?: true }): ZenStep {
  const { state } = hear(node, { sid: from, master: null, version: asked.version });
  const message = { kind: "ping-response", round: asked.round, master: masterOf(node), version: node.version } as const;
  return { state, effects: [{ kind: "send", to: from, message, ...(asked.vain && { routine: true }) }] };
}

/** Somebody pinged, or answered; an answer to an earlier round comes too late. */
export function hear(node: Node, what: Heard, round = node.round): ZenStep {
  if (node.role.kind !== "pinging" || round !== node.round) return idle(node);
  const others = node.role.heard.filter(({ sid }) => sid !== what.sid);
  return idle({ ...node, role: { kind: "pinging", heard: [...others, what] } });
}
