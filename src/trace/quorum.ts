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

/** What these supporters amount to in this ensemble; servers that may not vote count for nothing. */
export function supportOf(cluster: TraceCluster, supporters: Iterable<number>): Support {
  const voters = cluster.servers.filter((server) => server.role === "participant");
  const supporting = new Set(supporters);
  if (voters.every((voter) => voter.group === undefined)) {
    const have = voters.filter((voter) => supporting.has(voter.sid)).length;
    return { unit: "votes", have, need: Math.floor(voters.length / 2) + 1, of: voters.length };
  }
  const groups = new Map<number, { all: number; have: number }>();
  for (const { sid, group = 0, weight = 1 } of voters) {
    const sum = groups.get(group) ?? { all: 0, have: 0 };
    groups.set(group, { all: sum.all + weight, have: sum.have + (supporting.has(sid) ? weight : 0) });
  }
  const counted = [...groups.values()].filter((group) => group.all > 0);
  const have = counted.filter((group) => 2 * group.have > group.all).length;
  return { unit: "groups", have, need: Math.floor(counted.length / 2) + 1, of: counted.length };
}
