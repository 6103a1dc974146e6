/** Sets of votes: kept counts against a walk over a plain map with Vote.equals. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Notification } from "../../../src/protocols/fle/messages.ts";
import { QuorumVerifier, type Support, type Voter } from "../../../src/protocols/fle/quorum.ts";
import { VoteSet } from "../../../src/protocols/fle/votes.ts";
import { property, runs } from "../../runs.ts";
import { notificationOf, votersOf } from "./arbitrary.ts";
import { type JavaVote, javaEquals } from "./java.ts";

type Naive = ReadonlyMap<number, Notification>;

interface Version {
  readonly set: VoteSet;
  readonly naive: Naive;
}

const javaVote = ({ vote, electionEpoch, state }: Notification): JavaVote => ({ ...vote, electionEpoch, state });

/** Sids of those whose last vote equals this one, in order. */
function walk(naive: Naive, vote: JavaVote): number[] {
  const equal = [...naive].filter(([, notification]) => javaEquals(vote, javaVote(notification)));
  return equal.map(([sid]) => sid).sort((a, b) => a - b);
}

function supportOf(verifier: QuorumVerifier, sids: readonly number[]): Support {
  return sids.reduce((support, sid) => verifier.add(support, verifier.indexOf(sid) ?? -1), verifier.none);
}

/** All that can be asked of a set, about every vote in `asked`. */
function compare(verifier: QuorumVerifier, { set, naive }: Version, asked: readonly Notification[]): void {
  for (const { sid } of verifier.voters) expect(set.get(verifier.indexOf(sid) ?? -1)).toEqual(naive.get(sid));
  for (const { vote, electionEpoch } of asked) {
    const leader = verifier.indexOf(vote.leader ?? -1) ?? -1;
    const proposed = walk(naive, { ...vote, electionEpoch, state: "LOOKING" });
    expect(set.supporters(vote, electionEpoch, false)).toEqual(proposed);
    expect(set.supportOfProposal(leader, vote, electionEpoch)).toEqual(supportOf(verifier, proposed));
    const decided = walk(naive, { ...vote, electionEpoch, state: "FOLLOWING" });
    expect(set.supporters(vote, electionEpoch, true)).toEqual(decided);
    expect(set.supportOfDecided(leader, vote, electionEpoch)).toEqual(supportOf(verifier, decided));
  }
}

const history = votersOf(6).chain((voters) => {
  const sids = voters.map(({ sid }) => sid);
  const puts = fc.array(fc.record({ notification: notificationOf(sids, sids), of: fc.nat(30) }), {
    minLength: 1,
    maxLength: 30,
  });
  return fc.record({
    voters: fc.constant(voters),
    puts,
    asked: fc.array(notificationOf(sids, sids), { maxLength: 6 }),
  });
});

function put(verifier: QuorumVerifier, { set, naive }: Version, notification: Notification): Version {
  const next = new Map(naive);
  const last = naive.get(notification.from);
  // What says nothing new does not replace what was said.
  if (!last || JSON.stringify(said(last)) !== JSON.stringify(said(notification)))
    next.set(notification.from, notification);
  const voter = verifier.indexOf(notification.from) ?? -1;
  const leader = verifier.indexOf(notification.vote.leader ?? -1) ?? -1;
  return { set: set.put(voter, leader, notification), naive: next };
}

function said({ vote, electionEpoch, state }: Notification): unknown {
  return [vote.leader, String(vote.zxid), vote.peerEpoch, electionEpoch, state];
}

test("every version counts as a walk over all votes does, also after newer ones were made of it", property, () => {
  fc.assert(
    fc.property(history, ({ voters, puts, asked }) => {
      const verifier = new QuorumVerifier(voters);
      const versions: Version[] = [{ set: VoteSet.empty(verifier), naive: new Map() }];
      for (const { notification, of } of puts) {
        // Usually of the newest, sometimes of an older one.
        const base = versions[of > 10 ? versions.length - 1 : of % versions.length];
        if (base) versions.push(put(verifier, base, notification));
      }
      const all = [...puts.map(({ notification }) => notification), ...asked];
      for (const version of versions) compare(verifier, version, all);
    }),
    runs(80),
  );
});

const three: Voter[] = [1, 2, 3].map((sid) => ({ sid, weight: 1, group: 0 }));

test("an ensemble of hundreds of voters is counted right, and its empty set stays empty", () => {
  const voters = Array.from({ length: 300 }, (_, sid) => ({ sid, weight: 1, group: 0 }));
  const verifier = new QuorumVerifier(voters);
  let set = VoteSet.empty(verifier);
  const vote = { leader: 299, zxid: 1n, peerEpoch: 1 };
  for (const { sid } of voters) {
    set = set.put(sid, 299, { from: sid, vote, electionEpoch: 1, state: "LOOKING", round: 2 });
    expect(set.supportOfProposal(299, vote, 1)).toBe(sid + 1);
  }
  expect(VoteSet.empty(verifier).supporters(vote, 1, false)).toEqual([]);
});

test("a repetition gives the same set", () => {
  const verifier = new QuorumVerifier(three);
  const notification = notified(1, "LOOKING", 0n);
  const set = VoteSet.empty(verifier).put(0, 1, notification);
  expect(set.put(0, 1, { ...notification, vote: { ...notification.vote }, round: 7 })).toBe(set);
});

test("votes of servers that have decided are equal when leader and peerEpoch are; one that is LOOKING needs all four", () => {
  const verifier = new QuorumVerifier(three);
  const decided = VoteSet.empty(verifier)
    .put(0, 1, notified(1, "FOLLOWING", 5n))
    .put(1, 1, notified(2, "LEADING", 6n));
  const vote = { leader: 2, zxid: 6n, peerEpoch: 1 };
  expect(decided.supporters(vote, 1, true)).toEqual([1, 2]);
  expect(decided.supporters(vote, 1, false)).toEqual([2]);
  expect(decided.put(0, 1, notified(1, "LOOKING", 5n)).supporters(vote, 1, true)).toEqual([2]);
});

function notified(from: number, state: Notification["state"], zxid: bigint): Notification {
  return { from, vote: { leader: 2, zxid, peerEpoch: 1 }, electionEpoch: 1, state, round: 1 };
}
