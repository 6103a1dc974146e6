import type { LogRecord } from "../logs/record.ts";
import type { QuorumVerifier } from "../protocols/fle/quorum.ts";
import type { ServerState, TraceEvent, Vote } from "../trace/events.ts";
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

/** Which votes were cast by whom, and in which round of their election: the wire does not carry it. */
export class Casts {
  /** By sid, then by ballot. */
  readonly #rounds = new Map<number, Map<string, number>>();
  readonly #decided = new Map<number, Map<string, number>>();

  cast(sid: number, ballot: Ballot, round: number): void {
    put(this.#rounds, sid, keyOf(ballot), round);
  }

  decide(sid: number, { vote, electionEpoch }: Ballot, round: number): void {
    put(this.#decided, sid, `${electionEpoch} ${vote.leader}`, round);
  }

  hasCast(sid: number, ballot: Ballot): boolean {
    return this.#rounds.get(sid)?.has(keyOf(ballot)) === true;
  }

  /** Whether it decided on that leader in that election. */
  hasDecided(sid: number, { vote, electionEpoch }: Ballot): boolean {
    return this.#decided.get(sid)?.has(`${electionEpoch} ${vote.leader}`) === true;
  }

  /** Whether it decided on that leader in any election. */
  hasDecidedOn(sid: number, leader: number | null): boolean {
    return [...(this.#decided.get(sid)?.keys() ?? [])].some((key) => key.endsWith(` ${leader}`));
  }

  /** Causal depth of a vote that `from` has cast; where its log does not show it, the least that it can be. */
  roundOf(from: number, ballot: Ballot): number {
    return this.#rounds.get(from)?.get(keyOf(ballot)) ?? this.#leastRound(from, ballot);
  }

  /** The same of a vote that it has decided on, whose peerEpoch has been raised since. */
  roundOfDecision(from: number, ballot: Ballot): number {
    const key = `${ballot.electionEpoch} ${ballot.vote.leader}`;
    return this.#decided.get(from)?.get(key) ?? this.#leastRound(from, ballot);
  }

  #leastRound(from: number, ballot: Ballot): number {
    if (ballot.vote.leader === from) return 1;
    const key = keyOf(ballot);
    const known = [...this.#rounds.values()].flatMap((rounds) => rounds.get(key) ?? []);
    return known.length === 0 ? 2 : Math.min(...known) + 1;
  }
}

function put(all: Map<number, Map<string, number>>, sid: number, key: string, round: number): void {
  const rounds = all.get(sid) ?? new Map<string, number>();
  all.set(sid, rounds);
  if (rounds.size >= maxKept) for (const oldest of [...rounds.keys()].slice(0, maxKept / 2)) rounds.delete(oldest);
  rounds.delete(key);
  rounds.set(key, round);
}

function keyOf({ vote, electionEpoch }: Ballot): string {
  return `${electionEpoch} ${vote.leader} ${vote.zxid} ${vote.peerEpoch}`;
}
