/** What a trace tells, put together: who asked for votes and what came of it, and what every server's log was when. */
import type { ServerState } from "../../../trace/events.ts";
import type { ProtocolEvent, ProtocolTrace, RoleEvent } from "../../../trace/protocol-events.ts";
import { begin, committedBefore, termOfOffice } from "../begin.ts";
import type { RaftEvent } from "../events.ts";
import { append, type End, type Log, sharedBy, upTo } from "../log.ts";
import type { Config, RaftOptions } from "../server.ts";

/** Raft's events in a trace. */
export type Told = RaftEvent & { readonly t: number };
export type RaftTrace = ProtocolTrace<Told>;
type Event = ProtocolEvent<Told>;
export type Of<T extends RaftEvent["type"]> = Extract<RaftEvent, { type: T }> & { readonly t: number };

/** An event, and the line of the trace on which it stands. */
export interface Placed<E> {
  readonly line: number;
  readonly event: E;
}

export interface Member {
  readonly state: ServerState;
  readonly term: number;
  readonly log: Log;
  readonly commit: number;
}

/** A server asks for votes once. */
export interface Candidacy {
  readonly line: number;
  readonly event: Of<"candidate">;
  readonly end: End;
  readonly ballots: Placed<Of<"ballot">>[];
  won?: Placed<Of<"won">>;
}

/** One step of the description, and what followed from it. */
export interface Step {
  readonly from: number;
  readonly to: number;
  readonly t: number;
  readonly events: readonly Placed<Event>[];
  readonly candidacies: readonly Candidacy[];
  readonly before: ReadonlyMap<number, Member>;
  readonly after: ReadonlyMap<number, Member>;
}

export interface Story {
  readonly voters: readonly number[];
  readonly learners: readonly number[];
  readonly majority: number;
  readonly steps: readonly Step[];
}

const stories = new WeakMap<RaftTrace, Story>();

/** Made once a trace, for it is asked for each of its steps. */
export function storyOf(trace: RaftTrace): Story {
  const known = stories.get(trace);
  if (known) return known;
  const story = tell(trace);
  stories.set(trace, story);
  return story;
}

function tell(trace: RaftTrace): Story {
  const { header, events } = trace;
  const config = configOf(header);
  const members = membersBefore(trace);
  const begins = events.flatMap((event, at) => (at === 0 || event.type === "step" ? [at] : []));
  const steps = begins.map((from, at): Step => {
    const to = begins[at + 1] ?? events.length;
    const before = new Map(members);
    const placed = events.slice(from, to).map((event, offset) => ({ line: from + offset + 2, event }));
    // What comes in a later step is told there, if at all.
    const candidacies: Candidacy[] = [];
    for (const one of placed) {
      takeIn(one, candidacies);
      apply(one.event, members);
    }
    return {
      from,
      to,
      t: events[from]?.t ?? 0,
      events: placed,
      candidacies,
      before,
      after: new Map(members),
    };
  });
  return { voters: config.voters, learners: config.learners, majority: config.majority, steps };
}

/** The cluster as all servers know it; timeouts say nothing here. */
export function configOf({ cluster }: RaftTrace["header"]): Config {
  const { servers, leader = null } = cluster;
  const options: RaftOptions = { electionTimeout: [1, 1], heartbeat: 1, preVote: false };
  const [first] = begin({ servers, leader, timing: { tickTime: 1 }, options }).values();
  if (!first) throw new Error("a trace without servers");
  return first.config;
}

/** Everybody before the first event. */
export function membersBefore({ header, events }: RaftTrace): Map<number, Member> {
  const { servers, leader = null } = header.cluster;
  const config = configOf(header);
  const up = leader === null ? [] : upAtFirst(servers, events);
  const inOffice = leader === null ? 0 : termOfOffice(config, leader, up);
  const members = new Map<number, Member>();
  for (const [sid, { log, term }] of config.disks) {
    if (leader === null || !up.includes(sid)) members.set(sid, { state: "DOWN", term, log, commit: 0 });
    else {
      const own = config.disks.get(leader)?.log ?? [];
      const commit = Math.min(committedBefore(config, leader), sharedBy(log, own));
      const follows = config.voters.includes(sid) ? "FOLLOWING" : "OBSERVING";
      members.set(sid, { state: sid === leader ? "LEADING" : follows, term: inOffice, log, commit });
    }
  }
  return members;
}

/** Everybody but those that a step starts. */
export function upAtFirst(servers: readonly { readonly sid: number }[], events: readonly Event[]): number[] {
  const late = events.flatMap((event) => (event.type === "state" && event.reason === "start" ? [event.sid] : []));
  return servers.map(({ sid }) => sid).filter((sid) => !late.includes(sid));
}

/** Takes in what a candidate asks, and what is said to it. */
function takeIn({ line, event }: Placed<Event>, all: Candidacy[]): void {
  const find = (sid: number, term: number, pre: boolean) =>
    all.findLast(({ event: one }) => one.sid === sid && one.term === term && one.pre === pre);
  switch (event.type) {
    case "candidate": {
      const { lastLogTerm, lastLogIndex } = event;
      const end = { term: lastLogTerm, index: lastLogIndex };
      all.push({ line, event, end, ballots: [] });
      break;
    }
    case "ballot":
      find(event.candidate, event.term, event.pre)?.ballots.push({ line, event });
      break;
    case "won": {
      const candidacy = find(event.sid, event.term, false);
      if (candidacy) candidacy.won = { line, event };
    }
  }
}

function apply(event: Event, members: Map<number, Member>): void {
  if (!("sid" in event)) return;
  const member = members.get(event.sid);
  if (!member) return;
  const change = changeOf(event, member);
  if (change) members.set(event.sid, { ...member, ...change });
}

/** What an event of a server changes about it, as far as that is kept. */
export function changeOf(event: Told | RoleEvent, { log, term }: Member): Partial<Member> | undefined {
  switch (event.type) {
    case "state":
      return { state: event.to, term: event.term ?? term, ...(event.to === "DOWN" && { commit: 0 }) };
    case "term":
      return { term: event.term };
    case "candidate":
      return event.pre ? undefined : { term: event.term };
    case "append":
      return { log: append(log, event.entries) };
    case "discard":
      return { log: upTo(log, event.first - 1) };
    case "commit":
      return { commit: event.index };
    default:
      return undefined;
  }
}

/** Those events of a step that are of a type. */
export function ofType<T extends RaftEvent["type"]>(step: Step, type: T): Placed<Of<T>>[] {
  return step.events.filter((one): one is Placed<Of<T>> => one.event.type === type);
}

/** Who leads at that time in which term, as far as they know; the highest term first. */
export function leadersIn(members: ReadonlyMap<number, Member>): { sid: number; term: number }[] {
  const leaders = [...members].flatMap(([sid, { state, term }]) => (state === "LEADING" ? [{ sid, term }] : []));
  return leaders.sort((a, b) => b.term - a.term);
}
