/** Who belongs to the ensemble, and what is left of it when some are missing. */
import type { TraceServer } from "../trace/events.ts";
import { type Support, supportOf } from "../trace/quorum.ts";
import type { Standing } from "./finding.ts";

/** A member as a configuration or a log has it. */
export interface Member {
  readonly sid: number;
  readonly role: "participant" | "observer";
  readonly weight?: number;
  readonly group?: number;
}

/** The ensemble, as far as it is known. */
export class Members {
  readonly #all: readonly TraceServer[];

  constructor(members: Iterable<Member>) {
    const all = [...members].map((member) => ({ ...member, zxid: 0n, epoch: 0, electionEpoch: 0 }));
    this.#all = all.sort((a, b) => a.sid - b.sid);
  }

  get sids(): readonly number[] {
    return this.#all.map(({ sid }) => sid);
  }

  get participants(): readonly number[] {
    return this.#all.filter(({ role }) => role === "participant").map(({ sid }) => sid);
  }

  has(sid: number): boolean {
    return this.sids.includes(sid);
  }

  /** How near these servers come to a quorum. */
  supportOf(sids: Iterable<number>): Support {
    return supportOf({ servers: this.#all }, sids);
  }

  /** What is left without these servers. */
  standing(without: readonly number[]): Standing {
    const left = this.participants.filter((sid) => !without.includes(sid));
    return { without, left, support: this.supportOf(left) };
  }
}
