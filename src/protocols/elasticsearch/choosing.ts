/** The time for answers is over: ZenDiscovery.findMaster. */
import { choose, inOrder } from "./choose.ts";
import type { Pinged } from "./events.ts";
import { elect, join } from "./joining.ts";
import { ping } from "./pinging.ts";
import { refuseJoins } from "./publishing.ts";
import { after, idle, inVain, isEligible, type Node, type ZenStep } from "./state.ts";

/** The round of pings is over: it joins the master that it heard of, or elects one (ZenDiscovery.findMaster). */
export function findMaster(node: Node): ZenStep {
  if (node.role.kind !== "pinging") return idle(node);
  const { heard } = node.role;
  const { minimumMasterNodes: need, order } = node.options;
  const seen = [...heard, ...(isEligible(node) ? [{ sid: node.sid, version: node.version }] : [])];
  const candidates = inOrder(
    seen.filter(({ sid }) => isEligible(node, sid)),
    order,
  );
  // Not itself: whoever takes it for the master has not noticed yet that it no longer is.
  const named = heard.flatMap(({ master }) => (master === null || master === node.sid ? [] : [master]));
  const masters = [...new Set(named)].sort((a, b) => a - b);
  const choice = choose(masters, heard, candidates, need);
  const sees = candidates.map(({ sid }) => sid);
  const versions = candidates.map(({ version }) => version);
  const event: Pinged = { type: "pinged", sid: node.sid, sees, versions, masters, need, ...choice };
  const state = remember(node, event);
  return after({ state, effects: [{ kind: "event", event, ...inVain(state) }] }, (next) => follow(next, choice));
}

function follow(node: Node, { why, chosen }: ReturnType<typeof choose>): ZenStep {
  if (chosen === null || why === "unreachable") return ping(node);
  if (chosen === node.sid) return elect(node);
  return after(refuseJoins(node), (state) => join(state, chosen));
}

/** Rounds that end alike, one after another, bring nothing new. */
function remember(node: Node, { sees, versions, masters, chosen }: Pinged): Node {
  const result = JSON.stringify([sees, node.options.order === "version" && versions, masters, chosen]);
  const times = node.last.result === result ? node.last.times + 1 : 1;
  return { ...node, last: { result, times } };
}
