import { expect, test } from "vitest";
import { Measuring } from "../../src/compare/measure.ts";
import { ZooKeeperAccount } from "../../src/compare/zookeeper.ts";
import { builtin } from "../../src/scenario/builtins.ts";
import type { Cluster } from "../../src/scenario/cluster.ts";
import { normalize } from "../../src/scenario/normalize.ts";
import { underProtocol } from "../../src/scenario/protocol.ts";
import { readDescription } from "../../src/scenario/read.ts";
import { traceHeader } from "../../src/simulation/header.ts";
import { simulate } from "../../src/simulation/simulate.ts";

function measured(cluster: Cluster) {
  const account = new ZooKeeperAccount(traceHeader(cluster));
  const measuring = new Measuring(cluster.leader);
  const result = simulate(cluster, (event) => {
    account.add(event);
    measuring.add(event);
  });
  return measuring.finish(result, account.finish(result));
}

function named(name: string) {
  const cluster = builtin(name);
  if (!cluster) throw new Error(name);
  return measured(underProtocol(cluster, "zookeeper"));
}

test("a leader's loss, with the numbers of the tables: 2 rounds, 202 ms", () => {
  expect(named("five-server-restart")).toEqual({
    leader: 2,
    leading: [2],
    eligible: [2],
    messages: 10,
    withoutLeaderMs: 202,
    twoLeadersMs: 0,
    twoLeadersUntil: null,
    watches: null,
    attempts: { count: 2, unit: "round" },
    write: "none",
    service: false,
    waitedForSession: false,
    lostLeader: true,
    up: [1, 2, 4],
  });
});

test("no quorum: no leader, and no time to say", () => {
  expect(named("no-quorum")).toMatchObject({
    leader: null,
    leading: [],
    eligible: [],
    withoutLeaderMs: null,
    up: [1, 2],
  });
});

test.each([
  ["leader-fails-before-commit", "lost"],
  ["leader-fails-while-committing", "kept"],
  ["leader-fails-after-commit", "none"],
  ["five-server-cold-start", "none"],
  // No leader is lost; what a server had logged before it first starts is another matter.
  ["late-joiner", "none"],
  ["kafka-offline-partition", "none"],
  ["kafka-unclean-election", "none"],
  ["old-epoch-loses", "lost"],
])("the uncommitted write of %s: %s", (name, write) => {
  expect(named(name).write).toBe(write);
});

const writing = (reach: number[], fail: number[], more: string[] = []) =>
  `servers: 5\nleader: 3\nsteps:\n  - write: { n: 1, reach: ${JSON.stringify(reach)} }\n  - fail: ${JSON.stringify(fail)}\n${more.map((step) => `  - ${step}\n`).join("")}`;

test.each([
  // Nobody leads who could say: two of five are left, one of them with the write.
  ["open", writing([1], [3, 4, 5])],
  // First one that only the old leader has, then one that survives on 1 and 2.
  ["split", `${writing([], [3], ["write: { n: 1, reach: [1, 2] }", "fail: [5]"])}  - restart: [3]\n`],
])("a write whose fate is %s", async (write, text) => {
  expect(measured(normalize(await readDescription(text, "test.yaml"))).write).toBe(write);
});

test("a paused leader and the next one both believe to lead, until the first learns of it", async () => {
  const text = "servers: 3\nleader: 3\nsteps:\n  - pause: [3]\n  - resume: [3]\n";
  const run = measured(normalize(await readDescription(text, "test.yaml")));
  expect(run).toMatchObject({ leader: 2, leading: [2], twoLeadersUntil: null });
  expect(run.twoLeadersMs).toBeLessThan(10);
  // syncLimit is 5 ticks of 2 s, and the election takes its own time.
  expect(run.withoutLeaderMs).toBeGreaterThan(10_000);
});
