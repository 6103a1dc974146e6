import { expect, test } from "vitest";
import { curator } from "../../../src/protocols/curator/index.ts";
import type { Loaded } from "../../../src/protocols/registry.ts";
import { znodeRace } from "../../../src/protocols/znode-race/index.ts";
import { runProtocol } from "../../../src/simulation/actors/run-protocol.ts";
import { traceHeader } from "../../../src/simulation/header.ts";
import { read } from "../../scenario/helpers.ts";

async function tracedBy(protocol: Loaded, options: object, description: object) {
  const cluster = await read(JSON.stringify(description));
  const events: object[] = [];
  const result = runProtocol(protocol.protocol, cluster, options, (event) => events.push(event));
  return { header: traceHeader(cluster), events, result };
}

/** What is told of each step of a race among three, of whom 1 leads. */
async function raced(steps: readonly object[], partitions = 1) {
  const options = { partitions, sessionTimeout: 6000 };
  const description = { protocol: "znode-race", servers: 3, leader: 1, "znode-race": { partitions }, steps };
  const trace = await tracedBy(znodeRace, options, description);
  const parts = znodeRace.telling.explain(trace as never).parts.map(({ told }) => told);
  return { trace, parts: parts.map((told) => told.map(({ fact }) => fact)), told: parts.flat() };
}

async function expiredIn(steps: readonly object[]) {
  const {
    trace: { events },
    told,
  } = await raced(steps);
  const facts = told.filter(({ fact }) => fact.kind === "expired");
  return { facts: facts as unknown as { fact: { crashed: boolean; since: number }; lines: number[] }[], events };
}

test("a session ends because its server crashed, also when that was steps ago", async () => {
  const steps = [{ fail: [1], for: 1000 }, { wait: 1000, for: 1000 }, { wait: 6000 }];
  const { facts, events } = await expiredIn(steps);
  const [first] = facts;
  expect(facts).toHaveLength(1);
  expect(first?.fact.crashed).toBe(true);
  // The last ping was sent within 2 s before the crash.
  expect(first?.fact.since).toBeGreaterThan(3900);
  expect(events[(first?.lines[0] ?? 0) - 2]).toMatchObject({ type: "state", sid: 1, to: "DOWN", t: 0 });
});

test("a session that was opened after a crash, and is then not heard of, is nobody's who crashed", async () => {
  const steps = [{ fail: [1] }, { restart: [1] }, { pause: [1] }];
  const { facts } = await expiredIn(steps);
  expect(facts.map(({ fact }) => fact.crashed)).toEqual([true, false]);
});

test("a znode of an earlier session is taken for one's own, and the race after its end is another", async () => {
  const { parts } = await raced([{ fail: [1], for: 500 }, { restart: [1] }]);
  const [first, second] = parts[1]?.filter(({ kind }) => kind === "race") ?? [];
  expect(first).toEqual({ kind: "race", order: [1], winner: null });
  expect(second).toMatchObject({ order: expect.arrayContaining([1, 2, 3]) });
  expect(parts[1]?.map(({ kind }) => kind).slice(0, 5)).toEqual(["race", "own-znode", "gap", "expired", "herd"]);
});

test("views differ where somebody came to lead, and not where others only read who does", async () => {
  const { parts } = await raced([{ fail: [2] }, { fail: [3] }, { restart: [2, 3] }, { fail: [1] }]);
  const kinds = parts.map((facts) => facts.map(({ kind }) => kind));
  expect(kinds[2]).toContain("race");
  expect(kinds[2]).not.toContain("views");
  expect(kinds[3]).toContain("views");
});

test("where all creates were in vain nobody's share is told", async () => {
  const { parts } = await raced([{ fail: [2] }, { restart: [2] }], 4);
  const spread = parts[1]?.find(({ kind }) => kind === "spread") as never;
  expect(spread).toEqual({ kind: "spread", won: [], tried: 4, refused: 4 });
  const say = (language: "en" | "zh-CN") => znodeRace.telling.words(language)["spread"]?.(spread);
  expect(say("en")).toBe("All partitions together: 4 creates were tried, all in vain.");
  expect(say("zh-CN")).toBe("所有分区合计：尝试创建 4 次，全部失败。");
});

test("two leaders until the next step are told so: how long that was waited for says nothing", async () => {
  const { parts } = await raced([{ partition: [[1], [2, 3]] }, { heal: true }]);
  expect(parts[0]).toContainEqual(expect.objectContaining({ kind: "two", one: 1, until: 2 }));
});

test("a table says that a session's znodes go only where it had some", async () => {
  const { trace } = await raced([{ fail: [1, 3] }]);
  const section = { from: 0, to: trace.events.length, events: trace.events };
  const blocks = JSON.stringify(
    znodeRace.telling.section(section as never, trace as never, "en", { arrow: "→" } as never),
  );
  expect(blocks).toContain("session of 1 expires, its znode goes");
  expect(blocks).toContain('session of 3 expires"');
});

test("Curator's line is told in the order in which it moved", async () => {
  const steps = [{ fail: [1, 2] }];
  const options = { recipe: "LeaderLatch", sessionTimeout: 6000, turnMs: 1000, autoRequeue: true };
  for (const seed of [1, 2, 3, 4, 5]) {
    const description = { protocol: "curator", servers: 4, leader: 1, steps, network: { seed } };
    const trace = await tracedBy(curator, options, description);
    const [part] = curator.telling.explain(trace as never).parts;
    const happened = (part?.told ?? []).filter(({ fact }) => fact.kind !== "line");
    const at = happened.map(({ fact, lines }) => (fact.kind === "expired" ? lines.at(-1) : lines[0]) ?? 0);
    expect(at.length).toBeGreaterThan(3);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
  }
});
