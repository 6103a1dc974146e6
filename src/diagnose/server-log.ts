import type { Entry, LogRecord } from "../logs/record.ts";
import type { PeerState } from "../trace/events.ts";
import { connectCause } from "./cause.ts";
import type { ConnectCause, Evidence } from "./finding.ts";
import { Service } from "./service.ts";
import { evidenceOf, type Sighting, seenAgain } from "./sighting.ts";

/** Connections to a peer that could not be opened, since something was last heard from it. */
export interface Unreachable {
  seen: Sighting;
  cause: ConnectCause | "unresolved" | "tls";
  address: string;
}

/** A stretch of time for which a server looked for a leader. */
export interface Looking {
  readonly since: Evidence;
  /** Its last line, and the time of that. */
  until: number;
  /** When it first heard a peer, in ms since 1970. */
  readonly heard: Map<number, number>;
  /** When it last could not open a connection to a peer that it had not heard. */
  readonly failed: Map<number, number>;
  /** Peers of which it dropped the connection, as the one with the smaller sid. */
  readonly dropped: Map<number, Sighting>;
  longestWaitMs: number;
  timeouts: Sighting | undefined;
}

/** When a peer was heard, in ms since 1970. */
interface Heard {
  readonly first: number;
  last: number;
}

/** A broken log may name any number of peers; more than this are not kept. */
const maxPeers = 1000;

/** What is kept of one server's log: as much for a line as for a million. */
export class ServerLog {
  readonly sid: number;
  readonly stream: number;
  readonly first: Evidence;
  last: Evidence;
  start: Evidence | undefined;
  exit: Evidence | undefined;
  state: PeerState | undefined;
  /** While it is LOOKING. */
  looking: Looking | undefined;
  /** The longest time for which it was. */
  longest: Looking | undefined;
  /** The leader of which it was told while it looked, by a server that follows it or by the leader itself. */
  toldLeader: number | undefined;
  readonly heard = new Map<number, Heard>();
  readonly unreachable = new Map<number, Unreachable>();
  readonly service: Service;
  readonly #peers = new Set<number>();

  constructor(record: LogRecord) {
    this.sid = record.sid;
    this.service = new Service(record.sid);
    this.stream = record.stream;
    this.first = evidenceOf(record);
    this.last = this.first;
  }

  add(record: LogRecord): void {
    const { entry } = record;
    const evidence = evidenceOf(record);
    this.last = evidence;
    this.#states(entry, evidence);
    this.#connections(record, evidence);
    if (this.looking) this.looking.until = record.ms;
    this.service.add(record, evidence);
  }

  #states(entry: Entry, evidence: Evidence): void {
    switch (entry.kind) {
      case "start":
        this.start = evidence;
        this.exit = undefined;
        this.unreachable.clear();
        this.#found(undefined);
        break;
      case "look":
        this.#looks(evidence);
        break;
      case "state":
        if (entry.state === "LOOKING") this.#looks(evidence);
        else this.#found(entry.state);
        break;
      case "left":
        this.state = undefined;
        break;
      case "exit":
        this.exit = evidence;
        break;
    }
  }

  #looks(evidence: Evidence): void {
    this.state = "LOOKING";
    if (!this.looking) this.toldLeader = undefined;
    const [heard, failed] = [new Map<number, number>(), new Map<number, number>()];
    const dropped = new Map<number, Sighting>();
    const until = evidence.ms ?? 0;
    this.looking ??= { since: evidence, until, heard, failed, dropped, longestWaitMs: 0, timeouts: undefined };
  }

  /** It looks no longer. */
  #found(state: PeerState | undefined): void {
    this.longest = longer(this.longest, this.looking);
    this.looking = undefined;
    this.state = state;
  }

  #connections({ entry, ms, cause = "" }: LogRecord, evidence: Evidence): void {
    switch (entry.kind) {
      case "notification":
        if (!this.#isPeer(entry.from)) break;
        this.#hears(entry.from, ms);
        if (this.looking && entry.state !== "LOOKING") this.toldLeader = entry.vote.leader ?? undefined;
        break;
      case "learner":
        if (this.#isPeer(entry.sid)) this.#hears(entry.sid, ms);
        break;
      case "unreachable":
        if (this.#isPeer(entry.to)) this.#fails(entry.to, entry.address, cause, evidence);
        break;
      case "timeout":
        if (!this.looking) break;
        this.looking.longestWaitMs = Math.max(this.looking.longestWaitMs, entry.next / 2);
        this.looking.timeouts = seenAgain(this.looking.timeouts, evidence);
        break;
      case "failure":
        if (entry.signature === "smaller-id") this.#drops(Number(entry.args["sid"] ?? entry.args["to"]), evidence);
        break;
    }
  }

  /** Whether it is another server, and one that is kept. */
  #isPeer(sid: number): boolean {
    if (sid === this.sid || (this.#peers.size >= maxPeers && !this.#peers.has(sid))) return false;
    this.#peers.add(sid);
    return true;
  }

  #fails(peer: number, address: string, cause: string, evidence: Evidence): void {
    const seen = seenAgain(this.unreachable.get(peer)?.seen, evidence);
    this.unreachable.set(peer, { seen, cause: connectCause(cause, address), address });
    if (!this.looking?.heard.has(peer)) this.looking?.failed.set(peer, evidence.ms ?? 0);
  }

  #drops(peer: number, evidence: Evidence): void {
    if (this.looking && this.#isPeer(peer)) {
      this.looking.dropped.set(peer, seenAgain(this.looking.dropped.get(peer), evidence));
    }
  }

  #hears(peer: number, ms: number): void {
    const heard = this.heard.get(peer);
    if (heard) heard.last = ms;
    else this.heard.set(peer, { first: ms, last: ms });
    if (this.looking && !this.looking.heard.has(peer)) this.looking.heard.set(peer, ms);
    this.unreachable.delete(peer);
  }
}

/** For how long it looked, in ms. */
export function lookedFor({ since, until }: Looking): number {
  return until - (since.ms ?? until);
}

/** The longer of two stretches of LOOKING. */
export function longer(a: Looking | undefined, b: Looking | undefined): Looking | undefined {
  return a && b ? (lookedFor(b) > lookedFor(a) ? b : a) : (a ?? b);
}
