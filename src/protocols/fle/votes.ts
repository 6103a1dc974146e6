import type { Notification } from "./messages.ts";
import { type QuorumVerifier, type Support, sumSupport } from "./quorum.ts";
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

/** By voter, two cells each: its last notification, and the counts of the votes for it. */
type Chunk = readonly (Notification | Count | undefined)[];

const chunkBits = 5;
const votersPerChunk = 1 << chunkBits;

/**
 * The last notification of each voter (recvset and outofelection of lookForLeader), with the support of every vote
 * kept up to date, so that a tally never walks over the votes.
 *
 * Immutable. A change copies only the chunks of voters that it touches, which is why a server's state can be a plain
 * value even among a thousand voters.
 */
export class VoteSet {
  readonly #verifier: QuorumVerifier;
  readonly #chunks: readonly Chunk[];

  private constructor(verifier: QuorumVerifier, chunks: readonly Chunk[]) {
    this.#verifier = verifier;
    this.#chunks = chunks;
  }

  static empty(verifier: QuorumVerifier): VoteSet {
    let empty = empties.get(verifier);
    if (!empty) {
      const voters = verifier.voters.length;
      const chunk: Chunk = new Array(2 * Math.min(voters, votersPerChunk)).fill(undefined);
      empty = new VoteSet(verifier, new Array(Math.ceil(voters / votersPerChunk)).fill(chunk));
      empties.set(verifier, empty);
    }
    return empty;
  }

  /** The last notification of the voter at that index. */
  get(voter: number): Notification | undefined {
    return this.#chunks[voter >> chunkBits]?.[cell(voter)] as Notification | undefined;
  }

  #countsOf(leader: number): Count | undefined {
    return this.#chunks[leader >> chunkBits]?.[cell(leader) + 1] as Count | undefined;
  }

  /**
   * The set with this voter's notification in place of its earlier one; the same set when it says nothing new.
   *
   * @param voter the sender's voter index
   * @param leader the voter index of the proposed leader
   */
  put(voter: number, leader: number, notification: Notification): VoteSet {
    const old = this.get(voter);
    if (old && sameBallot(old, notification)) return this;
    const chunks = this.#chunks.slice();
    const next = new VoteSet(this.#verifier, chunks);
    this.#writable(chunks, voter)[cell(voter)] = notification;
    if (old) {
      const before = this.#verifier.indexOf(old.vote.leader ?? -1) ?? 0;
      this.#writable(chunks, before)[cell(before) + 1] = this.#counted(next.#countsOf(before), voter, old, -1);
    }
    this.#writable(chunks, leader)[cell(leader) + 1] = this.#counted(next.#countsOf(leader), voter, notification, 1);
    return next;
  }

  /** The chunk that holds a voter's cells, copied if it is still one of this set's own. */
  #writable(chunks: Chunk[], voter: number): (Notification | Count | undefined)[] {
    const at = voter >> chunkBits;
    const chunk = chunks[at] ?? [];
    if (chunk !== this.#chunks[at]) return chunk as (Notification | Count | undefined)[];
    const copy = chunk.slice();
    chunks[at] = copy;
    return copy;
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
    for (let count = this.#countsOf(leader); count; count = count.next) {
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
    for (let count = this.#countsOf(leader); count; count = count.next) {
      if (count.vote.peerEpoch === vote.peerEpoch) support = sumSupport(support, count.decided);
      if (isFor(count, vote, electionEpoch)) support = sumSupport(support, count.looking);
    }
    return support;
  }

  /** Sids of the voters whose last notification supports a vote, in sid order; walks over all voters. */
  supporters(vote: Vote, electionEpoch: number, decided: boolean): number[] {
    const sids: number[] = [];
    for (let voter = 0; voter < this.#verifier.voters.length; voter++) {
      const ballot = this.get(voter);
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

/** An empty set holds nothing of anybody's: one serves a whole ensemble. */
const empties = new WeakMap<QuorumVerifier, VoteSet>();

function cell(voter: number): number {
  return 2 * (voter & (votersPerChunk - 1));
}

function isFor(count: Count, vote: Vote, electionEpoch: number): boolean {
  return count.electionEpoch === electionEpoch && sameVote(count.vote, vote);
}

function sameBallot(a: Notification, b: Notification): boolean {
  return a === b || (a.state === b.state && a.electionEpoch === b.electionEpoch && sameVote(a.vote, b.vote));
}
