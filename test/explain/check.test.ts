/** The checks of an explanation notice what is not so: every field of every claim, when it is changed, is found wrong. */
import { describe, expect, test } from "vitest";
import type { Explanation, Part } from "../../src/explain/facts.ts";
import { builtin } from "../../src/scenario/builtins.ts";
import type { Cluster } from "../../src/scenario/cluster.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { property } from "../runs.ts";
import { explain, wrongIn } from "./check.ts";
import { linesOf } from "./subjects.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The same claims with one thing changed, and what that was. */
function* changed(claims: Fields): Generator<[string, Fields]> {
  for (const [key, value] of Object.entries(claims)) {
    if (key === "kind" || key === "criterion") continue;
    for (const other of others(value)) yield [key, { ...claims, [key]: other }];
  }
}

function* others(value: unknown): Generator<unknown> {
  if (typeof value === "number") yield value + 1;
  else if (typeof value === "bigint") yield value + 1n;
  else if (typeof value === "boolean") yield !value;
  else if (typeof value === "string") yield `${value}?`;
  else if (Array.isArray(value) && value.length === 0) yield [-1];
  else if (Array.isArray(value)) yield [...value.slice(0, -1), ...others(value.at(-1))];
  else if (typeof value === "object" && value !== null) for (const [, other] of changed(value as Fields)) yield other;
}

/** Every way to change one thing in an explanation. */
function* spoiled(explanation: Explanation): Generator<[string, Explanation]> {
  const { answer, others, parts } = explanation;
  for (const [key, other] of changed(answer as unknown as Fields)) {
    yield [`answer.${key}`, { ...explanation, answer: other as unknown as Explanation["answer"] }];
  }
  for (const [at, loss] of others.entries()) {
    for (const [key, other] of changed(loss as unknown as Fields)) {
      yield [`${loss.criterion}.${key}`, { ...explanation, others: others.with(at, other as unknown as typeof loss) }];
    }
  }
  for (const [at, part] of parts.entries()) {
    const replaced = (other: Part) => ({ ...explanation, parts: parts.with(at, other) });
    const { facts, ...rest } = part;
    for (const [key, other] of changed(rest)) yield [`part.${key}`, replaced({ ...part, ...other })];
    for (const [index, fact] of facts.entries()) {
      yield [`without ${fact.kind}`, replaced({ ...part, facts: facts.toSpliced(index, 1) })];
      for (const [key, other] of changed(fact as unknown as Fields)) {
        yield [`${fact.kind}.${key}`, replaced({ ...part, facts: facts.with(index, other as unknown as typeof fact) })];
      }
    }
  }
}

/** What can be left out, as what follows from the rest and what repeats itself, without anything said being wrong. */
const free = /^without (quorum-reached|established|acknowledged|lost|too-few|not-counted)$|\.events$/;

describe("a claim that is changed is found wrong", () => {
  const names = ["no-quorum", "three-server-leader-fails"];
  test.each(names)("in %s", property, (name) => {
    const lines = linesOf(builtin(name) as Cluster);
    const explanation = explain(lines);
    const missed = [...spoiled(explanation)].filter(([, other]) => wrongIn(other, lines).length === 0);
    expect([...new Set(missed.map(([what]) => what))].filter((what) => !free.test(what))).toEqual([]);
  });

  test("where an election is broken off, and a leader comes back", property, async () => {
    const description = {
      servers: [{ sid: 1 }, { sid: 2, zxid: 5, electionEpoch: 4 }, { sid: 3, zxid: 3 }, { sid: 4, role: "observer" }],
      steps: [{ start: [1, 3] }, { start: [2], for: 30 }, { fail: [3] }, { start: [4] }, { write: 2 }, { fail: [1] }],
    };
    const lines = linesOf(await readScenario(JSON.stringify(description), "cluster.json"));
    const explanation = explain(lines);
    expect(wrongIn(explanation, lines)).toEqual([]);
    const missed = [...spoiled(explanation)].filter(([, other]) => wrongIn(other, lines).length === 0);
    expect([...new Set(missed.map(([what]) => what))].filter((what) => !free.test(what))).toEqual([]);
  });
});
