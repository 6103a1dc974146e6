import type { Ensemble, Outcome, View } from "../protocol.ts";
import { inOrder } from "./choose.ts";
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
 * nodes follow, of equals the lowest id. All of them are in `masters`. Eligible is of those who reach each other the one
 * in office, or else the first in order, where they are enough: sides of a partition can have one each.
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
  const wouldBe = (node: Node): boolean => {
    const side = up.filter((other) => isEligible(other) && reachable(node.sid, other.sid));
    const taken = side.some(({ sid }) => inOffice.includes(sid));
    const [first] = inOrder(side, node.options.order);
    return !taken && side.length >= node.options.minimumMasterNodes && first?.sid === node.sid;
  };
  const eligible = up.filter((node) => inOffice.includes(node.sid) || (isEligible(node) && wouldBe(node)));
  return { leader: inOffice[0] ?? null, eligible: eligible.map(({ sid }) => sid), masters };
}
