/** What each kind of fact claims, held against the trace and against a naive reading of it. */
import type { Fact } from "../../src/explain/facts.ts";
import { checkDecided, checkJoined, checkQuorumReached, checkWaitBroken } from "./decision-claims.ts";
import { checkCommitted, checkEstablished, checkShort, checkTooFew, checkWaited } from "./end-claims.ts";
import {
  checkAgreed,
  checkElectionJoined,
  checkNotCounted,
  checkOlderElection,
  checkReported,
  checkVoteChanged,
  checkVoteLost,
} from "./heard-claims.ts";
import { checkLines } from "./holds.ts";
import type { Place } from "./place.ts";
import { checkCrashed, checkInitialVote, checkLooking, checkStillLooking } from "./start-claims.ts";
import {
  checkAcknowledged,
  checkDiscovered,
  checkKept,
  checkLogged,
  checkLost,
  checkRefused,
  checkSnapshotVote,
  checkSurvived,
  checkSynchronized,
} from "./zab-claims.ts";

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
  discovered: checkDiscovered,
  refused: checkRefused,
  synchronized: checkSynchronized,
  acknowledged: checkAcknowledged,
  logged: checkLogged,
  survived: checkSurvived,
  lost: checkLost,
  kept: checkKept,
  "snapshot-vote": checkSnapshotVote,
};

/** @throws Error naming the claim that does not hold */
export function checkFact(fact: Fact, place: Place): void {
  checkLines(fact.events, place.reading);
  (checks[fact.kind] as Check<Fact>)(fact, place);
}
