import type {
  CommitEvent,
  DecideEvent,
  Header,
  PhaseEvent,
  ReceiveEvent,
  ResultEvent,
  ServerState,
  StateEvent,
  StepEvent,
  TallyEvent,
  TraceEvent,
  Vote,
  VoteEvent,
} from "./events.ts";

/** A notification as a table shows it: who sent what, and the vote it was held against. */
export interface Heard {
  readonly event: ReceiveEvent;
  /** The receiver's vote at that moment: its initial one when the notification brought a newer election. */
  readonly against: Vote | null;
}

/** What one server did in one round. */
export interface Row {
  readonly sid: number;
  readonly round: number;
  /** Its vote before the round; null when it had none. */
  held: Vote | null;
  /** Its vote after the round. */
  holds: Vote | null;
  /** The vote that it cast in this round last, if it cast one. */
  cast: VoteEvent | undefined;
  /** In the order in which they were handled; in a large ensemble only those that mattered. */
  readonly heard: Heard[];
  /** How many notifications of other servers it handled. */
  heardCount: number;
  /** Support of the vote it holds, when the round was over. */
  tally: TallyEvent | undefined;
}

/** One round of an election, by causal depth. */
export interface Round {
  readonly round: number;
  /** In sid order. */
  readonly rows: Row[];
  /** Whether any vote was cast in it; the last round of an election only counts. */
  readonly casts: boolean;
}

/** Repeated waits of one server. */
interface Wait {
  readonly sid: number;
  /** ms of each wait that ended in vain, in order. */
  readonly waits: number[];
}

/** A stretch of a trace that is told together: a step, and the election that it brings about, if it does. */
export interface Section {
  readonly step: StepEvent | undefined;
  readonly start: number;
  end: number;
  /** Who began to look for a leader, and why, in the order of the events. */
  readonly looking: StateEvent[];
  /** Who was looking for one already. */
  readonly stillLooking: number[];
  readonly crashed: StateEvent[];
  rounds: Round[];
  readonly waits: Wait[];
  readonly decisions: DecideEvent[];
  readonly phases: PhaseEvent[];
  readonly commits: CommitEvent[];
  /** State of every server at the end. */
  states: ReadonlyMap<number, ServerState>;
  /** The vote of every LOOKING server at the end, with its last tally. */
  proposals: ReadonlyMap<number, { vote: Vote; tally: TallyEvent | undefined }>;
}

/** A whole trace, section by section. */
export interface Story {
  readonly header: Header;
  readonly sections: Section[];
  readonly result: ResultEvent;
}

/** In a larger ensemble tables tell of groups of servers, and single notifications are not kept. */
export const condensedAbove = 9;

/** What is known of one server while its events go by. */
interface Progress {
  state: ServerState;
  initial: Vote | null;
  vote: Vote | null;
  tally: TallyEvent | undefined;
  /** The last notification from each other server. */
  readonly last: Map<number, ReceiveEvent>;
  /** Rows of this section, by round. */
  rows: Map<number, Row>;
  highest: number;
  /** Whether it began to look for a leader in this section. */
  began: boolean;
}

/**
 * Takes the lines of a trace one by one and groups them into sections and rounds. It keeps what tables show, not the
 * events, so that its size does not grow with the length of an election.
 */
export class StoryBuilder {
  readonly #header: Header;
  readonly #condensed: boolean;
  readonly #progress = new Map<number, Progress>();
  readonly #sections: Section[] = [];
  #section: Section;

  /** @param condenses whether a large ensemble's notifications are summed up instead of kept */
  constructor(header: Header, condenses: boolean) {
    this.#header = header;
    const { servers, leader, steps } = header.cluster;
    this.#condensed = condenses && servers.length > condensedAbove;
    const late = startedLater(steps);
    for (const { sid, role } of servers) {
      const up = leader != null && !late.has(sid);
      const state = !up ? "DOWN" : sid === leader ? "LEADING" : role === "observer" ? "OBSERVING" : "FOLLOWING";
      this.#progress.set(sid, newProgress(state));
    }
    this.#section = this.#newSection(0, undefined);
  }

  add(line: TraceEvent): void {
    this.#section.end = line.t;
    switch (line.type) {
      case "step":
        this.#open(line.t, line);
        return;
      case "state":
        this.#addState(line);
        return;
      case "vote":
        this.#addVote(line);
        return;
      case "receive":
        this.#addReceive(line);
        return;
      case "tally":
        this.#addTally(line);
        return;
      case "timeout":
        this.#addTimeout(line.sid, line.wait);
        return;
      case "decide":
        this.#section.decisions.push(line);
        return;
      case "phase":
        this.#section.phases.push(line);
        return;
      case "commit":
        this.#section.commits.push(line);
        return;
    }
  }

  /** Ends the story. */
  finish(result: ResultEvent): Story {
    this.#close();
    return { header: this.#header, sections: this.#sections, result };
  }

  #server(sid: number): Progress {
    const progress = this.#progress.get(sid) ?? newProgress("DOWN");
    this.#progress.set(sid, progress);
    return progress;
  }

  #newSection(start: number, step: StepEvent | undefined): Section {
    const stillLooking = [...this.#progress].filter(([, server]) => server.state === "LOOKING").map(([sid]) => sid);
    return {
      step,
      start,
      end: start,
      looking: [],
      stillLooking,
      crashed: [],
      rounds: [],
      waits: [],
      decisions: [],
      phases: [],
      commits: [],
      states: new Map(),
      proposals: new Map(),
    };
  }

  #open(start: number, step: StepEvent | undefined): void {
    this.#close();
    this.#section = this.#newSection(start, step);
  }

  #close(): void {
    const section = this.#section;
    section.rounds = roundsOf([...this.#progress.values()]);
    section.states = new Map([...this.#progress].map(([sid, server]) => [sid, server.state]));
    section.proposals = new Map(
      [...this.#progress].flatMap(([sid, { state, vote, tally }]) =>
        state === "LOOKING" && vote ? [[sid, { vote, tally }] as const] : [],
      ),
    );
    if (section.step || section.looking.length > 0) this.#sections.push(section);
    for (const server of this.#progress.values()) {
      server.rows = new Map();
      server.highest = 0;
      server.began = false;
    }
  }

  #addState(event: StateEvent): void {
    const server = this.#server(event.sid);
    if (event.to === "LOOKING") {
      const quiet = [...this.#progress.values()].every((other) => other.state !== "LOOKING");
      if (server.began || (quiet && this.#section.decisions.length > 0)) this.#open(event.t, undefined);
      server.began = true;
      this.#section.looking.push(event);
    }
    if (event.to === "DOWN") this.#section.crashed.push(event);
    if (event.to === "LOOKING" || event.to === "DOWN") {
      server.vote = null;
      server.tally = undefined;
      server.last.clear();
    }
    server.state = event.to;
  }

  #addVote(event: VoteEvent): void {
    const server = this.#server(event.sid);
    const row = this.#row(event.sid, server, event.round);
    row.cast = event;
    row.holds = event.vote;
    row.tally = undefined;
    for (const [round, later] of server.rows) if (round > event.round && !later.cast) later.holds = event.vote;
    server.vote = event.vote;
    server.tally = undefined;
    if (event.by === "initial") server.initial = event.vote;
  }

  #addReceive(event: ReceiveEvent): void {
    if (event.from === event.sid) return;
    const server = this.#server(event.sid);
    const isNews = this.#condensed || this.#isNews(event, server);
    if (server.state !== "LOOKING") return;
    if (!isNews) return;
    const casts = event.outcome === "adopted" || (event.by === "electionEpoch" && event.rule !== undefined);
    const round = casts ? event.round + 1 : this.#shownIn(event, server);
    const row = this.#row(event.sid, server, round);
    row.heardCount++;
    const against = event.by === "electionEpoch" && event.rule ? server.initial : server.vote;
    if (!this.#condensed) row.heard.push({ event, against });
    else if (event.outcome === "adopted" || event.outcome === "joined") row.heard.splice(0, 1, { event, against });
  }

  /** Whether the sender had not told this server the same before: servers that wait in vain repeat their votes. */
  #isNews(event: ReceiveEvent, receiver: Progress): boolean {
    const before = receiver.last.get(event.from);
    receiver.last.set(event.from, event);
    return !before || !saysTheSame(before, event) || event.outcome !== "kept";
  }

  /**
   * The round in which a notification that changed no vote is shown: the one after its vote's. One that carries a
   * vote of before this section comes with the first votes that its receiver hears.
   */
  #shownIn(event: ReceiveEvent, receiver: Progress): number {
    const sender = this.#progress.get(event.from);
    const castHere = sender?.rows.get(event.round)?.cast !== undefined && event.state === "LOOKING";
    return castHere ? event.round + 1 : Math.max(2, receiver.highest);
  }

  #addTally(event: TallyEvent): void {
    const server = this.#server(event.sid);
    server.tally = event;
    const row = server.rows.get(server.highest);
    if (row) row.tally = event;
  }

  #addTimeout(sid: number, ms: number): void {
    const wait = this.#section.waits.find((known) => known.sid === sid);
    if (wait) wait.waits.push(ms);
    else this.#section.waits.push({ sid, waits: [ms] });
  }

  #row(sid: number, server: Progress, round: number): Row {
    let row = server.rows.get(round);
    if (!row) {
      const earlier = [...server.rows.values()]
        .filter((other) => other.round < round)
        .sort(byRound)
        .at(-1);
      const held = earlier ? earlier.holds : server.vote;
      row = { sid, round, held, holds: held, cast: undefined, heard: [], heardCount: 0, tally: server.tally };
      server.rows.set(round, row);
      server.highest = Math.max(server.highest, round);
    }
    return row;
  }
}

function newProgress(state: ServerState): Progress {
  return {
    state,
    initial: null,
    vote: null,
    tally: undefined,
    last: new Map(),
    rows: new Map(),
    highest: 0,
    began: false,
  };
}

/** Servers that a description with a leader in office starts later; all others are up from the beginning. */
function startedLater(steps: unknown): Set<number> {
  if (!Array.isArray(steps)) return new Set();
  return new Set(steps.flatMap((step) => (Array.isArray(step?.start) ? step.start : [])));
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

function byRound(a: { round: number }, b: { round: number }): number {
  return a.round - b.round;
}

/** The rows of all servers by round; rounds after the last vote was cast are one, in which votes are only counted. */
function roundsOf(servers: Progress[]): Round[] {
  const rows = servers.flatMap((server) => [...server.rows.values()]);
  const lastCast = Math.max(0, ...rows.filter((row) => row.cast).map((row) => row.round));
  const rounds = new Map<number, Row[]>();
  for (const row of rows.sort((a, b) => a.round - b.round || a.sid - b.sid)) {
    const round = Math.min(row.round, lastCast + 1);
    const list = rounds.get(round) ?? [];
    const known = list.find((other) => other.sid === row.sid);
    if (known) merge(known, row);
    else list.push(row);
    rounds.set(round, list);
  }
  return [...rounds]
    .sort(([a], [b]) => a - b)
    .map(([round, list]) => ({
      round,
      rows: list.sort((a, b) => a.sid - b.sid),
      casts: list.some((row) => row.cast !== undefined),
    }));
}

function merge(row: Row, later: Row): void {
  row.holds = later.holds;
  row.cast ??= later.cast;
  row.heard.push(...later.heard);
  row.heardCount += later.heardCount;
  row.tally = later.tally ?? row.tally;
}
