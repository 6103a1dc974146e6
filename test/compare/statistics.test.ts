import { describe, expect, test } from "vitest";
import type { Run } from "../../src/compare/row.ts";
import { buckets, Gathering, median } from "../../src/compare/statistics.ts";

describe("the median", () => {
  test.each([
    [[5], 5],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 2], 6],
    [[9, 100, 8, 9], 9],
    [[1, Number.POSITIVE_INFINITY, 2], 2],
    [[1, Number.POSITIVE_INFINITY], Number.POSITIVE_INFINITY],
  ])("of %j is %d", (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe("buckets", () => {
  test.each<[number[], [number, number, number][]]>([
    [[], []],
    [[202], [[202, 203, 1]]],
    [
      [0, 0, 1],
      [
        [0, 1, 2],
        [1, 2, 1],
      ],
    ],
    // Eleven values in a row need a width of 2; a bucket begins at a multiple of that.
    [
      [3, 13],
      [
        [2, 4, 1],
        [4, 6, 0],
        [6, 8, 0],
        [8, 10, 0],
        [10, 12, 0],
        [12, 14, 1],
      ],
    ],
    [
      [150, 151, 299, 200],
      [
        [140, 160, 2],
        [160, 180, 0],
        [180, 200, 0],
        [200, 220, 1],
        [220, 240, 0],
        [240, 260, 0],
        [260, 280, 0],
        [280, 300, 1],
      ],
    ],
    [
      [6000, 6001, 6001],
      [
        [6000, 6001, 1],
        [6001, 6002, 2],
      ],
    ],
  ])("of %j", (values, expected) => {
    expect(buckets(values).map(({ fromMs, toMs, runs }) => [fromMs, toMs, runs])).toEqual(expected);
  });

  test("are at most ten, whatever the values, and hold every one", () => {
    for (let most = 0; most < 3000; most += 7) {
      const found = buckets([most >> 2, most]);
      expect(found.length).toBeLessThanOrEqual(10);
      expect(found.reduce((sum, { runs }) => sum + runs, 0)).toBe(2);
    }
  });
});

describe("many runs", () => {
  const run: Run = {
    leader: 2,
    leading: [2],
    eligible: [2],
    messages: 10,
    withoutLeaderMs: 200,
    twoLeadersMs: 0,
    twoLeadersUntil: null,
    service: false,
    waitedForSession: false,
    lostLeader: true,
    up: [1, 2],
    watches: null,
    attempts: { count: 1, unit: "term" },
    write: "none",
  };

  test("are summed up by their middle, their worst, and who led how often", () => {
    const gathering = new Gathering();
    gathering.add(run);
    gathering.add({ ...run, leader: 1, messages: 30, withoutLeaderMs: 300, attempts: { count: 4, unit: "term" } });
    gathering.add({ ...run, leader: 1, messages: 20, withoutLeaderMs: 210, twoLeadersMs: 7 });
    expect(gathering.finish(true)).toMatchObject({
      count: 3,
      chance: true,
      median: { withoutLeaderMs: 210, messages: 20, attempts: 1, twoLeadersMs: 0 },
      worst: { withoutLeaderMs: 300, messages: 30, attempts: 4, twoLeadersMs: 7 },
      leaders: [
        { leader: 1, runs: 2 },
        { leader: 2, runs: 1 },
      ],
      histogram: { none: 0 },
    });
  });

  test("in which two lead until a later step are worse than any time, and those to the end worse still", () => {
    const two = (...of: [number | null, Run["twoLeadersUntil"]][]) => {
      const gathering = new Gathering();
      for (const [twoLeadersMs, twoLeadersUntil] of of) gathering.add({ ...run, twoLeadersMs, twoLeadersUntil });
      const { median, worst } = gathering.finish(true);
      return [median.twoLeadersMs, median.twoLeadersUntil, worst.twoLeadersMs, worst.twoLeadersUntil];
    };
    expect(two([10, null], [857, null])).toEqual([433.5, null, 857, null]);
    expect(two([857, null], [null, 2], [0, null])).toEqual([857, null, null, 2]);
    expect(two([857, null], [null, 2])).toEqual([null, 2, null, 2]);
    expect(two([null, "end"], [null, 3], [null, 2])).toEqual([null, 3, null, "end"]);
  });

  test("say what became of writes, where chance decides that", () => {
    const gathering = new Gathering();
    for (const write of ["lost", "kept", "kept"] as const) gathering.add({ ...run, write });
    expect(gathering.finish(true).writes).toEqual([
      { write: "kept", runs: 2 },
      { write: "lost", runs: 1 },
    ]);
  });

  test("that end without a leader are worse than any time, and stand apart", () => {
    const gathering = new Gathering();
    const none = { ...run, leader: null, leading: [], withoutLeaderMs: null, attempts: null };
    for (const each of [run, none, none]) gathering.add(each);
    const { median, worst, leaders, histogram } = gathering.finish(true);
    expect(median).toMatchObject({ withoutLeaderMs: null, attempts: 1 });
    expect(worst.withoutLeaderMs).toBeNull();
    expect(leaders[0]).toEqual({ leader: null, runs: 2 });
    expect(histogram).toEqual({ buckets: [{ fromMs: 200, toMs: 201, runs: 1 }], none: 2 });
  });
});
