import type { DecideEvent, ServerState, StateEvent, TallyEvent, TraceEvent, Vote, VoteEvent } from "../trace/events.ts";

/** An event and its line in the trace. */
export interface At<Event> {
  readonly event: Event;
  readonly line: number;
}

/** A server's vote for itself; null for an observer's, which is none. */
export function ownVote(initial: At<VoteEvent> | undefined): Vote | null {
  return initial && initial.event.vote.leader !== null ? initial.event.vote : null;
}

/** What one server has come to while the events go by: of each kind only the last one, so it never grows. */
export class Standing {
  readonly sid: number;
  state: ServerState;
  /** The event that made it what it is; undefined for what it was from the beginning. */
  changed: At<StateEvent> | undefined;
  /** In its present search for a leader: its vote for itself, its vote now, how far that is supported. */
  initial: At<VoteEvent> | undefined;
  vote: At<VoteEvent> | undefined;
  tally: At<TallyEvent> | undefined;
  decision: At<DecideEvent> | undefined;
  /** Of its search before this one: its vote for itself, and its last vote. */
  before: { readonly initial: At<VoteEvent> | undefined; readonly vote: At<VoteEvent> | undefined } | undefined;
  /** To whom a vote of its present search was lost, and where the trace says so first. */
  lost: ReadonlyMap<number, number> = new Map();

  constructor(sid: number, state: ServerState) {
    this.sid = sid;
    this.state = state;
  }

  /** Its own vote for itself in its present search; null where it has none. */
  get own(): Vote | null {
    return ownVote(this.initial);
  }

  add(event: Extract<TraceEvent, { sid: number }>, line: number): void {
    switch (event.type) {
      case "state":
        if (event.to === "LOOKING" || event.to === "DOWN") this.#forget();
        this.state = event.to;
        this.changed = { event, line };
        break;
      case "vote":
        if (event.by === "initial") this.initial = { event, line };
        this.vote = { event, line };
        this.tally = undefined;
        break;
      case "tally":
        this.tally = { event, line };
        break;
      case "decide":
        this.decision = { event, line };
        break;
      case "send":
        if (event.lost && !this.lost.has(event.to)) this.lost = new Map([...this.lost, [event.to, line]]);
        break;
    }
  }

  /** As it is now, whatever happens to it later. */
  copy(): Standing {
    return Object.assign(new Standing(this.sid, this.state), this);
  }

  #forget(): void {
    this.before = { initial: this.initial, vote: this.vote };
    this.initial = undefined;
    this.vote = undefined;
    this.tally = undefined;
    this.decision = undefined;
    this.lost = new Map();
  }
}
