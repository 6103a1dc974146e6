import type { Ensemble, Outcome, View } from "../protocol.ts";
import type { ZenOptions } from "./options.ts";
import { eligibleOf, isEligible, masterOf, type Node, stateOf } from "./state.ts";

/** A node's line in the result. */
export function status(node: Node) {
  return { state: stateOf(node), leader: masterOf(node), version: node.version };
}

/** Within that time masters ping their nodes, and nodes without a master everybody; whatever they wait for is awaited. */
export function quietMs({ options }: Ensemble<ZenOptions>): number {
  return options.faultDetection.interval + options.pingTimeout;
}

/**
 * In office is a master whom enough master-eligible nodes that it reaches follow, itself counted; of several, whom most
 * nodes follow, of equals the lowest id. All of them are in `masters`.
 */
export function outcome({ states, running, reachable }: View<Node>): Outcome {
  const up = [...states.values()].filter(({ sid }) => running(sid));
  const masters = up.filter(({ role }) => role.kind === "master").map(({ sid }) => sid);
  const nodes = (master: number) =>
    up.filter((node) => masterOf(node) === master && reachable(node.sid, master)).map(({ sid }) => sid);
  const enough = (node: Node, sids: readonly number[]) => eligibleOf(node, sids) >= node.options.minimumMasterNodes;
  const inOffice = up
    .filter((node) => node.role.kind === "master" && enough(node, nodes(node.sid)))
    .map(({ sid }) => sid)
    .sort((a, b) => nodes(b).length - nodes(a).length || a - b);
  const seenBy = (node: Node) => up.filter(({ sid }) => reachable(node.sid, sid)).map(({ sid }) => sid);
  const eligible = up.filter((node) => isEligible(node) && enough(node, seenBy(node))).map(({ sid }) => sid);
  return { leader: inOffice[0] ?? null, eligible, masters };
}
