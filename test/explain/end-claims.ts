/** Facts of what came of a part, held against the trace. */
import type { CommittedFact, EstablishedFact, ShortFact, TooFewFact, WaitedFact } from "../../src/explain/facts.ts";
import { anchor, holds, same } from "./holds.ts";
import { checkSupport, type Place } from "./place.ts";
import { groupsOf, isQuorum, participants, sameVote, supportOf } from "./quorums.ts";

export function checkWaited(fact: WaitedFact, { reading, begin, end }: Place): void {
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

export function checkEstablished(fact: EstablishedFact, { reading, begin, end }: Place): void {
  const serving = reading.events.filter(
    ({ line, event }) =>
      (line <= end || fact.events.includes(line)) &&
      event.type === "phase" &&
      event.phase === "broadcast" &&
      event.detail.leader === fact.sid &&
      event.detail.epoch === fact.epoch,
  );
  // It may begin to serve while others look again already; who serves later than those who are named has joined it.
  const here = serving.filter(({ line }) => line >= begin && (line <= end || fact.events.includes(line)));
  holds(here.length > 0, "somebody begins to serve");
  holds(here[0]?.event.t === fact.t, "time");
  const sidsOf = (list: typeof here) => list.flatMap(({ event }) => ("sid" in event ? [event.sid] : []));
  const known = [...sidsOf(serving), fact.sid];
  for (const sid of sidsOf(here)) holds(fact.sids.includes(sid), `${sid} serves in that epoch`);
  for (const sid of fact.sids) holds(known.includes(sid), `${sid} is said to serve in that epoch`);
  holds(fact.sids.includes(fact.sid), "the leader serves too");
  for (const { line } of here) holds(fact.events.includes(line), `line ${line} proves it`);
}

export function checkCommitted(fact: CommittedFact, { reading }: Place): void {
  const { event } = anchor(fact.events, reading, "commit", ({ sid }) => sid === fact.sid);
  const { t, count, zxid, servers } = event;
  const said = { t: fact.t, count: fact.count, zxid: fact.zxid, sids: fact.sids };
  same(said, { t, count, zxid, sids: servers }, "commit");
}

export function checkShort(fact: ShortFact, { reading, end, endsAt }: Place): void {
  const looking = [...reading.after(end).values()].filter(({ state }) => state === "LOOKING");
  const voters = participants(reading.cluster).map(({ sid }) => sid);
  const proposers = looking.filter(({ vote }) => sameVote(vote, fact.vote));
  for (const sid of fact.sids)
    holds(
      proposers.some((known) => known.sid === sid),
      `${sid} proposes it`,
    );
  for (const { sid } of proposers) holds(fact.sids.includes(sid) || !voters.includes(sid), `${sid} proposes it too`);
  const tallies = proposers.filter(({ sid }) => voters.includes(sid)).map(({ tally }) => tally?.supporters ?? []);
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

export function checkTooFew(fact: TooFewFact, { reading, end }: Place): void {
  const up = participants(reading.cluster)
    .filter(({ sid }) => reading.server(sid, end).state !== "DOWN")
    .map(({ sid }) => sid);
  same(fact.up, up, "participants that are up");
  same(fact.support, supportOf(reading.cluster, up), "support");
  same(fact.groups, groupsOf(reading.cluster, up), "groups");
  holds(!isQuorum(reading.cluster, up), "they are no quorum");
}
