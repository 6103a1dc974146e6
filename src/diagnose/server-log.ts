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
  /** When it last heard a peer, or last could not open a connection to it. */
  readonly latest: Map<number, number>;
  /** The longest time between two of these. */
  readonly silent: Map<number, Silence>;
  /** Peers of which it dropped the connection, as the one with the smaller sid. */
  readonly dropped: Map<number, Sighting>;
  longestWaitMs: number;
  timeouts: Sighting | undefined;
}

/** A time without a word from a peer, in ms since 1970. */
export interface Silence {
  readonly from: number;
  readonly to: number;
}

/** When a peer was heard, in ms since 1970. */
interface Heard {
  readonly first: number;
  readonly last: number;
}

/** A broken log may name any number of peers; more than this are not kept. */
const maxPeers = 1000;

/** Lines that are compared with those of other logs of the same server. */
const maxLines = 500;

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
  /** Connections that broke, since something was last heard over them. */
  readonly broken = new Map<number, Sighting>();
  readonly service: Service;
  /** How many records it has, and the first of them by time and text. */
  records = 0;
  readonly lines = new Set<string>();
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
    this.#keep(evidence);
    this.#states(entry, evidence);
    this.#connections(record, evidence);
    if (this.looking) this.looking.until = record.ms;
    this.service.add(record, evidence);
  }

  /** Keeps of its first lines what tells whether another log repeats them. */
  #keep({ at, text }: Evidence): void {
    this.records++;
    if (this.lines.size < maxLines) this.lines.add(`${at} ${text}`);
  }

  #states(entry: Entry, evidence: Evidence): void {
    switch (entry.kind) {
      case "start":
        this.start = evidence;
        this.exit = undefined;
        this.unreachable.clear();
        this.broken.clear();
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
    this.looking ??= {
      since: evidence,
      until: evidence.ms ?? 0,
      heard: new Map(),
      latest: new Map(),
      silent: new Map(),
      dropped: new Map(),
      longestWaitMs: 0,
      timeouts: undefined,
    };
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
      case "broken":
        if (this.#isPeer(entry.to)) this.broken.set(entry.to, seenAgain(this.broken.get(entry.to), evidence));
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
    this.looking?.latest.set(peer, evidence.ms ?? 0);
  }

  #drops(peer: number, evidence: Evidence): void {
    if (this.looking && this.#isPeer(peer)) {
      this.looking.dropped.set(peer, seenAgain(this.looking.dropped.get(peer), evidence));
    }
  }

  #hears(peer: number, ms: number): void {
    const first = this.heard.get(peer)?.first ?? ms;
    this.heard.set(peer, { first, last: ms });
    if (this.looking) hearsAgain(this.looking, peer, ms);
    this.unreachable.delete(peer);
    this.broken.delete(peer);
  }
}

function hearsAgain(looking: Looking, peer: number, ms: number): void {
  looking.silent.set(peer, silenceIn({ ...looking, until: ms }, peer));
  if (!looking.heard.has(peer)) looking.heard.set(peer, ms);
  looking.latest.set(peer, ms);
}

/** The longest time of a stretch in which nothing came from a peer, though nothing refused a connection to it. */
export function silenceIn({ since, until, latest, silent }: Looking, peer: number): Silence {
  const now = { from: latest.get(peer) ?? since.ms ?? until, to: until };
  const before = silent.get(peer);
  return before && before.to - before.from > now.to - now.from ? before : now;
}

/** For how long it looked, in ms. */
export function lookedFor({ since, until }: Looking): number {
  return until - (since.ms ?? until);
}

/** The longer of two stretches of LOOKING. */
export function longer(a: Looking | undefined, b: Looking | undefined): Looking | undefined {
  return a && b ? (lookedFor(b) > lookedFor(a) ? b : a) : (a ?? b);
}
