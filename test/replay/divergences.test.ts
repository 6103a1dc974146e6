/** A line that is not as the protocol has it is named, with what was found and what was expected. */
import { describe, expect, test } from "vitest";
import { configOf, type Logs, logsOf, traced } from "./traced.ts";

const name = "article-8-8-8-7-7";
const config = configOf(name);
const untouched = logsOf(name);

/** The logs with some lines of one of them changed, or, by null, taken out. */
function changed(file: string, lines: readonly number[], change: (line: string) => string | null): Logs {
  const all = (untouched[file] ?? "")
    .split("\n")
    .map((line, index) => (lines.includes(index + 1) ? change(line) : line));
  return { ...untouched, [file]: all.filter((line) => line !== null).join("\n") };
}

async function places(logs: Logs) {
  const { divergences } = await traced(logs, { config });
  return divergences.map(({ sid, record, expected, found }) => ({
    sid,
    place: `${record.file}:${record.line}`,
    expected,
    found,
  }));
}

const vote = (leader: number, counter: number, electionEpoch = 1) => {
  return { kind: "vote", vote: { leader, zxid: 0x100000000n + BigInt(counter), peerEpoch: 1 }, electionEpoch };
};

test("nothing is named where nothing is changed", async () => {
  expect(await places(untouched)).toEqual([]);
});

describe("one change is named where it is", () => {
  test("a vote of its own", async () => {
    const found = await places(changed("zookeeper-4.log", [107], (line) => line.replace("n.leader:1", "n.leader:5")));
    const place = "zookeeper-4.log:107";
    expect(found[0]).toEqual({ sid: 4, place, expected: vote(1, 8), found: vote(5, 8) });
    expect(found.filter((one) => one.place === place).length).toBe(1);
  });

  test("LEADING where it has to follow", async () => {
    const leads = (line: string) => line.replace("following", "leading").replace("FOLLOWING", "LEADING");
    expect(await places(changed("zookeeper-1.log", [203, 204], leads))).toEqual([
      {
        sid: 1,
        place: "zookeeper-1.log:203",
        expected: { kind: "decide", state: "FOLLOWING", leader: 2 },
        found: { kind: "decide", state: "LEADING", leader: 1 },
      },
    ]);
  });

  test("FOLLOWING where it has to lead", async () => {
    const follows = (line: string) => line.replace("leading", "following").replace("LEADING", "FOLLOWING");
    expect(await places(changed("zookeeper-2.log", [123, 124], follows))).toEqual([
      {
        sid: 2,
        place: "zookeeper-2.log:123",
        expected: { kind: "decide", state: "LEADING", leader: 2 },
        found: { kind: "decide", state: "FOLLOWING", leader: null },
      },
    ]);
  });

  test("a notification that was never received", async () => {
    // Server 1 hears of 2 only in line 172; without it, nothing makes it vote for 2 in what is then line 172.
    const found = await places(changed("zookeeper-1.log", [172], () => null));
    const place = "zookeeper-1.log:172";
    expect(found[0]).toEqual({ sid: 1, place, expected: { kind: "none" }, found: vote(2, 8) });
    expect(found.filter((one) => one.place === place).length).toBe(1);
    // And 2 of 5 votes are no quorum then.
    expect(found.slice(1)).toMatchObject([{ sid: 1, place: "zookeeper-1.log:202", expected: { kind: "none" } }]);
  });

  test("the zxid it begins with", async () => {
    const later = (line: string) => line.replace("zxid=0x100000008", "zxid=0x100000009");
    const found = await places(changed("zookeeper-2.log", [89], later));
    expect(found[0]).toEqual({ sid: 2, place: "zookeeper-2.log:90", expected: vote(2, 9), found: vote(2, 8) });
    expect(found.length).toBe(1);
  });

  test("a decision that comes before a quorum", async () => {
    // Server 4's three votes, of which one makes the quorum, are not received.
    const found = await places(changed("zookeeper-2.log", [120, 121, 122], () => null));
    expect(found).toEqual([
      {
        sid: 2,
        place: "zookeeper-2.log:120",
        expected: { kind: "none" },
        found: { kind: "decide", state: "LEADING", leader: 2 },
      },
    ]);
  });

  test.each([
    ["the first of several lines about a state", "zookeeper-1.log", [203]],
    ["the line LOOKING", "zookeeper-2.log", [88]],
  ])("not so where nothing is lost by it: %s", async (_, file, lines) => {
    expect(await places(changed(file, lines, () => null))).toEqual([]);
  });
});

test.each([
  "leader-crash",
  "cold-start-sequential",
  "hierarchical",
  "debug-staggered",
])("each vote in %s, with another zxid, is named once", async (name) => {
  const [logs, config] = [logsOf(name), configOf(name)];
  let tried = 0;
  for (const [file, text] of Object.entries(logs)) {
    const sid = /\d+/.exec(file)?.[0];
    const own = new RegExp(`Notification: my state:LOOKING; n\\.sid:${sid}, n\\.state:LOOKING,`);
    const lines = text.split("\n");
    for (const [index, line] of lines.entries()) {
      if (!own.test(line)) continue;
      const other = line.replace(/n\.zxid:0x\w+/, "n.zxid:0x7777");
      const { divergences } = await traced({ ...logs, [file]: lines.with(index, other).join("\n") }, { config });
      const named = divergences.filter(({ record }) => record.file === file && record.line === index + 1);
      expect(named).toMatchObject([{ sid: Number(sid), found: { kind: "vote", vote: { zxid: 0x7777n } } }]);
      tried++;
    }
  }
  expect(tried).toBeGreaterThan(5);
});
