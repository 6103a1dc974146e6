/** How real leaders brought their followers up to date, and how simulated ones do it after the same. */
import { describe, expect, test } from "vitest";
import type { ResultEvent, TraceLine } from "../../src/trace/events.ts";
import { hexZxid } from "../../src/trace/zxid.ts";
import { configOf, logsOf, textOf, traced } from "../replay/traced.ts";
import { linesOf } from "../trace/traces.ts";

const start = { start: [1, 2, 3] };
/** 3 leads, and is cut off; what it proposes then reaches nobody. */
const deposed = [start, { write: 4 }, { write: { n: 2, reach: [3] } }, { partition: [[3], [1, 2]] }];
/** 1 is away for so many transactions. */
const away = (zxids: number) => [{ fail: [1] }, { write: zxids }, { restart: [1] }];

/** What was done to the recorded servers, as steps of a scenario. */
const stories: Readonly<Record<string, readonly object[]>> = {
  "deposed-leader": [...deposed, { heal: true }],
  "deposed-leader-late": [...deposed, { write: 3 }, { heal: true }],
  "deposed-leader-killed": [start, { write: 4 }, { write: { n: 2, reach: [3] } }, { fail: [3] }, { restart: [3] }],
  "lagging-follower": [
    ...[start, { write: 4 }, ...away(3), ...away(500), ...away(501)],
    ...[{ fail: [1] }, { write: 3 }, { fail: [2, 3] }, { restart: [2, 3] }, { write: 501 }, { restart: [1] }],
  ],
  "restarted-ensemble": [
    ...[start, { write: 4 }, { fail: [1] }, { write: 3 }, { fail: [2, 3] }, { restart: [1, 2, 3] }],
    ...[{ fail: [1] }, { write: 3 }, { fail: [2, 3] }, { restart: [2, 3] }],
    // 2 was slower than the others: it came when 3 served.
    ...[{ fail: [2, 3] }, { restart: [1, 3] }, { restart: [2] }],
  ],
};

const timing = { tickTime: 500, initLimit: 10, syncLimit: 4 };

describe.each(Object.entries(stories))("%s", async (name, steps) => {
  const { lines: recorded } = await traced(logsOf(name), { config: configOf(name) });
  const simulated = await linesOf({ servers: 3, timing, steps });

  test.each([1, 2, 3])("server %i goes through the same", (sid) => {
    const real = historyOf(sid, recorded);
    expect(asFarAs(real, historyOf(sid, simulated))).toEqual(real);
  });

  test("the last zxids are those that were observed", () => {
    const { servers } = simulated.at(-1) as ResultEvent;
    const zxids = servers.map(({ sid, lastZxid = -1n }) => `server ${sid}: Zxid: ${hexZxid(lastZxid)}`);
    expect(zxids).toEqual(
      textOf(name, "observed.txt")
        .match(/server \d: Zxid: \S+/g)
        ?.slice(-3),
    );
  });
});

type Entry = Readonly<Record<string, string | number>>;

/** What a server proposed whenever it began to look, and the phases that it entered, without times. */
function historyOf(sid: number, lines: readonly TraceLine[]): Entry[] {
  return lines.flatMap((line): Entry[] => {
    if (!("sid" in line) || line.sid !== sid) return [];
    if (line.type === "vote" && line.by === "initial") {
      return [{ votes: hexZxid(line.vote.zxid), peerEpoch: line.vote.peerEpoch }];
    }
    if (line.type !== "phase") return [];
    const { leader, mode, epoch, zxid } = line.detail;
    return [
      {
        phase: line.phase,
        leader,
        ...(mode !== undefined && { mode }),
        ...(epoch !== undefined && { epoch }),
        ...(zxid !== undefined && { zxid: hexZxid(zxid) }),
      },
    ];
  });
}

/** Only those fields that the log tells of too. */
function asFarAs(real: readonly Entry[], told: readonly Entry[]): Entry[] {
  return told.map((entry, at) =>
    Object.fromEntries(Object.entries(entry).filter(([key]) => key in (real[at] ?? entry))),
  );
}
