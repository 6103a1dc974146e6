import type { LogRecord } from "../logs/record.ts";
import { followCause } from "./cause.ts";
import type { Evidence, FollowCause } from "./finding.ts";
import { type Sighting, seenAgain } from "./sighting.ts";

/** A time for which a server led or followed. */
interface Spell {
  /** Whether it was synchronised, or a quorum with it. */
  done: boolean;
  /** Why it ended has been counted. */
  counted: boolean;
}

/** Attempts to follow that came to nothing, since the last that succeeded. */
export interface FailedFollow {
  seen: Sighting;
  reason: string;
  leader: number | null;
}

/** What is kept of how one server led and followed. */
export class Service {
  readonly failedFollows = new Map<FollowCause, FailedFollow>();
  /** Leader elected, but no quorum synchronised; and the reason of the last time. */
  neverSynchronised: (Sighting & { reason: string }) | undefined;
  quorumLost: (Sighting & { reason: string }) | undefined;
  leaderSilent: (Sighting & { leader: number | null }) | undefined;
  slowDisk: (Sighting & { longestMs: number }) | undefined;
  #spell: Spell | undefined;
  /** Its own last vote, and the leader of which others told it. */
  #vote: number | null = null;
  #told: number | null = null;
  #hasPhases = false;
  readonly #sid: number;

  constructor(sid: number) {
    this.#sid = sid;
  }

  add({ entry, cause = "" }: LogRecord, evidence: Evidence): void {
    switch (entry.kind) {
      case "notification":
        if (entry.from === this.#sid) this.#vote = entry.vote.leader;
        else if (entry.state !== "LOOKING") this.#told = entry.vote.leader;
        break;
      case "look":
        this.#told = null;
        break;
      case "state":
        this.#spell = entry.state === "LOOKING" ? undefined : { done: false, counted: false };
        break;
      case "phase":
        this.#hasPhases = true;
        if (entry.phase === "broadcast") this.#done();
        break;
      case "sync":
        // Up to 3.5 nothing else tells that it goes on well.
        if (!this.#hasPhases) this.#done();
        break;
      case "quorum":
        this.#done();
        break;
      case "left":
        if (entry.role === "LEADING") this.#quits(entry.reason || cause, evidence);
        else this.#gaveUp(cause || entry.reason, evidence);
        break;
      case "failure":
        this.#failed(entry.signature, entry.args, cause, evidence);
        break;
    }
  }

  #done(): void {
    if (this.#spell) this.#spell.done = true;
    // One attempt that failed before is nothing; a leader that could not be followed again and again is.
    for (const [cause, { seen }] of this.failedFollows) if (seen.count < 2) this.failedFollows.delete(cause);
  }

  #quits(reason: string, evidence: Evidence): void {
    if (this.#spell?.counted) return;
    if (/Waiting for a quorum of followers|Timeout while waiting for epoch/.test(reason)) {
      this.neverSynchronised = { ...seenAgain(this.neverSynchronised, evidence), reason };
    } else if (/Not sufficient followers|Only \d+ followers/.test(reason)) {
      this.quorumLost = { ...seenAgain(this.quorumLost, evidence), reason };
    } else return;
    if (this.#spell) this.#spell.counted = true;
  }

  #gaveUp(reason: string, evidence: Evidence): void {
    const spell = this.#spell;
    if (spell?.counted || reason === "") return;
    if (spell) spell.counted = true;
    const cause = followCause(reason);
    // Its last vote may have been for itself still: whom it follows is then not shown.
    const leader = this.#told ?? (this.#vote === this.#sid ? null : this.#vote);
    if (!spell?.done) {
      const seen = seenAgain(this.failedFollows.get(cause)?.seen, evidence);
      this.failedFollows.set(cause, { seen, reason, leader });
    } else if (cause === "read-timeout") {
      this.leaderSilent = { ...seenAgain(this.leaderSilent, evidence), leader };
    }
  }

  #failed(signature: string, args: Readonly<Record<string, string>>, cause: string, evidence: Evidence): void {
    if (signature === "slow-fsync") {
      const longestMs = Math.max(Number(args["ms"]), this.slowDisk?.longestMs ?? 0);
      this.slowDisk = { ...seenAgain(this.slowDisk, evidence), longestMs };
    } else if (signature === "peer-exception" || signature === "epoch-timeout") {
      this.#quits(`${args["text"]} ${cause}`, evidence);
    }
  }
}
