/**
 * A trace as one reads it with a pencil: after every line, what each server has come to and what stands between them.
 * Nothing is clever here, and nothing is taken from `src/explain/`.
 */
import type {
  DecideEvent,
  Header,
  ReceiveEvent,
  ResultEvent,
  ServerState,
  StateEvent,
  TallyEvent,
  TraceCluster,
  TraceEvent,
  TraceLine,
  Vote,
} from "../../src/trace/events.ts";
import { held, isQuorum, participants, sameVote } from "./quorums.ts";

/** One server after some line. */
export interface Known {
  readonly sid: number;
  readonly state: ServerState;
  readonly clock: number;
  /** The line on which it began to look for a leader, last time, and when. */
  readonly began: { readonly line: number; readonly t: number } | undefined;
  /** The vote for itself that it cast then, and the one it holds. */
  readonly initial: Vote | null;
  readonly vote: Vote | null;
  /** Votes of its election that it has counted (recvset), and reports of servers that had decided (outofelection). */
  readonly counted: ReadonlyMap<number, ReceiveEvent>;
  readonly reports: ReadonlyMap<number, ReceiveEvent>;
  /** Everything it has heard from others since it began to look, as texts. */
  readonly heard: ReadonlySet<string>;
  /** It has a quorum and waits for finalizeWait. */
  readonly finalizing: boolean;
  /** When its wait for the next notification began. */
  readonly waitsSince: number | undefined;
  readonly tally: TallyEvent | undefined;
  /** When the vote that it holds came to have a quorum. */
  readonly reachedAt: number | undefined;
  readonly decision: DecideEvent | undefined;
  readonly leader: number | null;
}

/** What the steps have done to the network and the processes. */
export interface World {
  readonly groups: readonly (readonly number[])[] | null;
  readonly paused: ReadonlySet<number>;
}

export class Reading {
  readonly lines: readonly TraceLine[];
  readonly header: Header;
  readonly cluster: TraceCluster;
  readonly result: ResultEvent | undefined;
  readonly events: readonly { readonly line: number; readonly event: TraceEvent }[];
  readonly finalizeWait: number;
  readonly #after: ReadonlyMap<number, Known>[] = [];
  readonly #worlds: World[] = [];

  /** @param lines a trace, or its beginning */
  constructor(lines: readonly TraceLine[]) {
    const [header] = lines;
    if (header?.type !== "trace") throw new Error("no header");
    this.lines = lines;
    this.header = header;
    this.cluster = header.cluster;
    const last = lines.at(-1);
    this.result = last?.type === "result" ? last : undefined;
    this.events = lines.flatMap((event, at) =>
      event.type === "trace" || event.type === "result" ? [] : [{ line: at + 1, event }],
    );
    const { timing } = header.cluster as { timing?: { finalizeWait?: number } };
    this.finalizeWait = timing?.finalizeWait ?? 200;
    this.#after.push(begin(header));
    this.#worlds.push({ groups: null, paused: new Set() });
    for (const { event } of this.events) {
      const before = this.#after.at(-1) ?? new Map();
      this.#after.push(event === this.#uncast ? before : this.#next(before, event));
      this.#worlds.push(nextWorld(this.#worlds.at(-1), event));
    }
  }

  /** A last line that makes its receiver cast a vote, where the trace is cut before that vote. */
  get #uncast(): TraceEvent | undefined {
    const last = this.events.at(-1)?.event;
    if (this.result || last?.type !== "receive") return undefined;
    return last.outcome === "adopted" || last.rule ? last : undefined;
  }

  /** All servers as they are when that line is over; 1 is the header. */
  after(line: number): ReadonlyMap<number, Known> {
    return this.#after[Math.min(line, this.#after.length) - 1] ?? new Map();
  }

  world(line: number): World {
    return this.#worlds[Math.min(line, this.#worlds.length) - 1] ?? { groups: null, paused: new Set() };
  }

  /** One server when that line is over. */
  server(sid: number, line: number): Known {
    return this.after(line).get(sid) ?? nobody(sid);
  }

  get lastLine(): number {
    return this.#after.length;
  }

  /** Who follows, leads, looks or is down at the end. */
  inState(...states: ServerState[]): number[] {
    return [...this.after(this.lastLine).values()].filter(({ state }) => states.includes(state)).map(({ sid }) => sid);
  }

  eventAt(line: number): TraceEvent | undefined {
    const event = this.lines[line - 1];
    return event?.type === "trace" || event?.type === "result" ? undefined : event;
  }

  /** The server that leads in the end: the result's, else the only one left that is LEADING, or undefined for several. */
  get leader(): number | null | undefined {
    if (this.result && this.result.leader !== null) return this.result.leader;
    const leading = this.inState("LEADING");
    return leading.length > 1 ? undefined : (leading[0] ?? null);
  }

  #next(before: ReadonlyMap<number, Known>, event: TraceEvent): ReadonlyMap<number, Known> {
    if (!("sid" in event)) return before;
    const known = before.get(event.sid) ?? nobody(event.sid);
    return new Map(before).set(event.sid, this.#change(known, event, this.#after.length + 1));
  }

  #change(known: Known, event: TraceEvent, line: number): Known {
    switch (event.type) {
      case "state":
        return changedState(known, event, line);
      case "vote": {
        const initial = event.by === "initial" ? event.vote : known.initial;
        return {
          ...known,
          clock: event.electionEpoch,
          initial,
          vote: event.vote,
          tally: undefined,
          reachedAt: undefined,
        };
      }
      case "tally":
        return { ...known, tally: event, reachedAt: event.quorum ? (known.reachedAt ?? event.t) : undefined };
      case "decide":
        return { ...known, decision: event, leader: event.leader, finalizing: false, clock: event.electionEpoch };
      case "receive":
        return known.state === "LOOKING" ? this.#hear(known, event) : known;
      default:
        return known;
    }
  }

  /** What one turn of lookForLeader makes of a notification. */
  #hear(known: Known, event: ReceiveEvent): Known {
    const heard = event.from === known.sid ? known.heard : new Set(known.heard).add(saying(event));
    // An observer is answered by the receiving thread; the loop that waits hears nothing of it.
    if (!participants(this.cluster).some(({ sid }) => sid === event.from)) return { ...known, heard };
    const wins = known.vote === null || held(this.cluster, event.vote, known.vote).wins;
    if (known.finalizing && !wins) return { ...known, heard, waitsSince: event.t };
    const woken: Known = { ...known, heard, waitsSince: event.t, finalizing: false };
    if (event.outcome === "ignored" || event.outcome === "replied") return woken;
    if (event.state !== "LOOKING") {
      const reports = new Map(known.reports).set(event.from, event);
      if (event.electionEpoch !== known.clock) return { ...woken, reports };
      return { ...woken, reports, counted: new Map(known.counted).set(event.from, event) };
    }
    if (event.by === "electionEpoch") {
      const { initial } = known;
      const vote = initial === null || held(this.cluster, event.vote, initial).wins ? event.vote : initial;
      return this.#count(
        { ...woken, clock: event.electionEpoch, vote, counted: new Map(), tally: undefined, reachedAt: undefined },
        event,
      );
    }
    if (event.outcome === "adopted")
      return this.#count({ ...woken, vote: event.vote, tally: undefined, reachedAt: undefined }, event);
    return this.#count(woken, event);
  }

  #count(known: Known, event: ReceiveEvent): Known {
    const counted = new Map(known.counted).set(event.from, event);
    return { ...known, counted, finalizing: isQuorum(this.cluster, supportersOf({ ...known, counted })) };
  }
}

/** Whose last counted vote equals the one that the server holds, in sid order. */
export function supportersOf({ counted, vote, clock }: Known): number[] {
  return [...counted.values()]
    .filter((ballot) => ballot.electionEpoch === clock && sameVote(ballot.vote, vote))
    .map(({ from }) => from)
    .sort((a, b) => a - b);
}

/** What a notification says, whoever hears it. */
export function saying({ from, state, electionEpoch, vote }: ReceiveEvent): string {
  return [from, state, electionEpoch, vote.leader, vote.zxid, vote.peerEpoch].join();
}

function nobody(sid: number): Known {
  return {
    sid,
    state: "DOWN",
    clock: 0,
    began: undefined,
    initial: null,
    vote: null,
    counted: new Map(),
    reports: new Map(),
    heard: new Set(),
    finalizing: false,
    waitsSince: undefined,
    tally: undefined,
    reachedAt: undefined,
    decision: undefined,
    leader: null,
  };
}

function begin({ cluster }: Header): Map<number, Known> {
  const steps = (cluster["steps"] ?? []) as { start?: number[] }[];
  const late = steps.flatMap(({ start }) => start ?? []);
  const leader = cluster.leader ?? null;
  return new Map(
    cluster.servers.map(({ sid, role }) => {
      if (leader === null || late.includes(sid)) return [sid, nobody(sid)];
      const state = sid === leader ? "LEADING" : role === "observer" ? "OBSERVING" : "FOLLOWING";
      return [sid, { ...nobody(sid), state, leader }];
    }),
  );
}

function changedState(known: Known, event: StateEvent, line: number): Known {
  if (event.to === "DOWN") return nobody(known.sid);
  if (event.to !== "LOOKING") return { ...known, state: event.to };
  return { ...nobody(known.sid), state: "LOOKING", clock: event.electionEpoch, began: { line, t: event.t } };
}

function nextWorld(world: World | undefined, event: TraceEvent): World {
  const { groups = null, paused = new Set<number>() } = world ?? {};
  if (event.type !== "step") return { groups, paused };
  const action = event.action as Record<string, number[] | undefined> & { partition?: number[][] };
  const halted = new Set([...paused, ...(action["pause"] ?? [])]);
  for (const sid of [...(action["resume"] ?? []), ...(action["fail"] ?? [])]) halted.delete(sid);
  if (action.partition) return { groups: action.partition, paused: halted };
  return { groups: action["heal"] ? null : groups, paused: halted };
}

/** Whether the network lets two servers reach each other. */
export function reachable({ groups }: World, a: number, b: number): boolean {
  return groups === null || groups.some((group) => group.includes(a) && group.includes(b));
}
