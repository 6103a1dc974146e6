/** Ensembles, votes and notifications few enough to meet each other often. */
import fc from "fast-check";
import type { Notification, PeerState } from "../../../src/protocols/fle/messages.ts";
import { QuorumVerifier, type Voter } from "../../../src/protocols/fle/quorum.ts";
import type { Self } from "../../../src/protocols/fle/server.ts";
import type { Vote } from "../../../src/protocols/fle/vote.ts";

/** The majority case, and the hierarchical one with weights and groups of nothing. */
export function votersOf(maxLength: number): fc.Arbitrary<Voter[]> {
  const sids = fc.uniqueArray(fc.nat(maxLength + 3), { minLength: 1, maxLength });
  const majority = sids.map((list) => list.map((sid) => ({ sid, weight: 1, group: 0 })));
  const hierarchical = sids.chain((list) =>
    fc.tuple(...list.map((sid) => fc.record({ sid: fc.constant(sid), weight: fc.nat(3), group: fc.nat(3) }))),
  );
  return fc.oneof(majority, hierarchical);
}

export const zxid = fc.constantFrom(0n, 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 2n);
const state = fc.constantFrom<PeerState[]>("LOOKING", "LOOKING", "FOLLOWING", "LEADING", "OBSERVING");

export function voteFor(leaders: readonly (number | null)[]): fc.Arbitrary<Vote> {
  return fc.record({ leader: fc.constantFrom(...leaders), zxid, peerEpoch: fc.nat(2) });
}

/** What may come in from any of `senders`, about any of `leaders`. */
export function notificationOf(senders: readonly number[], leaders: readonly (number | null)[]) {
  return fc.record<Notification>({
    from: fc.constantFrom(...senders),
    vote: voteFor(leaders),
    electionEpoch: fc.nat(3),
    state,
    round: fc.integer({ min: 1, max: 4 }),
  });
}

/** One server of such an ensemble; a sid that is no voter's is an observer's. */
export function selfOf(sid: number, voters: readonly Voter[]): Self {
  const verifier = new QuorumVerifier(voters);
  const waits = { minNotificationInterval: 200, maxNotificationInterval: 60_000, finalizeWait: 200 };
  return { sid, verifier, votes: verifier.indexOf(sid) !== undefined, ...waits };
}
