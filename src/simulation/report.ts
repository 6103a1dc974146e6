import type { Effect, Notification } from "../protocols/fle/messages.ts";
import type { ServerState as Election, Self } from "../protocols/fle/server.ts";
import { sameVote, type Vote } from "../protocols/fle/vote.ts";
import type { VoteSet } from "../protocols/fle/votes.ts";
import type { ServerState, StateReason, TraceEvent } from "../trace/events.ts";

/** A server whose election is told. */
export interface Told {
  readonly sid: number;
  readonly self: Self;
  /** Null while its process is down. */
  readonly fle: Election | null;
}

/** What a tally was when it was last told, so that only changes are. */
interface LastTally {
  readonly vote: Vote;
  readonly electionEpoch: number;
  readonly votes: VoteSet;
  readonly supporters: readonly number[];
}

/** Turns what happens to servers into trace events. */
export class Reporter {
  readonly #emit: (event: TraceEvent) => void;
  readonly #told = new Map<Told, LastTally>();

  constructor(emit: (event: TraceEvent) => void) {
    this.#emit = emit;
  }

  /** Anything that needs no translation. */
  event(event: TraceEvent): void {
    this.#emit(event);
  }

  state(t: number, node: Told, electionEpoch: number, from: ServerState, reason: StateReason): void {
    const to = node.fle?.peerState ?? "DOWN";
    this.#emit({ type: "state", t, sid: node.sid, electionEpoch, from, to, reason });
  }

  send(t: number, to: number, notification: Notification, lost: boolean): void {
    const { from: sid, electionEpoch, round, vote, state } = notification;
    this.#emit({ type: "send", t, sid, to, electionEpoch, round, vote, state, ...(lost && { lost }) });
  }

  /**
   * What one step of a server came to.
   *
   * @param before its state before the step
   * @param notification what it was given, if that was its input
   */
  effects(t: number, node: Told, before: Election, effects: readonly Effect[], notification?: Notification): void {
    const { fle } = node;
    if (!fle) return;
    const electionEpoch = fle.logicalClock;
    for (const effect of effects) {
      if (effect.kind === "handled" && notification) {
        const { from, vote, state, round } = notification;
        this.#emit({
          type: "receive",
          t,
          sid: node.sid,
          from,
          electionEpoch: notification.electionEpoch,
          round,
          vote,
          state,
          outcome: effect.outcome,
          by: effect.by,
          ...(effect.rule && { rule: effect.rule }),
        });
      } else if (effect.kind === "vote") {
        const was = effect.by === "initial" ? null : before.proposal;
        const { round, proposal: vote } = fle;
        this.#emit({ type: "vote", t, sid: node.sid, electionEpoch, round, vote, was, by: effect.by });
      } else if (effect.kind === "backoff") {
        this.#emit({ type: "timeout", t, sid: node.sid, electionEpoch, wait: effect.waited });
      } else if (effect.kind === "decided") {
        this.#decided(t, node, fle, effect.via, effect.votes);
      }
    }
  }

  #decided(t: number, node: Told, fle: Election, via: "quorum" | "joined", votes: VoteSet): void {
    const { vote, electionEpoch, round } = fle.current;
    const leader = vote.leader ?? -1;
    const supporters = votes.supporters(vote, electionEpoch, via === "joined");
    this.#emit({ type: "decide", t, sid: node.sid, electionEpoch, leader, via, vote, round, supporters });
  }

  /** Tells how far the vote of a LOOKING server is supported, if that is news. Called when an instant is over. */
  tally(t: number, node: Told): void {
    const { fle } = node;
    if (fle?.peerState !== "LOOKING" || fle.proposal.leader === null) return;
    const { proposal: vote, logicalClock: electionEpoch, recvset: votes } = fle;
    const told = this.#told.get(node);
    if (told?.votes === votes && told.vote === vote && told.electionEpoch === electionEpoch) return;
    const supporters = votes.supporters(vote, electionEpoch, false);
    this.#told.set(node, { vote, electionEpoch, votes, supporters });
    const old = told?.electionEpoch === electionEpoch && sameVote(told.vote, vote) ? told.supporters : [];
    if (supporters.length === old.length && supporters.every((sid, at) => sid === old[at])) return;
    const quorum = node.self.verifier.containsQuorum(supporters);
    this.#emit({ type: "tally", t, sid: node.sid, electionEpoch, vote, supporters, quorum });
  }

  /** A server that looks for a leader anew has no tally yet. */
  forget(node: Told): void {
    this.#told.delete(node);
  }
}
