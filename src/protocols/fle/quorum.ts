/** How much support a vote has: the summed weight of its supporters, by group if there are several. Immutable. */
export type Support = number | readonly number[];

/** A participant of the ensemble; observers are no part of a quorum. */
export interface Voter {
  readonly sid: number;
  readonly weight: number;
  readonly group: number;
}

/**
 * Which sets of participants decide. A group counts when its supporters' weight is more than half of the group's; a
 * quorum is more than half of the groups that have any weight (QuorumHierarchical.containsQuorum). Majority quorums
 * (QuorumMaj) are the case of one group in which every server weighs 1.
 *
 * Support is kept as a sum, so that a tally costs the same however many servers have voted.
 */
export class QuorumVerifier {
  /** The participants, in sid order. */
  readonly voters: readonly Voter[];
  readonly none: Support;
  readonly #indexBySid: ReadonlyMap<number, number>;
  /** The group of each voter, by the voter's index. */
  readonly #groups: readonly number[];
  readonly #groupWeights: readonly number[];
  readonly #countedGroups: number;

  constructor(voters: readonly Voter[]) {
    this.voters = [...voters].sort((a, b) => a.sid - b.sid);
    this.#indexBySid = new Map(this.voters.map((voter, index) => [voter.sid, index]));
    const names = [...new Set(this.voters.map((voter) => voter.group))];
    const weights = names.map(() => 0);
    this.#groups = this.voters.map((voter) => {
      const group = names.indexOf(voter.group);
      weights[group] = (weights[group] ?? 0) + voter.weight;
      return group;
    });
    this.#groupWeights = weights;
    this.#countedGroups = weights.filter((weight) => weight > 0).length;
    this.none = names.length === 1 ? 0 : names.map(() => 0);
  }

  /** Where a voting member stands among the voters; undefined for an observer or a stranger. */
  indexOf(sid: number): number | undefined {
    return this.#indexBySid.get(sid);
  }

  weightOf(index: number): number {
    return this.voters[index]?.weight ?? 0;
  }

  /** The support with (sign 1) or without (sign -1) one more voter. */
  add(support: Support, index: number, sign: 1 | -1 = 1): Support {
    const weight = sign * this.weightOf(index);
    if (typeof support === "number") return support + weight;
    const sum = support.slice();
    const group = this.#groups[index] ?? 0;
    sum[group] = (sum[group] ?? 0) + weight;
    return sum;
  }

  isQuorum(support: Support): boolean {
    if (typeof support === "number") return 2 * support > (this.#groupWeights[0] ?? 0);
    let groups = 0;
    for (let group = 0; group < support.length; group++) {
      if (2 * (support[group] ?? 0) > (this.#groupWeights[group] ?? 0)) groups++;
    }
    return 2 * groups > this.#countedGroups;
  }

  /** Whether these voters together are a quorum; sids that are no voters count for nothing. */
  containsQuorum(sids: Iterable<number>): boolean {
    let support = this.none;
    for (const sid of new Set(sids)) {
      const index = this.indexOf(sid);
      if (index !== undefined) support = this.add(support, index);
    }
    return this.isQuorum(support);
  }
}

/** The sum of two supports without a voter in common. */
export function sumSupport(a: Support, b: Support): Support {
  if (typeof a === "number" || typeof b === "number") return Number(a) + Number(b);
  return a.map((weight, group) => weight + (b[group] ?? 0));
}
