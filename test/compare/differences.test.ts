import { describe, expect, test } from "vitest";
import type { Difference } from "../../src/compare/difference.ts";
import { differencesOf } from "../../src/compare/differences.ts";
import type { Row } from "../../src/compare/row.ts";
import { compareMessagesOf } from "../../src/locales/compare/index.ts";
import { languages } from "../../src/locales/index.ts";
import { differenceText } from "../../src/render/compare/blocks.ts";
import { row } from "./rows.ts";

const cluster = {
  servers: [1, 2, 3, 4, 5].map((sid) => ({ sid, zxid: 0n, epoch: 0, electionEpoch: 0, role: "participant" as const })),
};

function told(...rows: Row[]): string[] {
  return differencesOf(rows, cluster).map((difference) => differenceText(difference, compareMessagesOf("en")));
}

describe("the differences that are told", () => {
  test("none of one protocol alone", () => {
    expect(told(row("zookeeper"))).toEqual([]);
  });

  test("that there is none but in the numbers", () => {
    expect(told(row("zookeeper"), row("raft", { messages: 20 }))).toEqual(["All end with leader 2."]);
  });

  test("who leads", () => {
    expect(told(row("zookeeper"), row("raft", { leader: 1 }), row("curator"))).toEqual([
      "In the end server 2 leads under zookeeper and curator, 1 leads under raft.",
    ]);
  });

  test("who has no majority, and who needs none of these servers", () => {
    const none = { leader: null, up: [1, 2] };
    expect(told(row("zookeeper", none), row("raft", none))[0]).toBe("None of them has a leader in the end.");
    expect(told(row("zookeeper", none), row("raft", none))[1]).toBe(
      "No leader under zookeeper and raft: 2 of 5 servers are up, and 3 are needed.",
    );
    const texts = told(row("zookeeper", none), row("curator", { leader: 1, up: [1, 2], service: true }));
    expect(texts).toEqual([
      "In the end server 1 leads under curator.",
      "No leader under zookeeper: 2 of 5 servers are up, and 3 are needed. curator has one: it asks a ZooKeeper that runs elsewhere, and needs no majority of these servers.",
    ]);
    // Enough are up: the numbers do not say why.
    expect(told(row("zookeeper"), row("raft", { leader: null }))[1]).toBe("No leader under raft.");
  });

  test("who waits for a session", () => {
    const waiting = { waitedForSession: true, service: true };
    expect(
      told(
        row("zookeeper"),
        row("raft", { withoutLeaderMs: 150 }),
        row("curator", { ...waiting, withoutLeaderMs: 6001 }),
        row("znode-race", { ...waiting, withoutLeaderMs: 6003 }),
      )[1],
    ).toBe(
      "Without a leader for 150 to 200 ms under zookeeper and raft, but for 6001 to 6003 ms under curator and znode-race: there the znode of a server that no longer answers stays until its session expires.",
    );
  });

  test("who waits for a session, beside one that takes longer for a reason of its own, and one that lost no leader", () => {
    const waiting = { waitedForSession: true, service: true };
    expect(
      told(
        row("raft", { withoutLeaderMs: 162 }),
        row("elasticsearch", { withoutLeaderMs: 94_003 }),
        row("curator", { ...waiting, withoutLeaderMs: 5075 }),
        row("znode-race", { ...waiting, withoutLeaderMs: 5629 }),
      )[1],
    ).toBe(
      "Without a leader for 162 ms under raft, for 5075 to 5629 ms under curator and znode-race, where the znode of a server that no longer answers stays until its session expires, and for 94003 ms under elasticsearch.",
    );
    expect(
      told(
        row("curator", { service: true, lostLeader: false, withoutLeaderMs: 6 }),
        row("kafka-controller", { ...waiting, withoutLeaderMs: 5995 }),
      )[1],
    ).toMatch(/session expires\. curator lost no leader\.$/);
  });

  test("that a split network leaves none, who believes to lead there, and whose times are compared", () => {
    const rows = [
      row("zookeeper", { leader: null, up: [1, 2, 3, 4, 5] }),
      row("raft", { leader: null, leading: [5], withoutLeaderMs: 0, up: [1, 2, 3, 4, 5] }),
      row("curator", { withoutLeaderMs: 4 }),
      row("znode-race", { withoutLeaderMs: 12 }),
    ];
    const steps = [{ partition: [[1, 2], [3, 4], [5]] }];
    const texts = (...more: object[]) =>
      differencesOf(rows, { ...cluster, steps: [...steps, ...more] }).map((one) =>
        differenceText(one, compareMessagesOf("en")),
      );
    expect(texts().slice(1)).toEqual([
      "No leader under zookeeper and raft: no side of the split network has a majority. 5 still believes to lead under raft.",
      "Shortest without a leader, of those that have one in the end: 4 ms under curator; longest: 12 ms under znode-race.",
    ]);
    expect(texts({ heal: true })[1]).toMatch(/^No leader under zookeeper and raft\. /);
  });

  test("who is fastest and who slowest, where no session makes the difference", () => {
    expect(told(row("zookeeper"), row("raft", { withoutLeaderMs: 150 }), row("elasticsearch"))[1]).toBe(
      "Shortest without a leader: 150 ms under raft; longest: 200 ms under zookeeper and elasticsearch.",
    );
  });

  test("but of a cold start in several steps no times, which are those of the steps", () => {
    const started = (...sids: number[]) => ({ ...cluster, leader: null, steps: sids.map((sid) => ({ start: [sid] })) });
    const rows = [row("zookeeper"), row("raft", { withoutLeaderMs: 150 })];
    const kinds = (sids: number[]) => differencesOf(rows, started(...sids)).map(({ kind }) => kind);
    expect(kinds([1])).toEqual(["same", "times"]);
    expect(kinds([1, 2, 3])).toEqual(["same"]);
  });

  test("who believes to lead beside another", () => {
    const lasting = (name: string, twoLeadersUntil: Row["twoLeadersUntil"]) => {
      return row(name, { twoLeadersMs: null, twoLeadersUntil });
    };
    const rows = [
      row("zookeeper"),
      row("raft", { twoLeadersMs: 4 }),
      lasting("elasticsearch", "end"),
      lasting("kafka-controller", 2),
    ];
    expect(told(...rows)[1]).toBe(
      "Two believe to lead at once under raft for 4 ms, under elasticsearch to the end, under kafka-controller until step 2; never under zookeeper.",
    );
  });

  test("what becomes of the write", () => {
    const rows = [
      row("zookeeper", { write: "kept" }),
      row("raft", { write: "lost" }),
      row("curator", { write: "outside" }),
    ];
    expect(told(...rows)[1]).toBe(
      "What was written and not committed is kept under zookeeper, lost under raft. curator only elects, and leaves the data to others.",
    );
  });

  test("who could have been elected, and how many watches fire", () => {
    const rows = [
      row("zookeeper"),
      row("curator", { eligible: [1, 2, 4], watches: 1 }),
      row("znode-race", { eligible: [1, 2, 4], watches: 4 }),
    ];
    expect(told(...rows).slice(1)).toEqual([
      "Only 2 under zookeeper could be elected; 1, 2 or 4 under curator and znode-race.",
      "4 watches fire under znode-race, 1 watch fires under curator: where all watch one znode, its end wakes all (herd effect).",
    ]);
  });

  test("no herd where those in line have as many watches, and no choice where there was none to make", () => {
    expect(told(row("curator", { watches: 5 }), row("znode-race", { watches: 2 }))).toHaveLength(1);
    expect(told(row("znode-race", { watches: 4 }), row("kafka-controller", { watches: 2 }))).toHaveLength(1);
    expect(told(row("zookeeper"), row("raft", { eligible: null }))).toHaveLength(1);
  });

  test("what chance decides", () => {
    const numbers = { withoutLeaderMs: 200, messages: 10, attempts: 1, twoLeadersMs: 0, twoLeadersUntil: null };
    const histogram = { buckets: [], none: 0 };
    const runs = { count: 10, chance: true, median: numbers, worst: numbers, histogram, writes: [] };
    const leaders = [
      { leader: 1, runs: 6 },
      { leader: 2, runs: 3 },
      { leader: null, runs: 1 },
    ];
    expect(told(row("zookeeper"), row("raft", { runs: { ...runs, leaders } }))[1]).toBe(
      "Chance decides, too: of 10 runs under raft 1 leads in 6, 2 leads in 3 and nobody leads in 1.",
    );
    // Nor is it told that 2 alone could have been elected.
    const several = row("znode-race", { eligible: [1, 2] });
    const kinds = (eligible: number[]) =>
      differencesOf([row("raft", { eligible, runs: { ...runs, leaders } }), several], cluster).map(({ kind }) => kind);
    expect(kinds([2])).toEqual(["same", "chance"]);
  });

  test("are at most six", () => {
    const rows = [
      row("zookeeper", { leader: null, up: [1], write: "lost" }),
      row("raft", { leader: 1, twoLeadersMs: 9, withoutLeaderMs: 100 }),
      row("curator", { eligible: [1, 2], watches: 1, service: true, waitedForSession: true }),
      row("znode-race", { watches: 4, service: true, waitedForSession: true }),
    ];
    expect(told(...rows)).toHaveLength(6);
  });
});

const samples: { [K in Difference["kind"]]: Extract<Difference, { kind: K }> } = {
  same: { kind: "same", leader: null },
  leaders: { kind: "leaders", groups: [{ protocols: ["raft", "curator"], is: 2 }] },
  nobody: {
    kind: "nobody",
    without: ["raft"],
    short: { unit: "groups", have: 1, need: 2, of: 3 },
    split: false,
    believing: [{ protocols: ["raft"], is: [4, 5] }],
    elsewhere: ["curator", "znode-race"],
  },
  sessions: {
    kind: "sessions",
    waiting: { protocols: ["curator"], is: [6001, 6002] },
    shorter: { protocols: ["raft"], is: [200, 200] },
    longer: { protocols: ["elasticsearch"], is: [9000, 9001] },
    spared: ["znode-race"],
  },
  times: {
    kind: "times",
    shortest: { protocols: ["raft"], is: 150 },
    longest: { protocols: ["zookeeper"], is: 202 },
    all: false,
  },
  two: {
    kind: "two",
    groups: [
      { protocols: ["raft"], is: { ms: 3 } },
      { protocols: ["curator"], is: { until: 7 } },
      { protocols: ["elasticsearch"], is: { until: "end" } },
    ],
    never: ["zookeeper"],
  },
  writes: { kind: "writes", fates: [{ protocols: ["raft"], is: "split" }], outside: ["curator", "znode-race"] },
  chance: {
    kind: "chance",
    count: 9,
    protocols: [
      {
        protocol: "raft",
        leaders: [
          { leader: 1, runs: 5 },
          { leader: null, runs: 4 },
        ],
      },
    ],
  },
  choice: {
    kind: "choice",
    one: [{ protocols: ["zookeeper"], is: 2 }],
    several: [{ protocols: ["raft"], is: [1, 2] }],
  },
  watches: {
    kind: "watches",
    groups: [
      { protocols: ["znode-race"], is: 7 },
      { protocols: ["curator"], is: 1 },
    ],
  },
};

describe.each(Object.values(samples))("a difference of kind $kind", (difference) => {
  test.each(languages)("has its names and numbers in %s", (language) => {
    const text = differenceText(difference, compareMessagesOf(language));
    expect(text).not.toMatch(/undefined|NaN|\[object/);
    expect(facts(text)).toEqual(facts(differenceText(difference, compareMessagesOf("en"))));
    if (language !== "en") expect(text).not.toMatch(/\p{Script=Han}[,;:?!()]/u);
  });
});

/** Every protocol and number that a text tells of, once each. */
function facts(text: string): string[] {
  return [...new Set(text.match(/\b(?:zookeeper|raft|curator|znode-race|elasticsearch)\b|\d+/g) ?? [])].sort();
}
