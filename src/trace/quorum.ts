import type { TraceCluster } from "./events.ts";

/** How near a set of supporters comes to deciding. */
export interface Support {
  /** Whether votes are counted one by one, or by groups of a hierarchical quorum. */
  readonly unit: "votes" | "groups";
  /** What the supporters amount to, what a quorum needs, and how many there are to have. */
  readonly have: number;
  readonly need: number;
  readonly of: number;
}

/** How far one group of a hierarchical quorum supports something. */
export interface GroupSupport {
  readonly group: number;
  /** Weight of the supporters, what the group needs, and the weight it has. */
  readonly have: number;
  readonly need: number;
  readonly of: number;
}

/** What these supporters amount to in this ensemble; servers that may not vote count for nothing. */
export function supportOf(cluster: TraceCluster, supporters: Iterable<number>): Support {
  const voters = cluster.servers.filter((server) => server.role === "participant");
  const supporting = new Set(supporters);
  if (voters.every((voter) => voter.group === undefined)) {
    const have = voters.filter((voter) => supporting.has(voter.sid)).length;
    return { unit: "votes", have, need: Math.floor(voters.length / 2) + 1, of: voters.length };
  }
  const groups = groupSupportOf(cluster, supporting) ?? [];
  const have = groups.filter((group) => group.have >= group.need).length;
  return { unit: "groups", have, need: Math.floor(groups.length / 2) + 1, of: groups.length };
}

/** What they amount to in each group that has any weight, in group order; undefined where votes are counted one by one. */
export function groupSupportOf(cluster: TraceCluster, supporters: Iterable<number>): GroupSupport[] | undefined {
  const voters = cluster.servers.filter((server) => server.role === "participant");
  if (voters.every((voter) => voter.group === undefined)) return undefined;
  const supporting = new Set(supporters);
  const groups = new Map<number, { of: number; have: number }>();
  for (const { sid, group = 0, weight = 1 } of voters) {
    const sum = groups.get(group) ?? { of: 0, have: 0 };
    groups.set(group, { of: sum.of + weight, have: sum.have + (supporting.has(sid) ? weight : 0) });
  }
  return [...groups]
    .map(([group, { of, have }]) => ({ group, have, need: Math.floor(of / 2) + 1, of }))
    .filter(({ of }) => of > 0)
    .sort((a, b) => a.group - b.group);
}
