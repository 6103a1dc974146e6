/** The order of votes (totalOrderPredicate). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareVotes, noVote, sameVote, type Vote } from "../../../src/protocols/fle/vote.ts";
import { property, runs } from "../../runs.ts";
import { voteFor } from "./arbitrary.ts";

const vote = (leader: number, zxid: bigint, peerEpoch: number): Vote => ({ leader, zxid, peerEpoch });

describe("the higher peerEpoch wins, then the higher zxid, then the higher sid", () => {
  test.each<[string, Vote, Vote, object]>([
    ["higher peerEpoch", vote(1, 0n, 2), vote(9, 99n, 1), { wins: true, by: "peerEpoch" }],
    ["lower peerEpoch", vote(9, 99n, 1), vote(1, 0n, 2), { wins: false, by: "peerEpoch" }],
    ["higher zxid", vote(1, 9n, 1), vote(9, 8n, 1), { wins: true, by: "zxid" }],
    ["lower zxid", vote(9, 8n, 1), vote(1, 9n, 1), { wins: false, by: "zxid" }],
    ["higher sid", vote(2, 8n, 1), vote(1, 8n, 1), { wins: true, by: "sid" }],
    ["lower sid", vote(1, 8n, 1), vote(2, 8n, 1), { wins: false, by: "sid" }],
    ["the same", vote(1, 8n, 1), vote(1, 8n, 1), { wins: false, by: "equal" }],
  ])("%s", (_, candidate, held, expected) => {
    expect(compareVotes(candidate, held, 1)).toEqual(expected);
  });
});

test("zxids are compared to the last of their 64 bits", () => {
  const big = 2n ** 53n;
  expect(compareVotes(vote(1, big + 1n, 0), vote(9, big, 0), 1)).toEqual({ wins: true, by: "zxid" });
  expect(compareVotes(vote(1, 2n ** 64n - 2n, 0), vote(9, 2n ** 64n - 3n, 0), 1)).toEqual({ wins: true, by: "zxid" });
  expect(compareVotes(vote(1, 2n ** 63n, 0), vote(9, 2n ** 63n - 1n, 0), 1)).toEqual({ wins: true, by: "zxid" });
});

test("peerEpoch counts, not the epoch inside the zxid", () => {
  expect(compareVotes(vote(1, 0x1_0000_0000n, 2), vote(2, 0x9_0000_0000n, 1), 1)).toMatchObject({ wins: true });
});

test("a candidate of weight 0 never wins", () => {
  expect(compareVotes(vote(9, 9n, 9), vote(1, 1n, 1), 0)).toEqual({ wins: false, by: "weight" });
  expect(compareVotes(vote(9, 9n, 9), noVote, 0)).toEqual({ wins: false, by: "weight" });
});

test("every vote beats that of a server which may not vote, and that one beats none", () => {
  expect(compareVotes(vote(0, 0n, 0), noVote, 1).wins).toBe(true);
  expect(compareVotes(noVote, vote(0, 0n, 0), 1).wins).toBe(false);
  expect(compareVotes(noVote, noVote, 1)).toEqual({ wins: false, by: "equal" });
});

test("of two different votes exactly one wins, and winning is transitive", property, () => {
  const any = voteFor([0, 1, 2, null]);
  const beats = (a: Vote, b: Vote) => compareVotes(a, b, 1).wins;
  // A vote for nobody has no numbers of its own.
  const proper = any.map((one) => (one.leader === null ? noVote : one));
  fc.assert(
    fc.property(proper, proper, proper, (a, b, c) => {
      expect(Number(beats(a, b)) + Number(beats(b, a))).toBe(sameVote(a, b) ? 0 : 1);
      if (beats(a, b) && beats(b, c)) expect(beats(a, c)).toBe(true);
    }),
    runs(2000),
  );
});
