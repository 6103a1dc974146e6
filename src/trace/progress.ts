import type { ReceiveEvent, ServerState, TallyEvent, Vote, VoteEvent } from "./events.ts";
import type { Proposal, Row } from "./story.ts";

/** What is known of one server while its events go by, and its rows in the section that is being told. */
export class Progress {
  readonly sid: number;
  state: ServerState;
  #electionEpoch = 0;
  /** Its vote for itself in this election. */
  #initial: Vote | null = null;
  #vote: Vote | null = null;
  #tally: TallyEvent | undefined = undefined;
  /** The last notification from each other server. */
  readonly #last = new Map<number, ReceiveEvent>();
  #rows: Row[] = [];
  /** Rounds, by causal depth, of the votes that it cast in this section. */
  readonly #castRounds = new Set<number>();
  /** The round in which its last vote stands. */
  #castIn = 1;

  constructor(sid: number, state: ServerState) {
    this.sid = sid;
    this.state = state;
  }

  get proposal(): Proposal {
    return { sid: this.sid, electionEpoch: this.#electionEpoch, vote: this.#vote, tally: this.#tally };
  }

  /** Takes its rows and begins a new section. */
  takeRows(): Row[] {
    const rows = this.#rows;
    this.#rows = [];
    this.#castRounds.clear();
    this.#castIn = 1;
    return rows;
  }

  /** It is down, or looks for a leader anew: what it held and heard is gone. */
  begin(electionEpoch: number): void {
    this.#electionEpoch = electionEpoch;
    this.#vote = null;
    this.#tally = undefined;
    this.#last.clear();
  }

  /** @param keeps whether it is told apart from those that it cast in the same round */
  cast(event: VoteEvent, keeps: boolean): void {
    const row = this.#row(event.round);
    if (keeps && row.cast) row.castBefore.push(row.cast);
    row.cast = event;
    row.holds = event.vote;
    row.tally = undefined;
    this.#castRounds.add(event.round);
    this.#castIn = row.round;
    this.#electionEpoch = event.electionEpoch;
    this.#vote = event.vote;
    this.#tally = undefined;
    if (event.by === "initial") this.#initial = event.vote;
  }

  hasCast(round: number): boolean {
    return this.#castRounds.has(round);
  }

  count(event: TallyEvent): void {
    const reached = event.quorum && this.#tally?.quorum !== true;
    this.#tally = event;
    const row = this.#rows.at(-1);
    if (!row) return;
    row.tally = event;
    if (reached) row.reached.push(event);
  }

  /** Whether the sender had not told this server the same before: servers that wait in vain repeat their votes. */
  isNews(event: ReceiveEvent): boolean {
    const before = this.#last.get(event.from);
    this.#last.set(event.from, event);
    return !before || !saysTheSame(before, event) || event.outcome !== "kept" || event.rule !== undefined;
  }

  /**
   * Notes a notification of another server.
   *
   * @param ofThisSection whether the sender cast the vote in this section
   * @param keeps whether it is kept, or only counted
   */
  hear(event: ReceiveEvent, ofThisSection: boolean, keeps: boolean): void {
    const row = this.#row(this.#roundOf(event, ofThisSection));
    row.heardCount++;
    const against = event.by === "electionEpoch" && event.rule ? this.#initial : this.#vote;
    if (keeps) row.heard.push({ event, against });
    else if (event.outcome === "adopted" || event.outcome === "joined") row.heard.splice(0, 1, { event, against });
  }

  /**
   * The round in which a notification stands: the one after its vote's. One with a vote of before this section comes
   * with the first votes that its receiver hears; a report of a decision, after the receiver's own last vote.
   */
  #roundOf(event: ReceiveEvent, ofThisSection: boolean): number {
    const casts = event.outcome === "adopted" || (event.by === "electionEpoch" && event.rule !== undefined);
    if (casts) return event.round + 1;
    if (event.state !== "LOOKING") return this.#castIn + 1;
    return ofThisSection ? event.round + 1 : 2;
  }

  /** The row of that round, or the last one if the server is past it. */
  #row(round: number): Row {
    const last = this.#rows.at(-1);
    if (last && last.round >= round) return last;
    const { sid } = this;
    const held = this.#vote;
    const row: Row = {
      ...{ sid, round, held, holds: held, cast: undefined, castBefore: [] },
      ...{ heard: [], heardCount: 0, tally: this.#tally, reached: [] },
    };
    this.#rows.push(row);
    return row;
  }
}

function saysTheSame(a: ReceiveEvent, b: ReceiveEvent): boolean {
  return (
    a.state === b.state &&
    a.electionEpoch === b.electionEpoch &&
    a.vote.leader === b.vote.leader &&
    a.vote.zxid === b.vote.zxid &&
    a.vote.peerEpoch === b.vote.peerEpoch
  );
}
