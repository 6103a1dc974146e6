/**
 * FastLeaderElection.java read line by line into a plain, mutable class: maps that are walked over, one method a
 * method. Slow and simple on purpose; what `step` does is held against it.
 */
import type { Notification, PeerState } from "../../../src/protocols/fle/messages.ts";
import type { Voter } from "../../../src/protocols/fle/quorum.ts";

export interface JavaVote {
  leader: number | null;
  zxid: bigint;
  electionEpoch: number;
  peerEpoch: number;
  state: PeerState;
}

/** What one input made the server do. */
export interface Done {
  sent: Notification[];
  answers: { to: number; notification: Notification }[];
  /** The wait that begins; undefined when none does. */
  poll: number | undefined;
  outcome: string | undefined;
  decided: { via: "quorum" | "joined"; supporters: number[] } | undefined;
}

/** Vote.equals. */
export function javaEquals(a: JavaVote, b: JavaVote): boolean {
  if (a.state === "LOOKING" || b.state === "LOOKING") {
    return (
      a.leader === b.leader && a.zxid === b.zxid && a.electionEpoch === b.electionEpoch && a.peerEpoch === b.peerEpoch
    );
  }
  return a.leader === b.leader && a.peerEpoch === b.peerEpoch;
}

/** QuorumHierarchical.containsQuorum; QuorumMaj.containsQuorum when nobody has a group of its own and all weigh 1. */
export function javaContainsQuorum(voters: readonly Voter[], set: ReadonlySet<number>): boolean {
  const sum = (list: readonly Voter[]) => list.reduce((total, { weight }) => total + weight, 0);
  const groups = [...new Set(voters.map(({ group }) => group))].map((group) =>
    voters.filter((voter) => voter.group === group),
  );
  const weighty = groups.filter((group) => sum(group) > 0);
  const majorities = weighty.filter(
    (group) => sum(group.filter(({ sid }) => set.has(sid))) > Math.floor(sum(group) / 2),
  );
  return majorities.length > Math.floor(weighty.length / 2);
}

interface Waits {
  readonly minNotificationInterval: number;
  readonly maxNotificationInterval: number;
  readonly finalizeWait: number;
}

const defaultWaits: Waits = { minNotificationInterval: 200, maxNotificationInterval: 60_000, finalizeWait: 200 };

export class JavaServer {
  peerState: PeerState = "LOOKING";
  clock: number;
  proposal: { leader: number | null; zxid: bigint; peerEpoch: number } = { leader: null, zxid: 0n, peerEpoch: 0 };
  round = 0;
  current: { leader: number | null; zxid: bigint; peerEpoch: number; electionEpoch: number; round: number };
  recvset = new Map<number, JavaVote>();
  finalizing = false;
  #init = this.proposal;
  #outofelection = new Map<number, JavaVote>();
  #notTimeout: number;
  #done: Done = nothing();
  #ever = false;
  readonly sid: number;
  readonly #voters: readonly Voter[];
  readonly #waits: Waits;

  constructor(sid: number, voters: readonly Voter[], clock: number, waits: Waits = defaultWaits) {
    this.sid = sid;
    this.#voters = voters;
    this.clock = clock;
    this.#waits = waits;
    this.#notTimeout = waits.minNotificationInterval;
    this.current = { leader: null, zxid: 0n, peerEpoch: 0, electionEpoch: clock, round: 0 };
  }

  /** How long it waits for a notification before it sends again. */
  get notTimeout(): number {
    return this.#notTimeout;
  }

  /** Those whose votes in recvset are for its proposal, in order. */
  get supporters(): number[] {
    const vote: JavaVote = { ...this.proposal, electionEpoch: this.clock, state: "LOOKING" };
    return this.#supporters(this.recvset, vote).sort((a, b) => a - b);
  }

  /** Puts it under a leader elected earlier. */
  install(current: JavaServer["current"]): void {
    this.#ever = true;
    this.#decide("quorum", current, []);
    this.#done = nothing();
  }

  look(zxid: bigint, peerEpoch: number): Done {
    this.peerState = "LOOKING";
    this.recvset.clear();
    this.#outofelection.clear();
    this.finalizing = false;
    this.#notTimeout = this.#waits.minNotificationInterval;
    this.clock++;
    this.#init = this.#validVoter(this.sid) ? { leader: this.sid, zxid, peerEpoch } : { ...nobody };
    this.proposal = this.#init;
    this.round = 1;
    if (!this.#ever) this.current = { ...this.#init, electionEpoch: this.clock, round: 1 };
    this.#ever = true;
    this.#sendNotifications();
    return this.#finish(this.#notTimeout);
  }

  timeout(delivered: boolean): Done {
    if (this.finalizing) {
      this.finalizing = false;
      const { proposal, clock, round } = this;
      this.#decide("quorum", { ...proposal, electionEpoch: clock, round }, this.supporters);
      return this.#finish(undefined);
    }
    if (delivered) this.#sendNotifications();
    this.#notTimeout = Math.min(this.#notTimeout * 2, this.#waits.maxNotificationInterval);
    return this.#finish(this.#notTimeout);
  }

  /** updateElectionVote */
  established(epoch: number): void {
    this.current = { ...this.current, peerEpoch: epoch };
  }

  /** WorkerReceiver.run, but that an observer answers no voter: in Java the voter answers back, without end. */
  receive(n: Notification): Done {
    const { leader, zxid, peerEpoch, electionEpoch, round } = this.current;
    const current = { from: this.sid, vote: { leader, zxid, peerEpoch }, state: this.peerState, round };
    if (!this.#validVoter(n.from)) {
      this.#answer(n.from, { ...current, electionEpoch: this.clock });
      return this.#finish(undefined, "replied");
    }
    if (this.peerState !== "LOOKING") {
      const answers = n.state === "LOOKING" && this.#validVoter(this.sid);
      if (answers) this.#answer(n.from, { ...current, electionEpoch });
      return this.#finish(undefined, answers ? "replied" : "ignored");
    }
    const older = n.state === "LOOKING" && n.electionEpoch < this.clock;
    if (older && this.#validVoter(this.sid)) this.#answer(n.from, this.#notification());
    const outcome = this.finalizing ? this.#whileFinalizing(n) : this.#lookForLeader(n);
    if (this.peerState !== "LOOKING") return this.#finish(undefined, outcome);
    return this.#finish(this.finalizing ? this.#waits.finalizeWait : this.#notTimeout, outcome);
  }

  #whileFinalizing(n: Notification): string {
    if (!this.#totalOrderPredicate(n.vote, this.proposal)) return "kept";
    this.finalizing = false;
    return this.#lookForLeader(n);
  }

  #lookForLeader(n: Notification): string {
    if (!this.#validVoter(n.vote.leader)) return "ignored";
    switch (n.state) {
      case "LOOKING":
        return this.#looking(n);
      case "OBSERVING":
        return "ignored";
      default:
        return this.#followingOrLeading(n);
    }
  }

  #looking(n: Notification): string {
    const unknown = 2n ** 64n - 1n;
    if (this.#init.zxid === unknown || n.vote.zxid === unknown) return "ignored";
    let outcome = "kept";
    if (n.electionEpoch > this.clock) {
      this.clock = n.electionEpoch;
      this.recvset.clear();
      const better = this.#totalOrderPredicate(n.vote, this.#init);
      this.#updateProposal(better ? n.vote : this.#init, n.round + 1);
      outcome = better ? "adopted" : "kept";
    } else if (n.electionEpoch < this.clock) {
      return this.#validVoter(this.sid) ? "replied" : "ignored";
    } else if (this.#totalOrderPredicate(n.vote, this.proposal)) {
      this.#updateProposal(n.vote, n.round + 1);
      outcome = "adopted";
    }
    this.recvset.set(n.from, { ...n.vote, electionEpoch: n.electionEpoch, state: "LOOKING" });
    this.finalizing = this.#hasQuorum(this.supporters);
    return outcome;
  }

  #followingOrLeading(n: Notification): string {
    const vote: JavaVote = { ...n.vote, electionEpoch: n.electionEpoch, state: n.state };
    for (const votes of [this.recvset, this.#outofelection]) {
      if (votes === this.recvset && n.electionEpoch !== this.clock) continue;
      votes.set(n.from, vote);
      const supporters = this.#supporters(votes, vote);
      if (!this.#hasQuorum(supporters) || !this.#checkLeader(votes, vote)) continue;
      this.clock = n.electionEpoch;
      this.#decide("joined", { ...n.vote, electionEpoch: n.electionEpoch, round: n.round }, supporters);
      return "joined";
    }
    return "kept";
  }

  #checkLeader(votes: ReadonlyMap<number, JavaVote>, { leader, electionEpoch }: JavaVote): boolean {
    if (leader === this.sid) return this.clock === electionEpoch;
    return votes.get(leader ?? -1)?.state === "LEADING";
  }

  #totalOrderPredicate(candidate: Notification["vote"], held: Notification["vote"]): boolean {
    const weight = this.#voters.find(({ sid }) => sid === candidate.leader)?.weight ?? 0;
    if (weight === 0 || candidate.leader === null) return false;
    if (held.leader === null) return true;
    return (
      candidate.peerEpoch > held.peerEpoch ||
      (candidate.peerEpoch === held.peerEpoch &&
        (candidate.zxid > held.zxid || (candidate.zxid === held.zxid && candidate.leader > held.leader)))
    );
  }

  #decide(via: "quorum" | "joined", current: JavaServer["current"], supporters: number[]): void {
    this.current = current;
    this.finalizing = false;
    if (current.leader === this.sid) this.peerState = "LEADING";
    else this.peerState = this.#validVoter(this.sid) ? "FOLLOWING" : "OBSERVING";
    this.#done.decided = { via, supporters };
  }

  #supporters(votes: ReadonlyMap<number, JavaVote>, vote: JavaVote): number[] {
    return [...votes].filter(([, other]) => javaEquals(vote, other)).map(([sid]) => sid);
  }

  #hasQuorum(sids: readonly number[]): boolean {
    return javaContainsQuorum(this.#voters, new Set(sids));
  }

  #validVoter(sid: number | null): boolean {
    return this.#voters.some((voter) => voter.sid === sid);
  }

  #updateProposal(vote: Notification["vote"], round: number): void {
    this.proposal = vote;
    this.round = round;
    this.#sendNotifications();
  }

  #notification(): Notification {
    return { from: this.sid, vote: this.proposal, electionEpoch: this.clock, state: "LOOKING", round: this.round };
  }

  #sendNotifications(): void {
    this.#done.sent.push(this.#notification());
  }

  #answer(to: number, notification: Notification): void {
    this.#done.answers.push({ to, notification });
  }

  #finish(poll: number | undefined, outcome?: string): Done {
    const done = { ...this.#done, poll, outcome };
    this.#done = nothing();
    return done;
  }
}

const nobody = { leader: null, zxid: 0n, peerEpoch: 0 };

function nothing(): Done {
  return { sent: [], answers: [], poll: undefined, outcome: undefined, decided: undefined };
}
