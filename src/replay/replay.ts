import type { Member } from "../logs/members.ts";
import type { LogRecord } from "../logs/record.ts";
import type { Timed } from "../logs/timed.ts";
import { QuorumVerifier } from "../protocols/fle/quorum.ts";
import type { ServerResult, ServerState, TraceEvent } from "../trace/events.ts";
import { Ahead, ballotOf } from "./ahead.ts";
import type { Divergence } from "./divergence.ts";
import { HeardServers } from "./heard.ts";
import { Replica } from "./replica.ts";
import { Casts, type Waits, type World } from "./world.ts";

/** How long a record waits for the vote that it must have come after, in ms. */
const patienceMs = 1000;

/** Only notifications tell of an election before the first: what a server did itself was in one. */
function begun(event: TraceEvent): TraceEvent {
  if (!("electionEpoch" in event) || event.electionEpoch >= 0) return event;
  return event.type === "receive" || event.type === "send" ? event : { ...event, electionEpoch: 0 };
}

/** Who takes what a replay finds. */
export interface Witness {
  /** An event, its `t` in ms since 1970, and the line that shows it. */
  readonly event: (event: TraceEvent, record: LogRecord) => void;
  readonly divergence: (divergence: Divergence) => void;
}

/**
 * Tells in trace events what logs say happened: it gives each server's own copy of the protocol what that server's log
 * says it was given, and puts what the servers did in the order of cause and effect.
 */
export class Replay {
  readonly #members: readonly Member[];
  readonly #world: World;
  readonly #heard: HeardServers;
  readonly #replicas = new Map<string, Replica>();
  readonly #logged: ReadonlySet<number>;
  readonly #witness: Witness;
  /** What a stretch has brought so far; it is handed on when it is over, in the order of time. */
  #events: { readonly event: TraceEvent; readonly record: LogRecord }[] = [];
  /** Nothing that is still to be told was before that. */
  #floor = Number.NEGATIVE_INFINITY;
  readonly #last = new Map<Replica, number>();

  /** @param logged sids of the servers whose own logs are read */
  constructor(members: readonly Member[], logged: ReadonlySet<number>, waits: Waits, witness: Witness) {
    this.#members = members;
    this.#logged = logged;
    this.#witness = witness;
    const voters = members.filter(({ role }) => role === "participant");
    this.#world = {
      verifier: new QuorumVerifier(voters.map(({ sid, weight = 1, group = 0 }) => ({ sid, weight, group }))),
      timing: waits,
      states: new Map(members.map(({ sid }) => [sid, "DOWN"])),
      casts: new Casts(),
      established: new Map(),
      emit: (event, record) => {
        const t = Math.max(event.t, this.#floor);
        this.#events.push({ event: begun(t === event.t ? event : { ...event, t }), record });
      },
      decided: (ballot, t, record) => this.#heard.follow(ballot, t, record),
      diverge: witness.divergence,
    };
    this.#heard = new HeardServers(this.#world, members, logged);
  }

  get states(): ReadonlyMap<number, ServerState> {
    return this.#world.states;
  }

  /** A stretch of what happened, in the order of time. */
  run(records: readonly Timed[]): void {
    const queues = new Map<Replica, Timed[]>();
    for (const timed of records) {
      const replica = this.#replicaOf(timed);
      const queue = queues.get(replica);
      if (queue) queue.push(timed);
      else queues.set(replica, [timed]);
    }
    const all = [...queues].map(([replica, queue]) => ({ replica, ahead: new Ahead(queue) }));
    for (let next = this.#next(all); next; next = this.#next(all)) {
      const { head } = next.ahead;
      if (!head) throw new Error("a replay went on after its records had ended");
      const timed = { ...head, ms: this.#timeOf(head, next.replica) };
      this.#last.set(next.replica, timed.ms);
      this.#noteHeard(timed);
      if (timed.died !== undefined) this.#die(timed.died, timed);
      next.replica.handle(timed, next.ahead);
      next.ahead.next();
    }
    this.#tell();
  }

  /** When it happened: not before what the same server did before, nor before its cause. */
  #timeOf({ record: { sid, entry }, ms }: Timed, replica: Replica): number {
    const last = Math.max(ms, this.#floor, this.#last.get(replica) ?? ms);
    if (entry.kind !== "notification" || entry.from === sid) return last;
    return Math.max(last, this.#world.casts.timeOf(entry.from, ballotOf(entry), entry.state) ?? last);
  }

  /** Servers were followed one by one, each as far as it could go; what they did is told in the order of time. */
  #tell(): void {
    const events = this.#events;
    this.#events = [];
    events.sort((a, b) => a.event.t - b.event.t);
    for (const { event, record } of events) this.#witness.event(event, record);
    this.#floor = events.at(-1)?.event.t ?? this.#floor;
  }

  /** The logs have come to their end. */
  finish(): void {
    for (const replica of this.#replicas.values()) replica.finish();
    this.#tell();
  }

  #die(sid: number, { ms, record }: Timed): void {
    if (this.#logged.has(sid)) this.#replicas.get(`${sid} 0`)?.die(ms, record, "crash");
    else this.#heard.die(sid, ms, record);
  }

  /** What every configured server has come to. */
  results(): ServerResult[] {
    return this.#members.map(({ sid }) => {
      const replica = this.#replicas.get(`${sid} 0`);
      const fle = replica?.fle;
      const looking = fle && this.states.get(sid) === "LOOKING";
      const ballot = looking
        ? { vote: fle.proposal, electionEpoch: fle.logicalClock }
        : (replica?.decided ?? this.#heard.lastOf(sid));
      const { leader = null, zxid = replica?.zxid ?? 0n, peerEpoch = replica?.currentEpoch ?? 0 } = ballot?.vote ?? {};
      return {
        ...{ sid, state: this.states.get(sid) ?? "DOWN", leader, zxid, peerEpoch: Math.max(0, peerEpoch) },
        electionEpoch: Math.max(0, ballot?.electionEpoch ?? 0),
        currentEpoch: Math.max(0, replica?.currentEpoch ?? peerEpoch),
      };
    });
  }

  #replicaOf({ record: { sid }, claimant }: Timed): Replica {
    const key = `${sid} ${claimant}`;
    const known = this.#replicas.get(key);
    if (known) return known;
    const votes = this.#world.verifier.indexOf(sid) !== undefined;
    const replica = new Replica(sid, this.#world, votes, claimant > 0);
    this.#replicas.set(key, replica);
    return replica;
  }

  /** The earliest record that has its cause behind it; the earliest of all where every one waits for another. */
  #next<T extends { replica: Replica; ahead: Ahead }>(all: readonly T[]): T | undefined {
    let first: T | undefined;
    let ready: T | undefined;
    for (const each of all) {
      const { head } = each.ahead;
      if (!head) continue;
      if (!first || head.ms < (first.ahead.head?.ms ?? 0)) first = each;
      if ((!ready || head.ms < (ready.ahead.head?.ms ?? 0)) && this.#isReady(head, all)) ready = each;
    }
    return ready ?? first;
  }

  /** Whether the vote that a notification carries has been cast, as far as its sender's log shows. */
  #isReady({ record: { sid, entry }, ms }: Timed, all: readonly { replica: Replica; ahead: Ahead }[]): boolean {
    if (entry.kind !== "notification" || entry.from === sid) return true;
    const sender = all.find(({ replica }) => replica.sid === entry.from);
    const head = sender?.ahead.head;
    if (!head || head.ms > ms + patienceMs) return true;
    const ballot = ballotOf(entry);
    const { casts, verifier } = this.#world;
    if (entry.state === "LOOKING") {
      // Who may not vote is answered with the vote that was decided on last (FastLeaderElection.WorkerReceiver.run).
      const answer = verifier.indexOf(sid) === undefined && casts.hasDecidedOn(entry.from, ballot.vote.leader);
      return answer || casts.hasCast(entry.from, ballot);
    }
    // It may look again by now.
    return this.states.get(entry.from) !== "LOOKING" || casts.hasDecided(entry.from, ballot);
  }

  #noteHeard({ record, ms }: Timed): void {
    const { entry } = record;
    if (entry.kind !== "notification" || this.#logged.has(entry.from)) return;
    this.#heard.hear(entry.from, ballotOf(entry), entry.state, ms, record);
  }
}
