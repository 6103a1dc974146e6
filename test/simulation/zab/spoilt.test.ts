/** That the check notices: traces of simulations, each changed in one place, and not one of them passes. */
import { expect, test } from "vitest";
import type { Header, ResultEvent, TraceEvent, TraceLine } from "../../../src/trace/events.ts";
import { linesOf } from "../../trace/traces.ts";
import { ZabCheck } from "./check.ts";
import { spoilt } from "./spoil.ts";

/** Together they have every mode, a leader that dies with writes of its own, one that is paused, and one that is refused. */
const clusters: Record<string, object> = {
  "a deposed leader is truncated": {
    servers: 3,
    steps: [{ start: [1, 2, 3] }, { write: 2 }, { write: { n: 2, reach: [] } }, { fail: [3] }, { restart: [3] }],
  },
  "it comes back when the next leader has written": {
    servers: 3,
    steps: [
      { start: [1, 2, 3] },
      { write: 2 },
      { write: { n: 2, reach: [] } },
      { fail: [3] },
      { write: 1 },
      { restart: [3] },
      { write: 1 },
    ],
  },
  "one is far behind, one is not": {
    servers: [1, 2, 3, 4, 5].map((sid) => ({ sid })),
    commitLogCount: 2,
    steps: [
      { start: [1, 2, 3, 4, 5] },
      { write: 2 },
      { fail: [1] },
      { write: 2 },
      { fail: [2] },
      { write: 1 },
      { restart: [1, 2] },
    ],
  },
  "a paused leader": {
    servers: 3,
    steps: [{ start: [1, 2, 3] }, { write: 1 }, { pause: [3] }, { write: 1 }, { resume: [3] }],
  },
  "an observer": {
    servers: [{ sid: 1 }, { sid: 2 }, { sid: 3, role: "observer" }],
    steps: [{ start: [1, 2, 3] }, { write: 3 }, { fail: [1] }],
  },
  "a leader in office": {
    servers: [8, 8, 8, 7, 7].map((zxid, at) => ({ sid: at + 1, zxid })),
    leader: 3,
    steps: [{ write: 2 }, { fail: [3, 5] }],
  },
};

function passes(lines: readonly TraceLine[]): boolean {
  try {
    const check = new ZabCheck(lines[0] as Header);
    for (const event of lines.slice(1, -1)) check.add(event as TraceEvent);
    check.finish(lines.at(-1) as ResultEvent);
    return true;
  } catch {
    return false;
  }
}

test.each(Object.entries(clusters))("%s", async (_, cluster) => {
  const lines = await linesOf(cluster);
  expect(passes(lines)).toBe(true);
  const unnoticed = spoilt(lines).filter((change) => passes(change.lines));
  expect(unnoticed.map(({ what }) => what)).toEqual([]);
});
