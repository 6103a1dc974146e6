import type { Batch } from "./batch.ts";
import type {
  CommitEvent,
  DecideEvent,
  EpochEvent,
  Header,
  LoggedEvent,
  PhaseEvent,
  ProposeEvent,
  ReceiveEvent,
  RefuseEvent,
  ResultEvent,
  ServerState,
  StateEvent,
  StepEvent,
  TallyEvent,
  Vote,
  VoteEvent,
} from "./events.ts";
import type { Standing } from "./history.ts";

/** A notification as a table shows it: who sent what, and the vote it was held against. */
export interface Heard {
  readonly event: ReceiveEvent;
  /** The receiver's vote at that moment: its initial one when the notification brought a newer election. */
  readonly against: Vote | null;
}

/**
 * What one server did in one round. A server's rows follow each other in time: where the network is slow, a
 * notification of an earlier round stands in the round that its receiver has come to.
 */
export interface Row {
  readonly sid: number;
  readonly round: number;
  /** Its vote before the round; null when it had none. */
  held: Vote | null;
  /** Its vote after the round. */
  holds: Vote | null;
  /** The vote that it cast in this round last, if it cast one. */
  cast: VoteEvent | undefined;
  /** Those it cast before that, in order; not kept of a large ensemble. */
  readonly castBefore: VoteEvent[];
  /** In the order in which they were handled; in a large ensemble only those that mattered. */
  readonly heard: Heard[];
  /** How many notifications of other servers it handled. */
  heardCount: number;
  /** Support of the vote it holds, when the round was over. */
  tally: TallyEvent | undefined;
  /** Tallies with which the vote it held came to have a quorum. */
  readonly reached: TallyEvent[];
}

/** One round of an election, by causal depth. */
export interface Round {
  readonly round: number;
  /** In sid order. */
  readonly rows: Row[];
  /** Whether any vote was cast in it; the last round of an election only counts. */
  readonly casts: boolean;
}

/** Waits of one server that ended in vain. */
interface Waits {
  readonly sid: number;
  /** The shortest and the longest, in ms. */
  least: number;
  most: number;
}

/** What a server that is LOOKING has come to. */
export interface Proposal {
  readonly sid: number;
  readonly electionEpoch: number;
  readonly vote: Vote | null;
  readonly tally: TallyEvent | undefined;
}

/** A stretch of a trace that is told together: a step, and the election that it brings about, if it does. */
export interface Section {
  readonly step: StepEvent | undefined;
  readonly start: number;
  /** In a trace from logs: the timestamp of its first line, as the log has it. */
  at: string | undefined;
  end: number;
  /** Who began to look for a leader, and why, in the order of the events. */
  readonly looking: StateEvent[];
  /** Who was looking for one already. */
  readonly stillLooking: readonly Proposal[];
  readonly crashed: StateEvent[];
  rounds: Round[];
  readonly waits: Waits[];
  readonly decisions: DecideEvent[];
  readonly phases: PhaseEvent[];
  readonly epochs: EpochEvent[];
  readonly refusals: RefuseEvent[];
  readonly written: (ProposeEvent | LoggedEvent)[];
  readonly commits: CommitEvent[];
  /** Transactions of which something became in it (proposed, logged, committed, dropped, lost), as they are at its end. */
  batches: readonly Batch[];
  /** What every server has come to at its end. */
  standings: ReadonlyMap<number, Standing>;
  /** State of every server at the end. */
  states: ReadonlyMap<number, ServerState>;
  /** Who is left LOOKING at the end. */
  proposals: readonly Proposal[];
}

/** A whole trace, section by section. */
export interface Story {
  readonly header: Header;
  readonly sections: Section[];
  /** All transactions that were not known to be committed before the first event, as they are at the end. */
  readonly batches: readonly Batch[];
  readonly result: ResultEvent;
}

/** Servers of a log that are gone within so many ms crashed together: others notice it one after another. */
export const together = 1000;

/** In a larger ensemble tables tell of groups of servers, and single notifications are not kept. */
export const condensedAbove = 9;
