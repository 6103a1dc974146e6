import type { Entry } from "../logs/record.ts";
import type { Timed } from "../logs/timed.ts";
import type { Ballot } from "./world.ts";

type Notification = Extract<Entry, { kind: "notification" }>;

/** What a server's own log says next, as far as the logs have been read. */
export class Ahead {
  readonly #records: readonly Timed[];
  #at = 0;

  constructor(records: readonly Timed[]) {
    this.#records = records;
  }

  get head(): Timed | undefined {
    return this.#records[this.#at];
  }

  next(): void {
    this.#at++;
  }

  /** The first vote of the election that begins here, for itself, as the server hears it from itself. */
  initialVote(sid: number): Ballot | undefined {
    for (const { record } of this.#rest()) {
      const { entry } = record;
      if (entry.kind === "look") return undefined;
      if (entry.kind === "notification" && isOwn(entry, sid) && entry.vote.leader === sid) return ballotOf(entry);
    }
    return undefined;
  }

  /** Whether it takes a state other than LOOKING before it casts this vote. */
  decidesBefore(sid: number, leader: number | null): boolean {
    for (const { record } of this.#rest()) {
      const { entry } = record;
      if (entry.kind === "state" || entry.kind === "phase") return entry.state !== "LOOKING";
      if (entry.kind === "notification" && entry.myState !== "LOOKING") return true;
      if (entry.kind === "notification" && isOwn(entry, sid) && entry.vote.leader === leader) return false;
    }
    return false;
  }

  /** Whether it looks for a leader before it takes any other state. */
  looksNext(): boolean {
    for (const { record } of this.#rest()) {
      const { entry } = record;
      if (entry.kind === "look") return true;
      if ((entry.kind === "state" || entry.kind === "phase") && entry.state !== "LOOKING") return false;
    }
    return false;
  }

  *#rest(): Generator<Timed> {
    for (let at = this.#at + 1; at < this.#records.length; at++) {
      const timed = this.#records[at];
      if (timed) yield timed;
    }
  }
}

function isOwn(entry: Notification, sid: number): boolean {
  return entry.from === sid && entry.state === "LOOKING";
}

/** What a notification in a log carries, in the terms of the protocol. */
export function ballotOf({ vote: { leader, zxid, peerEpoch, electionEpoch } }: Notification): Ballot {
  return { vote: { leader, zxid, peerEpoch }, electionEpoch };
}
