import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { languages } from "../../../src/locales/index.ts";
import { explain } from "../../../src/protocols/elasticsearch/telling/explain.ts";
import type { ZenFact } from "../../../src/protocols/elasticsearch/telling/facts.ts";
import { summary } from "../../../src/protocols/elasticsearch/telling/summary.ts";
import { section } from "../../../src/protocols/elasticsearch/telling/tables.ts";
import { wordsOf } from "../../../src/protocols/elasticsearch/telling/words.ts";
import { read } from "../../scenario/helpers.ts";
import { run, told } from "./run.ts";

async function builtin(name: string) {
  const file = join(import.meta.dirname, "../../../fixtures/scenarios", `elasticsearch-${name}.yaml`);
  return run(await read(readFileSync(file, "utf8"), file));
}

const names = ["master-fails", "two-masters", "enough-masters", "no-quorum"];

describe.each(names)("the explanation of %s", (name) => {
  test("names lines of the trace, and those of the right events", async () => {
    const trace = await builtin(name);
    const { answer, parts } = explain(trace);
    for (const { fact, lines } of [answer, ...parts.flatMap(({ told: facts }) => facts)]) {
      const events = lines.map((line) => trace.events[line - 2]);
      expect(events).not.toContain(undefined);
      const type = proof[fact.kind];
      if (type) expect(events.map((event) => event?.type)).toEqual(lines.map(() => type));
    }
  });

  test.each(languages)("is said in %s, with no word missing", async (language) => {
    const { answer, parts, today } = explain(await builtin(name));
    const words = wordsOf(language);
    const facts = [
      answer.fact,
      ...parts.flatMap((part) => [part.heading, ...part.told.map(({ fact }) => fact)]),
      ...today,
    ];
    for (const fact of facts) expect(words.say(fact)).not.toMatch(/undefined|NaN|null|\[object/);
  });
});

/** Which events prove a fact. */
const proof: Partial<Record<ZenFact["kind"], string>> = {
  started: "state",
  lost: "state",
  joined: "state",
  elected: "state",
  removed: "removed",
  round: "pinged",
  "stepped-down": "stepped-down",
};

describe("the answer", () => {
  test("who is master, of whom it saw, and how many were needed", async () => {
    expect(explain(await builtin("master-fails")).answer.fact).toEqual({
      ...{ kind: "master", sid: 2, sees: [2, 3, 4, 5], newest: undefined, have: 4, need: 3, eligible: 5 },
    });
  });

  test("two masters, who follows which, and what would have prevented it", async () => {
    const sides = [
      { master: 1, nodes: [1, 2] },
      { master: 3, nodes: [3, 4, 5] },
    ];
    const { answer, parts } = explain(await builtin("two-masters"));
    expect(answer.fact).toEqual({ kind: "two", sides, need: 2, majority: 3 });
    const facts = parts.flatMap((part) => part.told.map(({ fact }) => fact));
    expect(facts).toContainEqual({ kind: "unaware", masters: [1, 3] });
    expect(facts).toContainEqual(expect.objectContaining({ kind: "overlap", masters: [1, 3], from: 94_003, to: null }));
  });

  test("nobody, and how many more were needed", async () => {
    const { answer } = explain(await builtin("no-quorum"));
    expect(answer.fact).toEqual({ kind: "nobody", most: 2, need: 3, eligible: 5 });
  });

  test("who was in office stays", async () => {
    const { answer } = explain(await told({ servers: 3, leader: 2, steps: [{ fail: [1] }] }));
    expect(answer.fact).toEqual({ kind: "stays", sid: 2, nodes: [2, 3] });
  });

  test("a newer cluster state is named where it decided, and not the id", async () => {
    const servers = [9, 7, 8].map((zxid, index) => ({ sid: index + 1, zxid }));
    const elasticsearch = { order: "version" };
    const { answer, parts } = explain(await told({ servers, leader: 1, elasticsearch, steps: [{ fail: [1] }] }));
    expect(answer.fact).toMatchObject({ kind: "master", sid: 3, newest: 8 });
    expect(parts.at(-1)?.told.map(({ fact }) => fact)).toContainEqual({
      kind: "not",
      why: "older-state",
      sid: 2,
      than: 3,
    });
  });
});

test("a newer cluster state is named where it decided, though the first has the lowest id, too", async () => {
  const servers = [9, 9, 8].map((zxid, index) => ({ sid: index + 1, zxid }));
  const trace = await told({ servers, leader: 1, elasticsearch: { order: "version" }, steps: [{ fail: [1] }] });
  expect(explain(trace).answer.fact).toMatchObject({ kind: "master", sid: 2, newest: 9 });
  const events = { from: 0, to: trace.events.length, events: trace.events };
  expect(JSON.stringify(section(events, trace, "en", { arrow: "→", dot: "·" } as never))).toContain('"2 (v9),3 (v8)"');
});

test("a master that is gone is no longer one of those at once", async () => {
  const steps = [{ partition: [[1], [2, 3], [4, 5]] }, { heal: true }, { fail: [2] }];
  const { parts } = explain(await told({ servers: 5, leader: 1, elasticsearch: { minimumMasterNodes: 1 }, steps }));
  const overlaps = parts.flatMap((part) => part.told.map(({ fact }) => fact)).filter(({ kind }) => kind === "overlap");
  expect(overlaps).toEqual([
    expect.objectContaining({ masters: [1, 2, 4], to: expect.any(Number) }),
    expect.objectContaining({ masters: [1, 4], to: null }),
  ]);
});

test("by id alone the version of a cluster state is no reason", async () => {
  const servers = [9, 8, 7, 5].map((zxid, index) => ({ sid: index + 1, zxid }));
  const { parts } = explain(await told({ servers, leader: 1, steps: [{ fail: [1] }] }));
  const facts = parts.at(-1)?.told.map(({ fact }) => fact) ?? [];
  expect(facts).toContainEqual({ kind: "not", why: "higher-id", sid: 4, than: 2 });
  expect(facts.map((fact) => wordsOf("en").say(fact))).toContain("higher id (4 > 2)");
});

test("what a state's master is in somebody's trace is not taken on trust", async () => {
  const trace = await builtin("master-fails");
  const events = trace.events.map((event) => ("master" in event ? { ...event, master: "\u001b[2J" } : event));
  const { parts } = explain({ ...trace, events } as unknown as typeof trace);
  expect(JSON.stringify(parts)).not.toContain("[2J");
});

test("the summary counts the rounds of pings since a master was lost, and knows of no watches", async () => {
  const attempts = async (name: string) => summary(await builtin(name)).attempts;
  expect(await attempts("master-fails")).toEqual({ count: 1, unit: "round" });
  expect((await attempts("no-quorum"))?.count).toBeGreaterThan(2);
  expect(summary(await builtin("master-fails"))).toMatchObject({ watches: null, write: "outside" });
});
