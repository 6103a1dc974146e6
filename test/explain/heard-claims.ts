/** Facts about notifications, held against the trace. */
import type {
  AgreedFact,
  ElectionJoinedFact,
  NotCountedFact,
  OlderElectionFact,
  ReportedFact,
  VoteChangedFact,
  VoteLostFact,
} from "../../src/explain/facts.ts";
import { anchor, holds, type Placed, same } from "./holds.ts";
import type { Known } from "./naive.ts";
import { checkComparison, checkRound, type Place, reporters } from "./place.ts";
import { held, isQuorum } from "./quorums.ts";

/** A fact about one notification. */
export type HeardFact =
  | VoteChangedFact
  | ElectionJoinedFact
  | VoteLostFact
  | AgreedFact
  | OlderElectionFact
  | NotCountedFact
  | ReportedFact;

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

export function checkVoteChanged(fact: VoteChangedFact, place: Place): void {
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

export function checkElectionJoined(fact: ElectionJoinedFact, place: Place): void {
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

export function checkVoteLost(fact: VoteLostFact, place: Place): void {
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

export function checkAgreed(fact: AgreedFact, place: Place): void {
  const { event, before } = heardInRound(fact, place);
  same(
    { outcome: event.outcome, by: event.by, state: event.state },
    { outcome: "kept", by: "equal", state: "LOOKING" },
    "event",
  );
  same(fact.vote, event.vote, "vote");
  same(fact.vote, before.vote, "vote of the receiver");
}

export function checkOlderElection(fact: OlderElectionFact, place: Place): void {
  const { event, before } = heardInRound(fact, place);
  same(fact.vote, event.vote, "vote");
  same(fact.electionEpoch, event.electionEpoch, "election");
  same(fact.answered, event.outcome === "replied", "answered");
  holds(event.electionEpoch < before.clock, "the election is older");
  // Who may not vote answers nobody.
  same(event.by, event.outcome === "replied" ? "electionEpoch" : "observer", "why it is not counted");
}

export function checkNotCounted(fact: NotCountedFact, place: Place): void {
  const { event } = heardInRound(fact, place);
  same(fact.reason, event.by, "reason");
  same(fact.answered, event.outcome === "replied", "answered");
  holds(event.outcome === "ignored" || event.outcome === "replied", "not counted");
}

export function checkReported(fact: ReportedFact, place: Place): void {
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
