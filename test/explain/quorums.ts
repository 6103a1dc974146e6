/** Vote order and quorums as one works them out on paper. */
import type { Rule, TraceCluster, TraceServer, Vote } from "../../src/trace/events.ts";
import type { GroupSupport, Support } from "../../src/trace/quorum.ts";

export function participants(cluster: TraceCluster): TraceServer[] {
  return cluster.servers.filter(({ role }) => role === "participant");
}

export function serverOf(cluster: TraceCluster, sid: number): TraceServer | undefined {
  return cluster.servers.find((server) => server.sid === sid);
}

/** Whether anybody may vote for it. */
export function canWin(server: TraceServer | undefined): boolean {
  return server?.role === "participant" && server.weight !== 0;
}

/** The smallest number that is more than half of all. */
function moreThanHalf(all: number): number {
  let need = 0;
  while (2 * need <= all) need++;
  return need;
}

/** What each group with any weight has of these supporters; undefined where every participant counts for one. */
export function groupsOf(cluster: TraceCluster, supporters: readonly number[]): GroupSupport[] | undefined {
  const voters = participants(cluster);
  if (voters.every(({ group }) => group === undefined)) return undefined;
  const weigh = (list: readonly TraceServer[]) => list.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const groups = [...new Set(voters.map(({ group = 0 }) => group))].sort((a, b) => a - b);
  return groups
    .map((group) => {
      const members = voters.filter((voter) => (voter.group ?? 0) === group);
      const have = weigh(members.filter(({ sid }) => supporters.includes(sid)));
      return { group, have, need: moreThanHalf(weigh(members)), of: weigh(members) };
    })
    .filter(({ of }) => of > 0);
}

export function supportOf(cluster: TraceCluster, supporters: readonly number[]): Support {
  const groups = groupsOf(cluster, supporters);
  if (groups) {
    const won = groups.filter(({ have, of }) => 2 * have > of);
    return { unit: "groups", have: won.length, need: moreThanHalf(groups.length), of: groups.length };
  }
  const voters = participants(cluster);
  const have = voters.filter(({ sid }) => supporters.includes(sid)).length;
  return { unit: "votes", have, need: moreThanHalf(voters.length), of: voters.length };
}

export function isQuorum(cluster: TraceCluster, supporters: readonly number[]): boolean {
  const { have, of } = supportOf(cluster, supporters);
  return 2 * have > of;
}

export function sameVote(a: Vote | null | undefined, b: Vote | null | undefined): boolean {
  if (!a || !b) return a === b;
  return a.leader === b.leader && a.zxid === b.zxid && a.peerEpoch === b.peerEpoch;
}

/** Which number of two votes is the first to differ; 0, by none. */
export function compare(a: Vote, b: Vote): { order: number; by: Rule } {
  if (sameVote(a, b)) return { order: 0, by: "equal" };
  // A server that may not vote has nothing to hold against any vote.
  if (a.leader === null || b.leader === null) return { order: a.leader === null ? -1 : 1, by: "peerEpoch" };
  if (a.peerEpoch !== b.peerEpoch) return { order: a.peerEpoch - b.peerEpoch, by: "peerEpoch" };
  if (a.zxid !== b.zxid) return { order: a.zxid > b.zxid ? 1 : -1, by: "zxid" };
  return { order: a.leader - b.leader, by: "sid" };
}

/** What decides when a server that holds one vote hears another: as `compare`, but a candidate of weight 0 never wins. */
export function held(cluster: TraceCluster, heard: Vote, holds: Vote): { wins: boolean; by: Rule } {
  const { order, by } = compare(heard, holds);
  if (order !== 0 && !canWin(serverOf(cluster, heard.leader ?? -1))) return { wins: false, by: "weight" };
  return { wins: order > 0, by };
}
