/** Facts of how a part begins, held against the trace. */
import type { CrashedFact, InitialVoteFact, LookingFact, StillLookingFact } from "../../src/explain/facts.ts";
import { anchor, same } from "./holds.ts";
import { checkRound, type Place } from "./place.ts";

export function checkLooking(fact: LookingFact, { reading }: Place): void {
  const fits = (event: { sid: number; to: string }) => event.sid === fact.sid && event.to === "LOOKING";
  const { line, event } = anchor(fact.events, reading, "state", fits);
  const { t, from, reason, electionEpoch } = event;
  const said = { t: fact.t, from: fact.from, reason: fact.reason, electionEpoch: fact.electionEpoch };
  same(said, { t, from, reason, electionEpoch }, "looking");
  const followed = from === "FOLLOWING" || from === "OBSERVING";
  same(fact.lost, followed ? reading.server(fact.sid, line - 1).leader : null, "leader lost");
}

export function checkStillLooking(fact: StillLookingFact, { reading, begin }: Place): void {
  const known = reading.server(fact.sid, begin - 1);
  same(known.state, "LOOKING", "state when the part begins");
  same(fact.electionEpoch, known.clock, "its election");
  same(fact.vote, known.vote, "its vote");
}

export function checkCrashed(fact: CrashedFact, { reading }: Place): void {
  const { event } = anchor(fact.events, reading, "state", ({ sid, to }) => sid === fact.sid && to === "DOWN");
  same({ t: fact.t, from: fact.from }, { t: event.t, from: event.from }, "crash");
}

export function checkInitialVote(fact: InitialVoteFact, place: Place): void {
  const { reading } = place;
  const { event } = anchor(fact.events, reading, "vote", ({ sid, by }) => sid === fact.sid && by === "initial");
  const { t, electionEpoch, vote } = event;
  const said = { t: fact.t, electionEpoch: fact.electionEpoch, vote: fact.vote };
  same(said, { t, electionEpoch, vote }, "initial vote");
  checkRound(fact.round, event, place);
}
