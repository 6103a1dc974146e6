/** Zab on the network, the clock and the faults of a simulation: what takes how long, and who gives up when. */
import { describe, expect, test } from "vitest";
import { zxidText } from "../trace/zab.ts";
import { simulated, type Told } from "./simulated.ts";

const timing = { tickTime: 300, initLimit: 5, syncLimit: 2 };
const apart = { partition: [[3], [1, 2]] };

/** `205 3 synchronization` for each phase, from the step of that index on. */
function phases(told: Told, step = 0): string[] {
  const begin = told.events.findIndex((event) => event.type === "step" && event.index === step);
  return told.events.slice(begin).flatMap((event) => {
    if (event.type !== "phase") return [];
    const { mode } = event.detail;
    return [`${event.t} ${event.sid} ${event.phase}${mode ? ` ${mode}` : ""}`];
  });
}

test("every message takes a latency: six of them, one after another, establish an epoch", async () => {
  const told = await simulated({ servers: 3, network: { latency: 10 } });
  expect(phases(told)).toEqual([
    "220 1 discovery",
    "220 2 discovery",
    "220 3 discovery",
    "250 3 synchronization",
    "260 1 synchronization DIFF",
    "260 2 synchronization DIFF",
    "270 3 broadcast",
    "280 1 broadcast",
    "280 2 broadcast",
  ]);
  const files = told.of("epoch").map(({ t, sid, file }) => `${t} ${sid} ${file}`);
  expect(files).toEqual([
    "230 3 acceptedEpoch",
    "240 1 acceptedEpoch",
    "240 2 acceptedEpoch",
    "250 3 currentEpoch",
    "260 1 currentEpoch",
    "260 2 currentEpoch",
  ]);
});

test("with no latency all of it happens in one instant, and in the same order", async () => {
  const told = await simulated({ servers: 3, network: { latency: 0 }, steps: [{ start: [1, 2, 3] }, { write: 2 }] });
  expect(phases(told).map((text) => text.replace(/^200 /, ""))).toEqual([
    "1 discovery",
    "2 discovery",
    "3 discovery",
    "3 synchronization",
    "1 synchronization DIFF",
    "2 synchronization DIFF",
    "3 broadcast",
    "1 broadcast",
    "2 broadcast",
  ]);
  expect(told.of("commit").map(({ t, count, servers }) => [t, count, servers])).toEqual([[200, 2, [1, 2, 3]]]);
});

describe("a leader gives up initLimit ticks after it last came a step further", () => {
  test("in discovery, when nobody connects", async () => {
    const told = await simulated({ servers: 3, timing, steps: [{ start: [2, 3], for: 202 }, { fail: [2] }] });
    expect(told.changes(1)).toEqual(["202 2 DOWN crash", "1702 3 LOOKING quorum-never"]);
    expect(told.of("epoch")).toEqual([]);
  });

  test("in discovery, when no quorum acknowledges the epoch: only the leader has accepted it", async () => {
    const told = await simulated({
      servers: 3,
      timing,
      steps: [
        { start: [1, 2, 3], for: 203 },
        { ...apart, for: 1600 },
      ],
    });
    expect(told.changes(1)).toEqual([
      "1702 1 LOOKING sync-timeout",
      "1702 2 LOOKING sync-timeout",
      "1703 3 LOOKING quorum-never",
    ]);
    expect(told.result.servers.map(({ acceptedEpoch, currentEpoch }) => [acceptedEpoch, currentEpoch])).toEqual([
      [0, 0],
      [0, 0],
      [1, 0],
    ]);
  });

  test("in synchronization, when no quorum is up to date: the epoch is spent, the next one is higher", async () => {
    const told = await simulated({
      servers: 3,
      timing,
      steps: [{ start: [1, 2, 3], for: 205 }, { ...apart, for: 4000 }, { heal: true }],
    });
    expect(told.changes(1).slice(0, 5)).toEqual([
      "1704 1 LOOKING sync-timeout",
      "1704 2 LOOKING sync-timeout",
      "1705 3 LOOKING quorum-never",
      "1905 1 FOLLOWING elected",
      "1906 2 LEADING elected",
    ]);
    const [first] = told.of("epoch", ({ sid, file, t }) => sid === 2 && file === "acceptedEpoch" && t > 1000);
    expect(first).toMatchObject({
      epoch: 2,
      was: 1,
      heard: [
        { sid: 1, epoch: 1 },
        { sid: 2, epoch: 1 },
      ],
    });
    // The server that led in epoch 1 has that currentEpoch, and still follows.
    expect(told.servers).toEqual(["1 FOLLOWING 2", "2 LEADING 2", "3 FOLLOWING 2"]);
    expect(told.result.servers.map(({ currentEpoch }) => currentEpoch)).toEqual([2, 2, 2]);
  });
});

describe("a follower that cannot come up to date in time looks again", () => {
  test("it waits initLimit ticks for its leader's next word, and syncLimit ticks for UPTODATE", async () => {
    const told = await simulated({
      servers: 3,
      timing,
      steps: [
        { start: [1, 2, 3], for: 206 },
        { ...apart, for: 700 },
      ],
    });
    expect(told.of("epoch", ({ file }) => file === "currentEpoch").map(({ t, sid }) => [t, sid])).toEqual([
      [205, 3],
      [206, 1],
      [206, 2],
    ]);
    expect(told.changes(1)).toEqual(["806 1 LOOKING sync-timeout", "806 2 LOOKING sync-timeout"]);
  });

  test("when it was paused: the others have gone on, and it joins them with a snapshot", async () => {
    const told = await simulated({
      servers: 3,
      timing,
      steps: [{ start: [1, 2, 3], for: 205 }, { pause: [1], for: 4000 }, { resume: [1] }],
    });
    expect(told.changes(1)).toEqual(["4205 1 LOOKING sync-timeout", "4207 1 FOLLOWING joined"]);
    expect(phases(told, 2)).toEqual(["4207 1 discovery", "4211 1 synchronization SNAP", "4213 1 broadcast"]);
    expect(told.result.servers.map(({ lastZxid }) => zxidText(lastZxid ?? -1n))).toEqual(["1:0", "0:0", "1:0"]);
  });

  test("but not when its pause is short: it reads what has come meanwhile", async () => {
    const told = await simulated({
      servers: 3,
      timing,
      steps: [{ start: [1, 2, 3], for: 205 }, { pause: [1], for: 1000 }, { resume: [1] }],
    });
    expect(told.changes(1)).toEqual([]);
    expect(phases(told, 2)).toEqual(["1205 1 synchronization DIFF", "1207 1 broadcast"]);
  });
});

describe("a write that reaches only some", () => {
  const begin = [{ start: [1, 2, 3, 4, 5] }, { write: { n: 2, reach: [3] } }];
  const zxids = (told: Told) => told.result.servers.map(({ lastZxid }) => zxidText(lastZxid ?? -1n));

  test("is logged by those and the leader, and not committed", async () => {
    const told = await simulated({ servers: 5, steps: begin });
    expect(told.of("propose").map(({ sid, count, reach }) => [sid, count, reach])).toEqual([[5, 2, [3]]]);
    expect(told.of("logged").map(({ sid, count }) => [sid, count])).toEqual([[3, 2]]);
    expect(told.of("commit")).toEqual([]);
    expect(zxids(told)).toEqual(["0:0", "0:0", "1:2", "0:0", "1:2"]);
  });

  test("goes on with the next step, unless that fails the leader", async () => {
    const told = await simulated({ servers: 5, steps: [...begin, { wait: 1 }] });
    expect(told.of("commit").map(({ count, servers }) => [count, servers])).toEqual([[2, [1, 2, 3, 4, 5]]]);
    expect(zxids(told)).toEqual(["1:2", "1:2", "1:2", "1:2", "1:2"]);
  });

  test("and of the leader alone is lost with it: when it comes back it is truncated", async () => {
    const told = await simulated({
      servers: 5,
      steps: [
        { start: [1, 2, 3, 4, 5] },
        { write: 1 },
        { write: { n: 2, reach: [] } },
        { fail: [5] },
        { restart: [5] },
      ],
    });
    expect(told.result.leader).toBe(4);
    const [back] = told.of("phase", ({ sid, phase, t }) => {
      return sid === 5 && phase === "synchronization" && t >= told.began(4);
    });
    expect(back?.detail).toMatchObject({ mode: "TRUNC", why: "ahead", discarded: [[0x1_0000_0002n, 0x1_0000_0003n]] });
    expect(zxids(told)).toEqual(["1:1", "1:1", "1:1", "2:0", "1:1"]);
  });

  test("survives when who has it takes part in the next election: then it counts", async () => {
    const told = await simulated({ servers: 5, steps: [...begin, { fail: [5] }, { restart: [5] }] });
    expect(told.result.leader).toBe(3);
    expect(zxids(told)).toEqual(["1:2", "1:2", "2:0", "1:2", "1:2"]);
  });
});

test("a connection keeps the order of what it carries, and loses nothing: what the network loses comes later", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const network = { latency: [1, 80], loss: 0.3, seed };
    const told = await simulated({
      servers: 5,
      network,
      steps: [{ start: [1, 2, 3, 4, 5] }, { write: 3 }, { write: 2 }],
    });
    const { leader } = told.result;
    const logged = told.of("logged", ({ leader: of }) => of === leader);
    for (const sid of [1, 2, 3, 4, 5].filter((other) => other !== leader)) {
      const own = logged.filter((event) => event.sid === sid);
      expect(own.reduce((sum, { count }) => sum + count, 0)).toBe(5);
      expect(own.map(({ zxid }) => zxid)).toEqual(own.map(({ zxid }) => zxid).sort((a, b) => (a < b ? -1 : 1)));
    }
    expect(told.of("commit").reduce((sum, { count }) => sum + count, 0)).toBe(5);
    expect(told.result.servers.map(({ lastZxid = -1n }) => lastZxid & 0xffff_ffffn)).toEqual([5n, 5n, 5n, 5n, 5n]);
  }
});
