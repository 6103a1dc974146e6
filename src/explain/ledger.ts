import type { DecideEvent, Header, ResultEvent, StepAction, TraceEvent, VoteEvent } from "../trace/events.ts";
import { statesBefore } from "../trace/states-before.ts";
import { type At, Standing } from "./standing.ts";

/** An election that was won: who stood where when the leader decided, and who came too late for it. */
export interface Won {
  readonly decide: At<DecideEvent>;
  readonly standings: ReadonlyMap<number, Standing>;
  readonly reach: Reach;
  /** First votes that servers cast for themselves after it. */
  readonly later: ReadonlyMap<number, At<VoteEvent>>;
  /** The leader was gone since, came back, and heard that it still leads. */
  readonly returned?: At<DecideEvent>;
}

/** Who can reach whom, as far as the scenario's steps say. */
export interface Reach {
  /** Groups of a partition in effect; null when there is none. */
  readonly groups: readonly (readonly number[])[] | null;
  readonly partitioned: number;
  /** Paused servers, and the line of the step that paused them. */
  readonly paused: ReadonlyMap<number, number>;
}

interface Election extends Won {
  readonly later: Map<number, At<VoteEvent>>;
  /** Whether the leader itself has decided. */
  readonly certain: boolean;
}

/**
 * Follows a trace and keeps what the answer needs: what each server is now, and each present leader's election. It
 * grows with the number of servers, not with the length of the trace.
 */
export class Ledger {
  readonly header: Header;
  readonly #standings = new Map<number, Standing>();
  /** By leader: the election of its present term, and that of the one before. */
  readonly #elections = new Map<number, Election>();
  readonly #former = new Map<number, Election>();
  #reach: Reach = { groups: null, partitioned: 0, paused: new Map() };
  #result: At<ResultEvent> | undefined;
  #hasElected = false;

  constructor(header: Header) {
    this.header = header;
    for (const [sid, state] of statesBefore(header.cluster)) this.#standings.set(sid, new Standing(sid, state));
  }

  get standings(): ReadonlyMap<number, Standing> {
    return this.#standings;
  }

  get reach(): Reach {
    return this.#reach;
  }

  get result(): At<ResultEvent> | undefined {
    return this.#result;
  }

  /** Whether anybody decided by a quorum of votes. */
  get hasElected(): boolean {
    return this.#hasElected;
  }

  electionOf(leader: number): Won | undefined {
    return this.#elections.get(leader);
  }

  add(event: TraceEvent, line: number): void {
    if (event.type === "receive") return;
    if (event.type === "step") this.#reach = reachAfter(this.#reach, event.action, line);
    if (!("sid" in event)) return;
    const standing = this.#standing(event.sid);
    standing.add(event, line);
    if (event.type === "state" && event.to !== "LEADING") this.#leavesOffice(event.sid);
    if (event.type === "vote" && event.by === "initial") this.#noteLater(event, line);
    if (event.type === "decide") this.#decided({ event, line });
  }

  finish(event: ResultEvent, line: number): void {
    this.#result = { event, line };
  }

  #standing(sid: number): Standing {
    const standing = this.#standings.get(sid) ?? new Standing(sid, "DOWN");
    this.#standings.set(sid, standing);
    return standing;
  }

  #noteLater(event: VoteEvent, line: number): void {
    for (const { later } of this.#elections.values()) if (!later.has(event.sid)) later.set(event.sid, { event, line });
  }

  /** A leader's own decision is what counts; another's only where that is not in the trace, or not yet. */
  #decided(decide: At<DecideEvent>): void {
    const { sid, leader, via, electionEpoch } = decide.event;
    if (via === "quorum") this.#hasElected = true;
    const known = this.#elections.get(leader);
    if (sid !== leader) {
      // Who leads all the time is not elected by servers that have lost sight of it.
      const leads = known?.certain === true || this.#leadsSince(leader, electionEpoch);
      const isNew = !leads && known?.decide.event.electionEpoch !== electionEpoch;
      if (via === "quorum" && isNew) this.#won(decide, false);
      return;
    }
    const former = this.#former.get(leader);
    if (via === "quorum") this.#won(decide, true);
    // A leader may hear from a follower that it leads before its own wait is over: that follower's vote elected it.
    else if (known?.decide.event.electionEpoch === electionEpoch)
      this.#elections.set(leader, { ...known, certain: true });
    else if (former) this.#elections.set(leader, { ...former, returned: decide });
    else this.#won(decide, true);
  }

  /** Whether a server is in office by another election than this one. */
  #leadsSince(leader: number, electionEpoch: number): boolean {
    const { state, changed } = this.#standing(leader);
    if (state !== "LEADING" || this.header.source === "simulation") return state === "LEADING";
    // In logs its own decision may be missing, and others' come after it is heard to lead.
    const server = this.header.cluster.servers.find(({ sid }) => sid === leader);
    return (changed?.event.electionEpoch ?? server?.electionEpoch) !== electionEpoch;
  }

  #won(decide: At<DecideEvent>, certain: boolean): void {
    const standings = new Map([...this.#standings].map(([sid, standing]) => [sid, standing.copy()]));
    const { leader } = decide.event;
    this.#elections.set(leader, { decide, standings, reach: this.#reach, later: new Map(), certain });
  }

  #leavesOffice(sid: number): void {
    const election = this.#elections.get(sid);
    if (election?.decide.event.via === "quorum") this.#former.set(sid, election);
    this.#elections.delete(sid);
  }
}

function reachAfter(reach: Reach, action: StepAction, line: number): Reach {
  const { partition, heal, pause, resume, fail } = action;
  if (heal === true) return { ...reach, groups: null };
  if (Array.isArray(partition)) return { ...reach, groups: partition.filter(Array.isArray), partitioned: line };
  const paused = new Map(reach.paused);
  for (const sid of Array.isArray(pause) ? pause : []) paused.set(Number(sid), line);
  for (const list of [resume, fail]) for (const sid of Array.isArray(list) ? list : []) paused.delete(Number(sid));
  return { ...reach, paused };
}
