import { describe, expect, test } from "vitest";
import { builtin, builtinDescription } from "../../src/scenario/builtins.ts";
import type { Cluster } from "../../src/scenario/cluster.ts";
import { applyFlags, type ScenarioFlags } from "../../src/scenario/flags.ts";
import { normalize } from "../../src/scenario/normalize.ts";
import { readDescription } from "../../src/scenario/read.ts";
import { failure } from "./helpers.ts";

/** The cluster of flags, alone or on top of a file. */
async function withFlags(flags: ScenarioFlags, file?: string): Promise<Cluster> {
  return normalize(applyFlags(file === undefined ? undefined : await readDescription(file, "c.yaml"), flags));
}

const five = `title: Leader 3 fails
source: here
servers:
  - { sid: 1, zxid: 8, electionEpoch: 4 }
  - { sid: 2, zxid: 8 }
  - { sid: 3, zxid: 8 }
  - { sid: 4, zxid: 7 }
  - { sid: 5, zxid: 7 }
epoch: 1
leader: 3
steps:
  - fail: [3, 5]
network: { loss: 0 }
expect: { leader: 2 }
`;

describe("flags alone", () => {
  test("the example of five servers", async () => {
    const cluster = await withFlags({ servers: "5", zxid: "8,8,8,7,7", epoch: "1", leader: "3", fail: "3,5" });
    const { title, source, expect: expected, ...builtinCluster } = builtin("five-server-restart") as Cluster;
    expect(cluster).toEqual(builtinCluster);
    expect([title, source, expected]).not.toContain(undefined);
  });

  test("one after another, and together", async () => {
    expect((await withFlags({ servers: "3", start: "1+2,3" })).steps).toEqual([
      { action: { kind: "start", sids: [1, 2] } },
      { action: { kind: "start", sids: [3] } },
    ]);
  });

  test("starts come before the failure, which is one step", async () => {
    expect((await withFlags({ servers: "3", start: "1, 2, 3", fail: "3,1" })).steps).toEqual([
      ...[1, 2, 3].map((sid) => ({ action: { kind: "start", sids: [sid] } })),
      { action: { kind: "fail", sids: [3, 1] } },
    ]);
  });

  test("zxids and epochs in the order of the servers, in every form", async () => {
    const flags = { servers: "4,1,2", epoch: "1,1,2", zxid: "0x100000008,1:9,18446744073709551615" };
    expect((await withFlags(flags)).servers.map(({ sid, zxid, epoch }) => [sid, zxid, epoch])).toEqual([
      [1, 0x100000009n, 1],
      [2, 2n ** 64n - 1n, 2],
      [4, 0x100000008n, 1],
    ]);
  });

  test("network", async () => {
    expect((await withFlags({ servers: "1", latency: "1-20", loss: ".1", seed: "7" })).network).toEqual({
      latency: { min: 1, max: 20 },
      loss: 0.1,
      seed: 7,
    });
    expect((await withFlags({ servers: "1", latency: "5" })).network.latency).toEqual({ min: 5, max: 5 });
  });
});

describe("flags on top of a file", () => {
  test("none change nothing", async () => {
    expect(await withFlags({}, five)).toEqual(normalize(await readDescription(five, "c.yaml")));
  });

  test("seed and latency keep title and expect", async () => {
    const { title, source, expect: expected, network } = await withFlags({ seed: "5", latency: "2" }, five);
    expect({ title, source, expected }).toEqual({ title: "Leader 3 fails", source: "here", expected: { leader: 2 } });
    expect(network).toEqual({ latency: { min: 2, max: 2 }, loss: 0, seed: 5 });
  });

  test.each<ScenarioFlags>([
    { servers: "5" },
    { zxid: "1" },
    { epoch: "1" },
    { leader: "1" },
    { fail: "1" },
    { loss: "0" },
  ])("%j drops what the file says of the outcome", async (flags) => {
    const cluster = await withFlags(flags, five);
    expect(Object.keys(cluster)).not.toEqual(expect.arrayContaining(["title"]));
    expect([cluster.title, cluster.source, cluster.expect]).toEqual([undefined, undefined, undefined]);
  });

  test("servers are selected or added, and keep what the file says of them", async () => {
    const { servers } = await withFlags({ servers: "6,3,1", zxid: "1,2,3", fail: "3" }, five);
    expect(servers.map(({ sid, zxid, electionEpoch }) => [sid, zxid, electionEpoch])).toEqual([
      [1, 3n, 4],
      [3, 2n, 1],
      [6, 1n, 1],
    ]);
  });

  test("one value for all servers of a file that gives only their number", async () => {
    expect((await withFlags({ zxid: "1:5" }, "servers: 2")).servers.map(({ epoch }) => epoch)).toEqual([1, 1]);
  });

  test("start and fail replace the steps", async () => {
    expect((await withFlags({ fail: "4" }, five)).steps).toEqual([{ action: { kind: "fail", sids: [4] } }]);
    expect(await withFlags({ start: "5" }, five)).toMatchObject({
      leader: 3,
      steps: [{ action: { kind: "start", sids: [5] } }],
    });
  });

  test("a leader who is to start is not in office", async () => {
    expect((await withFlags({ start: "1,2,3" }, five)).leader).toBeNull();
  });
});

describe("problems with flags", () => {
  test.each<[ScenarioFlags, string[]]>([
    [{}, ["no servers; give --servers, a file, or the name of a built-in scenario"]],
    [{ zxid: "8" }, ["no servers; give --servers, a file, or the name of a built-in scenario"]],
    [
      {
        servers: "x",
        zxid: "",
        epoch: "-1",
        leader: "a",
        start: "1,,2",
        fail: "3,",
        seed: "1.5",
        latency: "20-",
        loss: "half",
      },
      [
        '--servers: expected a number of servers, or server ids such as 1,2,4, found "x"',
        '--zxid: expected a zxid for all servers, or one for each such as 8,8,7, found ""',
        '--epoch: expected an epoch for all servers, or one for each such as 1,1,2, found "-1"',
        '--leader: expected a server id, found "a"',
        '--start: expected server ids such as 1,2,3, or 1+2,3 to start 1 and 2 together, found "1,,2"',
        '--fail: expected server ids such as 3,5, found "3,"',
        '--seed: expected an integer, found "1.5"',
        '--latency: expected milliseconds such as 1, or a range such as 1-20, found "20-"',
        '--loss: expected a probability from 0 to 1, found "half"',
      ],
    ],
    [{ servers: "0" }, ["--servers: expected a number of servers from 1 to 2000, found 0"]],
    [{ servers: "3", zxid: "x" }, ['--zxid: expected a zxid (an integer, "0x…" or "epoch:counter"), found "x"']],
    [
      { servers: "5", zxid: "1,2", epoch: "1,2,3" },
      [
        "--zxid: 2 values for 5 servers (1 to 5); expected one for all, or one for each",
        "--epoch: 3 values for 5 servers (1 to 5); expected one for all, or one for each",
      ],
    ],
    [{ servers: "1,2,2" }, ["--servers: sid 2 is taken by servers[1]"]],
    [
      { servers: "3", leader: "4", start: "1", fail: "9", loss: "2", seed: "4294967296" },
      [
        "--loss: expected a probability from 0 to 1, found 2",
        "--seed: expected an integer from 0 to 4294967295, found 4294967296",
        "--leader: no server 4; servers are 1 to 3",
        "--fail: no server 9; servers are 1 to 3",
      ],
    ],
    [{ servers: "3", latency: "20-1" }, ["--latency: expected [min, max] with min at most max, found [20, 1]"]],
    [
      { servers: "3", leader: "1", start: "1" },
      ["--leader: server 1 is in office before the first step, yet steps[0] starts it"],
    ],
  ])("%j", async (flags, problems) => {
    expect(await failure(() => withFlags(flags))).toEqual(problems);
  });

  test("what the file says keeps its place, wherever the flags put it", async () => {
    const text = "servers:\n- { sid: 1 }\n- { sid: 2, zxid: x, foo: 1 }\nsteps:\n- fail: [1]\n";
    expect(await failure(() => withFlags({ servers: "2" }, text))).toEqual([
      'c.yaml:3:19: servers[1].zxid: expected a zxid (an integer, "0x…" or "epoch:counter"), found "x"',
      'c.yaml:3:22: servers[1]: unknown field "foo"; known: sid, zxid, epoch, acceptedEpoch, log, snapshot, electionEpoch, role, weight, group',
    ]);
    expect(await failure(() => withFlags({ servers: "2,3" }, five))).toEqual([
      "c.yaml:12:15: steps[0].fail[1]: no server 5; servers are 2, 3",
    ]);
    expect(await failure(() => withFlags({ servers: "2,1" }, text))).toEqual([
      'c.yaml:3:19: servers[1].zxid: expected a zxid (an integer, "0x…" or "epoch:counter"), found "x"',
      'c.yaml:3:22: servers[1]: unknown field "foo"; known: sid, zxid, epoch, acceptedEpoch, log, snapshot, electionEpoch, role, weight, group',
    ]);
  });

  test("a file that is no description is said to be none", async () => {
    expect(await failure(() => withFlags({ servers: "3" }, "- 1"))).toEqual([
      "c.yaml:1:1: expected a cluster description, an object with the field servers, found a list",
    ]);
  });

  test("a built-in scenario is named in place of a file", async () => {
    expect(
      await failure(() => normalize(applyFlags(builtinDescription("five-server-restart"), { servers: "3" }))),
    ).toEqual(["five-server-restart: steps[0].fail[1]: no server 5; servers are 1 to 3"]);
  });
});
