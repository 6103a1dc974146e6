/** Crashes, pauses and partitions, and when they are noticed. */
import { describe, expect, test } from "vitest";
import { simulated } from "./simulated.ts";

describe("a crash is noticed at once", () => {
  test("by the followers, who elect another leader", async () => {
    const told = await simulated({ servers: 3, leader: 3, steps: [{ fail: [3] }] });
    expect(told.changes()).toEqual([
      "0 3 DOWN crash",
      "0 1 LOOKING leader-lost",
      "0 2 LOOKING leader-lost",
      "201 1 FOLLOWING elected",
      "202 2 LEADING elected",
    ]);
  });

  test("by a leader that loses its quorum, who gives up", async () => {
    const told = await simulated({ servers: 3, leader: 3, steps: [{ fail: [1] }, { fail: [2] }] });
    expect(told.changes()).toEqual(["0 1 DOWN crash", "0 2 DOWN crash", "0 3 LOOKING quorum-lost"]);
    expect(told.result.leader).toBeNull();
  });

  test("but an observer is no part of that quorum", async () => {
    const servers = [1, 2, 3].map((sid) => ({ sid })).concat([{ sid: 4, role: "observer" } as { sid: number }]);
    const kept = await simulated({ servers, leader: 3, steps: [{ fail: [4, 1] }] });
    expect(kept.result.leader).toBe(3);
    const lost = await simulated({ servers, leader: 3, steps: [{ fail: [1, 2] }] });
    expect(lost.result.servers.slice(2).map(({ state }) => state)).toEqual(["LOOKING", "LOOKING"]);
  });

  test("with what was in flight, sent by or for the crashed server", async () => {
    const told = await simulated({
      servers: 3,
      network: { latency: 50 },
      steps: [{ start: [1, 2, 3], for: 10 }, { fail: [3] }],
    });
    expect(told.of("receive", ({ from }) => from === 3)).toEqual(told.of("receive", ({ sid }) => sid === 3));
    expect(told.of("receive", ({ sid, from }) => sid === 3 && from === 3)).toHaveLength(1);
    expect(told.result.leader).toBe(2);
  });
});

test("a restarted server has what it had logged, and a logical clock that begins anew", async () => {
  const servers = [1, 2, 3].map((sid) => ({ sid, zxid: sid, electionEpoch: 7 }));
  const told = await simulated({ servers, steps: [{ start: [1, 2, 3] }, { fail: [1] }, { restart: [1] }] });
  const initial = told.of("vote", ({ sid, by }) => sid === 1 && by === "initial");
  expect(initial.map(({ electionEpoch, vote }) => [electionEpoch, vote])).toEqual([
    [8, { leader: 1, zxid: 1n, peerEpoch: 0 }],
    [1, { leader: 1, zxid: 3n, peerEpoch: 1 }],
  ]);
});

describe("silence is noticed after syncLimit ticks", () => {
  const timing = { tickTime: 300, syncLimit: 4 };

  test("of a paused leader, which joins the new one when it wakes", async () => {
    const told = await simulated({ servers: 3, leader: 3, timing, steps: [{ pause: [3] }, { resume: [3] }] });
    expect(told.changes()).toEqual([
      "1200 1 LOOKING leader-silent",
      "1200 2 LOOKING leader-silent",
      "1401 1 FOLLOWING elected",
      "1402 2 LEADING elected",
      "1408 3 LOOKING quorum-lost",
      "1410 3 FOLLOWING joined",
    ]);
    const joined = told.of("decide", ({ sid }) => sid === 3).at(-1);
    expect(joined).toMatchObject({ via: "joined", electionEpoch: 2, supporters: [1, 2] });
  });

  test("by both sides of a partition; the smaller elects nobody until it is healed", async () => {
    const cut = {
      partition: [
        [4, 5],
        [1, 2, 3],
      ],
    };
    const told = await simulated({ servers: 5, leader: 5, timing, steps: [cut, { heal: true }] });
    expect(told.changes().slice(0, 8)).toEqual([
      "1200 1 LOOKING leader-silent",
      "1200 2 LOOKING leader-silent",
      "1200 3 LOOKING leader-silent",
      "1200 5 LOOKING quorum-lost",
      "1200 4 LOOKING leader-lost",
      "1402 1 FOLLOWING elected",
      "1402 2 FOLLOWING elected",
      "1402 3 LEADING elected",
    ]);
    expect(told.of("settled")[0]?.leader).toBe(3);
    expect(told.changes(1).map((change) => change.replace(/^\d+ /, ""))).toEqual([
      "4 FOLLOWING joined",
      "5 FOLLOWING joined",
    ]);
  });

  test("but not when it is over before", async () => {
    for (const steps of [
      [{ pause: [3], for: 1199 }, { resume: [3] }],
      [{ partition: [[3], [1, 2]], for: 1199 }, { heal: true }],
    ]) {
      const told = await simulated({ servers: 3, leader: 3, timing, steps });
      expect(told.changes()).toEqual([]);
      expect(told.result.leader).toBe(3);
    }
  });

  test("of too many paused followers, by the leader", async () => {
    const told = await simulated({ servers: 3, leader: 3, timing, steps: [{ pause: [1, 2] }] });
    expect(told.changes()).toEqual(["1200 3 LOOKING quorum-lost"]);
  });
});

test("a paused server does nothing, and then handles in order what has come", async () => {
  const told = await simulated({
    servers: 3,
    steps: [{ start: [1] }, { pause: [1] }, { start: [2, 3] }, { resume: [1] }],
  });
  const [begin, end] = [1, 3].map((step) => told.events.findIndex((it) => it.type === "step" && it.index === step));
  expect(told.events.slice(begin, end).filter((event) => "sid" in event && event.sid === 1)).toEqual([]);
  const heard = told.of("receive", ({ sid, from, t }) => sid === 1 && from !== 1 && t === told.began(3));
  expect(heard.map(({ from, vote }) => [from, vote.leader]).slice(0, 3)).toEqual([
    [2, 2],
    [3, 3],
    [2, 3],
  ]);
  expect(told.servers[0]).toBe("1 FOLLOWING 3");
});

test("what had come to a paused server is gone when that crashes", async () => {
  const steps = [{ start: [1] }, { pause: [1] }, { start: [2], for: 10 }, { fail: [1] }, { restart: [1], for: 0 }];
  const told = await simulated({ servers: 3, steps: [...steps, { pause: [1], for: 0 }, { resume: [1], for: 0 }] });
  expect(told.of("receive", ({ sid, from }) => sid === 1 && from === 2)).toEqual([]);
  expect(told.of("send", ({ sid, to }) => sid === 2 && to === 1).length).toBeGreaterThan(0);
});

test("a follower whose leader died before it could connect tries for 400 ms", async () => {
  const told = await simulated({ servers: 3, steps: [{ start: [1, 2, 3], for: 201 }, { fail: [3] }] });
  expect(told.changes(1)).toEqual([
    "201 3 DOWN crash",
    "202 1 FOLLOWING elected",
    "202 2 FOLLOWING elected",
    "602 1 LOOKING leader-unreachable",
    "602 2 LOOKING leader-unreachable",
    "803 1 FOLLOWING elected",
    "804 2 LEADING elected",
  ]);
});

test("a leader that no quorum comes to follow gives up after initLimit ticks", async () => {
  const timing = { tickTime: 300, initLimit: 5 };
  const told = await simulated({ servers: 3, timing, steps: [{ start: [2, 3], for: 201 }, { partition: [[3], [2]] }] });
  const gaveUp = told.changes(1).filter((change) => /quorum-never|unreachable/.test(change));
  expect(told.changes(1).slice(0, 1)).toEqual(["202 3 LEADING elected"]);
  expect(gaveUp).toEqual(["1701 2 LOOKING leader-unreachable", "1702 3 LOOKING quorum-never"]);
});
