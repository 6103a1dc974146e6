/** A node without a master asks everybody whom they see: UnicastZenPing, ZenDiscovery.pingAndWait. */
import { after, type Heard, idle, inVain, masterOf, type Node, type ZenEffect, type ZenStep } from "./state.ts";

/** A round of pings begins: three times within pingTimeout it asks whoever has not answered yet. */
export function ping(node: Node): ZenStep {
  const state: Node = {
    ...node,
    role: { kind: "pinging", heard: [] },
    round: node.round + 1,
    ...{ nodes: [], publication: null, pending: null },
  };
  const { pingTimeout } = node.options;
  const effects: ZenEffect[] = [
    ...endAttempt,
    { kind: "timer", name: "round", ms: pingTimeout, awaited: true },
    { kind: "timer", name: "ask 2", ms: Math.floor(pingTimeout / 3) },
    { kind: "timer", name: "ask 3", ms: Math.floor((2 * pingTimeout) / 3) },
  ];
  return after({ state, effects }, ask);
}

/** Whatever a node has waited for, it no longer does. */
export const endAttempt: readonly ZenEffect[] = ["round", "ask 2", "ask 3", "join", "joins", "commit", "master"].map(
  (name) => ({ kind: "cancel", name }),
);

/** Asks whoever has not answered. */
export function ask(node: Node): ZenStep {
  const { role, round } = node;
  if (role.kind !== "pinging") return idle(node);
  const silent = node.peers.filter((peer) => !role.heard.some(({ sid }) => sid === peer));
  const routine = inVain(node);
  const message = { kind: "ping", round, ...(routine.routine && { vain: true as const }) } as const;
  return { state: node, effects: silent.map((to) => ({ kind: "send", to, message, ...routine })) };
}

/** Says whom it takes for the master. */
export function answerPing(node: Node, from: number, asked: { round: number; vain?: true }): ZenStep {
  const message = { kind: "ping-response", round: asked.round, master: masterOf(node), version: node.version } as const;
  return { state: node, effects: [{ kind: "send", to: from, message, ...(asked.vain && { routine: true }) }] };
}

/** Somebody answers; to an earlier round it comes too late. */
export function hear(node: Node, what: Heard, round: number): ZenStep {
  if (node.role.kind !== "pinging" || round !== node.round) return idle(node);
  const others = node.role.heard.filter(({ sid }) => sid !== what.sid);
  return idle({ ...node, role: { kind: "pinging", heard: [...others, what] } });
}
