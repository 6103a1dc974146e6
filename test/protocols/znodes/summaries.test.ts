/** What ZooKeeper's clients say of a run, against what was counted by hand in its trace. */
import { expect, test } from "vitest";
import { protocols } from "../../../src/protocols/registry.ts";
import { optionsOf } from "../../../src/scenario/protocol.ts";
import { readScenario } from "../../../src/scenario/read.ts";
import { runProtocol } from "../../../src/simulation/actors/run-protocol.ts";
import { traceHeader } from "../../../src/simulation/header.ts";
import type { ProtocolEvent } from "../../../src/trace/protocol-events.ts";

type Line = ProtocolEvent & Readonly<Record<string, unknown>>;

async function told(protocol: string, description: object) {
  const loaded = await protocols[protocol]?.load();
  if (!loaded) throw new Error(`no protocol ${protocol}`);
  const cluster = await readScenario(JSON.stringify({ protocol, leader: 1, ...description }), "cluster.json");
  const events: Line[] = [];
  const result = runProtocol(loaded.protocol, cluster, optionsOf(cluster), (event) => events.push(event as Line));
  const trace = { header: traceHeader(cluster), events, result };
  const parts = loaded.telling.explain(trace).parts.flatMap((part) => part.told);
  return {
    events,
    summary: loaded.telling.summary(trace),
    fact: (kind: string) => parts.find(({ fact }) => fact.kind === kind)?.fact as unknown as Record<string, unknown>,
    /** The events that prove a fact. */
    proof: (kind: string) => parts.find(({ fact }) => fact.kind === kind)?.lines.map((line) => events[line - 2]),
  };
}

const at = (events: readonly Line[], fields: object) =>
  events.find((event) => Object.entries(fields).every(([key, value]) => event[key] === value))?.t ?? Number.NaN;

test("znode-race: every replica watches every partition, all wake, all try, one of each wins", async () => {
  const { summary, fact, proof, events } = await told("znode-race", {
    servers: 5,
    steps: [{ fail: [1] }],
    "znode-race": { partitions: 3 },
  });
  // 4 replicas that are left, 3 partitions.
  expect(summary).toEqual({ watches: 12, attempts: { count: 12, unit: "attempt" }, write: "outside" });
  expect(fact("herd")).toMatchObject({ fired: 12, partitions: 3, before: 12, after: 12 });
  expect([...(fact("herd")["woken"] as number[])].sort()).toEqual([2, 3, 4, 5]);
  expect(fact("spread")).toMatchObject({ tried: 12, refused: 9 });
  const requests = events.filter(({ type, path, change }) => {
    return path === "/partition-1/leader" && (type === "refused" || (type === "znode" && change === "created"));
  });
  const order = requests.map(({ type, sid, owner }) => (type === "refused" ? sid : owner));
  const winner = requests.find(({ type }) => type === "znode")?.["owner"];
  expect(order).toHaveLength(4);
  expect(fact("race")).toEqual({ kind: "race", order, winner });
  expect(proof("race")).toEqual(requests);
  const expired = at(events, { type: "session", sid: 1, change: "expired" });
  expect(fact("expired")).toMatchObject({ sid: 1, crashed: true, since: expired, znodes: 3 });
  // The crash is at 0 ms.
  expect(fact("gap")).toMatchObject({ ms: at(events, { type: "state", to: "LEADING" }) });
});

test.each([
  ["the leader", 1, 2],
  ["one in the middle", 3, null],
  ["the last", 5, null],
])("curator: of %s only the one behind it hears", async (_, gone, next) => {
  const { summary, fact, events } = await told("curator", { servers: 5, steps: [{ fail: [gone] }] });
  const fired = events.filter(({ type, change }) => type === "watch" && change === "fired");
  expect(fired.map(({ sid }) => sid)).toEqual(gone === 5 ? [] : [gone + 1]);
  expect(summary).toMatchObject({ watches: fired.length, write: "outside" });
  expect(fact("expired")).toMatchObject({ sid: gone, since: at(events, { type: "session", change: "expired" }) });
  if (next === null) expect(fact("gap")).toBeUndefined();
  else expect(fact("gap")).toMatchObject({ next, ms: at(events, { type: "state", sid: next, to: "LEADING" }) });
});

test.each([
  ["nobody else has", [], "lost"],
  ["the next leader has", [2], "kept"],
  ["only one that does not lead next has", [3], "lost"],
])("kafka-controller: what %s is told so; who is left wakes and tries once", async (_, reach, write) => {
  const steps = [{ write: { n: 2, reach } }, { fail: [1] }];
  const { summary, events } = await told("kafka-controller", { servers: 4, steps });
  // Partition topic-0 goes to the first in-sync replica that is up.
  expect(events.findLast(({ type }) => type === "partition")).toMatchObject({ was: 1, leader: 2 });
  expect(summary).toEqual({ watches: 3, attempts: { count: 3, unit: "attempt" }, write });
});
