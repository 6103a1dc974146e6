import type { TallyEvent, TraceCluster, VoteEvent } from "../trace/events.ts";
import { supportOf } from "../trace/quorum.ts";
import type { Heard, Row } from "../trace/story.ts";
import { comparisonOf } from "./compare.ts";
import type { Fact } from "./facts.ts";
import type { Notes } from "./notes.ts";

/** What one server did in one round, in the order in which it did it. */
export function rowFacts(row: Row, round: number, cluster: TraceCluster, notes: Notes): Fact[] {
  const told = new Set<VoteEvent>();
  const facts: Fact[] = [];
  for (const heard of row.heard) {
    const cast = notes.castOn(heard.event);
    if (cast) told.add(cast);
    facts.push(heardFact(heard, round, cast, notes));
  }
  const casts = row.cast ? [...row.castBefore, row.cast] : row.castBefore;
  for (const cast of casts) if (!told.has(cast)) facts.push(castFact(cast, round, notes));
  for (const tally of row.reached) facts.push(reachedFact(tally, round, cluster, notes));
  for (const cast of casts) {
    const broken = notes.brokenBy(cast);
    if (!broken) continue;
    const { tally, by } = broken;
    const { sid, t } = cast;
    const events = [tally, ...(by ? [by] : []), cast].map((event) => notes.lineOf(event));
    const votes = { vote: tally.vote, better: cast.vote };
    facts.push({ kind: "wait-broken", sid, t, round, from: by?.from ?? null, ...votes, waited: t - tally.t, events });
  }
  return facts.sort((a, b) => (a.events.at(-1) ?? 0) - (b.events.at(-1) ?? 0));
}

/** A vote for itself, or one whose cause is not in the trace. */
function castFact(cast: VoteEvent, round: number, notes: Notes): Fact {
  const { sid, t, vote, was, electionEpoch, by } = cast;
  const here = { sid, t, round, events: [notes.lineOf(cast)] };
  if (by === "initial" || was === null) return { kind: "initial-vote", ...here, electionEpoch, vote };
  const comparison = comparisonOf(vote, was, by === "electionEpoch" ? undefined : by);
  return { kind: "vote-changed", ...here, from: null, vote, was, comparison };
}

function reachedFact(tally: TallyEvent, round: number, cluster: TraceCluster, notes: Notes): Fact {
  const { sid, t, vote, supporters } = tally;
  const support = supportOf(cluster, supporters);
  return { kind: "quorum-reached", sid, t, round, vote, supporters, support, events: [notes.lineOf(tally)] };
}

function heardFact({ event, against }: Heard, round: number, cast: VoteEvent | undefined, notes: Notes): Fact {
  const { sid, t, from, vote, state, outcome, by, electionEpoch } = event;
  const here = { sid, t, round, from };
  const events = [notes.lineOf(event)];
  const both = cast ? [...events, notes.lineOf(cast)] : events;
  if (by === "observer" || by === "member" || by === "zxid-unknown") {
    return { kind: "not-counted", ...here, reason: by, answered: outcome === "replied", events };
  }
  if (state !== "LOOKING") {
    const { leader, peerEpoch } = vote;
    const joined = outcome === "joined";
    return { kind: "reported", ...here, state, leader, peerEpoch, joined, reason: by, events };
  }
  if (by === "electionEpoch" && event.rule === undefined) {
    return { kind: "older-election", ...here, vote, electionEpoch, answered: outcome === "replied", events };
  }
  if (by === "electionEpoch") {
    const comparison = comparisonOf(vote, against, event.rule);
    return {
      kind: "election-joined",
      ...here,
      electionEpoch,
      received: vote,
      vote: cast?.vote ?? null,
      comparison,
      events: both,
    };
  }
  if (by === "equal") return { kind: "agreed", ...here, vote, events };
  // Other reasons are those of servers that have decided: whatever they hear is no part of an election's rounds.
  const rule = by === "peerEpoch" || by === "zxid" || by === "sid" || by === "weight" ? by : undefined;
  const comparison = comparisonOf(vote, against, rule);
  if (outcome === "adopted") return { kind: "vote-changed", ...here, vote, was: against, comparison, events: both };
  return { kind: "vote-lost", ...here, vote, against, comparison, events };
}
