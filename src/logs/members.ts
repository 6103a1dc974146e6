import type { TraceServer } from "../trace/events.ts";
import type { LogRecord } from "./record.ts";

/** A server of the ensemble, as far as it matters to an election. */
export type Member = Pick<TraceServer, "sid" | "role" | "weight" | "group"> & {
  /** Whether no configuration names it: it was seen in what servers told each other. */
  readonly inferred: boolean;
};

/** Who belongs to the ensemble: from a configuration, or else from what servers told each other. */
export class Members {
  readonly #configured: ReadonlyMap<number, Member>;
  readonly #echoed = new Map<number, Member>();
  readonly #seen = new Set<number>();
  readonly #observers = new Set<number>();
  /** Who turned a connection away: a machine is there, and no server on it. */
  readonly refused = new Set<number>();
  /** Whom others have heard. */
  readonly heard = new Set<number>();
  /** Whose own log is among those that are read. */
  readonly logged = new Set<number>();

  /** @param configured the servers of a configuration file; empty without one */
  constructor(configured: readonly Omit<Member, "inferred">[]) {
    this.#configured = new Map(configured.map((member) => [member.sid, { ...member, inferred: false }]));
  }

  note({ sid, entry, cause = "" }: LogRecord): void {
    this.logged.add(sid);
    switch (entry.kind) {
      case "look":
        this.#seen.add(sid);
        break;
      case "notification":
        this.#seen.add(entry.from);
        this.heard.add(entry.from);
        if (entry.vote.leader !== null) this.#seen.add(entry.vote.leader);
        if (entry.state === "OBSERVING") this.#observers.add(entry.from);
        break;
      case "state":
      case "phase":
        if (entry.state === "OBSERVING") this.#observers.add(sid);
        break;
      case "unreachable":
        this.#seen.add(entry.to);
        if (/refused/i.test(cause)) this.refused.add(entry.to);
        break;
      case "sending":
        this.#seen.add(entry.to);
        break;
      case "quorum":
        for (const member of entry.sids) this.#seen.add(member);
        break;
      case "learner":
        if (entry.role !== null) this.#seen.add(entry.sid);
        if (entry.role === "observer") this.#observers.add(entry.sid);
        break;
      case "member": {
        const role = /:observer\b/.test(entry.value) ? "observer" : "participant";
        this.#echoed.set(entry.sid, { sid: entry.sid, role, inferred: false });
        break;
      }
    }
  }

  /** Whether anything tells what a server is: its own log, others that heard it, or that found nobody there. */
  isKnown(sid: number): boolean {
    return this.logged.has(sid) || this.heard.has(sid) || this.refused.has(sid);
  }

  /** In sid order. Where nothing configures the ensemble, everybody that was ever named is a member. */
  list(): Member[] {
    if (this.#configured.size > 0) return sorted([...this.#configured.values()]);
    const members = new Map(this.#echoed);
    // Who only starts may not be one: a server whose id is in no list says no more.
    for (const sid of this.#seen.size > 0 ? this.#seen : this.logged) {
      const role = this.#observers.has(sid) ? "observer" : "participant";
      if (!members.has(sid)) members.set(sid, { sid, role, inferred: true });
    }
    return sorted([...members.values()]);
  }
}

function sorted(members: Member[]): Member[] {
  return members.sort((a, b) => a.sid - b.sid);
}
