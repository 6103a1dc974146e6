import { describe, expect, test } from "vitest";
import type { Cluster } from "../../src/scenario/cluster.ts";
import { problemsOf, read } from "./helpers.ts";

const yaml = `# five servers
title: { en: Leader 3 fails, zh-CN: Leader 3 宕机 }
servers:
  - { sid: 3, zxid: 0x100000008 }
  - { sid: 1, zxid: 4294967304, role: participant }
  - { sid: 2, zxid: "1:8" }
  - { sid: 4, role: observer, epoch: 2, electionEpoch: 7 }
leader: 3
steps:
  - fail: [3]
    for: 100
  - partition: [[1, 2], [2, 4]]
  - heal: true
  - write: 2
  - wait: 5
expect: { leader: 2 }
`;

const json = JSON.stringify({
  title: { en: "Leader 3 fails", "zh-CN": "Leader 3 宕机" },
  servers: [
    { sid: 3, zxid: "0x100000008" },
    { sid: 1, zxid: 4294967304 },
    { sid: 2, zxid: "1:8" },
    { sid: 4, role: "observer", epoch: 2, electionEpoch: 7 },
  ],
  leader: 3,
  steps: [
    { fail: [3], for: 100 },
    {
      partition: [
        [1, 2],
        [2, 4],
      ],
    },
    { heal: true },
    { write: 2 },
    { wait: 5 },
  ],
  expect: { leader: 2 },
});

const cluster: Cluster = {
  title: { en: "Leader 3 fails", "zh-CN": "Leader 3 宕机" },
  servers: [
    { sid: 1, zxid: 0x100000008n, epoch: 1, acceptedEpoch: 1, electionEpoch: 1, role: "participant" },
    { sid: 2, zxid: 0x100000008n, epoch: 1, acceptedEpoch: 1, electionEpoch: 1, role: "participant" },
    { sid: 3, zxid: 0x100000008n, epoch: 1, acceptedEpoch: 1, electionEpoch: 1, role: "participant" },
    { sid: 4, zxid: 0n, epoch: 2, acceptedEpoch: 2, electionEpoch: 7, role: "observer" },
  ],
  leader: 3,
  commitLogCount: 500,
  until: "established",
  steps: [
    { action: { kind: "fail", sids: [3] }, forMs: 100 },
    {
      action: {
        kind: "partition",
        groups: [
          [1, 2],
          [2, 4],
        ],
      },
    },
    { action: { kind: "heal" } },
    { action: { kind: "write", count: 2 } },
    { action: { kind: "wait", ms: 5 } },
  ],
  network: { latency: { min: 1, max: 1 }, loss: 0, seed: 1 },
  timing: {
    tickTime: 2000,
    initLimit: 10,
    syncLimit: 5,
    finalizeWait: 200,
    minNotificationInterval: 200,
    maxNotificationInterval: 60000,
  },
  expect: { leader: 2 },
};

describe("the same cluster from every format", () => {
  test.each([
    ["YAML", yaml, "cluster.yaml"],
    ["YAML from standard input", yaml, "-"],
    ["YAML with CRLF and a byte order mark", `\ufeff${yaml.replaceAll("\n", "\r\n")}`, "-"],
    ["JSON", json, "cluster.json"],
    ["JSON that is not named so", `\ufeff\n${json}`, "-"],
    ["JSON over many lines", JSON.stringify(JSON.parse(json), null, 2), "cluster.yaml"],
    ["YAML in braces", "{ servers: [{ sid: 1 }] }".replace("{ servers: [{ sid: 1 }] }", yamlInBraces()), "-"],
  ])("%s", async (_, text, file) => {
    expect(await read(text, file)).toEqual(cluster);
  });
});

/** Braces with plain field names are YAML. */
function yamlInBraces(): string {
  return json.replace(/"(\w+)":/g, "$1: ");
}

describe("defaults", () => {
  test("a number of servers: sids from 1, all start at once", async () => {
    const { servers, leader, steps } = await read("servers: 3");
    expect(servers).toEqual(
      [1, 2, 3].map((sid) => ({ sid, zxid: 0n, epoch: 0, acceptedEpoch: 0, electionEpoch: 0, role: "participant" })),
    );
    expect(leader).toBeNull();
    expect(steps).toEqual([{ action: { kind: "start", sids: [1, 2, 3] } }]);
  });

  test("steps that start nobody come after the start of all", async () => {
    expect((await read("servers: 2\nsteps: [{ fail: [2] }]")).steps).toEqual([
      { action: { kind: "start", sids: [1, 2] } },
      { action: { kind: "fail", sids: [2] } },
    ]);
  });

  test("a server that no start step names stays down; with a leader in office it is up", async () => {
    expect((await read("servers: 3\nsteps: [{ start: [2] }]")).steps).toHaveLength(1);
    expect((await read("servers: 3\nleader: 1\nsteps: [{ start: [2] }, { fail: [3] }]")).steps).toHaveLength(2);
    expect((await read("servers: 3\nleader: 1")).steps).toEqual([]);
  });

  test("the epoch is the server's, else the cluster's, else the zxid's", async () => {
    const list = '[{ sid: 1, zxid: "3:9" }, { sid: 2, zxid: "3:9", epoch: 5 }]';
    expect((await read(`servers: ${list}`)).servers.map(({ epoch }) => epoch)).toEqual([3, 5]);
    expect((await read(`servers: ${list}\nepoch: 4`)).servers.map(({ epoch }) => epoch)).toEqual([4, 5]);
  });

  test("weights are 1 where there are groups, absent where there are none", async () => {
    const groups = "servers: [{ sid: 1, group: 1 }, { sid: 2, group: 2, weight: 0 }, { sid: 3, role: observer }]";
    expect((await read(groups)).servers.map(({ weight, group }) => [weight, group])).toEqual([
      [1, 1],
      [0, 2],
      [undefined, undefined],
    ]);
  });

  test("a paused server may fail, and come back", async () => {
    const text = "servers: 3\nsteps: [{ pause: [3] }, { fail: [3] }, { restart: [3] }]\nexpect: { leader: 3 }";
    expect((await read(text)).expect).toEqual({ leader: 3 });
  });

  test("64 bits are exact in YAML", async () => {
    const text = "servers: [{ sid: 1, zxid: 18446744073709551615 }, { sid: 2, zxid: 9007199254740993 }]";
    expect((await read(text)).servers.map(({ zxid }) => zxid)).toEqual([2n ** 64n - 1n, 9007199254740993n]);
  });

  test("text is one line that cannot steer a terminal", async () => {
    const { title, source } = await read('servers: 1\ntitle: "\\e[31mred\\n  text "\nsource: |\n  two\n  lines\n');
    expect([title, source]).toEqual(["[31mred text", "two lines"]);
  });

  test("aliases and merge keys", async () => {
    const text = "servers:\n- &one { sid: 1, zxid: 8 }\n- { <<: *one, sid: 2 }\n";
    expect((await read(text)).servers.map(({ sid, zxid }) => [sid, zxid])).toEqual([
      [1, 8n],
      [2, 8n],
    ]);
  });
});

describe("history", () => {
  test("a log says the zxid, and the zxid the epoch", async () => {
    const text = 'servers: [{ sid: 1, log: ["1:8", "0x200000001", 8589934594] }, { sid: 2, log: [1, 2], epoch: 4 }]';
    const [first, second] = (await read(text)).servers;
    expect(first).toMatchObject({ zxid: (2n << 32n) + 2n, epoch: 2, acceptedEpoch: 2 });
    expect(first?.log).toEqual([(1n << 32n) + 8n, (2n << 32n) + 1n, (2n << 32n) + 2n]);
    expect(second).toMatchObject({ zxid: 2n, log: [1n, 2n], epoch: 4, acceptedEpoch: 4 });
  });

  test("a zxid beside the log says the same", async () => {
    expect((await read('servers: [{ sid: 1, log: ["1:1"], zxid: "0x100000001" }]')).servers[0]?.log).toHaveLength(1);
  });

  test("an epoch may be accepted before it is served in", async () => {
    const text = "servers: [{ sid: 1, acceptedEpoch: 3 }, { sid: 2, epoch: 2 }, { sid: 3 }]\nepoch: 1";
    expect((await read(text)).servers.map(({ acceptedEpoch }) => acceptedEpoch)).toEqual([3, 2, 1]);
  });

  test.each([
    ['{ sid: 1, zxid: "1:8", snapshot: "1:8" }', 0x100000008n],
    ['{ sid: 1, zxid: "1:8", snapshot: 0 }', 0n],
    ['{ sid: 1, log: ["1:7", "1:8"], snapshot: "1:6" }', 0x100000006n],
    ['{ sid: 1, log: ["1:7", "1:8"], snapshot: "1:7" }', 0x100000007n],
    // What was the last of the epoch before, nothing here says.
    ['{ sid: 1, log: ["2:1"], snapshot: "1:900" }', 0x100000384n],
    ['{ sid: 1, log: ["1:1"], snapshot: "1:0" }', 0x100000000n],
  ])("a snapshot: %s", async (server, snapshot) => {
    expect((await read(`servers: [${server}]`)).servers[0]?.snapshot).toBe(snapshot);
  });

  test("nothing is said of history unless it is given", async () => {
    const { servers, committed, commitLogCount } = await read("servers: 1");
    expect([Object.keys(servers[0] ?? {}), committed, commitLogCount]).toEqual([
      ["sid", "zxid", "epoch", "acceptedEpoch", "electionEpoch", "role"],
      undefined,
      500,
    ]);
  });

  test.each([
    ["a server's zxid", '[{ sid: 1, zxid: "1:8" }, { sid: 2, zxid: "1:7" }]', "1:7"],
    ["its log", '[{ sid: 1, zxid: "1:7" }, { sid: 2, log: ["1:7", "1:8"] }]', "1:7"],
    ["what comes before its log", '[{ sid: 1, log: ["1:8"] }, { sid: 2, log: ["1:7", "1:8"] }]', "1:3"],
  ])("what is committed is in %s", async (_, servers, zxid) => {
    const { committed } = await read(`servers: ${servers}\ncommitted: "${zxid}"\ncommitLogCount: 0`);
    expect(committed).toBe((1n << 32n) + BigInt(zxid.slice(2)));
  });

  test("a write that reaches only some, or only the leader", async () => {
    const text = "servers: 3\nsteps: [{ write: { n: 2, reach: [3] } }, { write: { n: 1, reach: [] }, for: 5 }]";
    expect((await read(text)).steps.slice(1)).toEqual([
      { action: { kind: "write", count: 2, reach: [3] } },
      { action: { kind: "write", count: 1, reach: [] }, forMs: 5 },
    ]);
  });
});

describe("what is no description", () => {
  test.each([
    ["an empty file", "", "is empty; expected a cluster description (JSON, YAML or zoo.cfg)"],
    ["blanks", " \r\n\t\n", "is empty; expected a cluster description (JSON, YAML or zoo.cfg)"],
    [
      "a trace",
      '{"type":"trace","version":1,"source":"simulation"}\n{"type":"step"}\n',
      "is a trace, not a cluster description; zk-elect table prints it, zk-elect explain explains it",
    ],
    [
      "a trace as an array",
      '[\n{ "version": 1, "type": "trace" },\n{ "type": "step" }]',
      "is a trace, not a cluster description; zk-elect table prints it, zk-elect explain explains it",
    ],
    [
      "a server log",
      "2024-01-02 03:04:05,678 [myid:1] - INFO  [main:QuorumPeerMain@1] - Starting\n",
      "is a server log, not a cluster description; zk-elect trace makes a trace of it, zk-elect diagnose says what is wrong",
    ],
    [
      "a very long text",
      `servers: 3 # ${"x".repeat(5_000_000)}`,
      "has more than 5000000 characters, too many for a cluster description",
    ],
  ])("%s", async (_, text, message) => {
    expect(await problemsOf(text, "input")).toEqual([`input: ${message}`]);
  });
});
