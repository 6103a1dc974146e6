import fc from "fast-check";
import { expect, test } from "vitest";
import { curator } from "../../../src/protocols/curator/curator.ts";
import type { CuratorOptions } from "../../../src/protocols/curator/types.ts";
import type { Cluster } from "../../../src/scenario/cluster.ts";
import { runProtocol } from "../../../src/simulation/actors/run-protocol.ts";
import { property, runs } from "../../runs.ts";
import { read } from "../../scenario/helpers.ts";
import { believers, faultsIn, faulty, type Traced } from "../znodes/faults.ts";

const latch: CuratorOptions = { recipe: "LeaderLatch", sessionTimeout: 6000, turnMs: 1000, autoRequeue: true };
const selector: CuratorOptions = { ...latch, recipe: "LeaderSelector" };
const all = ["fail", "restart", "pause", "resume", "partition", "heal", "wait"] as const;

function traced(cluster: Cluster, options: CuratorOptions) {
  const events: Traced[] = [];
  const result = runProtocol(curator, cluster, options, (event) => events.push(event as unknown as Traced));
  return { events, result };
}

const ofEither = fc.constantFrom(latch, selector);

test("watches fire once, znodes end with their sessions", property, async () => {
  await fc.assert(
    fc.asyncProperty(faulty(all), ofEither, async (text, options) => {
      expect(faultsIn(traced(await read(text), options).events)).toEqual([]);
    }),
    runs(200),
  );
});

test("never do two believe to lead, whoever crashes, pauses or is cut off", property, async () => {
  await fc.assert(
    fc.asyncProperty(faulty(all), ofEither, async (text, options) => {
      const cluster = await read(text);
      for (const leading of believers(traced(cluster, options).events, cluster.leader)) {
        expect(leading.length).toBeLessThan(2);
      }
    }),
    runs(400),
  );
});

test("when all is well again somebody leads, who is the first in line", property, async () => {
  await fc.assert(
    fc.asyncProperty(faulty(all, true), ofEither, async (text, options) => {
      const { events, result } = traced(await read(text), options);
      const queue = events.findLast(({ type }) => type === "queue")?.["places"] as { sid: number }[];
      if (result.eligible.length > 0) expect(result.leader).toBe(queue[0]?.sid);
    }),
    runs(200),
  );
});

test("a member of the line that fails wakes the one behind it, and nobody else", property, async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 9 }), fc.nat(8), fc.nat(1000), async (servers, at, seed) => {
      const sid = (at % servers) + 1;
      const text = JSON.stringify({ servers, leader: 1, steps: [{ fail: [sid] }], network: { seed } });
      const { events, result } = traced(await read(text), latch);
      const fired = events.filter(({ type, change }) => type === "watch" && change === "fired");
      expect(fired.map((event) => event["sid"])).toEqual(sid === servers ? [] : [sid + 1]);
      expect(result.leader).toBe(sid === 1 ? 2 : 1);
      expect(result["watches"]).toBe(servers - 2);
    }),
    runs(200),
  );
});

test("a latch that closes takes its watch back: it is not woken any more", async () => {
  const steps = [{ command: { close: [2] } }, { command: { close: [1] } }];
  const { events, result } = traced(
    await read(JSON.stringify({ protocol: "curator", servers: 3, leader: 1, steps })),
    latch,
  );
  const watches = events.filter(({ type }) => type === "watch").map(({ sid, change }) => [sid, change]);
  expect(watches).toEqual([
    [3, "fired"],
    [2, "removed"],
    [3, "set"],
    [3, "fired"],
  ]);
  expect([result.leader, result["watches"]]).toEqual([3, 0]);
});

test("they lead in turns in the order of the line, each once before one leads again", async () => {
  const cluster = await read(JSON.stringify({ servers: 4, leader: 1, steps: [{ wait: 1 }] }));
  const { events } = traced(cluster, selector);
  const turns = events.filter(({ type, change }) => type === "turn" && change === "begins");
  expect(turns.map((event) => event["sid"])).toEqual([2, 3, 4, 1, 2]);
});

test("eligible is the next in line, not everybody who is up", async () => {
  const vacant = async (description: object) => {
    const cluster = await read(JSON.stringify(description));
    const found: (readonly number[])[] = [];
    const observer = { messages: false, drawn: () => {}, vacant: (sids: readonly number[]) => found.push(sids) };
    runProtocol(curator, cluster, latch, undefined, observer);
    return found;
  };
  expect(await vacant({ servers: 4, leader: 1, steps: [{ fail: [1, 2] }] })).toEqual([[3]]);
  expect(await vacant({ servers: 3, steps: [{ start: [2, 3] }] })).toEqual([[2, 3]]);
});

test("without autoRequeue each leads once, and then nobody does", async () => {
  const cluster = await read(JSON.stringify({ servers: 3, leader: 1, steps: [{ wait: 1 }] }));
  const { events, result } = traced(cluster, { ...selector, autoRequeue: false });
  const turns = events.filter(({ type, change }) => type === "turn" && change === "begins");
  expect(turns.map((event) => event["sid"])).toEqual([2, 3]);
  expect([result.leader, result.eligible]).toEqual([null, []]);
});

test("a selector that was interrupted while cut off leaves the line when it is back in time", async () => {
  const steps = [{ partition: [[1], [2, 3]], for: 41_000 }, { heal: true }];
  const cluster = await read(JSON.stringify({ servers: 3, leader: 1, steps }));
  const { events } = traced(cluster, { ...selector, autoRequeue: false, sessionTimeout: 60_000, turnMs: 100_000 });
  const turns = events.filter(({ type, change }) => type === "turn" && change !== "ends");
  expect(turns.map((event) => [event["sid"], event["change"]])).toEqual([
    [1, "interrupted"],
    [2, "begins"],
    [3, "begins"],
  ]);
  // Its session goes on: it is the znode alone that goes.
  expect(events.filter(({ type, change }) => type === "session" && change === "expired")).toEqual([]);
});

test("a second leader in a trace is found out", async () => {
  const { events } = traced(await read(JSON.stringify({ servers: 3, leader: 1, steps: [{ fail: [1] }] })), latch);
  const late = events.filter(({ type, to }) => !(type === "state" && to === "DOWN"));
  expect([...believers(late, 1)].some((leading) => leading.length > 1)).toBe(true);
});
