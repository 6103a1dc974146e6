import type { Notification } from "./messages.ts";
import { type QuorumVerifier, type Support, sumSupport } from "./quorum.ts";
import { Versions } from "./versions.ts";
import { sameVote, type Vote } from "./vote.ts";

/** How many support one vote of one election; a decided supporter (FOLLOWING, LEADING) is compared more loosely. */
interface Count {
  readonly vote: Vote;
  readonly electionEpoch: number;
  readonly looking: Support;
  readonly decided: Support;
  /** Another vote for the same leader: with an older zxid or epoch, or in another election. */
  readonly next: Count | undefined;
}

/**
 * The last notification of each voter (recvset and outofelection of lookForLeader), with the support of every vote
 * kept up to date, so that a tally never walks over the votes. Immutable.
 */
export class VoteSet {
  readonly #verifier: QuorumVerifier;
  readonly #last: Versions<Notification>;
  /** The votes for each leader, by the leader's voter index. */
  readonly #counts: Versions<Count>;

  private constructor(verifier: QuorumVerifier, last: Versions<Notification>, counts: Versions<Count>) {
    this.#verifier = verifier;
    this.#last = last;
    this.#counts = counts;
  }

  static empty(verifier: QuorumVerifier): VoteSet {
    return new VoteSet(verifier, Versions.empty(), Versions.empty());
  }

  /** The last notification of the voter at that index. */
  get(voter: number): Notification | undefined {
    return this.#last.get(voter);
  }

  /**
   * The set with this voter's notification in place of its earlier one; the same set when it says nothing new.
   *
   * @param voter the sender's voter index
   * @param leader the voter index of the proposed leader
   */
  put(voter: number, leader: number, notification: Notification): VoteSet {
    const old = this.#last.get(voter);
    if (old && sameBallot(old, notification)) return this;
    let counts = this.#counts;
    if (old) {
      const before = this.#verifier.indexOf(old.vote.leader ?? -1) ?? 0;
      counts = counts.with(before, this.#counted(counts.get(before), voter, old, -1));
    }
    counts = counts.with(leader, this.#counted(counts.get(leader), voter, notification, 1));
    return new VoteSet(this.#verifier, this.#last.with(voter, notification), counts);
  }

  /** The counts of one leader with this ballot added (sign 1) or taken away (sign -1). */
  #counted(count: Count | undefined, voter: number, ballot: Notification, sign: 1 | -1): Count {
    const { vote, electionEpoch, state } = ballot;
    if (count && !isFor(count, vote, electionEpoch)) {
      return { ...count, next: this.#counted(count.next, voter, ballot, sign) };
    }
    const none = this.#verifier.none;
    const looking = count ? count.looking : none;
    const decided = count ? count.decided : none;
    const next = count?.next;
    return state === "LOOKING"
      ? { vote, electionEpoch, looking: this.#verifier.add(looking, voter, sign), decided, next }
      : { vote, electionEpoch, looking, decided: this.#verifier.add(decided, voter, sign), next };
  }

  /** Support of a vote that is still being cast: all four numbers must be equal (Vote.equals, a side LOOKING). */
  supportOfProposal(leader: number, vote: Vote, electionEpoch: number): Support {
    for (let count = this.#counts.get(leader); count; count = count.next) {
      if (isFor(count, vote, electionEpoch)) return sumSupport(count.looking, count.decided);
    }
    return this.#verifier.none;
  }

  /**
   * Support of the vote that a FOLLOWING or LEADING server reports: among votes of servers that have decided too,
   * leader and peerEpoch are enough (Vote.equals, neither side LOOKING; ZOOKEEPER-1805).
   */
  supportOfDecided(leader: number, vote: Vote, electionEpoch: number): Support {
    let support = this.#verifier.none;
    for (let count = this.#counts.get(leader); count; count = count.next) {
      if (count.vote.peerEpoch === vote.peerEpoch) support = sumSupport(support, count.decided);
      if (isFor(count, vote, electionEpoch)) support = sumSupport(support, count.looking);
    }
    return support;
  }

  /** Sids of the voters whose last notification supports a vote, in sid order; walks over all voters. */
  supporters(vote: Vote, electionEpoch: number, decided: boolean): number[] {
    const sids: number[] = [];
    for (let voter = 0; voter < this.#verifier.voters.length; voter++) {
      const ballot = this.#last.get(voter);
      if (!ballot) continue;
      const supports =
        decided && ballot.state !== "LOOKING"
          ? ballot.vote.leader === vote.leader && ballot.vote.peerEpoch === vote.peerEpoch
          : ballot.electionEpoch === electionEpoch && sameVote(ballot.vote, vote);
      if (supports) sids.push(ballot.from);
    }
    return sids;
  }
}

function isFor(count: Count, vote: Vote, electionEpoch: number): boolean {
  return count.electionEpoch === electionEpoch && sameVote(count.vote, vote);
}

function sameBallot(a: Notification, b: Notification): boolean {
  return a === b || (a.state === b.state && a.electionEpoch === b.electionEpoch && sameVote(a.vote, b.vote));
}
