import type { LogRecord } from "../logs/record.ts";
import type { QuorumVerifier } from "../protocols/fle/quorum.ts";
import type { PeerState, ServerState, TraceEvent, Vote } from "../trace/events.ts";
import type { Divergence } from "./divergence.ts";

/** What the processes that are replayed have in common. */
export interface World {
  readonly verifier: QuorumVerifier;
  readonly timing: Waits;
  /** State of every server, as the trace has it so far. */
  readonly states: Map<number, ServerState>;
  readonly casts: Casts;
  /** By leader: the epoch that it has established. */
  readonly established: Map<number, number>;
  /** A server has decided. */
  decided(ballot: Ballot, t: number, record: LogRecord): void;
  emit(event: TraceEvent, record: LogRecord): void;
  diverge(divergence: Divergence): void;
}

/** Waits in ms, as FastLeaderElection names them. */
export interface Waits {
  readonly minNotificationInterval: number;
  readonly maxNotificationInterval: number;
  readonly finalizeWait: number;
}

/** A ballot: what a notification carries beside its sender's state. */
export interface Ballot {
  readonly vote: Vote;
  readonly electionEpoch: number;
}

const maxKept = 64;

/** In which round of its election a vote was cast, and when first, in ms since 1970. */
interface Cast {
  readonly round: number;
  readonly t: number;
}

/** Which votes were cast by whom, when, and in which round of their election: the wire does not carry it. */
export class Casts {
  /** By sid, then by ballot. */
  readonly #rounds = new Map<number, Map<string, Cast>>();
  readonly #decided = new Map<number, Map<string, Cast>>();

  cast(sid: number, ballot: Ballot, round: number, t: number): void {
    put(this.#rounds, sid, keyOf(ballot), { round, t });
  }

  decide(sid: number, ballot: Ballot, round: number, t: number): void {
    put(this.#decided, sid, decisionOf(ballot), { round, t });
  }

  /** Before when nobody can have heard that ballot from `from`; undefined where its log does not show it. */
  timeOf(from: number, ballot: Ballot, state: PeerState): number | undefined {
    const cast = state === "LOOKING" ? this.#rounds.get(from)?.get(keyOf(ballot)) : this.#decision(from, ballot);
    return cast?.t;
  }

  #decision(sid: number, ballot: Ballot): Cast | undefined {
    return this.#decided.get(sid)?.get(decisionOf(ballot));
  }

  hasCast(sid: number, ballot: Ballot): boolean {
    return this.#rounds.get(sid)?.has(keyOf(ballot)) === true;
  }

  /** Whether it decided on that leader in that election. */
  hasDecided(sid: number, ballot: Ballot): boolean {
    return this.#decision(sid, ballot) !== undefined;
  }

  /** Whether it decided on that leader in any election. */
  hasDecidedOn(sid: number, leader: number | null): boolean {
    return [...(this.#decided.get(sid)?.keys() ?? [])].some((key) => key.endsWith(` ${leader}`));
  }

  /** Causal depth of a vote that `from` has cast; where its log does not show it, the least that it can be. */
  roundOf(from: number, ballot: Ballot): number {
    return this.#rounds.get(from)?.get(keyOf(ballot))?.round ?? this.#leastRound(from, ballot);
  }

  /** The same of a vote that it has decided on, whose peerEpoch has been raised since. */
  roundOfDecision(from: number, ballot: Ballot): number {
    return this.#decision(from, ballot)?.round ?? this.#leastRound(from, ballot);
  }

  #leastRound(from: number, ballot: Ballot): number {
    if (ballot.vote.leader === from) return 1;
    const key = keyOf(ballot);
    const known = [...this.#rounds.values()].flatMap((casts) => casts.get(key)?.round ?? []);
    return known.length === 0 ? 2 : Math.min(...known) + 1;
  }
}

function put(all: Map<number, Map<string, Cast>>, sid: number, key: string, cast: Cast): void {
  const casts = all.get(sid) ?? new Map<string, Cast>();
  all.set(sid, casts);
  if (casts.size >= maxKept) for (const oldest of [...casts.keys()].slice(0, maxKept / 2)) casts.delete(oldest);
  // One that is sent again could have been heard the first time.
  const known = casts.get(key);
  casts.delete(key);
  casts.set(key, known?.round === cast.round ? known : cast);
}

function decisionOf({ vote, electionEpoch }: Ballot): string {
  return `${electionEpoch} ${vote.leader}`;
}

function keyOf({ vote, electionEpoch }: Ballot): string {
  return `${electionEpoch} ${vote.leader} ${vote.zxid} ${vote.peerEpoch}`;
}
