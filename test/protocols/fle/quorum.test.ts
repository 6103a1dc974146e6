/** Which sets of voters are a quorum, against brute force over all of them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { QuorumVerifier, sumSupport, type Voter } from "../../../src/protocols/fle/quorum.ts";
import { property, runs } from "../../runs.ts";
import { votersOf } from "./arbitrary.ts";
import { javaContainsQuorum } from "./java.ts";

const majority = (size: number): Voter[] =>
  Array.from({ length: size }, (_, index) => ({ sid: index + 1, weight: 1, group: 0 }));

describe("a majority is more than half of all voters, up or not", () => {
  test.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3],
    [9, 5],
  ])("of %i voters it takes %i", (size, need) => {
    const verifier = new QuorumVerifier(majority(size));
    const sids = majority(size).map(({ sid }) => sid);
    expect(verifier.containsQuorum(sids.slice(0, need))).toBe(true);
    expect(verifier.containsQuorum(sids.slice(0, need - 1))).toBe(false);
  });
});

test("strangers and repetitions count for nothing", () => {
  const verifier = new QuorumVerifier(majority(3));
  expect(verifier.containsQuorum([1, 1, 77, 78])).toBe(false);
  expect(verifier.indexOf(77)).toBeUndefined();
  expect(verifier.containsQuorum([])).toBe(false);
});

test("of three groups of three, two need two supporters each", () => {
  const verifier = new QuorumVerifier(majority(9).map((voter) => ({ ...voter, group: Math.ceil(voter.sid / 3) })));
  expect(verifier.containsQuorum([1, 2, 4, 5])).toBe(true);
  expect(verifier.containsQuorum([1, 2, 3, 4, 7])).toBe(false);
});

test("a group without weight is left out, and nobody decides when all are", () => {
  const voters = [
    { sid: 1, weight: 1, group: 1 },
    { sid: 2, weight: 0, group: 2 },
    { sid: 3, weight: 0, group: 3 },
  ];
  expect(new QuorumVerifier(voters).containsQuorum([1])).toBe(true);
  expect(new QuorumVerifier(voters).containsQuorum([2, 3])).toBe(false);
  expect(new QuorumVerifier(voters.slice(1)).containsQuorum([2, 3])).toBe(false);
});

test("half of a group's weight is not enough", () => {
  const verifier = new QuorumVerifier([
    { sid: 1, weight: 2, group: 1 },
    { sid: 2, weight: 1, group: 1 },
    { sid: 3, weight: 1, group: 1 },
  ]);
  expect(verifier.containsQuorum([1])).toBe(false);
  expect(verifier.containsQuorum([2, 3])).toBe(false);
  expect(verifier.containsQuorum([1, 3])).toBe(true);
});

test("every subset of every ensemble is judged as by Java", property, () => {
  fc.assert(
    fc.property(votersOf(7), (voters) => {
      const verifier = new QuorumVerifier(voters);
      for (let mask = 0; mask < 2 ** voters.length; mask++) {
        const sids = voters.filter((_, index) => (mask >> index) & 1).map(({ sid }) => sid);
        const expected = javaContainsQuorum(voters, new Set(sids));
        if (verifier.containsQuorum(sids) !== expected) expect.fail(`${sids} should be ${expected}`);
      }
    }),
    runs(150),
  );
});

test("support is the same whether voters are added at once, one by one, or added and taken away", property, () => {
  fc.assert(
    fc.property(votersOf(7), fc.array(fc.nat(6), { maxLength: 20 }), (voters, toggles) => {
      const verifier = new QuorumVerifier(voters);
      const inside = new Set<number>();
      let support = verifier.none;
      for (const index of toggles.filter((index) => index < voters.length)) {
        support = verifier.add(support, index, inside.has(index) ? -1 : 1);
        if (!inside.delete(index)) inside.add(index);
      }
      const direct = [...inside].reduce((sum, index) => verifier.add(sum, index), verifier.none);
      expect(support).toEqual(direct);
      expect(sumSupport(support, verifier.none)).toEqual(support);
      const sids = [...inside].map((index) => verifier.voters[index]?.sid ?? -1);
      expect(verifier.isQuorum(support)).toBe(verifier.containsQuorum(sids));
    }),
    runs(300),
  );
});
