/** Each scenario that the page of rules names shows what the page says. */
import { describe, expect, test } from "vitest";
import { languages } from "../../src/locales/index.ts";
import { rulesTextsOf } from "../../src/locales/rules/index.ts";
import { rulesData } from "../../src/render/rules.ts";
import { builtin } from "../../src/scenario/builtins.ts";
import { defaultTiming } from "../../src/scenario/defaults.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import type { TraceEvent } from "../../src/trace/events.ts";
import { simulated, Told } from "../simulation/simulated.ts";

/** Runs the scenario of a misunderstanding. */
function shown(id: string): Told {
  const { misunderstandings } = rulesData(rulesTextsOf("en"));
  const cluster = builtin(misunderstandings.find((each) => each.id === id)?.scenario ?? "");
  if (!cluster) throw new Error(`nothing shows ${id}`);
  const events: TraceEvent[] = [];
  const told = new Told(
    events,
    simulate(cluster, (event) => events.push(event)),
  );
  expect(told.result.expect).toBe("met");
  return told;
}

/** The votes with which servers begin, of the last election of each. */
function initialVotes(told: Told): Map<number, { zxid: bigint; peerEpoch: number; electionEpoch: number }> {
  const votes = told.of("vote", ({ by }) => by === "initial");
  return new Map(votes.map(({ sid, vote, electionEpoch }) => [sid, { ...vote, electionEpoch }]));
}

describe("what is often said is wrong:", () => {
  test("the logical clock decides", () => {
    const told = shown("clock-decides");
    const initial = initialVotes(told);
    expect([...initial].map(([sid, { electionEpoch }]) => [sid, electionEpoch])).toEqual([
      [1, 1],
      [2, 1],
      [3, 5],
    ]);
    // The others join election 5, and start there from their own votes, for the zxid of 3 is lower.
    const joined = told.of("vote", ({ by }) => by === "electionEpoch");
    expect(joined.map(({ sid, electionEpoch, vote }) => [sid, electionEpoch, vote.leader])).toEqual([
      [1, 5, 1],
      [2, 5, 2],
    ]);
    expect(told.result).toMatchObject({ leader: 2, electionEpoch: 5 });
    expect(initial.get(3)?.zxid).toBeLessThan(initial.get(2)?.zxid ?? 0n);
  });

  test("only zxid and sid count", () => {
    const told = shown("zxid-and-sid-only");
    const [second, third] = [2, 3].map((sid) => initialVotes(told).get(sid));
    expect(told.result.leader).toBe(2);
    expect(third?.zxid).toBeGreaterThan(second?.zxid ?? 0n);
    expect(third?.peerEpoch).toBeLessThan(second?.peerEpoch ?? 0);
    // The epoch is no part of the zxid: the upper halves are equal.
    expect([second, third].map((vote) => (vote?.zxid ?? 0n) >> 32n)).toEqual([1n, 1n]);
  });

  test("the epoch rises with each vote", () => {
    const told = shown("epoch-per-vote");
    const votes = told.of("vote", ({ sid }) => sid === 1);
    expect(votes.map(({ vote, electionEpoch }) => [vote.leader, electionEpoch, vote.peerEpoch])).toEqual([
      [1, 1, 0],
      [2, 1, 0],
      [3, 1, 0],
    ]);
    expect(told.result.servers.map(({ currentEpoch }) => currentEpoch)).toEqual([1, 1, 1, 1, 1]);
  });

  test("a vote has the epoch of whoever cast it", async () => {
    const told = await simulated({
      servers: [
        { sid: 1, epoch: 1 },
        { sid: 2, epoch: 1 },
        { sid: 3, epoch: 4 },
      ],
    });
    const adopted = told.of("vote", ({ sid, vote }) => sid === 1 && vote.leader === 3);
    expect(adopted.map(({ vote }) => vote.peerEpoch)).toEqual([4]);
  });

  test("the largest sid always wins", () => {
    const told = shown("largest-sid");
    const initial = initialVotes(told);
    expect([...initial.keys()]).toEqual([3, 4, 5]);
    expect(told.result.leader).toBe(3);
    expect(new Set([...initial.values()].map(({ peerEpoch }) => peerEpoch)).size).toBe(1);
    for (const sid of [4, 5]) expect(initial.get(sid)?.zxid).toBeLessThan(initial.get(3)?.zxid ?? 0n);
  });

  test("a late server with a larger zxid takes over", () => {
    const told = shown("late-takeover");
    const late = initialVotes(told);
    for (const sid of [1, 2, 3, 4]) expect(late.get(5)?.zxid).toBeGreaterThan(late.get(sid)?.zxid ?? 0n);
    expect(told.result.leader).toBe(4);
    expect(told.changes(1)).toEqual([
      `${told.began(1)} 5 LOOKING start`,
      expect.stringMatching(/^\d+ 5 FOLLOWING joined$/),
    ]);
    expect(told.of("vote", ({ t, sid }) => t >= told.began(1) && sid !== 5)).toEqual([]);
  });

  test("what the leader lacks stays on a late server", async () => {
    const told = await simulated({
      servers: [1, 2, 3, 4, 5].map((sid) => ({ sid, zxid: sid === 5 ? 9 : 8 })),
      epoch: 1,
      steps: [{ start: [1, 2, 3, 4] }, { start: [5] }, { fail: [4] }],
    });
    expect(initialVotes(told).get(5)?.zxid).toBe(8n);
  });

  test("an even number cannot elect", async () => {
    const told = shown("even-number");
    const decided = told.of("decide", ({ sid, leader, via }) => sid === leader && via === "quorum");
    expect(decided.map(({ leader, electionEpoch, supporters }) => [leader, electionEpoch, supporters.length])).toEqual([
      [4, 1, 3],
      [3, 2, 3],
    ]);
    // Two of the four come to agree, and that is no quorum.
    const pair = told.of("tally", ({ t, supporters }) => t < told.began(1) && supporters.length === 2);
    expect(pair.map(({ quorum }) => quorum)).toEqual([false, false]);
    expect(decided.every(({ t }) => t >= told.began(1))).toBe(true);
  });

  test.each([
    [3, [3], 2],
    [3, [3, 2], null],
    [4, [4], 3],
    [4, [4, 3], null],
  ])("of %d servers, %j may fail and leave leader %s", async (servers, failing, leader) => {
    const steps = failing.map((sid) => ({ fail: [sid] }));
    expect((await simulated({ servers, leader: servers, steps })).result.leader).toBe(leader);
  });
});

test("the leader's zxids have the new epoch in the upper half, and a counter from 1", async () => {
  const told = await simulated({ servers: 3, epoch: 6, steps: [{ write: 2 }, { fail: [3] }] });
  expect([...initialVotes(told)].slice(0, 2).map(([, { zxid }]) => zxid)).toEqual([0x7_0000_0002n, 0x7_0000_0002n]);
});

test.each(languages)("the waits that the page names in %s are those of the servers", (language) => {
  const text = (id: string) => rulesData(rulesTextsOf(language)).rules.find((rule) => rule.id === id)?.text;
  const { finalizeWait, minNotificationInterval, maxNotificationInterval } = defaultTiming;
  expect(text("finalizeWait")).toContain(`${finalizeWait} ms`);
  expect(text("notTimeout")).toContain(`${minNotificationInterval} ms`);
  expect(text("notTimeout")).toContain(`${maxNotificationInterval / 1000} s`);
});
