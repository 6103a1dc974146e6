/** lookForLeader on paper: what one server makes of what it hears. Written from FastLeaderElection.java alone. */
import type { TraceCluster, Vote } from "../../src/trace/events.ts";
import { held, isQuorum, participants, sameVote } from "../explain/quorums.ts";

export interface Heard {
  readonly from: number;
  readonly state: string;
  readonly electionEpoch: number;
  readonly vote: Vote;
}

/** What comes of a notification: outcome, by and rule as in a trace. */
export interface Verdict {
  readonly outcome: string;
  readonly by: string;
  readonly rule?: string;
}

export class Election {
  readonly #cluster: TraceCluster;
  readonly #sid: number;
  readonly #initial: Vote;
  clock: number;
  held: Vote;
  /** recvset and outofelection. */
  readonly #counted = new Map<number, Heard>();
  readonly #reports = new Map<number, Heard>();
  finalizing = false;
  /** It has found an established leader: what its queue still holds is thrown away (leaveInstance). */
  #joined = false;

  constructor(cluster: TraceCluster, sid: number, clock: number, initial: Vote) {
    this.#cluster = cluster;
    this.#sid = sid;
    this.#initial = initial;
    this.held = initial;
    this.clock = clock;
  }

  hear(heard: Heard): Verdict {
    if (this.#joined) return { outcome: "ignored", by: "decided" };
    const { from, vote, state } = heard;
    const voters = participants(this.#cluster).map(({ sid }) => sid);
    if (!voters.includes(from) || !voters.includes(vote.leader ?? -1)) return { outcome: "ignored", by: "member" };
    const { wins, by } = held(this.#cluster, vote, this.held);
    if (this.finalizing && !wins) {
      const older = state === "LOOKING" && heard.electionEpoch < this.clock;
      return older ? { outcome: "replied", by: "electionEpoch" } : { outcome: "kept", by };
    }
    this.finalizing = false;
    const verdict = state === "LOOKING" ? this.#proposal(heard) : this.#report(heard);
    this.#joined = verdict.outcome === "joined";
    return verdict;
  }

  #proposal(heard: Heard): Verdict {
    const { electionEpoch, vote, from } = heard;
    if (electionEpoch < this.clock) return { outcome: "replied", by: "electionEpoch" };
    const newer = electionEpoch > this.clock;
    const { wins, by } = held(this.#cluster, vote, newer ? this.#initial : this.held);
    if (newer) {
      this.clock = electionEpoch;
      this.#counted.clear();
      this.held = this.#initial;
    }
    if (wins) this.held = vote;
    this.#counted.set(from, heard);
    this.finalizing = isQuorum(this.#cluster, this.supporters);
    const outcome = wins ? "adopted" : "kept";
    return newer ? { outcome, by: "electionEpoch", rule: by } : { outcome, by };
  }

  #report(heard: Heard): Verdict {
    const { electionEpoch, vote, from } = heard;
    if (electionEpoch === this.clock) {
      this.#counted.set(from, heard);
      // Vote.equals: those in recvset have no version, so that of what came out of election only the id counts.
      const agree = [...this.#counted.values()].filter((other) =>
        other.state === "LOOKING"
          ? other.electionEpoch === electionEpoch && sameVote(other.vote, vote)
          : other.vote.leader === vote.leader,
      );
      if (this.#established(agree, this.#counted, heard)) return { outcome: "joined", by: "established" };
    }
    this.#reports.set(from, heard);
    const agree = [...this.#reports.values()].filter(
      (other) => other.vote.leader === vote.leader && other.vote.peerEpoch === vote.peerEpoch,
    );
    if (this.#established(agree, this.#reports, heard)) return { outcome: "joined", by: "established" };
    const quorum = isQuorum(
      this.#cluster,
      agree.map((other) => other.from),
    );
    return { outcome: "kept", by: quorum ? "leader" : "quorum" };
  }

  /** A quorum says so, and the leader itself (checkLeader). */
  #established(agree: readonly Heard[], among: ReadonlyMap<number, Heard>, { vote, electionEpoch }: Heard): boolean {
    const sids = agree.map(({ from }) => from);
    if (!isQuorum(this.#cluster, sids)) return false;
    if (vote.leader === this.#sid) return electionEpoch === this.clock;
    return among.get(vote.leader ?? -1)?.state === "LEADING";
  }

  /** Whose last votes equal the one that it holds, in sid order. */
  get supporters(): number[] {
    return [...this.#counted.values()]
      .filter((other) => other.electionEpoch === this.clock && sameVote(other.vote, this.held))
      .map(({ from }) => from)
      .sort((a, b) => a - b);
  }

  get hasQuorum(): boolean {
    return isQuorum(this.#cluster, this.supporters);
  }
}
