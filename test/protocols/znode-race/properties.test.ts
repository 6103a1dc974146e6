import fc from "fast-check";
import { expect, test } from "vitest";
import { znodeRace } from "../../../src/protocols/znode-race/znode-race.ts";
import type { Cluster } from "../../../src/scenario/cluster.ts";
import { runProtocol } from "../../../src/simulation/actors/run-protocol.ts";
import { property, runs } from "../../runs.ts";
import { read } from "../../scenario/helpers.ts";
import { faultsIn, faulty, type Traced } from "../znodes/faults.ts";

const all = ["fail", "restart", "pause", "resume", "partition", "heal", "wait"] as const;

function traced(cluster: Cluster, partitions: number) {
  const events: Traced[] = [];
  const result = runProtocol(znodeRace, cluster, { partitions, sessionTimeout: 6000 }, (event) =>
    events.push(event as unknown as Traced),
  );
  return { events, result };
}

test("watches fire once, znodes end with their sessions, a partition has one owner", property, async () => {
  await fc.assert(
    fc.asyncProperty(faulty(all), fc.integer({ min: 1, max: 3 }), async (text, partitions) => {
      expect(faultsIn(traced(await read(text), partitions).events)).toEqual([]);
    }),
    runs(200),
  );
});

test("the herd is a watch for each partition and each other replica", property, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 20 }),
      fc.nat(1000),
      async (others, partitions, seed) => {
        const servers = Array.from({ length: others + 1 }, (_, at) => ({ sid: at + 1 }));
        const cluster = await read(JSON.stringify({ servers, leader: 1, steps: [{ fail: [1] }], network: { seed } }));
        const { events, result } = traced(cluster, partitions);
        const fired = events.filter(({ type, change }) => type === "watch" && change === "fired");
        expect(fired).toHaveLength(partitions * others);
        expect(result["watches"]).toBe(partitions * others);
        const creates = events.filter(({ type, kind }) => type === "message" && kind === "create");
        expect(creates).toHaveLength(partitions * others);
      },
    ),
    runs(200),
  );
});

test("a trace with a watch that fires twice, or a znode of a session that is over, is found out", async () => {
  const cluster = await read(
    JSON.stringify({ servers: 3, steps: [{ start: [1, 2, 3] }, { fail: [1] }, { fail: [2] }] }),
  );
  const { events } = traced(cluster, 1);
  const fired = events.findIndex(({ type, change }) => type === "watch" && change === "fired");
  const twice = events.toSpliced(fired, 0, { ...(events[fired] as Traced), session: 99 });
  expect(faultsIn(events)).toEqual([]);
  expect(faultsIn(twice)).not.toEqual([]);
  const without = events.filter(({ type, change }) => !(type === "znode" && change === "deleted"));
  expect(faultsIn(without)).not.toEqual([]);
});

test("eligible is who can race: not who is cut off when its znode goes", async () => {
  const steps = [{ partition: [[1], [2, 3]] }, { heal: true }];
  const cluster = await read(JSON.stringify({ servers: 3, leader: 1, steps }));
  const found: (readonly number[])[] = [];
  const observer = { messages: false, drawn: () => {}, vacant: (sids: readonly number[]) => found.push(sids) };
  runProtocol(znodeRace, cluster, { partitions: 1, sessionTimeout: 6000 }, undefined, observer);
  expect(found).toEqual([[2, 3]]);
});
