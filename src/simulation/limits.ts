import type { Cluster } from "../scenario/cluster.ts";
import type { Node } from "./node.ts";
import { isInOffice, type LeaderSide, type Office } from "./office.ts";

/** How often and how far apart a follower tries to connect to its leader (Learner.LeaderConnector.connectToLeader). */
const connectTries = 5;
const connectPauseMs = 100;

const never = Number.POSITIVE_INFINITY;

/**
 * How long those who have decided wait for each other: initLimit ticks until they serve, syncLimit ticks from then on.
 * Where elections are followed to the decisions only, nobody waits before it serves.
 */
export class Limits {
  readonly #syncMs: number;
  readonly #initMs: number;
  readonly #establishes: boolean;
  readonly #isRefused: (node: Node) => boolean;

  /** @param isRefused whether the server that this one has decided on is there, but does not listen as its leader */
  constructor({ timing, until }: Cluster, isRefused: (node: Node) => boolean) {
    this.#syncMs = timing.syncLimit * timing.tickTime;
    this.#initMs = timing.initLimit * timing.tickTime;
    this.#establishes = until === "established";
    this.#isRefused = isRefused;
  }

  /** For how many ms a leader bears to hear nothing of a learner. */
  silenceOf(learner: Node, { leader }: Node): number {
    const ready = !this.#establishes || leader?.learners.get(learner.sid)?.stage === "ready";
    return ready ? this.#syncMs : this.#initMs;
  }

  /** For how many ms a learner bears to hear nothing of its leader; one that does not serve yet has `syncUntil`. */
  silenceOfLeader(learner: Node): number {
    return servesAlready(learner) ? this.#syncMs : never;
  }

  /** Until when a learner that does not serve yet waits for the next word of its leader (Learner's socket timeouts). */
  syncUntil(node: Node, { heardAt }: LeaderSide): number {
    if (servesAlready(node)) return never;
    return heardAt + (node.learner?.stage === "newleader" ? this.#syncMs : this.#initMs);
  }

  /** Until when a learner tries to connect to the leader that it has decided on. */
  connectUntil(node: Node, { since }: Office): number {
    if (!this.#establishes) return never;
    const triesMs = this.#isRefused(node) ? Math.min((connectTries - 1) * connectPauseMs, this.#initMs) : this.#initMs;
    return since + triesMs;
  }

  /** Until when a leader waits for a quorum to take it a step further. */
  quorumUntil({ since }: Office): number {
    return this.#establishes ? since + this.#initMs : never;
  }

  /** When the first of these makes a server act, unless something happens before; Infinity when none does. */
  next(node: Node, office: Office): number {
    let next = never;
    for (const [learner, { silentSince }] of office.learners) {
      if (silentSince !== undefined) next = Math.min(next, silentSince + this.silenceOf(learner, node));
    }
    if (office.leader) {
      const { silentSince = never } = office.leader;
      return Math.min(next, silentSince + this.silenceOfLeader(node), this.syncUntil(node, office.leader));
    }
    if (isInOffice(node, office)) return next;
    const leads = node.fle?.peerState === "LEADING";
    return Math.min(next, leads ? this.quorumUntil(office) : this.connectUntil(node, office));
  }
}

/** Whether a learner is up to date; where elections are followed to the decisions only, it has nothing to learn. */
function servesAlready({ learner }: Node): boolean {
  return !learner || learner.stage === "broadcast";
}
