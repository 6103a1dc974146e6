import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { actionJson, describeCluster } from "../../src/scenario/describe.ts";
import { cluster } from "./arbitrary.ts";
import { read } from "./helpers.ts";

test("a cluster described and read again is the same, as JSON and as YAML", async () => {
  await fc.assert(
    fc.asyncProperty(cluster, async (original) => {
      const description = describeCluster(original);
      expect(await read(JSON.stringify(description), "described.json")).toEqual(original);
      expect(await read(stringify(description), "described.yaml")).toEqual(original);
    }),
  );
});

test("defaults of network and timing are left out, those of servers are written", async () => {
  expect(describeCluster(await read("servers: 1\nnetwork: { seed: 7 }\ntiming: { tickTime: 100 }"))).toEqual({
    servers: [{ sid: 1, zxid: "0x0", epoch: 0, electionEpoch: 0, role: "participant" }],
    leader: null,
    until: "established",
    steps: [{ start: [1] }],
    network: { seed: 7 },
    timing: { tickTime: 100 },
  });
});

test("zxids are lower-case hexadecimal", async () => {
  const { servers } = describeCluster(await read('servers: [{ sid: 1, zxid: "0xABCDEF" }]'));
  expect(servers[0]?.zxid).toBe("0xabcdef");
});

test("of epochs and history only what was said", async () => {
  const text = `
servers:
  - { sid: 1, zxid: "1:8", acceptedEpoch: 1 }
  - { sid: 2, log: ["1:7", "1:8"], snapshot: "1:6", acceptedEpoch: 2 }
committed: "1:7"
commitLogCount: 3`;
  expect(describeCluster(await read(text))).toMatchObject({
    servers: [
      { sid: 1, zxid: "0x100000008", epoch: 1, electionEpoch: 0, role: "participant" },
      {
        ...{ sid: 2, zxid: "0x100000008", epoch: 1, acceptedEpoch: 2, electionEpoch: 0, role: "participant" },
        ...{ log: ["0x100000007", "0x100000008"], snapshot: "0x100000006" },
      },
    ],
    committed: "0x100000007",
    commitLogCount: 3,
  });
  expect(describeCluster(await read(text)).servers[0]).not.toHaveProperty("acceptedEpoch");
});

test("a step, with for when it has it", () => {
  expect(actionJson({ action: { kind: "fail", sids: [3, 5] } })).toEqual({ fail: [3, 5] });
  expect(actionJson({ action: { kind: "write", count: 2 } })).toEqual({ write: 2 });
  expect(actionJson({ action: { kind: "write", count: 2, reach: [] } })).toEqual({ write: { n: 2, reach: [] } });
  expect(actionJson({ action: { kind: "heal" }, forMs: 0 })).toEqual({ heal: true, for: 0 });
  expect(actionJson({ action: { kind: "partition", groups: [[1], [2]] } })).toEqual({ partition: [[1], [2]] });
});
