/** Joins, which are the votes: ZenDiscovery.joinElectedMaster, NodeJoinController. */
import type { Again } from "./events.ts";
import { joinAttempts, joinRetryDelayMs } from "./options.ts";
import { ping } from "./pinging.ts";
import { giveUp, publish, watch } from "./publishing.ts";
import { after, eligibleOf, idle, inVain, members, type Node, type ZenStep } from "./state.ts";

/** Asks the one that it has chosen to let it in. */
export function join(node: Node, master: number, refusals = 0): ZenStep {
  return {
    state: { ...node, role: { kind: "joining", master, refusals } },
    effects: [
      { kind: "send", to: master, message: { kind: "join" }, ...inVain(node) },
      { kind: "timer", name: "join", ms: node.options.joinTimeout, awaited: true },
    ],
  };
}

/** NotMasterException: who was chosen has chosen otherwise, or not yet. It asks again, a few times. */
export function joinRefused(node: Node, from: number): ZenStep {
  if (node.role.kind !== "joining" || node.role.master !== from) return idle(node);
  const refusals = node.role.refusals + 1;
  if (refusals >= joinAttempts) return pingAgain(node, "refused");
  return {
    state: { ...node, role: { ...node.role, refusals } },
    effects: [{ kind: "timer", name: "join-again", ms: joinRetryDelayMs, awaited: true }],
  };
}

/** It was refused, and asks once more after the delay (ZenDiscovery.joinElectedMaster). */
export function joinAgain(node: Node): ZenStep {
  return node.role.kind === "joining" ? join(node, node.role.master, node.role.refusals) : idle(node);
}

/** Who was to be joined cannot be: back to the pings. */
export function pingAgain(node: Node, why: Again["why"]): ZenStep {
  if (node.role.kind !== "joining") return idle(node);
  const event = { type: "again", sid: node.sid, chosen: node.role.master, why } as const;
  return after({ state: node, effects: [{ kind: "event", event, ...inVain(node) }] }, ping);
}

/** It has chosen itself. It waits for joins; those that have come already count. */
export function elect(node: Node): ZenStep {
  const ms = Math.floor(node.options.joinTimeout / 2);
  const waiting: Node = { ...node, role: { kind: "elected" } };
  return after({ state: waiting, effects: [{ kind: "timer", name: "joins", ms, awaited: true }] }, (state) =>
    count(state, state.joins),
  );
}

/** Joins come: to a master, to one that waits for them, to one that may yet be elected; anybody else refuses. */
export function joined(node: Node, from: number): ZenStep {
  const joins = node.joins.includes(from) ? node.joins : [...node.joins, from];
  switch (node.role.kind) {
    case "pinging":
      return idle({ ...node, joins });
    case "elected":
      return count({ ...node, joins }, [from]);
    case "master": {
      const nodes = [...members(node).filter((sid) => sid !== from), from].sort((a, b) => a - b);
      return after({ state: node, effects: watch(node, from) }, (state) => publish(state, nodes));
    }
    default:
      return { state: node, effects: [{ kind: "send", to: from, message: { kind: "join-refused" } }] };
  }
}

/** NodeJoinController.checkPendingJoinsAndElectIfNeeded: only master-eligible nodes count, itself among them. */
function count(node: Node, from: readonly number[]): ZenStep {
  const nodes = [node.sid, ...node.joins].sort((a, b) => a - b);
  const have = eligibleOf(node, nodes);
  const need = node.options.minimumMasterNodes;
  const event = { type: "joins", sid: node.sid, from, have, need } as const;
  const counted: ZenStep = { state: node, effects: [{ kind: "event", event, ...inVain(node) }] };
  return have < need ? counted : after(counted, (state) => publish(state, nodes));
}

/** They did not come in time. Once there were enough, it is the publication that counts. */
export function joinsMissing(node: Node): ZenStep {
  return node.role.kind === "elected" && node.publication === null ? giveUp(node, "too-few-joins") : idle(node);
}

/** One that had joined is gone before it was master. */
export function unjoined(node: Node, gone: number): ZenStep {
  const joins = node.joins.filter((sid) => sid !== gone);
  const next = { ...node, joins };
  if (node.publication === null) return idle(next);
  const nodes = [node.sid, ...joins].sort((a, b) => a - b);
  if (eligibleOf(node, nodes) < node.options.minimumMasterNodes) return giveUp(next, "too-few-joins");
  return members(node).includes(gone) ? publish(next, nodes) : idle(next);
}
