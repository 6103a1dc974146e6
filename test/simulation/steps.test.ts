/** How far steps run, and what they leave behind. */
import { describe, expect, test } from "vitest";
import { simulated } from "./simulated.ts";

describe("a step runs until the cluster settles", () => {
  test("with a leader, once nothing is left to happen", async () => {
    const told = await simulated({ servers: 3, steps: [{ start: [1, 2, 3] }, { wait: 5 }] });
    expect(told.of("settled").map(({ t, leader }) => [t, leader])).toEqual([
      [208, 3],
      [213, 3],
    ]);
    expect(told.began(1)).toBe(208);
  });

  test("without one, when each LOOKING server has sent its vote again once", async () => {
    const told = await simulated({ servers: 5, steps: [{ start: [1, 2] }] });
    const last = told.of("vote").at(-1)?.t ?? 0;
    const again = told.of("timeout", ({ t }) => t > last);
    expect(again.map(({ sid }) => sid).sort()).toEqual([1, 2]);
    expect(again.map(({ wait }) => wait)).toEqual([200, 200]);
    expect(told.servers.slice(0, 2)).toEqual(["1 LOOKING 2", "2 LOOKING 2"]);
    expect(told.result).toMatchObject({ leader: null, electionEpoch: 1 });
  });

  test("or for as long as `for` says, settled or not", async () => {
    const early = await simulated({ servers: 3, steps: [{ start: [1, 2, 3], for: 100 }] });
    expect(early.result).toMatchObject({ t: 100, leader: null });
    expect(early.of("settled")).toEqual([]);
    const late = await simulated({ servers: 3, steps: [{ start: [1, 2, 3], for: 5000 }] });
    expect(late.result).toMatchObject({ t: 5000, leader: 3 });
  });

  test("`wait` lets its time pass and then settles; with `for`, the longer of both", async () => {
    const told = await simulated({ servers: 5, steps: [{ start: [1, 2] }, { wait: 10_000 }] });
    const wait = told.began(1);
    const waits = told.of("timeout", ({ sid, t }) => sid === 1 && t <= wait + 10_000).map(({ wait }) => wait);
    expect(waits.slice(0, 5)).toEqual([200, 400, 800, 1600, 3200]);
    expect(told.of("settled").at(-1)?.t).toBeGreaterThanOrEqual(wait + 10_000);
    const both = await simulated({ servers: 1, steps: [{ start: [1] }, { wait: 30, for: 10 }, { wait: 5, for: 20 }] });
    expect(both.result.t).toBe(200 + 30 + 20);
  });

  test("also when two servers that wait equally long would keep each other from sending", async () => {
    // Server 3 is not heard by 2 before that looks anew; it has then long come to wait for the maximum.
    const timing = { maxNotificationInterval: 400, finalizeWait: 1, tickTime: 100, syncLimit: 1 };
    const told = await simulated({
      servers: 3,
      timing,
      steps: [{ start: [1, 2, 3] }, { pause: [1, 2] }, { resume: [2] }],
    });
    expect(told.result.leader).toBe(3);
    expect(told.servers.slice(1)).toEqual(["2 FOLLOWING 3", "3 LEADING 3"]);
  });

  test("also when an observer is in a newer election than the voters", async () => {
    const servers = [{ sid: 1 }, { sid: 2 }, { sid: 3, role: "observer" }];
    const steps = [{ start: [1, 2, 3] }, { fail: [1] }, { fail: [2] }, { restart: [1] }];
    const told = await simulated({ servers, steps });
    expect(told.result.servers.map(({ state }) => state)).toEqual(["LOOKING", "DOWN", "LOOKING"]);
    expect(told.events.length).toBeLessThan(300);
  });

  test("also when notifications take no time", async () => {
    const told = await simulated({ servers: 3, network: { latency: 0 }, steps: [{ start: [1, 2, 3] }] });
    expect(told.result).toMatchObject({ leader: 3, t: 200 });
  });
});

describe("until: elected", () => {
  test("leaves votes and epochs as decided", async () => {
    const told = await simulated({ servers: [1, 2, 3].map((sid) => ({ sid, zxid: sid, epoch: 4 })), until: "elected" });
    expect(told.result.servers.map(({ currentEpoch, peerEpoch }) => [currentEpoch, peerEpoch])).toEqual([
      [4, 4],
      [4, 4],
      [4, 4],
    ]);
    expect(told.of("phase")).toEqual([]);
    expect(told.result.leader).toBe(3);
  });
});

describe("until: established", () => {
  test("makes the highest epoch of the quorum, plus one, the currentEpoch of all that follow", async () => {
    const servers = [
      { sid: 1, epoch: 2 },
      { sid: 2, epoch: 5 },
      { sid: 3, epoch: 1 },
    ];
    const told = await simulated({ servers, steps: [{ start: [1, 2] }, { start: [3] }] });
    expect(told.result.servers.map(({ currentEpoch }) => currentEpoch)).toEqual([6, 6, 6]);
    const established = told.of("phase", ({ phase }) => phase === "broadcast");
    expect(established.map(({ sid, detail }) => [sid, detail.leader, detail.epoch])).toEqual([
      [2, 2, 6],
      [1, 2, 6],
      [3, 2, 6],
    ]);
  });

  test("late joiners hear votes with that epoch, while results keep the vote as it was decided", async () => {
    const told = await simulated({ servers: 3, steps: [{ start: [1, 2] }, { start: [3] }] });
    expect(told.of("decide", ({ sid }) => sid === 3)[0]?.vote).toEqual({ leader: 2, zxid: 0n, peerEpoch: 1 });
    expect(told.result.servers.map(({ peerEpoch }) => peerEpoch)).toEqual([0, 0, 1]);
  });
});

describe("write", () => {
  const servers = [1, 2, 3].map((sid) => ({ sid }));

  test("gives the leader and those it hears the same new last zxid, in the established epoch", async () => {
    const told = await simulated({ servers, steps: [{ start: [1, 2] }, { write: 3 }, { write: 2 }] });
    expect(told.of("commit").map(({ sid, count, zxid, servers }) => [sid, count, zxid, servers])).toEqual([
      [2, 3, 0x1_0000_0003n, [1, 2]],
      [2, 2, 0x1_0000_0005n, [1, 2]],
    ]);
  });

  test("shows in the next election; who was cut off, or joins later, differs", async () => {
    const cut = { partition: [[1], [2, 3]] };
    const missed = await simulated({
      servers,
      leader: 3,
      steps: [{ ...cut, for: 10 }, { write: 5 }, { heal: true }, { fail: [3] }],
    });
    const votes = missed.of("vote", ({ by, electionEpoch }) => by === "initial" && electionEpoch > 1);
    expect(votes.map(({ sid, vote }) => [sid, vote.zxid])).toContainEqual([2, 5n]);
    expect(missed.of("commit")[0]?.servers).toEqual([2, 3]);
    const late = await simulated({ servers, steps: [{ start: [1, 2] }, { write: 1 }, { start: [3] }, { fail: [2] }] });
    const [third] = late.of(
      "vote",
      ({ sid, electionEpoch, by }) => sid === 3 && electionEpoch === 2 && by === "initial",
    );
    expect(third?.vote.zxid).toBe(0x1_0000_0001n);
  });

  test("does nothing without a leader in office", async () => {
    const told = await simulated({ servers, steps: [{ start: [1] }, { write: 3 }] });
    expect(told.of("commit")).toEqual([]);
  });
});

describe("who may decide", () => {
  test("one voter alone, two voters together, and no observer", async () => {
    expect((await simulated({ servers: 1 })).result).toMatchObject({ leader: 1, t: 200 });
    expect((await simulated({ servers: 2 })).result.leader).toBe(2);
    expect((await simulated({ servers: 2, steps: [{ start: [2] }] })).result.leader).toBeNull();
    const servers = [{ sid: 1 }, { sid: 2 }, { sid: 3, role: "observer" }, { sid: 4, role: "observer" }];
    const told = await simulated({ servers, steps: [{ start: [1, 3, 4] }, { start: [2] }] });
    expect(told.of("settled")[0]?.leader).toBeNull();
    expect(told.servers).toEqual(["1 FOLLOWING 2", "2 LEADING 2", "3 OBSERVING 2", "4 OBSERVING 2"]);
    for (const { supporters } of told.of("tally")) expect(supporters.filter((sid) => sid > 2)).toEqual([]);
  });

  test("the majority of groups, by weight; a server without weight can only follow", async () => {
    const servers = [1, 2, 3, 4, 5, 6].map((sid) => ({ sid, group: Math.ceil(sid / 2), weight: sid === 6 ? 0 : 1 }));
    const enough = await simulated({ servers, steps: [{ start: [1, 2, 5, 6] }] });
    expect(enough.result.leader).toBe(5);
    expect(enough.servers[5]).toBe("6 FOLLOWING 5");
    const tooFew = await simulated({ servers, steps: [{ start: [1, 3, 5, 6] }] });
    expect(tooFew.result.leader).toBeNull();
  });
});

describe("the seed", () => {
  const random = { servers: 7, network: { latency: [1, 80], loss: 0.2 } };
  const run = async (seed: number) => (await simulated({ ...random, network: { ...random.network, seed } })).events;

  test("decides: the same seed gives the same events, another one others", async () => {
    expect(await run(4)).toEqual(await run(4));
    expect(await run(5)).not.toEqual(await run(4));
  });

  test("changes nothing where there is no chance", async () => {
    const [one, two] = await Promise.all([1, 2].map((seed) => simulated({ servers: 5, network: { seed } })));
    expect(one?.events).toEqual(two?.events);
  });
});
