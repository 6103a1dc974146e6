import type { DecideEvent, Header, ServerState, Vote } from "../trace/events.ts";
import { groupSupportOf, supportOf } from "../trace/quorum.ts";
import type { Proposal, Section } from "../trace/story.ts";
import { isBetter } from "./compare.ts";
import type { Fact, JoinedFact, Part } from "./facts.ts";
import type { Notes } from "./notes.ts";
import { rowFacts } from "./row-facts.ts";

/** A whole trace: what its sections are made from. */
export interface Context {
  readonly header: Header;
  readonly notes: Notes;
  readonly sections: readonly Section[];
}

/** One section as facts: what started it, the rounds, the decisions, what came of it. */
export function partOf(section: Section, index: number, context: Context): Part {
  const { header, notes, sections } = context;
  const { step, start, end, rounds, states } = section;
  const next = sections[index + 1];
  const begins = beginOf(section, notes);
  const ends = next ? beginOf(next, notes) : Number.POSITIVE_INFINITY;
  const facts: Fact[] = [
    ...startFacts(section, begins, notes),
    ...rounds.flatMap((round) => round.rows.flatMap((row) => rowFacts(row, round.round, header.cluster, notes))),
    ...waitFacts(begins, ends, notes),
    ...decisionFacts(section, context),
    ...afterFacts(section, notes),
    ...shortFacts(section, context),
  ];
  const down = [...states].filter(([, state]) => state === "DOWN").map(([sid]) => sid);
  return {
    number: index + 1,
    step: step ? { index: step.index, action: step.action, events: [notes.lineOf(step)] } : null,
    start,
    end,
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
  const still = section.stillLooking.filter(({ sid }) => !section.looking.some((event) => event.sid === sid));
  const stillLooking = still.map(({ sid, electionEpoch, vote }): Fact => {
    const cast = (notes.votes.get(sid) ?? []).filter((line) => line < begins).at(-1);
    return { kind: "still-looking", sid, electionEpoch, vote, events: cast === undefined ? [] : [cast] };
  });
  const looking = section.looking.map((event): Fact => {
    const { sid, t, from, reason, electionEpoch } = event;
    const lost = notes.lostLeader(event) ?? null;
    return { kind: "looking", sid, t, from, reason, lost, electionEpoch, events: [notes.lineOf(event)] };
  });
  return [...crashed, ...stillLooking, ...looking];
}

function waitFacts(begins: number, ends: number, notes: Notes): Fact[] {
  const here = notes.waits.filter(({ line }) => line >= begins && line < ends);
  const sids = [...new Set(here.map(({ sid }) => sid))].sort(ascending);
  return sids.map((sid): Fact => {
    const waits = here.filter((wait) => wait.sid === sid);
    const ms = waits.map((wait) => wait.ms);
    const events = waits.map(({ line }) => line);
    return { kind: "waited", sid, first: Math.min(...ms), last: Math.max(...ms), times: ms.length, events };
  });
}

function decisionFacts(section: Section, context: Context): Fact[] {
  const { header, notes } = context;
  return section.decisions.map((event): Fact => {
    if (event.via === "joined") return joinedFact(event, section, context);
    const { sid, t, electionEpoch, round, leader, vote, supporters } = event;
    return {
      kind: "decided",
      ...{ sid, t, electionEpoch, round, leader, vote, supporters },
      support: supportOf(header.cluster, supporters),
      waited: notes.quietBefore(event),
      leaderState: leaderState(event, section),
      events: [notes.lineOf(event)],
    };
  });
}

/** What the chosen leader is: it may have crashed before it could lead. */
function leaderState({ leader }: DecideEvent, section: Section): ServerState {
  if (section.decisions.some((decision) => decision.sid === leader && decision.leader === leader)) return "LEADING";
  return section.states.get(leader) ?? "DOWN";
}

function joinedFact(event: DecideEvent, section: Section, { notes, sections }: Context): JoinedFact {
  const { sid, t, electionEpoch, leader, supporters } = event;
  const line = notes.lineOf(event);
  const casts = section.rounds.flatMap(({ rows }) =>
    rows.flatMap((row) => (row.sid === sid ? [...row.castBefore, ...(row.cast ? [row.cast] : [])] : [])),
  );
  const initial = casts.filter((cast) => cast.by === "initial" && notes.lineOf(cast) < line).at(-1);
  const own = initial && initial.vote.leader !== null ? initial.vote : null;
  const elected = electedVote(leader, line, sections, notes);
  return {
    kind: "joined",
    ...{ sid, t, electionEpoch, leader, told: supporters, own },
    wouldHaveWon: own && elected ? isBetter(own, elected) : undefined,
    events: [...(initial ? [notes.lineOf(initial)] : []), line],
  };
}

/** The vote with which a leader was elected last before a line. */
function electedVote(leader: number, before: number, sections: readonly Section[], notes: Notes): Vote | undefined {
  const decisions = sections.flatMap((section) => section.decisions);
  return decisions
    .filter((other) => other.via === "quorum" && other.leader === leader && notes.lineOf(other) < before)
    .at(-1)?.vote;
}

/** New epochs, and what was written. */
function afterFacts(section: Section, notes: Notes): Fact[] {
  const epochs = new Map<string, { leader: number; epoch: number; t: number; sids: number[]; events: number[] }>();
  for (const phase of section.phases) {
    if (phase.phase !== "broadcast") continue;
    const { leader, epoch } = phase.detail;
    const key = `${leader} ${epoch}`;
    const known = epochs.get(key) ?? { leader, epoch, t: phase.t, sids: [], events: [] };
    known.sids.push(phase.sid);
    known.events.push(notes.lineOf(phase));
    epochs.set(key, known);
  }
  const established = [...epochs.values()].map(({ leader, sids, ...rest }): Fact => {
    return { kind: "established", sid: leader, ...rest, sids: sids.sort(ascending) };
  });
  const committed = section.commits.map((event): Fact => {
    const { sid, t, count, zxid, servers } = event;
    return { kind: "committed", sid, t, count, zxid, sids: servers, events: [notes.lineOf(event)] };
  });
  return [...established, ...committed];
}

/** How far the votes came that are left without a leader, and whether anything could have come of them. */
function shortFacts({ proposals, looking, start, end, states }: Section, { header, notes }: Context): Fact[] {
  const { cluster } = header;
  const since = looking[0]?.t ?? start;
  const byVote = new Map<string, Proposal[]>();
  for (const proposal of proposals) {
    if (!proposal.tally || !proposal.vote) continue;
    const key = `${proposal.vote.leader} ${proposal.vote.zxid} ${proposal.vote.peerEpoch}`;
    byVote.set(key, [...(byVote.get(key) ?? []), proposal]);
  }
  const short = [...byVote.values()].flatMap((group): Fact[] => {
    const counted = (proposal: Proposal) => proposal.tally?.supporters.length ?? 0;
    const best = group.reduce((most, other) => (counted(other) > counted(most) ? other : most));
    if (!best.tally || !best.vote) return [];
    const { supporters, quorum } = best.tally;
    const groups = groupSupportOf(cluster, supporters);
    return [
      {
        kind: "short",
        sids: group.map(({ sid }) => sid).sort(ascending),
        ...{ vote: best.vote, supporters, support: supportOf(cluster, supporters), pending: quorum, ms: end - since },
        ...(groups && { groups }),
        events: group.map(({ tally }) => (tally ? notes.lineOf(tally) : 0)).sort(ascending),
      },
    ];
  });
  return short.some((fact) => fact.kind === "short" && !fact.pending) ? [...short, ...tooFew(states, header)] : short;
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
