import type { Batch } from "./batch.ts";
import type { Header, PhaseEvent, ReceiveEvent, ResultEvent, StateEvent, StepEvent, TraceEvent } from "./events.ts";
import { History } from "./history.ts";
import { Progress } from "./progress.ts";
import { roundsOf } from "./rounds.ts";
import { statesBefore } from "./states-before.ts";
import { condensedAbove, type Section, type Story, together } from "./story.ts";

/** The section in which something is told, and which one it is, counted from the first. */
interface Home {
  readonly section: Section;
  readonly number: number;
}

/**
 * Takes the lines of a trace one by one and groups them into sections and rounds. Of a large ensemble it keeps what
 * tables show, not the events: what it holds then grows with the number of servers, not with the length of the trace.
 */
export class StoryBuilder {
  readonly #header: Header;
  readonly #condensed: boolean;
  readonly #history: History;
  readonly #progress = new Map<number, Progress>();
  readonly #sections: Section[] = [];
  /**
   * Where each server's way through the phases of Zab is told: where it began, also when others look again, but with its
   * leader, where that begins sooner or later than those who follow it.
   */
  readonly #homes = new Map<number, Home>();
  /** Leaders that have come to serve. */
  readonly #served = new Set<number>();
  #opened = 0;
  #section: Section;

  /** @param condenses whether a large ensemble's notifications are summed up instead of kept */
  constructor(header: Header, condenses: boolean) {
    this.#header = header;
    this.#history = new History(header);
    this.#condensed = condenses && header.cluster.servers.length > condensedAbove;
    for (const [sid, state] of statesBefore(header.cluster)) this.#progress.set(sid, new Progress(sid, state));
    this.#section = this.#newSection(0, undefined);
  }

  /** All transactions that were not known to be committed before the first event, as they are now. */
  get batches(): readonly Batch[] {
    return this.#history.batches();
  }

  add(line: TraceEvent): void {
    this.#section.end = line.t;
    this.#section.at ??= line.at;
    switch (line.type) {
      case "step":
        this.#open(line, line);
        break;
      case "state":
        this.#addState(line);
        break;
      case "vote":
        this.#server(line.sid).cast(line, !this.#condensed);
        break;
      case "receive":
        this.#addReceive(line);
        break;
      case "tally":
        this.#server(line.sid).count(line);
        break;
      case "timeout":
        this.#addTimeout(line.sid, line.wait);
        break;
      case "decide":
        this.#section.decisions.push(line);
        break;
      case "phase":
        this.#addPhase(line);
        break;
      case "epoch":
        this.#follow(line.sid, line.leader);
        this.#home(line.sid).epochs.push(line);
        break;
      case "refuse":
        this.#home(line.from).refusals.push(line);
        break;
      case "propose":
      case "logged":
        this.#section.written.push(line);
        break;
      case "commit":
        this.#section.commits.push(line);
        break;
    }
    // After a section has been opened or closed: what an event changes belongs to the one that it stands in.
    this.#history.add(line);
  }

  /** Ends the story. */
  finish(result: ResultEvent): Story {
    return { header: this.#header, sections: this.close(result.t), batches: this.batches, result };
  }

  /**
   * Ends the story of a trace that may have been cut short.
   *
   * @param end when it ends, in ms, where that is later than its last event
   */
  close(end = 0): Section[] {
    this.#section.end = Math.max(this.#section.end, end);
    this.#close();
    return this.#sections;
  }

  #server(sid: number): Progress {
    const progress = this.#progress.get(sid) ?? new Progress(sid, "DOWN");
    this.#progress.set(sid, progress);
    return progress;
  }

  #addPhase(event: PhaseEvent): void {
    const { sid, phase, detail } = event;
    if (phase === "discovery") this.#begin(sid, detail.leader);
    else this.#follow(sid, detail.leader);
    if (phase === "broadcast" && sid === detail.leader) {
      this.#section.serving.push(event);
      this.#served.add(sid);
    }
    this.#home(sid).phases.push(event);
  }

  /** A server enters discovery: with a leader that does not serve yet, if there is one. */
  #begin(sid: number, leader: number): void {
    const there = sid === leader || this.#served.has(leader) ? undefined : this.#homes.get(leader);
    this.#homes.set(sid, there ?? { section: this.#section, number: this.#opened });
  }

  /** Its leader may have begun after it. */
  #follow(sid: number, leader: number): void {
    const [own, there] = [this.#homes.get(sid), this.#homes.get(leader)];
    if (there && own && there.number > own.number) this.#homes.set(sid, there);
  }

  #home(sid: number): Section {
    return this.#homes.get(sid)?.section ?? this.#section;
  }

  #looking(): Progress[] {
    return [...this.#progress.values()].filter((server) => server.state === "LOOKING");
  }

  #newSection(start: number, step: StepEvent | undefined): Section {
    return {
      step,
      start,
      at: undefined,
      end: start,
      looking: [],
      stillLooking: this.#looking().map((server) => server.proposal),
      crashed: [],
      rounds: [],
      waits: [],
      decisions: [],
      phases: [],
      serving: [],
      epochs: [],
      refusals: [],
      written: [],
      commits: [],
      batches: [],
      standings: new Map(),
      states: new Map(),
      proposals: [],
    };
  }

  /** Whether this section has an election, and it is over. */
  #isOver(): boolean {
    return this.#section.decisions.length > 0 && this.#looking().length === 0;
  }

  /** In logs elections overlap: who has decided may give up while others still look, and looks anew. */
  #looksAgain({ sid }: StateEvent): boolean {
    if (this.#header.source !== "log") return false;
    return this.#section.decisions.some((decision) => decision.sid === sid);
  }

  /** Servers that were gone just before their leader crashed with it. */
  #openCrash(event: StateEvent): void {
    const { crashed, decisions } = this.#section;
    const since = Math.max(event.t - together, ...decisions.map(({ t }) => t));
    const first = crashed.findIndex(({ t }) => t > since);
    const withIt = first < 0 ? [] : crashed.splice(first);
    this.#open(withIt[0] ?? event);
    this.#section.crashed.push(...withIt);
  }

  #open({ t, at }: StateEvent | StepEvent, step?: StepEvent): void {
    this.#close();
    this.#section = this.#newSection(t, step);
    this.#opened++;
    this.#section.at = at;
  }

  #close(): void {
    const section = this.#section;
    const servers = [...this.#progress.values()];
    section.rounds = roundsOf(servers.flatMap((server) => server.takeRows()));
    section.states = new Map(servers.map((server) => [server.sid, server.state]));
    section.proposals = this.#looking().map((server) => server.proposal);
    section.standings = this.#history.standings;
    if (!section.step && section.looking.length === 0) {
      // It is not told.
      for (const [sid, home] of this.#homes) if (home.section === section) this.#homes.delete(sid);
      return;
    }
    section.batches = this.#history.takeChanged();
    this.#sections.push(section);
  }

  #addState(event: StateEvent): void {
    const server = this.#server(event.sid);
    if (event.to === "LOOKING") {
      // An election that begins when all had decided is told on its own.
      if (this.#isOver() || this.#looksAgain(event)) this.#open(event);
      this.#section.looking.push(event);
    }
    if (event.to === "DOWN") {
      // In a simulation a step makes servers crash; what logs tell begins with the crash of a leader.
      if (this.#header.source === "log" && event.from === "LEADING" && this.#isOver()) this.#openCrash(event);
      this.#section.crashed.push(event);
    }
    if (event.to === "LOOKING" || event.to === "DOWN") {
      server.begin(event.electionEpoch);
      this.#homes.delete(event.sid);
      this.#served.delete(event.sid);
    }
    server.state = event.to;
  }

  #addReceive(event: ReceiveEvent): void {
    // What came when it had decided, though its log says so only later, made no difference.
    if (event.from === event.sid || event.claimed || event.by === "decided") return;
    const server = this.#server(event.sid);
    if (server.state !== "LOOKING") return;
    if (!this.#condensed && !server.isNews(event)) return;
    const castHere = event.state === "LOOKING" && this.#server(event.from).hasCast(event.round);
    server.hear(event, castHere, !this.#condensed);
  }

  #addTimeout(sid: number, ms: number): void {
    const waits = this.#section.waits.find((known) => known.sid === sid);
    if (!waits) {
      this.#section.waits.push({ sid, least: ms, most: ms });
      return;
    }
    waits.least = Math.min(waits.least, ms);
    waits.most = Math.max(waits.most, ms);
  }
}
