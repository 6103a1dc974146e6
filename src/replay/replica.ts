import type { Entry, LogRecord } from "../logs/record.ts";
import type { Timed } from "../logs/timed.ts";
import type { Effect, Notification } from "../protocols/fle/messages.ts";
import { newServer, proposalOf, type Self, type ServerState } from "../protocols/fle/server.ts";
import { step } from "../protocols/fle/step.ts";
import { compareVotes } from "../protocols/fle/vote.ts";
import type { PeerState, PhaseEvent, StateReason } from "../trace/events.ts";
import { type Ahead, ballotOf } from "./ahead.ts";
import { type Decided, decisionByLog } from "./decision-by-log.ts";
import type { Act } from "./divergence.ts";
import { ExpectedVotes } from "./expected-votes.ts";
import { Phases } from "./phases.ts";
import { reasonOf } from "./reason.ts";
import { Telling } from "./telling.ts";
import type { Ballot, World } from "./world.ts";

type Heard = Extract<Entry, { kind: "notification" }>;

/**
 * One server's process as its log tells of it: the protocol's own state machine is given what the log says the server
 * was given, tells what the server made of it, and is held against what the log says it did then.
 */
export class Replica {
  readonly sid: number;
  readonly self: Self;
  /** Its election; null while nothing is known of the process. */
  fle: ServerState | null = null;
  /** The vote it decided on last, as it decided. */
  decided: Ballot | null = null;
  currentEpoch: number | undefined;
  /** Last logged zxid, as it began to look. */
  zxid: bigint | undefined;
  readonly #world: World;
  readonly #telling: Telling;
  readonly #votes = new ExpectedVotes();
  readonly #phases: Phases;
  /** Whether its logical clock is known: it was seen to start, or to vote. */
  #clockKnown = false;
  /** It is in lookForLeader. */
  #looking = false;
  /** By its own rules it has joined a leader; its log is yet to say so. */
  #joined: Decided | null = null;
  /** Why it is on its way to a new election. */
  #leaving: { readonly reason: StateReason; readonly detail: string } | null = null;
  /** The last report of a leader that it heard while it was looking. */
  #toldLeader: Ballot | null = null;
  /** Heard before it began to look, and kept until then (FastLeaderElection.recvqueue). */
  #early: Timed[] = [];

  /** @param silent whether it only claims the sid of another server: then nothing but what it hears is told */
  constructor(sid: number, world: World, votes: boolean, silent: boolean) {
    this.sid = sid;
    this.#world = world;
    this.self = { sid, verifier: world.verifier, votes, ...world.timing };
    this.#telling = new Telling(sid, world, silent);
    this.#phases = new Phases(sid, (event) => this.#telling.event(event));
  }

  handle(timed: Timed, ahead: Ahead): void {
    const { record, ms } = timed;
    this.#telling.at = record;
    const { entry } = record;
    switch (entry.kind) {
      case "start":
        this.#start(ms);
        break;
      case "look":
        this.#look(entry.zxid, ms, ahead);
        break;
      case "notification":
        this.#hear(timed, entry, ahead);
        break;
      case "timeout":
        this.#timeOut(entry.next, ms);
        break;
      case "state":
        this.#takeState(entry.state, ms);
        break;
      case "phase":
        this.#takeState(entry.state, ms);
        if (entry.phase) this.#enterPhase(entry.phase, entry.mode, ms);
        break;
      case "sync":
        this.#phases.sync(entry.zxid);
        break;
      case "quorum":
        this.#world.established.set(this.sid, Number(entry.zxid >> 32n));
        break;
      case "left":
        // Of several lines about it the first that says why counts.
        if (!this.#leaving || (this.#leaving.reason === "left" && this.#leaving.detail === "")) {
          const { cause = "" } = record;
          this.#leaving = { reason: reasonOf(entry, cause, this.#phases.isServing), detail: cause || entry.reason };
        }
        break;
      case "exit":
        this.die(ms, record, "exited");
        break;
      case "sending":
        this.#telling.sending(entry, ms);
        break;
    }
    if (this.#looking) this.#telling.tally(ms, this);
  }

  /** The process is gone, as that record shows. */
  die(ms: number, record: LogRecord, reason: StateReason): void {
    this.#tellEarly();
    this.#telling.at = record;
    const from = this.#telling.state;
    const electionEpoch = this.fle?.logicalClock ?? 0;
    this.fle = null;
    this.#looking = false;
    this.#joined = null;
    this.#leaving = null;
    this.#clockKnown = false;
    this.#votes.forget();
    if (from !== "DOWN") this.#telling.changeState(ms, electionEpoch, from, "DOWN", reason);
  }

  #start(ms: number): void {
    const { at } = this.#telling;
    if (at) this.die(ms, at, "crash");
    this.fle = newServer(this.self, 0);
    this.#clockKnown = true;
  }

  #look(zxid: bigint, ms: number, ahead: Ahead): void {
    const initial = ahead.initialVote(this.sid);
    const from = this.#telling.state;
    let before = this.fle ?? newServer(this.self, 0);
    if (initial && !this.#clockKnown) before = { ...before, logicalClock: initial.electionEpoch - 1 };
    this.#clockKnown ||= initial !== undefined;
    const currentEpoch = initial?.vote.peerEpoch ?? this.currentEpoch ?? Number(zxid >> 32n);
    this.#votes.loosen();
    this.#telling.forget(this);
    this.zxid = this.self.votes ? zxid : undefined;
    this.currentEpoch = currentEpoch;
    const { state, effects } = step(before, { kind: "look", zxid, currentEpoch });
    this.fle = state;
    this.#looking = true;
    this.#joined = null;
    this.#toldLeader = null;
    const { reason, detail } = this.#leaving ?? { reason: from === "DOWN" ? this.#startReason() : "left", detail: "" };
    this.#leaving = null;
    if (from !== "LOOKING") this.#telling.changeState(ms, state.logicalClock, from, "LOOKING", reason, detail);
    this.#perform(ms, before, effects);
    const early = this.#early;
    this.#early = [];
    for (const { record, ...timed } of early) {
      this.#telling.at = record;
      const entry = record.entry as Heard;
      const cast = this.#world.casts.timeOf(entry.from, ballotOf(entry), entry.state) ?? ms;
      this.#feed({ ...timed, record, ms: Math.max(ms, cast) }, entry);
    }
  }

  #startReason(): StateReason {
    return this.decided ? "restart" : "start";
  }

  #hear(timed: Timed, entry: Heard, ahead: Ahead): void {
    if (entry.from === this.sid && entry.state === "LOOKING") this.#checkVote(timed, entry);
    if (entry.myState !== "LOOKING") {
      if (this.#looking) this.#decide(timed.ms, entry.myState);
      this.#feed(timed, entry);
    } else if (!this.#looking) {
      if (this.#leaving || !this.fle || this.fle.round === 0 || ahead.looksNext()) this.#early.push(timed);
      else this.#ignore(timed, entry);
    } else if (this.#joined || this.#hasDecided(entry, ahead)) this.#ignore(timed, entry);
    else this.#feed(timed, entry);
  }

  /** Whether its last wait was over before it could read this one, which would have changed its vote. */
  #hasDecided({ vote, state }: Heard, ahead: Ahead): boolean {
    if (!this.fle?.finalizing || state !== "LOOKING" || vote.leader === null) return false;
    const index = this.self.verifier.indexOf(vote.leader);
    const weight = index === undefined ? 0 : this.self.verifier.weightOf(index);
    return compareVotes(vote, this.fle.proposal, weight).wins && ahead.decidesBefore(this.sid, vote.leader);
  }

  /** Gives the notification to the protocol. */
  #feed({ ms }: Timed, entry: Heard): void {
    const notification = this.#notificationOf(entry);
    const before = this.fle;
    if (entry.state === "LEADING" || entry.state === "FOLLOWING") this.#toldLeader = notification;
    if (!before) {
      const replied = entry.state === "LOOKING";
      this.#telling.receive(ms, notification, replied ? "replied" : "ignored", replied ? "looking" : "decided");
      return;
    }
    const { state, effects } = step(before, { kind: "receive", notification });
    this.fle = state;
    this.#joined = effects.find((effect) => effect.kind === "decided") ?? this.#joined;
    this.#perform(
      ms,
      before,
      effects.filter((effect) => effect.kind !== "decided"),
      notification,
    );
  }

  #notificationOf({ from, state, ...heard }: Heard): Notification {
    const ballot = ballotOf({ from, state, ...heard });
    const { casts } = this.#world;
    const round = state === "LOOKING" ? casts.roundOf(from, ballot) : casts.roundOfDecision(from, ballot);
    return { from, state, round, ...ballot };
  }

  #perform(ms: number, before: ServerState, effects: readonly Effect[], notification?: Notification): void {
    this.#telling.effects(ms, this, before, effects, notification);
    for (const { kind } of effects) {
      if (!this.fle || kind !== "broadcast") continue;
      const proposal = proposalOf(this.fle);
      if (!this.#telling.silent) this.#world.casts.cast(this.sid, proposal, proposal.round, ms);
      if (this.self.votes) this.#votes.add(proposal, false);
    }
  }

  /** It has decided, and has no use for it. */
  #ignore({ ms }: Timed, entry: Heard): void {
    this.#telling.receive(ms, this.#notificationOf(entry), "ignored", "decided");
  }

  /** Holds the vote that the log shows against the one that the protocol has it cast. */
  #checkVote({ record, ms }: Timed, entry: Heard): void {
    const ballot = ballotOf(entry);
    if (!this.fle || this.fle.round === 0) return;
    const expected = this.#votes.found(ballot);
    if (expected === undefined) return;
    const act = expected ? voteAct(expected) : ({ kind: "none" } as const);
    this.#world.diverge({ sid: this.sid, record, expected: act, found: voteAct(ballot) });
    if (this.#looking && !this.#joined) this.#correctVote(ms, ballot);
  }

  /** From here on it holds what its log says. */
  #correctVote(t: number, { vote, electionEpoch }: Ballot): void {
    const before = this.fle;
    if (!before) return;
    const { by } = compareVotes(vote, before.proposal, 1);
    const round = before.round + 1;
    this.fle = { ...before, proposal: vote, round, logicalClock: electionEpoch, finalizing: false };
    this.#world.casts.cast(this.sid, { vote, electionEpoch }, round, t);
    this.#telling.event({ type: "vote", t, sid: this.sid, electionEpoch, round, vote, was: before.proposal, by });
  }

  #timeOut(next: number, ms: number): void {
    if (!this.fle || !this.#looking || this.#joined) return;
    if (this.fle.finalizing) {
      const { proposal } = this.fle;
      const state: PeerState = proposal.leader === this.sid ? "LEADING" : "FOLLOWING";
      this.#telling.diverge({ kind: "decide", state, leader: proposal.leader }, { kind: "none" });
      this.fle = { ...this.fle, finalizing: false };
    }
    const { maxNotificationInterval } = this.self;
    if (Math.min(this.fle.notTimeout * 2, maxNotificationInterval) !== next) {
      this.fle = { ...this.fle, notTimeout: next / 2 };
    }
    const before = this.fle;
    const { state, effects } = step(before, { kind: "timeout", delivered: false });
    this.fle = state;
    this.#perform(ms, before, effects);
    if (this.self.votes) this.#votes.add(proposalOf(state), true);
  }

  #takeState(state: PeerState, ms: number): void {
    if (state === "LOOKING") {
      this.#leaving ??= this.#looking || !this.fle || this.fle.round === 0 ? null : { reason: "left", detail: "" };
    } else if (this.#looking) this.#decide(ms, state);
    else {
      this.#tellEarly();
      if (!this.fle) this.#findInOffice(ms, state);
    }
  }

  /** The log has come to its end. */
  finish(): void {
    this.#tellEarly();
  }

  /** What it heard in an election whose beginning its log does not have: the next one has nothing to do with it. */
  #tellEarly(): void {
    const [now, early] = [this.#telling.at, this.#early];
    this.#early = [];
    for (const timed of early) {
      this.#telling.at = timed.record;
      this.#ignore(timed, timed.record.entry as Heard);
    }
    this.#telling.at = now;
  }

  /** The log begins when it already follows or leads. */
  #findInOffice(ms: number, state: PeerState): void {
    const from = this.#telling.state;
    if (from !== state) this.#telling.changeState(ms, 0, from, state, "heard");
  }

  /** Its log says that it has decided. */
  #decide(ms: number, state: PeerState): void {
    const before = this.fle;
    if (!before) return;
    let decided = this.#joined;
    if (!decided && before.finalizing) {
      const result = step(before, { kind: "timeout", delivered: true });
      this.fle = result.state;
      decided = result.effects.find((effect) => effect.kind === "decided") ?? null;
    }
    if (!decided || this.fle?.peerState !== state) {
      const expected = decided && this.fle ? this.fle.current.vote.leader : undefined;
      this.#telling.diverge(
        expected === undefined || !this.fle
          ? { kind: "none" }
          : { kind: "decide", state: this.fle.peerState, leader: expected },
        { kind: "decide", state, leader: state === "LEADING" ? this.sid : null },
      );
      const forced = decisionByLog(this.sid, before, state, this.#toldLeader);
      this.fle = forced.state;
      decided = forced.decided;
    }
    this.#joined = null;
    this.#looking = false;
    this.#leaving = null;
    this.#phases.begin();
    const { fle } = this;
    if (!fle) return;
    const { vote, electionEpoch, round } = fle.current;
    this.decided = { vote, electionEpoch };
    const { at, silent } = this.#telling;
    if (silent) return;
    this.#world.casts.decide(this.sid, this.decided, round, ms);
    if (at) this.#world.decided(this.decided, ms, at);
    // Whom an observer follows that has heard of nobody is not known.
    if (vote.leader !== null) this.#telling.effects(ms, this, before, [decided]);
    const reason = decided.via === "quorum" ? "elected" : "joined";
    this.#telling.changeState(ms, fle.logicalClock, "LOOKING", state, reason);
  }

  /** Phases of Zab, of which only the last makes a difference to the election: it raises the vote's peerEpoch. */
  #enterPhase(phase: PhaseEvent["phase"], mode: PhaseEvent["detail"]["mode"] | null, ms: number): void {
    const leader = this.fle?.current.vote.leader;
    if (!this.fle || leader == null || this.#looking) return;
    const epoch = this.#world.established.get(leader);
    if (!this.#telling.silent) this.#phases.enter(phase, mode ?? undefined, leader, epoch, ms);
    if (phase !== "broadcast" || epoch === undefined) return;
    this.currentEpoch = epoch;
    this.fle = step(this.fle, { kind: "established", epoch }).state;
  }
}

/** Nothing else that the ballot may have with it. */
function voteAct({ vote, electionEpoch }: Ballot): Extract<Act, { kind: "vote" }> {
  return { kind: "vote", vote, electionEpoch };
}
