import fc from "fast-check";
import { expect, test } from "vitest";
import { nearest, unknownWord } from "../../src/scenario/suggest.ts";

const known = ["start", "fail", "restart", "pause", "resume", "partition", "heal", "write", "wait"];

test.each([
  ["strat", "start"],
  ["fial", "fail"],
  ["partion", "partition"],
  ["RESTART", "restart"],
  ["wiat", "wait"],
  ["puase", "pause"],
  ["explode", undefined],
  ["x", undefined],
  ["", undefined],
])("%s is probably %s", (word, meant) => {
  expect(nearest(word, known)).toBe(meant);
});

test.each([
  ["re", ["restart", "resume"]],
  ["PART", ["partition"]],
  ["titi", ["partition"]],
  ["art", ["start", "restart", "partition"]],
  ["strat", ["start"]],
])("%s is part of one that is known, or nearly one: %j", (word, meant) => {
  expect(unknownWord("step", word, known)).toEqual(["unknownNear", "step", `"${word}"`, meant]);
});

test.each(["", "r", "explode"])("%j is part of none, or says too little", (word) => {
  expect(unknownWord("step", word, known)).toEqual(["unknownOf", "step", `"${word}"`, known]);
});

test("what many have in common is no suggestion", () => {
  const all = ["kafka-a", "kafka-b", "kafka-c", "kafka-d"];
  expect(unknownWord("step", "kafka", all)).toEqual(["unknownOf", "step", '"kafka"', all]);
});

test("a scenario's name that was cut short", () => {
  expect(nearest("five-server-restar", ["five-server-cold-start", "five-server-restart"])).toBe("five-server-restart");
});

test("a known word is its own nearest, and one slip away is found when it is long enough", () => {
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.nat(), (word, position) => {
      expect(nearest(word, known)).toBe(word);
      const at = position % word.length;
      expect(known).toContain(nearest(`${word.slice(0, at)}${word.slice(at + 1)}`, known));
    }),
  );
});

test("a very long word costs little", () => {
  expect(nearest("x".repeat(1_000_000), known)).toBeUndefined();
});
