import { isBetter } from "../explain/compare.ts";
import type { Explanation, Loss } from "../explain/facts.ts";
import type { Change } from "../scenario/change.ts";
import type { Cluster, Server } from "../scenario/cluster.ts";
import { maxEpoch, maxZxid } from "../scenario/limits.ts";
import type { Vote } from "../trace/events.ts";
import { startOrder } from "./told.ts";

/** What may undo a loss, the least first: each is made in place of what the cluster has. */
export type Fixes = readonly (readonly Change[])[];

/** Notifications with a zxid of all ones are ignored (FastLeaderElection, `lastLoggedZxid == -1`). */
const highestZxid = maxZxid - 1n;

/** What could keep this server from losing as it does in this cluster. */
export function fixesOf(loss: Loss, cluster: Cluster, explanation: Explanation): Fixes {
  const { sid, criterion, own, winner } = loss;
  switch (criterion) {
    case "down":
      return [[{ field: "up", sid }]];
    case "observer":
      return [participant(sid, cluster, winner)];
    case "weight":
      return [[{ field: "weight", sid, value: 1 }]];
    case "peerEpoch":
      return winner
        ? [...epoch(sid, winner.peerEpoch), ...epoch(sid, winner.peerEpoch + 1), ...unfailed(sid, cluster)]
        : [];
    case "zxid":
      return winner ? [...zxid(sid, winner.zxid), ...beyond(sid, winner), ...unfailed(sid, cluster)] : [];
    case "sid":
      return winner ? [...beyond(sid, winner), ...unfailed(sid, cluster)] : [];
    case "late":
      return [...earlier(loss, cluster, explanation), [{ field: "up", sid }]];
    case "short":
      return company(sid, cluster, explanation, own);
    default:
      return [];
  }
}

/** A voting member; where quorums are hierarchical, in the winner's group. */
function participant(sid: number, { servers }: Cluster, winner: Vote | null): Change[] {
  const grouped = servers.filter(({ group }) => group !== undefined);
  const group = (grouped.find((server) => server.sid === winner?.leader) ?? grouped[0])?.group;
  const role: Change = { field: "role", sid, value: "participant" };
  return group === undefined ? [role] : [role, { field: "group", sid, value: group }];
}

/** That no step fails it, where one does: it may have lost its office, or the others' history, by that. */
function unfailed(sid: number, { steps }: Cluster): Fixes {
  const fails = steps.some(({ action }) => action.kind === "fail" && action.sids.includes(sid));
  return fails ? [[{ field: "up", sid }]] : [];
}

function zxid(sid: number, value: bigint): Fixes {
  return value > highestZxid ? [] : [[{ field: "zxid", sid, value }]];
}

function epoch(sid: number, value: number): Fixes {
  return value > maxEpoch ? [] : [[{ field: "epoch", sid, value }]];
}

/** One more than the winner: in the zxid, or else in the epoch. */
function beyond(sid: number, winner: Vote): Fixes {
  return [...zxid(sid, winner.zxid + 1n), ...epoch(sid, winner.peerEpoch + 1)];
}

/** Started together with those of a step before the decision, the latest such step first. */
function earlier({ sid, decided = 0 }: Loss, cluster: Cluster, { parts }: Explanation): Fixes {
  const order = startOrder(cluster);
  const indexes = cluster.steps.flatMap(({ action }, index) => (action.kind === "start" ? [index] : []));
  const own = order.findIndex((sids) => sids.includes(sid));
  const inTime = indexes.filter((step, at) => {
    const part = parts.find((one) => one.step?.index === step);
    return at < own && part !== undefined && part.start < decided;
  });
  return inTime
    .map((step) => indexes.indexOf(step))
    .reverse()
    .map((at) => [{ field: "start", order: startedWith(order, sid, at) }]);
}

/** The order of starting with one server moved to another place. */
export function startedWith(order: readonly (readonly number[])[], sid: number, at: number): number[][] {
  return order
    .map((sids, index) => {
      const others = sids.filter((other) => other !== sid);
      return index === at ? [...others, sid].sort((a, b) => a - b) : others;
    })
    .filter((sids) => sids.length > 0);
}

/** One more participant up: first those whose own vote is no better. */
function company(sid: number, { servers }: Cluster, { answer }: Explanation, own: Vote | null): Fixes {
  const up = answer.kind === "none" ? answer.up : [];
  const able = servers.filter((server) => {
    return server.sid !== sid && server.role === "participant" && server.weight !== 0 && !up.includes(server.sid);
  });
  const worse = (server: Server) => own !== null && isBetter(own, voteOf(server));
  const ordered = [...able.filter(worse), ...able.filter((server) => !worse(server))];
  return ordered.map((server) => [{ field: "up", sid: server.sid }]);
}

function voteOf({ sid, zxid, epoch }: Server): Vote {
  return { leader: sid, zxid, peerEpoch: epoch };
}
