import type { ReceiveEvent, ServerState, TallyEvent, TraceEvent, Vote, VoteEvent } from "../trace/events.ts";
import { isBetter, sameVote } from "./compare.ts";

/** A moment of one server: how long it had waited in vain, or when it began to look. */
export interface Wait {
  readonly sid: number;
  readonly ms: number;
  readonly line: number;
}

/** A vote for which a server had a quorum and which it gave up before it decided. */
export interface Broken {
  readonly tally: TallyEvent;
  readonly by: ReceiveEvent | undefined;
}

/**
 * What the story does not keep but facts need: the line of each event, which notification a vote was cast on, and
 * for how long nothing came before a decision.
 */
export class Notes {
  readonly waits: Wait[] = [];
  /** By server: when it began to look, in ms. */
  readonly looked = new Map<number, Wait[]>();
  /** By server: its votes. */
  readonly votes = new Map<number, { readonly line: number }[]>();
  sends = 0;
  receives = 0;
  /** Servers that something was heard from, and those with an event of their own. */
  readonly heardFrom = new Set<number>();
  readonly seen = new Set<number>();
  readonly #lines = new WeakMap<object, number>();
  readonly #broken = new WeakMap<VoteEvent, Broken>();
  /** By leader: the vote with which it was elected last. */
  readonly #elected = new Map<number, Vote>();
  readonly #electedAt = new WeakMap<object, Vote>();
  readonly #castOn = new WeakMap<ReceiveEvent, VoteEvent>();
  readonly #lastReceived = new Map<number, ReceiveEvent>();
  /** By server: its vote for itself in its present search. */
  readonly #initial = new Map<number, VoteEvent>();
  readonly #ownAt = new WeakMap<object, VoteEvent>();
  /** By server: the tally with which the vote that it holds has a quorum. */
  readonly #reached = new Map<number, TallyEvent>();
  /** By server: when it last handled a notification or counted, in ms. */
  readonly #lastNews = new Map<number, number>();
  readonly #quietBefore = new WeakMap<object, number>();
  /** By server: the leader that it follows, or that it is. */
  readonly #leaders = new Map<number, number>();
  readonly #lostLeader = new WeakMap<object, number>();
  readonly #states: Map<number, ServerState>;
  readonly #leaderStates = new WeakMap<object, ServerState>();

  /**
   * @param states of each server when the trace begins
   * @param leader whom those that are up follow then
   */
  constructor(states: ReadonlyMap<number, ServerState>, leader: number | null) {
    this.#states = new Map(states);
    for (const [sid, state] of states) if (leader !== null && state !== "DOWN") this.#leaders.set(sid, leader);
  }

  /** The line of an event that was added; 0 for one that was not. */
  lineOf(event: object): number {
    return this.#lines.get(event) ?? 0;
  }

  /** The vote that was cast because of a notification. */
  castOn(event: ReceiveEvent): VoteEvent | undefined {
    return this.#castOn.get(event);
  }

  /** For how long the server had handled nothing when it decided, in ms; undefined where nothing is known of before. */
  quietBefore(decision: object): number | undefined {
    return this.#quietBefore.get(decision);
  }

  /** The vote for itself with which the search began that a decision ended. */
  ownAt(decision: object): VoteEvent | undefined {
    return this.#ownAt.get(decision);
  }

  /** What a vote broke off: a wait for which there was a quorum already. */
  brokenBy(cast: VoteEvent): Broken | undefined {
    return this.#broken.get(cast);
  }

  /** The vote with which a leader that is joined was elected last. */
  electedVote(decision: object): Vote | undefined {
    return this.#electedAt.get(decision);
  }

  /** What the chosen leader was when a server decided. */
  leaderStateAt(decision: object): ServerState {
    return this.#leaderStates.get(decision) ?? "DOWN";
  }

  /** Whom the server followed when it began to look; undefined when it followed nobody. */
  lostLeader(looking: object): number | undefined {
    return this.#lostLeader.get(looking);
  }

  add(event: TraceEvent, line: number): void {
    if (event.type === "send") {
      this.sends++;
      this.seen.add(event.sid);
      return;
    }
    this.#lines.set(event, line);
    if (!("sid" in event)) return;
    const { sid } = event;
    this.seen.add(sid);
    switch (event.type) {
      case "receive":
        // Its own comes back to it without being sent.
        if (event.from !== sid) this.receives++;
        this.heardFrom.add(event.from);
        this.#lastReceived.set(sid, event);
        // The receiving thread answers an observer by itself: lookForLeader never hears of it.
        if (event.by !== "observer") this.#lastNews.set(sid, event.t);
        break;
      case "vote":
        this.#noteVote(event, line);
        break;
      case "tally":
        if (!event.quorum) this.#reached.delete(sid);
        else if (!this.#reached.has(sid)) this.#reached.set(sid, event);
        this.#lastNews.set(sid, event.t);
        break;
      case "timeout":
        this.waits.push({ sid, ms: event.wait, line });
        break;
      case "decide": {
        const since = this.#lastNews.get(sid);
        if (since !== undefined) this.#quietBefore.set(event, event.t - since);
        this.#leaders.set(sid, event.leader);
        this.#leaderStates.set(event, this.#states.get(event.leader) ?? "DOWN");
        const elected = this.#elected.get(event.leader);
        if (elected) this.#electedAt.set(event, elected);
        if (event.via === "quorum") this.#elected.set(event.leader, event.vote);
        const initial = this.#initial.get(sid);
        if (initial) this.#ownAt.set(event, initial);
        break;
      }
      case "state": {
        this.#states.set(sid, event.to);
        const leader = this.#leaders.get(sid);
        if (leader !== undefined && leader !== sid) this.#lostLeader.set(event, leader);
        if (event.to === "LOOKING" || event.to === "DOWN") this.#forget(sid);
        if (event.to === "LOOKING") append(this.looked, sid, { sid, ms: event.t, line });
        break;
      }
    }
  }

  #noteVote(event: VoteEvent, line: number): void {
    const { sid } = event;
    if (event.by === "initial") this.#initial.set(sid, event);
    append(this.votes, sid, { line });
    const last = this.#lastReceived.get(sid);
    const received = event.by !== "initial" && last && casts(last, event) ? last : undefined;
    if (received) this.#castOn.set(received, event);
    const tally = this.#reached.get(sid);
    // A newer election may have brought it back to its own vote, which nobody sent.
    const by = received && sameVote(received.vote, event.vote) ? received : undefined;
    if (tally && isBetter(event.vote, tally.vote)) this.#broken.set(event, { tally, by });
    this.#reached.delete(sid);
  }

  #forget(sid: number): void {
    this.#leaders.delete(sid);
    this.#initial.delete(sid);
    this.#reached.delete(sid);
    this.#lastReceived.delete(sid);
    this.#lastNews.delete(sid);
  }
}

/** Whether a vote can have been cast on a notification: where events are missing, the last one may not be its cause. */
function casts({ outcome, rule, vote }: ReceiveEvent, cast: VoteEvent): boolean {
  return rule === undefined ? outcome === "adopted" && sameVote(vote, cast.vote) : cast.by === "electionEpoch";
}

function append<Item>(lists: Map<number, Item[]>, sid: number, item: Item): void {
  const list = lists.get(sid);
  if (list) list.push(item);
  else lists.set(sid, [item]);
}
