import { describe, expect, test } from "vitest";
import { sidOfName } from "../../src/logs/servers.ts";
import { read } from "./reading.ts";

const confluent = (message: string) =>
  `[2026-11-22 09:42:08,070] INFO ${message} (org.apache.zookeeper.server.quorum.X)\n`;
const apache = (sid: string, message: string) =>
  `2026-11-22 09:42:08,070 [myid:${sid}] - INFO  [main:QuorumPeer@1] - ${message}\n`;

async function sids(log: string, file?: string): Promise<[sid: number, stream: number][]> {
  return (await read(log, file === undefined ? {} : { file })).records.map(({ sid, stream }) => [sid, stream]);
}

describe("the id in names", () => {
  test.each([
    ["zookeeper-3.log", 3],
    ["logs/zookeeper3.log.gz", 3],
    ["zoo3_1", 3],
    ["zk-2", 2],
    ["zk1/zookeeper.log", 1],
    ["/var/log/server-12/out.log", 12],
    ["project-zookeeper-2-1", 2],
    ["zookeeper-2026-11-22.log", undefined],
    ["zookeeper-3.8.0.log", undefined],
    ["zookeeper.log.3", undefined],
    ["2026/11/22.log", undefined],
    ["host7.log", undefined],
    ["my-observer3.log", undefined],
    ["-", undefined],
  ])("%s", (name, sid) => {
    expect(sidOfName(name, false)).toBe(sid);
  });

  test("a pod's counts from 0", () => {
    expect(sidOfName("zk-2", true)).toBe(3);
  });
});

describe("whose lines they are", () => {
  test("what comes before the first id is of the server with that id", async () => {
    expect(await sids(confluent("LOOKING") + confluent("New election. My id = 7, proposed zxid=0x0"))).toEqual([
      [7, 0],
      [7, 0],
    ]);
    const texts = ["Connection broken for id 3, my id = 7", "Starting quorum peer, myid=7"];
    for (const text of texts) expect(await sids(confluent("LOOKING") + confluent(text))).toHaveLength(2);
    const hint = confluent("Interrupting SendWorker thread from RecvWorker. sid: 3. myId: 7");
    expect(await sids(confluent("LOOKING") + hint)).toEqual([[7, 0]]);
    const smaller = confluent("Have smaller server identifier, so dropping the connection: (myId:7 --> sid:9)");
    expect(await sids(confluent("LOOKING") + smaller)).toEqual([[7, 0]]);
  });

  test("a server that starts again with another id is another one from there on", async () => {
    const log = apache("1", "LOOKING") + apache("", "LOOKING") + apache("2", "LOOKING") + apache("", "LOOKING");
    expect(await sids(log)).toEqual([
      [1, 0],
      [1, 0],
      [2, 1],
      [2, 1],
    ]);
  });

  test("interleaved lines go to their servers", async () => {
    const log = [1, 2, 1, 3, 2, 1].map((sid) => apache(`${sid}`, "LOOKING")).join("");
    expect(await sids(log)).toEqual([
      [1, 0],
      [2, 1],
      [1, 0],
      [3, 2],
      [2, 1],
      [1, 0],
    ]);
  });

  test("a name is the last resort, and told", async () => {
    const { records, warnings } = await read(confluent("LOOKING"), { file: "zookeeper-3.log" });
    expect(records).toMatchObject([{ sid: 3 }]);
    expect(warnings).toEqual([{ file: "zookeeper-3.log", kind: "assumed-server", args: [3, "zookeeper-3.log"] }]);
    const pods = [0, 1].map((pod) => `[pod/zk-${pod}/zookeeper] ${confluent("LOOKING")}`).join("");
    expect(await sids(pods)).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(await sids(confluent("LOOKING") + apache("1", "LOOKING"), "zookeeper-3.log")).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  test("without an id nothing is made up", async () => {
    expect(await read(confluent("LOOKING").repeat(3))).toEqual({
      records: [],
      warnings: [{ file: "some.log", kind: "no-server", args: [3] }],
    });
  });

  test("what waits for an id is bounded", async () => {
    const log = confluent("LOOKING").repeat(60_000) + confluent("New election. My id = 7, proposed zxid=0x0");
    const { records, warnings } = await read(log, { piece: 1 << 16 });
    expect(records.length).toBeLessThan(40_000);
    expect(records.every(({ sid }) => sid === 7)).toBe(true);
    expect(warnings.map(({ kind, args }) => [kind, args])).toEqual([["no-server", [60_001 - records.length]]]);
  });

  test("lines that a start script prints are of the server that starts then", async () => {
    const log = `server.1=zoo1:2888:3888\nserver.2=zoo2:2888:3888\n${apache("2", "LOOKING")}`;
    const { records } = await read(log);
    expect(records.map(({ line, sid, at, entry }) => [line, sid, at, entry.kind])).toEqual([
      [1, 2, "2026-11-22 09:42:08,070", "member"],
      [2, 2, "2026-11-22 09:42:08,070", "member"],
      [3, 2, "2026-11-22 09:42:08,070", "state"],
    ]);
  });

  test("very many names are not told apart for ever", async () => {
    const log = Array.from({ length: 5000 }, (_, name) => `a${name} | ${apache("1", "LOOKING")}`).join("");
    const streams = new Set((await read(log)).records.map(({ stream }) => stream));
    expect(streams.size).toBe(1000);
  });
});
