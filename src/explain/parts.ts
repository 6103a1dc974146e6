import { alike } from "../trace/alike.ts";
import type { DecideEvent, Header, ServerState } from "../trace/events.ts";
import { groupSupportOf, supportOf } from "../trace/quorum.ts";
import type { Proposal, Section } from "../trace/story.ts";
import { canWin } from "./answer.ts";
import { isBetter } from "./compare.ts";
import type { Fact, JoinedFact, Part, ShortFact } from "./facts.ts";
import type { Notes } from "./notes.ts";
import { countBefore, lastBefore } from "./order.ts";
import { rowFacts } from "./row-facts.ts";
import type { Account } from "./zab/account.ts";
import { loggedFacts, phaseFacts } from "./zab/facts.ts";

/** A whole trace: what its sections are made from. */
export interface Context {
  readonly header: Header;
  readonly notes: Notes;
  readonly account: Account;
  readonly sections: readonly Section[];
}

/** One section as facts: what started it, the rounds, the decisions, what came of it. */
export function partOf(section: Section, index: number, context: Context): Part {
  const { header, notes, account, sections } = context;
  const { step, start, end, at, rounds, states } = section;
  const next = sections[index + 1];
  const begins = beginOf(section, notes);
  const ends = next ? beginOf(next, notes) : Number.POSITIVE_INFINITY;
  const facts: Fact[] = [
    ...startFacts(section, begins, notes),
    ...rounds.flatMap((round) => round.rows.flatMap((row) => rowFacts(row, round.round, header.cluster, notes))),
    ...waitFacts(begins, ends, notes),
    ...decisionFacts(section, context),
    ...phaseFacts(section, header, notes),
    ...afterFacts(section, notes),
    ...loggedFacts(section, header, notes),
    ...account.facts.filter(({ line }) => line >= begins && line < ends).map(({ fact }) => fact),
    ...shortFacts(section, ends, context),
  ];
  const down = [...states].filter(([, state]) => state === "DOWN").map(([sid]) => sid);
  return {
    number: index + 1,
    step: step ? { index: step.index, action: step.action, events: [notes.lineOf(step)] } : null,
    start,
    end,
    ...(at !== undefined && { at }),
    down: down.sort(ascending),
    facts,
  };
}

/** The line of the event with which a section begins. */
function beginOf({ step, looking }: Section, notes: Notes): number {
  const first = step ?? looking[0];
  return first ? notes.lineOf(first) : 0;
}

function startFacts(section: Section, begins: number, notes: Notes): Fact[] {
  const crashed = section.crashed.map((event): Fact => {
    const { sid, t, from } = event;
    return { kind: "crashed", sid, t, from, events: [notes.lineOf(event)] };
  });
  // What the step itself ends looks no more.
  const gone = new Set(section.crashed.filter(({ t }) => t === section.start).map(({ sid }) => sid));
  const still = section.stillLooking.filter(({ sid }) => !gone.has(sid));
  const stillLooking = still.map(({ sid, electionEpoch, vote }): Fact => {
    const looked = lastBefore(notes.looked.get(sid), begins)?.line ?? 0;
    const last = Math.max(looked, lastBefore(notes.votes.get(sid), begins)?.line ?? 0);
    return { kind: "still-looking", sid, electionEpoch, vote, events: last === 0 ? [] : [last] };
  });
  const looking = section.looking.map((event): Fact => {
    const { sid, t, from, reason, electionEpoch, detail } = event;
    const lost = notes.lostLeader(event) ?? null;
    const said = reason === "left" && detail !== undefined ? { detail } : {};
    return { kind: "looking", sid, t, from, reason, lost, electionEpoch, ...said, events: [notes.lineOf(event)] };
  });
  return [...crashed, ...stillLooking, ...looking];
}

function waitFacts(begins: number, ends: number, notes: Notes): Fact[] {
  const here = notes.waits.slice(countBefore(notes.waits, begins), countBefore(notes.waits, ends));
  const sids = [...new Set(here.map(({ sid }) => sid))].sort(ascending);
  return sids.map((sid): Fact => {
    const waits = here.filter((wait) => wait.sid === sid);
    return { kind: "waited", sid, waits: waits.map(({ ms }) => ms), events: waits.map(({ line }) => line) };
  });
}

function decisionFacts(section: Section, context: Context): Fact[] {
  const { header, notes } = context;
  return section.decisions.map((event): Fact => {
    if (event.via === "joined") return joinedFact(event, context);
    const { sid, t, electionEpoch, round, leader, vote, supporters } = event;
    return {
      kind: "decided",
      ...{ sid, t, electionEpoch, round, leader, vote, supporters },
      support: supportOf(header.cluster, supporters),
      waited: notes.quietBefore(event),
      leaderState: leaderState(event, section, notes),
      events: [notes.lineOf(event)],
    };
  });
}

/** What the chosen leader is: it may have crashed before it could lead. */
function leaderState(event: DecideEvent, section: Section, notes: Notes): ServerState {
  const { leader, electionEpoch } = event;
  const decides = section.decisions.some(
    (other) => other.sid === leader && other.leader === leader && other.electionEpoch === electionEpoch,
  );
  // Of a leader that the trace tells nothing of, nothing speaks against what others decided.
  return decides || !notes.seen.has(leader) ? "LEADING" : notes.leaderStateAt(event);
}

function joinedFact(event: DecideEvent, { header, notes }: Context): JoinedFact {
  const { sid, t, electionEpoch, leader, supporters } = event;
  const line = notes.lineOf(event);
  const initial = notes.ownAt(event);
  const own = initial && initial.vote.leader !== null ? initial.vote : null;
  const elected = notes.electedVote(event);
  const able = header.cluster.servers.some((server) => server.sid === sid && canWin(server));
  return {
    kind: "joined",
    ...{ sid, t, electionEpoch, leader, told: supporters, own, elected: elected ?? null },
    wouldHaveWon: own && elected ? able && isBetter(own, elected) : undefined,
    events: [...(initial ? [notes.lineOf(initial)] : []), line],
  };
}

/** Epochs that began, and what was written. */
function afterFacts(section: Section, notes: Notes): Fact[] {
  const begun = section.phases.filter(({ phase }) => phase === "broadcast");
  const established = alike(begun, ({ detail }) => `${detail.leader} ${detail.epoch}`).flatMap((phases): Fact[] => {
    const [{ t, detail }] = phases;
    const { leader, epoch } = detail;
    if (epoch === undefined) return [];
    const sids = phases.map(({ sid }) => sid).sort(ascending);
    // Without the leader among them these have only joined, unless nothing of the leader is in the trace.
    if (!sids.includes(leader) && notes.seen.has(leader)) return [];
    return [{ kind: "established", sid: leader, t, epoch, sids, events: phases.map((phase) => notes.lineOf(phase)) }];
  });
  const committed = section.commits.map((event): Fact => {
    const { sid, t, count, zxid, servers } = event;
    return { kind: "committed", sid, t, count, zxid, sids: servers, events: [notes.lineOf(event)] };
  });
  return [...established, ...committed];
}

/** How far the votes came that are left without a leader, and whether anything could have come of them. */
function shortFacts({ proposals, end, states }: Section, ends: number, { header, notes }: Context): Fact[] {
  const observers = new Set(header.cluster.servers.filter(({ role }) => role === "observer").map(({ sid }) => sid));
  const groups = alike(
    proposals.filter(({ sid, vote }) => vote?.leader != null && !observers.has(sid)),
    ({ vote }) => `${vote?.leader} ${vote?.zxid} ${vote?.peerEpoch}`,
  );
  const short = groups.flatMap((group) => shortFact(group, end, ends, header, notes));
  return short.some(({ pending }) => !pending) ? [...short, ...tooFew(states, header)] : short;
}

function shortFact(
  group: readonly [Proposal, ...Proposal[]],
  end: number,
  ends: number,
  { cluster }: Header,
  notes: Notes,
): ShortFact[] {
  const size = ({ tally }: Proposal) => tally?.supporters.length ?? 0;
  const { vote, tally } = group.reduce((most, other) => (size(other) > size(most) ? other : most));
  if (!tally || !vote) return [];
  const { supporters, quorum } = tally;
  const sids = group.map(({ sid }) => sid).sort(ascending);
  const began = sids.flatMap((sid) => lastBefore(notes.looked.get(sid), ends)?.ms ?? []);
  const groups = groupSupportOf(cluster, supporters);
  return [
    {
      kind: "short",
      ...{ sids, vote, supporters, support: supportOf(cluster, supporters), pending: quorum },
      ...(groups && { groups }),
      ms: end - Math.min(end, ...began),
      events: group.flatMap((proposal) => (proposal.tally ? [notes.lineOf(proposal.tally)] : [])).sort(ascending),
    },
  ];
}

/** Participants that are up, where they cannot be a quorum whatever they vote. */
function tooFew(states: ReadonlyMap<number, ServerState>, { cluster }: Header): Fact[] {
  const voters = cluster.servers.filter(({ role }) => role === "participant").map(({ sid }) => sid);
  const up = voters.filter((sid) => states.get(sid) !== "DOWN");
  const support = supportOf(cluster, up);
  if (support.have >= support.need) return [];
  const groups = groupSupportOf(cluster, up);
  return [{ kind: "too-few", up, support, ...(groups && { groups }), events: [] }];
}

function ascending(a: number, b: number): number {
  return a - b;
}
