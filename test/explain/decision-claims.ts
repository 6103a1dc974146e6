/** Facts of quorums and decisions, held against the trace. */
import type { DecidedFact, JoinedFact, QuorumReachedFact, WaitBrokenFact } from "../../src/explain/facts.ts";
import type { ReceiveEvent, Vote } from "../../src/trace/events.ts";
import { anchor, holds, same } from "./holds.ts";
import { type Known, supportersOf } from "./naive.ts";
import { checkSupport, electionsOf, type Place, reporters } from "./place.ts";
import { canWin, compare, held, isQuorum, sameVote, serverOf } from "./quorums.ts";

export function checkQuorumReached(fact: QuorumReachedFact, { reading, roundOf }: Place): void {
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

export function checkWaitBroken(fact: WaitBrokenFact, { reading, roundOf }: Place): void {
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

export function checkDecided(fact: DecidedFact, place: Place): void {
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

export function checkJoined(fact: JoinedFact, { reading }: Place): void {
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
  const quorums = reading.events.filter(
    ({ line: at, event }) => at < line && event.type === "decide" && event.via === "quorum" && event.leader === leader,
  );
  const last = quorums.at(-1)?.event;
  same(fact.elected, last?.type === "decide" ? last.vote : null, "the vote that elected the leader last");
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
