/** What each kind of fact claims, held against the trace and against a naive reading of it. */
import type {
  AgreedFact,
  CommittedFact,
  Comparison,
  CrashedFact,
  DecidedFact,
  ElectionJoinedFact,
  EstablishedFact,
  Fact,
  InitialVoteFact,
  JoinedFact,
  LookingFact,
  NotCountedFact,
  OlderElectionFact,
  QuorumReachedFact,
  ReportedFact,
  ShortFact,
  StillLookingFact,
  TooFewFact,
  VoteChangedFact,
  VoteLostFact,
  WaitBrokenFact,
  WaitedFact,
} from "../../src/explain/facts.ts";
import type { ReceiveEvent, TraceEvent, Vote } from "../../src/trace/events.ts";
import { anchor, checkLines, holds, type Placed, same } from "./holds.ts";
import { type Known, type Reading, supportersOf } from "./naive.ts";
import { canWin, compare, groupsOf, held, isQuorum, participants, sameVote, serverOf, supportOf } from "./quorums.ts";

/** The part that a fact stands in, by its first and last line, and the rounds in which tables have what happens. */
export interface Place {
  readonly reading: Reading;
  readonly begin: number;
  readonly end: number;
  /** When the part ends, in ms. */
  readonly endsAt: number;
  readonly roundOf: ReadonlyMap<TraceEvent, number>;
}

/** A fact about one notification. */
export type HeardFact =
  | VoteChangedFact
  | ElectionJoinedFact
  | VoteLostFact
  | AgreedFact
  | OlderElectionFact
  | NotCountedFact
  | ReportedFact;

type Check<F extends Fact> = (fact: F, place: Place) => void;

/** One for every kind: a new one does not compile without. */
const checks: { readonly [K in Fact["kind"]]: Check<Extract<Fact, { kind: K }>> } = {
  looking: checkLooking,
  "still-looking": checkStillLooking,
  crashed: checkCrashed,
  "initial-vote": checkInitialVote,
  "vote-changed": checkVoteChanged,
  "election-joined": checkElectionJoined,
  "vote-lost": checkVoteLost,
  agreed: checkAgreed,
  "older-election": checkOlderElection,
  "not-counted": checkNotCounted,
  reported: checkReported,
  "quorum-reached": checkQuorumReached,
  "wait-broken": checkWaitBroken,
  decided: checkDecided,
  joined: checkJoined,
  waited: checkWaited,
  established: checkEstablished,
  committed: checkCommitted,
  short: checkShort,
  "too-few": checkTooFew,
};

/** @throws Error naming the claim that does not hold */
export function checkFact(fact: Fact, place: Place): void {
  checkLines(fact.events, place.reading);
  (checks[fact.kind] as Check<Fact>)(fact, place);
}

/** @throws Error when the numbers are not those of the votes, or something else decided between them */
function checkComparison(said: Comparison, heard: Vote, against: Vote, { cluster }: Reading): void {
  checkNumbers(said, heard, against);
  same(said.rule, held(cluster, heard, against).by, "rule");
}

/** @throws Error when the numbers are not those of the votes */
export function checkNumbers(said: Comparison, heard: Vote, against: Vote): void {
  same(said.peerEpoch, [heard.peerEpoch, against.peerEpoch], "peerEpochs compared");
  same(said.zxid, [heard.zxid, against.zxid], "zxids compared");
  same(said.sid, [heard.leader, against.leader], "sids compared");
}

/** The notification that a fact is about. */
export function heardBy(fact: HeardFact, { reading }: Place): Placed<"receive"> {
  const found = anchor(fact.events, reading, "receive", ({ sid, from }) => sid === fact.sid && from === fact.from);
  same(fact.t, found.event.t, "time");
  same(reading.server(fact.sid, found.line - 1).state, "LOOKING", "state of the receiver");
  return found;
}

function heardInRound(fact: HeardFact, place: Place): Placed<"receive"> & { before: Known } {
  const found = heardBy(fact, place);
  same(fact.round, place.roundOf.get(found.event), "round of a notification");
  return { ...found, before: place.reading.server(fact.sid, found.line - 1) };
}

function checkLooking(fact: LookingFact, { reading }: Place): void {
  const fits = (event: { sid: number; to: string }) => event.sid === fact.sid && event.to === "LOOKING";
  const { line, event } = anchor(fact.events, reading, "state", fits);
  const { t, from, reason, electionEpoch } = event;
  const said = { t: fact.t, from: fact.from, reason: fact.reason, electionEpoch: fact.electionEpoch };
  same(said, { t, from, reason, electionEpoch }, "looking");
  const followed = from === "FOLLOWING" || from === "OBSERVING";
  same(fact.lost, followed ? reading.server(fact.sid, line - 1).leader : null, "leader lost");
}

function checkStillLooking(fact: StillLookingFact, { reading, begin }: Place): void {
  const known = reading.server(fact.sid, begin - 1);
  same(known.state, "LOOKING", "state when the part begins");
  same(fact.electionEpoch, known.clock, "its election");
  same(fact.vote, known.vote, "its vote");
}

function checkCrashed(fact: CrashedFact, { reading }: Place): void {
  const { event } = anchor(fact.events, reading, "state", ({ sid, to }) => sid === fact.sid && to === "DOWN");
  same({ t: fact.t, from: fact.from }, { t: event.t, from: event.from }, "crash");
}

/** The round of the tables. A server's rows follow each other in time: one may be later than the vote's own depth. */
function checkRound(round: number, event: TraceEvent & { readonly round: number }, { roundOf }: Place): void {
  same(round, roundOf.get(event) ?? event.round, "round");
}

function checkInitialVote(fact: InitialVoteFact, place: Place): void {
  const { reading } = place;
  const { event } = anchor(fact.events, reading, "vote", ({ sid, by }) => sid === fact.sid && by === "initial");
  const { t, electionEpoch, vote } = event;
  const said = { t: fact.t, electionEpoch: fact.electionEpoch, vote: fact.vote };
  same(said, { t, electionEpoch, vote }, "initial vote");
  checkRound(fact.round, event, place);
}

function checkVoteChanged(fact: VoteChangedFact, place: Place): void {
  const { reading } = place;
  const heard = heardBy(fact, place);
  same(heard.event.outcome, "adopted", "outcome");
  same(fact.was, reading.server(fact.sid, heard.line - 1).vote, "vote before");
  same(fact.vote, heard.event.vote, "vote adopted");
  const { by } = heard.event;
  if (heard.line < reading.lastLine) {
    const vote = anchor(fact.events, reading, "vote", ({ sid }) => sid === fact.sid);
    same({ line: vote.line, by: vote.event.by }, { line: heard.line + 1, by }, "vote cast");
    checkRound(fact.round, vote.event, place);
    same({ vote: fact.vote, was: fact.was }, { vote: vote.event.vote, was: vote.event.was }, "votes");
  }
  same(fact.comparison === undefined, fact.was === null || fact.was.leader === null, "nothing to compare");
  if (fact.was && fact.comparison) {
    same(fact.comparison.rule, by, "rule of the event");
    checkComparison(fact.comparison, fact.vote, fact.was, reading);
    holds(held(reading.cluster, fact.vote, fact.was).wins, "the new vote is better");
  }
}

function checkElectionJoined(fact: ElectionJoinedFact, place: Place): void {
  const { reading } = place;
  const { line, event } = heardBy(fact, place);
  const before = reading.server(fact.sid, line - 1);
  same(event.by, "electionEpoch", "reason");
  same(fact.electionEpoch, event.electionEpoch, "election");
  holds(event.electionEpoch > before.clock, "the election is newer");
  same(fact.received, event.vote, "vote received");
  if (line === reading.lastLine) same(fact.vote, null, "a vote that the trace does not show");
  else {
    const vote = anchor(fact.events, reading, "vote", ({ sid }) => sid === fact.sid);
    same({ line: vote.line, by: vote.event.by }, { line: line + 1, by: "electionEpoch" }, "vote cast");
    checkRound(fact.round, vote.event, place);
    same(fact.vote, vote.event.vote, "vote");
  }
  const { initial } = before;
  if (!initial || initial.leader === null) {
    same(fact.comparison, undefined, "nothing to compare");
    return;
  }
  holds(fact.comparison !== undefined, "the comparison can be told");
  checkComparison(fact.comparison, event.vote, initial, reading);
  same(fact.comparison.rule, event.rule, "rule of the event");
  const better = held(reading.cluster, event.vote, initial).wins ? event.vote : initial;
  if (fact.vote) same(fact.vote, better, "the better of the two");
}

function checkVoteLost(fact: VoteLostFact, place: Place): void {
  const { event, before } = heardInRound(fact, place);
  same(event.outcome, "kept", "outcome");
  same(event.state, "LOOKING", "state of the sender");
  same({ vote: fact.vote, against: fact.against }, { vote: event.vote, against: before.vote }, "votes");
  same(fact.comparison === undefined, before.vote === null || before.vote.leader === null, "nothing to compare");
  if (!before.vote || !fact.comparison) return;
  same(fact.comparison.rule, event.by, "rule of the event");
  checkComparison(fact.comparison, event.vote, before.vote, place.reading);
  const { wins, by } = held(place.reading.cluster, event.vote, before.vote);
  holds(!wins && by !== "equal", "the vote lost");
}

function checkAgreed(fact: AgreedFact, place: Place): void {
  const { event, before } = heardInRound(fact, place);
  same(
    { outcome: event.outcome, by: event.by, state: event.state },
    { outcome: "kept", by: "equal", state: "LOOKING" },
    "event",
  );
  same(fact.vote, event.vote, "vote");
  same(fact.vote, before.vote, "vote of the receiver");
}

function checkOlderElection(fact: OlderElectionFact, place: Place): void {
  const { event, before } = heardInRound(fact, place);
  same(fact.vote, event.vote, "vote");
  same(fact.electionEpoch, event.electionEpoch, "election");
  same(fact.answered, event.outcome === "replied", "answered");
  holds(event.electionEpoch < before.clock, "the election is older");
  // Who may not vote answers nobody.
  same(event.by, event.outcome === "replied" ? "electionEpoch" : "observer", "why it is not counted");
}

function checkNotCounted(fact: NotCountedFact, place: Place): void {
  const { event } = heardInRound(fact, place);
  same(fact.reason, event.by, "reason");
  same(fact.answered, event.outcome === "replied", "answered");
  holds(event.outcome === "ignored" || event.outcome === "replied", "not counted");
}

function checkReported(fact: ReportedFact, place: Place): void {
  const { line, event, before } = heardInRound(fact, place);
  const { state, outcome, by, vote } = event;
  holds(state === "FOLLOWING" || state === "LEADING", `a server that is ${state} has decided`);
  const said = {
    state: fact.state,
    leader: fact.leader,
    peerEpoch: fact.peerEpoch,
    joined: fact.joined,
    reason: fact.reason,
  };
  const { leader, peerEpoch } = vote;
  same(said, { state, leader, peerEpoch, joined: outcome === "joined", reason: by }, "report");
  // Within finalizeWait a report is held against the vote, like any notification.
  if (before.finalizing && !held(place.reading.cluster, vote, before.vote ?? vote).wins) return;
  const after = place.reading.server(fact.sid, line);
  const enough = isQuorum(place.reading.cluster, reporters(after, event));
  if (by === "quorum") holds(!enough, "no quorum reports that leader");
  if (by === "leader") holds(enough, "a quorum reports that leader");
  if (by === "leader" && leader !== fact.sid && leader !== null) {
    holds(after.reports.get(leader)?.state !== "LEADING", "the leader has not said that it leads");
  }
}

/** Who has reported the same leader in the same epoch. */
function reporters({ reports }: Known, { vote }: Pick<ReceiveEvent, "vote">): number[] {
  return [...reports.values()]
    .filter((report) => report.vote.leader === vote.leader && report.vote.peerEpoch === vote.peerEpoch)
    .map(({ from }) => from);
}

function checkSupport(fact: { supporters: readonly number[]; support: object }, { cluster }: Reading): void {
  same(fact.support, supportOf(cluster, fact.supporters), "support");
}

function checkQuorumReached(fact: QuorumReachedFact, { reading, roundOf }: Place): void {
  const { line, event } = anchor(fact.events, reading, "tally", ({ sid }) => sid === fact.sid);
  const { t, vote, supporters } = event;
  same({ t: fact.t, vote: fact.vote, supporters: fact.supporters }, { t, vote, supporters }, "tally");
  same(fact.round, roundOf.get(event), "round");
  checkSupport(fact, reading);
  holds(event.quorum && isQuorum(reading.cluster, supporters), "the supporters are a quorum");
  const before = reading.server(fact.sid, line - 1);
  same(supporters, supportersOf(before), "whose last counted votes are this one");
  const { tally } = before;
  holds(!tally || !isQuorum(reading.cluster, tally.supporters), "they were no quorum before");
}

function checkWaitBroken(fact: WaitBrokenFact, { reading, roundOf }: Place): void {
  const fits = ({ sid, from }: ReceiveEvent) => sid === fact.sid && from === fact.from;
  const { line, event } = anchor(fact.events, reading, "receive", fits);
  const before = reading.server(fact.sid, line - 1);
  // A better vote of an older election ends the wait too, and is not counted: the quorum stands until one is adopted.
  holds(before.finalizing || before.tally?.quorum === true, "it had a quorum");
  same(
    { t: fact.t, vote: fact.vote, better: fact.better },
    { t: event.t, vote: before.vote, better: event.vote },
    "votes",
  );
  holds(held(reading.cluster, fact.better, fact.vote).wins, "the other vote is better");
  same(fact.round, roundOf.get(event), "round");
  const waits = [event.t - (before.reachedAt ?? event.t), event.t - (before.waitsSince ?? event.t)];
  holds(waits.includes(fact.waited), `it waited ${waits} ms, not ${fact.waited}`);
}

function checkDecided(fact: DecidedFact, place: Place): void {
  const { reading } = place;
  const fits = ({ sid, via }: { sid: number; via: string }) => sid === fact.sid && via === "quorum";
  const { line, event } = anchor(fact.events, reading, "decide", fits);
  const { t, electionEpoch, round, leader, vote, supporters } = event;
  const said = {
    t: fact.t,
    electionEpoch: fact.electionEpoch,
    round: fact.round,
    leader: fact.leader,
    vote: fact.vote,
    supporters: fact.supporters,
  };
  same(said, { t, electionEpoch, round, leader, vote, supporters }, "decision");
  checkSupport(fact, reading);
  holds(isQuorum(reading.cluster, supporters), "the supporters are a quorum");
  const before = reading.server(fact.sid, line - 1);
  holds(before.finalizing, "no better vote came since it had a quorum");
  same(supporters, supportersOf(before), "whose last counted votes are this one");
  same(fact.waited, t - (before.waitsSince ?? Number.NaN), "how long it waited");
  holds((fact.waited ?? 0) >= reading.finalizeWait, "finalizeWait was over");
  checkLeaderState(fact, line, place);
}

/** It leads, or comes to lead in the same part; else it is what it is then, or in the end. */
function checkLeaderState({ leader, electionEpoch, leaderState }: DecidedFact, line: number, place: Place): void {
  const { reading, begin, end } = place;
  const then = reading.server(leader, line).state;
  const leads = reading.events.some(
    ({ line, event }) =>
      event.type === "decide" &&
      [event.sid, event.leader, event.electionEpoch].join() === [leader, leader, electionEpoch].join() &&
      line >= begin &&
      line <= end,
  );
  if (then === "LEADING" || leads) same(leaderState, "LEADING", "state of the leader");
  else
    holds([then, reading.server(leader, end).state].includes(leaderState), `the leader is ${then}, not ${leaderState}`);
}

function checkJoined(fact: JoinedFact, { reading }: Place): void {
  const fits = ({ sid, via }: { sid: number; via: string }) => sid === fact.sid && via === "joined";
  const { line, event } = anchor(fact.events, reading, "decide", fits);
  const { t, electionEpoch, leader, supporters, vote } = event;
  const said = { t: fact.t, electionEpoch: fact.electionEpoch, leader: fact.leader, told: fact.told };
  same(said, { t, electionEpoch, leader, told: supporters }, "decision");
  const before = reading.server(fact.sid, line - 1);
  const told = [...reporters(before, event), ...supportersFrom(before, event)];
  for (const sid of fact.told) holds(told.includes(sid), `${sid} has reported that leader`);
  holds(isQuorum(reading.cluster, fact.told), "who reported that leader is a quorum");
  if (leader !== fact.sid) {
    same(
      [before.reports.get(leader)?.state, before.reports.get(leader)?.vote.leader],
      ["LEADING", leader],
      "what the leader itself says",
    );
  }
  const own = before.initial?.leader === null ? null : before.initial;
  same(fact.own, own, "its own vote");
  const elected = electionsOf(reading, leader, line)
    .filter((other) => other.event.electionEpoch === electionEpoch)
    .at(-1);
  if (!own || leader === fact.sid) return;
  if (!elected) {
    holds(fact.wouldHaveWon === undefined || leader === reading.cluster.leader, "the leader's vote is unknown");
    return;
  }
  const wins = compare(own, elected.event.vote).order > 0 && canWin(serverOf(reading.cluster, fact.sid));
  same(fact.wouldHaveWon, wins, `whether ${vote.leader} would have lost`);
}

/** Votes of this election that were counted before their senders decided support a report that is equal in all. */
function supportersFrom({ counted }: Known, { vote, electionEpoch }: { vote: Vote; electionEpoch: number }): number[] {
  return [...counted.values()]
    .filter((ballot) => ballot.electionEpoch === electionEpoch && sameVote(ballot.vote, vote))
    .map(({ from }) => from);
}

/** The decisions by quorum on that leader before that line, whoever made them. */
export function electionsOf(reading: Reading, leader: number, line: number): Placed<"decide">[] {
  const decisions = reading.events.flatMap(({ line, event }) => (event.type === "decide" ? [{ line, event }] : []));
  return decisions.filter(
    (found) => found.line < line && found.event.leader === leader && found.event.via === "quorum",
  );
}

function checkWaited(fact: WaitedFact, { reading, begin, end }: Place): void {
  const waits = reading.events.filter(
    ({ line, event }) => line >= begin && line <= end && event.type === "timeout" && event.sid === fact.sid,
  );
  same(
    fact.events,
    waits.map(({ line }) => line),
    "all the waits of this part",
  );
  const times = waits.map(({ event }) => (event as { wait: number }).wait);
  same(fact.waits, times, "waits");
}

function checkEstablished(fact: EstablishedFact, { reading, begin, end }: Place): void {
  const serving = reading.events.filter(
    ({ line, event }) =>
      line <= end && event.type === "phase" && event.detail.leader === fact.sid && event.detail.epoch === fact.epoch,
  );
  const here = serving.filter(({ line }) => line >= begin);
  holds(here.length > 0, "somebody begins to serve in this part");
  holds(
    here.some(({ event }) => event.t === fact.t),
    "time",
  );
  const sidsOf = (list: typeof here) => list.flatMap(({ event }) => ("sid" in event ? [event.sid] : []));
  const known = [...sidsOf(serving), fact.sid];
  for (const sid of sidsOf(here)) holds(fact.sids.includes(sid), `${sid} serves in that epoch`);
  for (const sid of fact.sids) holds(known.includes(sid), `${sid} is said to serve in that epoch`);
  holds(fact.sids.includes(fact.sid), "the leader serves too");
  for (const { line } of here) holds(fact.events.includes(line), `line ${line} proves it`);
}

function checkCommitted(fact: CommittedFact, { reading }: Place): void {
  const { event } = anchor(fact.events, reading, "commit", ({ sid }) => sid === fact.sid);
  const { t, count, zxid, servers } = event;
  const said = { t: fact.t, count: fact.count, zxid: fact.zxid, sids: fact.sids };
  same(said, { t, count, zxid, sids: servers }, "commit");
}

function checkShort(fact: ShortFact, { reading, end, endsAt }: Place): void {
  const looking = [...reading.after(end).values()].filter(({ state }) => state === "LOOKING");
  const voters = participants(reading.cluster).map(({ sid }) => sid);
  const proposers = looking.filter(({ vote }) => sameVote(vote, fact.vote));
  for (const sid of fact.sids)
    holds(
      proposers.some((known) => known.sid === sid),
      `${sid} proposes it`,
    );
  for (const { sid } of proposers) holds(fact.sids.includes(sid) || !voters.includes(sid), `${sid} proposes it too`);
  const tallies = proposers.map(({ tally }) => tally?.supporters ?? []);
  const most = Math.max(0, ...tallies.map(({ length }) => length));
  holds(
    tallies.some((tally) => tally.join() === fact.supporters.join()),
    `somebody counted ${fact.supporters}`,
  );
  same(fact.supporters.length, most, "what the best informed has counted");
  checkSupport(fact, reading);
  same(fact.groups, groupsOf(reading.cluster, fact.supporters), "groups");
  same(fact.pending, isQuorum(reading.cluster, fact.supporters), "pending");
  const since = Math.min(...proposers.filter(({ sid }) => fact.sids.includes(sid)).map(({ began }) => began?.t ?? 0));
  same(fact.ms, endsAt - since, "how long they have looked");
}

function checkTooFew(fact: TooFewFact, { reading, end }: Place): void {
  const up = participants(reading.cluster)
    .filter(({ sid }) => reading.server(sid, end).state !== "DOWN")
    .map(({ sid }) => sid);
  same(fact.up, up, "participants that are up");
  same(fact.support, supportOf(reading.cluster, up), "support");
  same(fact.groups, groupsOf(reading.cluster, up), "groups");
  holds(!isQuorum(reading.cluster, up), "they are no quorum");
}
