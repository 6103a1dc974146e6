import { describe, expect, test } from "vitest";
import { applyChanges } from "../../src/scenario/apply-changes.ts";
import { applyFlags, type ScenarioFlags } from "../../src/scenario/flags.ts";
import { normalize } from "../../src/scenario/normalize.ts";
import { parseChanges } from "../../src/scenario/parse-changes.ts";
import { readDescription } from "../../src/scenario/read.ts";
import { failure, problemsOf, read } from "./helpers.ts";

/** What is wrong with each YAML text, every problem, without the file's name. */
const cases: { [what: string]: { text: string; problems: string[] } } = {
  "an accepted epoch that is not the highest": {
    text: 'servers:\n- { sid: 1, epoch: 2, acceptedEpoch: 1 }\n- { sid: 2, zxid: "3:1", acceptedEpoch: 2 }',
    problems: [
      "2:38: servers[0].acceptedEpoch: the accepted epoch, 1, is less than the current epoch, 2; a server accepts an epoch before it serves in it",
      "3:41: servers[1].acceptedEpoch: the accepted epoch, 2, is less than the current epoch, 3; a server accepts an epoch before it serves in it",
    ],
  },
  "logs out of order": {
    text: [
      "servers:",
      '- { sid: 1, log: ["1:8", "1:7"] }',
      '- { sid: 2, log: ["1:7", "1:7"] }',
      '- { sid: 3, log: ["1:7", "1:9", "1:10"] }',
      '- { sid: 4, log: ["1:8", "2:2", "2:3"] }',
      '- { sid: 5, log: ["2:1", "1:2"] }',
      '- { sid: 6, log: [0, 1, "1:0", "1:1"] }',
    ].join("\n"),
    problems: [
      "2:26: servers[0].log[1]: 1:7 stands after 1:8; expected the zxids of a log in ascending order, each once",
      "3:26: servers[1].log[1]: 1:7 stands after 1:7; expected the zxids of a log in ascending order, each once",
      "4:26: servers[2].log[1]: expected 1:8 after 1:7, found 1:9",
      "5:26: servers[3].log[1]: expected 2:1 as the first transaction of epoch 2, found 2:2",
      "6:26: servers[4].log[1]: 1:2 stands after 2:1; expected the zxids of a log in ascending order, each once",
      "7:19: servers[5].log[0]: 0 is no transaction; the first one of an epoch has counter 1",
      "7:25: servers[5].log[2]: 1:0 is no transaction; the first one of an epoch has counter 1",
    ],
  },
  "logs that are none": {
    text: [
      "servers:",
      "- { sid: 1, log: 8 }",
      "- { sid: 2, log: [] }",
      '- { sid: 3, log: [-1, 18446744073709551616, "8", [8]] }',
    ].join("\n"),
    problems: [
      '2:18: servers[0].log: expected a list of zxids such as ["1:7", "1:8"], found 8',
      '3:18: servers[1].log: expected a list of zxids such as ["1:7", "1:8"], found an empty list',
      '4:19: servers[2].log[0]: expected a zxid (an integer, "0x…" or "epoch:counter"), found -1',
      "4:23: servers[2].log[1]: 18446744073709551616 does not fit 64 bits (0x0 to 0xffffffffffffffff)",
      '4:45: servers[2].log[2]: expected a zxid (an integer, "0x…" or "epoch:counter"), found "8"',
      '4:50: servers[2].log[3]: expected a zxid (an integer, "0x…" or "epoch:counter"), found a list',
    ],
  },
  "a zxid that is not the last of the log": {
    text: 'servers: [{ sid: 1, zxid: 8, log: ["1:7", "1:8"] }]',
    problems: ["1:27: servers[0].zxid: 8 is not where its log ends; expected 1:8, or no zxid beside the log"],
  },
  "snapshots of what the server does not have": {
    text: 'servers:\n- { sid: 1, zxid: "1:8", snapshot: "1:9" }\n- { sid: 2, log: ["1:8"], snapshot: "2:0" }',
    problems: [
      "2:36: servers[0].snapshot: the snapshot holds 1:9, but the server's last zxid is 1:8",
      "3:37: servers[1].snapshot: the snapshot holds 2:0, but the server's last zxid is 1:8",
    ],
  },
  "a snapshot that ends before the log begins": {
    text: 'servers: [{ sid: 1, log: ["1:7", "1:8"], snapshot: "1:5" }]',
    problems: [
      "1:52: servers[0].snapshot: expected a snapshot up to 1:6 or later, since the log begins with 1:7; found 1:5",
    ],
  },
  "a committed proposal that nobody has": {
    text: 'servers: [{ sid: 1, zxid: "1:8" }, { sid: 2, log: ["1:8", "2:1"] }]\ncommitted: "2:2"',
    problems: ["2:12: committed: 2:2 is committed, but no server has it"],
  },
  "a committed proposal that a later log does not have": {
    text: 'servers: [{ sid: 2, log: ["1:8", "2:1"] }]\ncommitted: "1:9"',
    problems: ["2:12: committed: 1:9 is committed, but no server has it"],
  },
  "a committed proposal that a minority has": {
    text: [
      "servers:",
      '- { sid: 1, zxid: "1:8" }',
      '- { sid: 2, zxid: "1:7" }',
      '- { sid: 3, log: ["1:7"] }',
      '- { sid: 4, zxid: "1:8", role: observer }',
      'committed: "1:8"',
    ].join("\n"),
    problems: ["6:12: committed: 1:8 is committed, but only on 1 of 3 participants; 2 are a quorum"],
  },
  "a committed proposal that the leader in office does not have": {
    text: 'servers: [{ sid: 1, zxid: "1:8" }, { sid: 2, zxid: "1:8" }, { sid: 3, zxid: "1:7" }]\nleader: 3\ncommitted: "1:8"',
    problems: ["3:12: committed: 1:8 is committed, but leader 3, in office, does not have it"],
  },
  "numbers out of range": {
    text: "servers: [{ sid: 1, acceptedEpoch: 4294967296, snapshot: -1 }]\ncommitted: 1.5\ncommitLogCount: -1",
    problems: [
      "1:36: servers[0].acceptedEpoch: expected an integer from 0 to 4294967295, found 4294967296",
      '1:58: servers[0].snapshot: expected a zxid (an integer, "0x…" or "epoch:counter"), found -1',
      '2:12: committed: expected a zxid (an integer, "0x…" or "epoch:counter"), found 1.5',
      "3:17: commitLogCount: expected a number of transactions, an integer from 0 to 2147483647, found -1",
    ],
  },
};

test.each(Object.entries(cases))("%s", async (_, { text, problems }) => {
  expect(await problemsOf(text, "c.yaml")).toEqual(problems.map((problem) => `c.yaml:${problem}`));
});

test("a log may be long, but not without end", async () => {
  const log = (length: number) => `servers: [{ sid: 1, log: [${Array.from({ length }, (_, index) => index + 1)}] }]`;
  expect((await read(log(10_000))).servers[0]?.zxid).toBe(10_000n);
  expect(await problemsOf(log(10_001), "c.yaml")).toEqual([
    "c.yaml:1:26: servers[0].log: expected at most 10000 items, found 10001",
  ]);
});

test("in JSON a large zxid is text, wherever it stands", async () => {
  const [large, hex] = ["9007199254740993", '"0x20000000000001"'];
  const text = `{"servers":[{"sid":1,"log":[${large}],\n"snapshot":${large}}],\n"committed":${large}}`;
  expect(await problemsOf(text, "c.json")).toEqual([
    `c.json:1:29: servers[0].log[0]: ${large} is not exact as a number; write it as a string, ${hex}`,
    `c.json:2:12: servers[0].snapshot: ${large} is not exact as a number; write it as a string, ${hex}`,
    `c.json:3:13: committed: ${large} is not exact as a number; write it as a string, ${hex}`,
  ]);
});

const history = `servers:
- { sid: 1, log: ["1:7", "1:8"], snapshot: "1:6", acceptedEpoch: 2 }
- { sid: 2, zxid: "1:8", snapshot: "1:3" }
committed: "1:8"
`;

describe("flags over a file with history", () => {
  const withFlags = async (flags: ScenarioFlags) =>
    normalize(applyFlags(await readDescription(history, "c.yaml"), flags));

  test("another zxid takes the place of log and snapshot, and of what was committed", async () => {
    const { servers, committed } = await withFlags({ zxid: "1:5,1:4" });
    expect(committed).toBeUndefined();
    expect(servers).toEqual([
      { sid: 1, zxid: 0x100000005n, epoch: 1, acceptedEpoch: 2, electionEpoch: 0, role: "participant" },
      { sid: 2, zxid: 0x100000004n, epoch: 1, acceptedEpoch: 1, electionEpoch: 0, role: "participant" },
    ]);
  });

  test.each<ScenarioFlags>([{ epoch: "3" }, { zxid: "3:1" }])("%j leaves no accepted epoch behind", async (flags) => {
    const { servers } = await withFlags(flags);
    expect(servers.map(({ epoch, acceptedEpoch }) => [epoch, acceptedEpoch])).toEqual([
      [3, 3],
      [3, 3],
    ]);
  });

  test("other flags leave it as it is", async () => {
    expect(await withFlags({ seed: "2", start: "1", fail: "1" })).toMatchObject({
      servers: (await read(history)).servers,
      committed: 0x100000008n,
    });
  });

  test("a server that is selected out may have been the only one that had it", async () => {
    const text = 'servers:\n- { sid: 1, zxid: "1:8" }\n- { sid: 2 }\ncommitted: "1:8"';
    const description = await readDescription(text, "c.yaml");
    expect(await failure(() => normalize(applyFlags(description, { servers: "2,3" })))).toEqual([
      "c.yaml:4:12: committed: 1:8 is committed, but no server has it",
    ]);
  });
});

describe("changes to servers with history", async () => {
  const cluster = await read(history);
  const changed = (text: string) => applyChanges(cluster, parseChanges(text)).servers;

  test("another zxid takes the place of log and snapshot", () => {
    expect(changed("1.zxid=1:9")).toEqual([
      { sid: 1, zxid: 0x100000009n, epoch: 1, acceptedEpoch: 2, electionEpoch: 0, role: "participant" },
      cluster.servers[1],
    ]);
    expect(changed("1.zxid=1:8")).toEqual(cluster.servers);
  });

  test.each([
    ["1.epoch=0", [2, 1]],
    ["1.epoch=2", [2, 1]],
    ["1.epoch=3", [3, 1]],
    // It was that of the epoch, and is again.
    ["2.epoch=0", [2, 0]],
    ["2.epoch=3", [2, 3]],
  ])("%s: the accepted epochs are %j", (text, accepted) => {
    expect(changed(text).map(({ acceptedEpoch }) => acceptedEpoch)).toEqual(accepted);
  });

  test("what was committed, somebody must still have", async () => {
    expect(await failure(() => changed("1.zxid=1:7 2.zxid=1:7"))).toEqual([
      "--what-if: 1:8 is committed, but no server has it",
    ]);
  });
});
