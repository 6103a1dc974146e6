/** The text of `--what-if`: what it says, and the cluster that comes of it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChanges } from "../../src/scenario/apply-changes.ts";
import { builtin } from "../../src/scenario/builtins.ts";
import { type Change, formatChanges, numberFields } from "../../src/scenario/change.ts";
import type { Cluster } from "../../src/scenario/cluster.ts";
import { actionJson } from "../../src/scenario/describe.ts";
import { parseChanges } from "../../src/scenario/parse-changes.ts";
import { property, runs } from "../runs.ts";
import { cluster as anyCluster } from "./arbitrary.ts";
import { failure, read } from "./helpers.ts";

function scenario(name: string): Cluster {
  const found = builtin(name);
  if (!found) throw new Error(`no scenario ${name}`);
  return found;
}

const changed = (name: string, text: string) => applyChanges(scenario(name), parseChanges(text));
const stepsOf = (cluster: Cluster) => cluster.steps.map(actionJson);

test.each([
  ["4.zxid=9", "4.zxid=9"],
  ["4.zxid=0x9", "4.zxid=9"],
  ["4.zxid=1:8", "4.zxid=1:8"],
  ["4.zxid=4294967304", "4.zxid=1:8"],
  ["4.zxid=18446744073709551615", "4.zxid=4294967295:4294967295"],
  ["4.epoch=2", "4.epoch=2"],
  ["4.electionepoch=3", "4.electionEpoch=3"],
  ["4.role=Observer", "4.role=observer"],
  ["4.weight=2;4.group=1", "4.weight=2 4.group=1"],
  [" 5.up  4.down ", "5.up 4.down"],
  ["4.zxid = 9 , 5.up", "4.zxid=9 5.up"],
  ["4.zxid=9,5.zxid=8", "4.zxid=9 5.zxid=8"],
  ["start=1,2,3+4,5", "start=1,2,3+4,5"],
  ["start = 1, 2 + 3, 4.up", "start=1,2+3 4.up"],
  ["start=2,1,4.zxid=9;5.up", "start=2,1 4.zxid=9 5.up"],
])("%j says %j", (text, canonical) => {
  expect(formatChanges(parseChanges(text))).toBe(canonical);
  expect(parseChanges(canonical)).toEqual(parseChanges(text));
});

test.each([
  ["", "--what-if: expected a change such as 4.zxid=9, 5.up or start=1,2+3, found nothing"],
  ["four", '--what-if: expected a change such as 4.zxid=9, 5.up or start=1,2+3, found "four"'],
  ["-1.zxid=2", '--what-if: expected a change such as 4.zxid=9, 5.up or start=1,2+3, found "-1.zxid=2"'],
  ["4.zxd=9", '--what-if: unknown field "zxd"; did you mean zxid?'],
  ["4.color=9", '--what-if: unknown field "color"; known: zxid, epoch, electionEpoch, weight, group, role, up, down'],
  ["4.zxid", "--what-if: 4.zxid: missing; expected a value"],
  ["4.role=", "--what-if: 4.role: missing; expected a value"],
  ["4.up=1", '--what-if: 4.up: takes no value, found "1"'],
  ["4.zxid=-1", '--what-if: 4.zxid: expected a zxid (an integer, "0x…" or "epoch:counter"), found "-1"'],
  [
    "4.zxid=18446744073709551616",
    "--what-if: 4.zxid: 18446744073709551616 does not fit 64 bits (0x0 to 0xffffffffffffffff)",
  ],
  ["4.epoch=1.5", '--what-if: 4.epoch: expected an integer, found "1.5"'],
  ["4.role=leader", '--what-if: 4.role: expected participant or observer, found "leader"'],
  ["start=", '--what-if: start: expected server ids such as 1,2,3, or 1+2,3 to start 1 and 2 together, found ""'],
  ["4.zxid=9 4.zxid=8", "--what-if: 4.zxid is changed twice"],
  ["4.up 4.down", "--what-if: 4.up/.down is changed twice"],
  [
    "4.\u001b[31m=9",
    '--what-if: unknown field "\\u001b[31m"; known: zxid, epoch, electionEpoch, weight, group, role, up, down',
  ],
])("the text %j is refused", async (text, problem) => {
  expect(await failure(() => parseChanges(text))).toEqual([problem]);
});

test.each([
  ["five-server-restart", "9.zxid=9", "--what-if: 9.zxid=9: no server 9; servers are 1 to 5"],
  ["five-server-cold-start", "start=1,9", "--what-if: start=1,9: no server 9; servers are 1 to 5"],
  [
    "five-server-restart",
    "4.epoch=4294967296",
    "--what-if: 4.epoch=4294967296: expected an integer from 0 to 4294967295, found 4294967296",
  ],
  [
    "five-server-restart",
    "4.weight=2",
    "--what-if: 4.weight=2: a weight counts only with groups; give every participant a group",
  ],
  ["five-server-restart", "3.role=observer", "--what-if: server 3 is an observer and cannot lead"],
  [
    "five-server-restart",
    "start=1,2,3",
    "--what-if: start: leader 3 is in office and no step starts anybody; a server can be put up or down",
  ],
  ["no-quorum", "1.down 2.down", "--what-if: nobody is left to start"],
])("%s cannot be changed by %j", async (name, text, problem) => {
  expect(await failure(() => changed(name, text))).toEqual([problem]);
});

test("a changed scenario is another one: its text and its expectation are left out", () => {
  const { title, source, expect: expected, servers, ...rest } = scenario("five-server-restart");
  expect([title, source, expected]).not.toContain(undefined);
  const { servers: others, ...same } = changed("five-server-restart", "4.zxid=9");
  expect(same).toEqual(rest);
  expect(others).toEqual(servers.map((server) => (server.sid === 4 ? { ...server, zxid: 9n } : server)));
});

test("a zxid of another epoch leaves the server's epoch as it was", () => {
  const [, , third] = changed("epoch-beats-zxid", "3.zxid=7:1").servers;
  expect(third).toMatchObject({ zxid: (7n << 32n) + 1n, epoch: 1 });
});

test("an observer has no weight and no group any more", () => {
  const { servers } = changed("hierarchical-groups", "9.role=observer 1.weight=3 1.group=2");
  expect(servers.at(-1)).toEqual({ sid: 9, zxid: 8n, epoch: 1, acceptedEpoch: 1, electionEpoch: 1, role: "observer" });
  expect(servers[0]).toMatchObject({ weight: 3, group: 2, role: "participant" });
});

test.each([
  ["five-server-restart", "5.up", [{ fail: [3] }]],
  ["five-server-restart", "3.up 5.up", []],
  ["five-server-restart", "4.down", [{ fail: [4] }, { fail: [3, 5] }]],
  ["five-server-restart", "4.down 5.down", [{ fail: [4, 5] }, { fail: [3] }]],
  ["no-quorum", "5.up", [{ start: [1, 2, 5] }]],
  ["no-quorum", "1.down", [{ start: [2] }]],
  ["late-joiner", "4.down", [{ start: [1, 2, 3] }, { start: [5] }]],
  ["late-joiner", "5.down", [{ start: [1, 2, 3, 4] }]],
  ["late-joiner", "5.up", [{ start: [1, 2, 3, 4] }, { start: [5] }]],
  ["five-server-cold-start", "start=5,4,3+1", [{ start: [5] }, { start: [4] }, { start: [3, 1] }]],
  ["three-server-first-pair", "start=3,2,1", [{ start: [3] }, { start: [2] }, { start: [1] }]],
  ["late-joiner", "start=1,2,3,4,5", [1, 2, 3, 4, 5].map((sid) => ({ start: [sid] }))],
])("%s with %j has these steps", (name, text, steps) => {
  expect(stepsOf(changed(name, text))).toEqual(steps);
});

test("a step that does nothing any more still takes its time", async () => {
  const text = JSON.stringify({
    servers: 3,
    leader: 3,
    steps: [{ fail: [3], for: 5 }, { fail: [2] }, { restart: [2], for: 50 }, { wait: 1 }],
  });
  const cluster = await read(text, "cluster.json");
  const steps = stepsOf(applyChanges(cluster, parseChanges("2.up")));
  expect(steps).toEqual([{ fail: [3], for: 5 }, { wait: 0 }, { wait: 50, for: 50 }, { wait: 1 }]);
});

test("a new order leaves the other steps, and how long each start may take, where they were", async () => {
  const text = JSON.stringify({
    servers: 4,
    steps: [{ start: [1, 2], for: 30 }, { wait: 5 }, { start: [3] }, { wait: 6 }, { start: [4], for: 7 }, { wait: 8 }],
  });
  const cluster = await read(text, "cluster.json");
  const steps = (change: string) => stepsOf(applyChanges(cluster, parseChanges(change)));
  expect(steps("start=4,3")).toEqual([{ start: [4], for: 30 }, { wait: 5 }, { start: [3] }, { wait: 6 }, { wait: 8 }]);
  expect(steps("start=4,3,2,1")).toEqual([
    ...[{ start: [4], for: 30 }, { wait: 5 }, { start: [3] }, { wait: 6 }],
    ...[{ start: [2], for: 7 }, { start: [1] }, { wait: 8 }],
  ]);
});

const sid = fc.nat(9);
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ field: fc.constant("zxid" as const), sid, value: fc.bigInt(0n, 2n ** 64n - 1n) }),
  fc.record({ field: fc.constantFrom(...numberFields), sid, value: fc.nat() }),
  fc.record({ field: fc.constant("role" as const), sid, value: fc.constantFrom("participant", "observer") }),
  fc.record({ field: fc.constantFrom("up", "down"), sid }),
  fc.record({
    field: fc.constant("start" as const),
    order: fc.array(fc.array(sid, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
  }),
);

test("every change is written as it is read", property, () => {
  const changes = fc.uniqueArray(anyChange, {
    minLength: 1,
    selector: (change) => (change.field === "start" ? "start" : `${change.sid}.${change.field.replace("down", "up")}`),
  });
  fc.assert(
    fc.property(changes, (list) => {
      expect(parseChanges(formatChanges(list))).toEqual(list);
    }),
    runs(300),
  );
});

test("no text and no change does worse than to be refused", property, async () => {
  await fc.assert(
    fc.asyncProperty(
      anyCluster,
      fc.array(anyChange, { minLength: 1, maxLength: 3 }),
      fc.string(),
      async (cluster, list, text) => {
        await failure(() => applyChanges(cluster, list));
        await failure(() => applyChanges(cluster, parseChanges(text)));
      },
    ),
    runs(300),
  );
});
