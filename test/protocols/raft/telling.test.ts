/** What is told of any run can be told in every language, and comes from the trace alone. */
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { protocol } from "../../../src/protocols/raft/protocol.ts";
import { telling } from "../../../src/protocols/raft/telling/index.ts";
import { raftPart } from "../../../src/protocols/raft/telling/part.ts";
import type { RaftTrace } from "../../../src/protocols/raft/telling/story.ts";
import type { Fact, Words } from "../../../src/protocols/telling.ts";
import { blocksToMarkdown } from "../../../src/render/markdown.ts";
import { signsOf } from "../../../src/render/style.ts";
import type { Cluster } from "../../../src/scenario/cluster.ts";
import { readScenario } from "../../../src/scenario/read.ts";
import { runProtocol } from "../../../src/simulation/actors/run-protocol.ts";
import { traceHeader } from "../../../src/simulation/header.ts";
import { property, runs } from "../../runs.ts";
import { runOf } from "./arbitrary.ts";

const languages = ["en", "zh-CN", "zh-TW"] as const;

function traceOf(cluster: Cluster, options: Parameters<typeof runProtocol>[2]): RaftTrace {
  const events: RaftTrace["events"][number][] = [];
  const emit = (event: unknown) => events.push(event as RaftTrace["events"][number]);
  const result = runProtocol(protocol, cluster, options as never, emit);
  return { header: traceHeader(cluster), events, result };
}

function texts(trace: RaftTrace): string[] {
  const begins = trace.events.flatMap((event, at) => (event.type === "step" ? [at] : []));
  const { answer, parts, today } = telling.explain(trace);
  const facts = [
    answer.fact,
    ...parts.flatMap(({ heading, told }) => [heading, ...told.map(({ fact }) => fact)]),
    ...today,
  ];
  return languages.flatMap((language) => {
    const words = telling.words(language) as Words<Fact>;
    const sections = begins.map((from, at) => {
      const to = begins[at + 1] ?? trace.events.length;
      return blocksToMarkdown(
        telling.section({ from, to, events: trace.events.slice(from, to) }, trace, language, signsOf(false)),
      );
    });
    return [...sections, ...facts.map((fact) => words[fact.kind]?.(fact) ?? `no words for ${fact.kind}`)];
  });
}

test("any run, whole or cut short, can be told in every language", property, () => {
  fc.assert(
    fc.property(runOf(), fc.nat(200), ({ cluster, options }, keep) => {
      const trace = traceOf(cluster, options);
      const cut = { ...trace, events: trace.events.slice(0, keep), result: undefined };
      for (const text of [...texts(trace), ...texts(cut)]) expect(text).not.toMatch(/undefined|NaN|Infinity|no words/);
      telling.summary(trace);
    }),
    runs(60),
  );
});

test("its events are as the schemas say, and survive JSON", () => {
  const shapes = v.variant("type", telling.schemas as never);
  const own = new Set(["candidate", "ballot", "won", "term", "append", "discard", "commit"]);
  fc.assert(
    fc.property(runOf(), ({ cluster, options }) => {
      for (const event of traceOf(cluster, options).events) {
        if (!own.has(event.type)) continue;
        expect(v.parse(shapes, JSON.parse(JSON.stringify(event)))).toEqual(event);
      }
    }),
    runs(30),
  );
});

async function told(description: object) {
  const cluster = await readScenario(JSON.stringify({ protocol: "raft", ...description }), "cluster.json");
  return traceOf(cluster, raftPart.options(cluster.parts?.["raft"], cluster));
}

describe("a summary says what became of writes that were not committed:", () => {
  const five = { servers: 5, epoch: 1, leader: 3 };
  const cutOff = [
    {
      partition: [
        [3, 2],
        [1, 4, 5],
      ],
    },
  ];
  test.each([
    ["none, when all were", [{ write: 1 }, { fail: [3] }], "none"],
    ["lost, when nobody else had them", [{ write: { n: 1, reach: [] } }, { fail: [3] }], "lost"],
    ["kept, when whoever wins must have them", [{ write: { n: 2, reach: [1] } }, { fail: [3, 4] }], "kept"],
    ["nothing yet, without a later leader", [{ write: { n: 1, reach: [] } }, { fail: [1, 2, 3] }], "open"],
    ["none, when the same leader commits them later", [{ write: { n: 1, reach: [] } }, { wait: 1000 }], "none"],
    ["lost, when whoever led before writes them", [...cutOff, { write: 1 }, { heal: true }], "lost"],
    ["kept, when they left before the leader was paused", [{ write: { n: 1, reach: [] } }, { pause: [3] }], "kept"],
    [
      "both, when one is kept and another lost",
      [...cutOff, { write: 1 }, { heal: true }, { write: { n: 1, reach: [1, 2, 4, 5] } }, { fail: [4] }],
      "split",
    ],
  ])("%s", async (_, steps, write) => {
    expect(telling.summary(await told({ ...five, steps })).write).toBe(write);
  });

  test.each([
    ["lost, with the leader in office that alone has it", 3, "lost"],
    ["none, where no leader is in office: nobody knows whether it was committed", undefined, "none"],
  ])("an entry of the description: %s", async (_, leader, write) => {
    const servers = [8, 8, 9].map((counter, index) => ({ sid: index + 1, zxid: `1:${counter}` }));
    const steps = [
      { ...(leader ? { fail: [3] } : { start: [1, 2] }) },
      { ...(leader ? { restart: [3] } : { start: [3] }) },
    ];
    expect(telling.summary(await told({ servers, leader, steps })).write).toBe(write);
  });
});

test("a summary counts the terms since a leader was lost", async () => {
  const servers = [8, 8, 8, 7, 7].map((counter, index) => ({ sid: index + 1, zxid: `1:${counter}` }));
  const trace = await told({ servers, leader: 3, steps: [{ fail: [3, 5] }] });
  // Term 2 of server 4, whose log is behind, and term 3 of server 1.
  expect(telling.summary(trace).attempts).toEqual({ count: 2, unit: "term" });
});

test("equal timeouts split the votes for ever, and the step ends all the same", async () => {
  const trace = await told({
    servers: 3,
    steps: [{ start: [1, 2, 3] }],
    raft: { electionTimeout: [150, 150] },
    network: { latency: 10 },
  });
  expect(trace.result?.leader).toBeNull();
  expect(telling.explain(trace).answer.fact).toMatchObject({ kind: "no-winner", split: true });
  const terms = new Set(trace.events.flatMap((event) => (event.type === "candidate" ? [event.term] : [])));
  expect(terms.size).toBeGreaterThanOrEqual(10);
  expect(terms.size).toBeLessThan(20);
});

test("whatever was asked over a partition arrives when it ends, and who wins by it is said to", async () => {
  const steps = [{ partition: [[1, 2], [3]], for: 2000 }, { heal: true }];
  const trace = await told({ servers: 3, epoch: 1, leader: 1, steps });
  const asked = trace.events.flatMap((event) => (event.type === "candidate" && event.sid === 3 ? [event.term] : []));
  const heard = (sid: number) =>
    trace.events.flatMap((event) => (event.type === "ballot" && event.sid === sid ? [event.term] : []));
  expect(asked.length).toBeGreaterThan(5);
  expect([heard(1), heard(2)]).toEqual([asked, asked]);
  const { answer, parts } = telling.explain(trace);
  const last = asked.at(-1);
  expect(answer.fact).toMatchObject({ kind: "leads-late", leader: 3, term: last, of: 3 });
  const facts = parts.flatMap(({ told }) => told.map(({ fact }) => fact));
  expect(facts).toContainEqual(
    expect.objectContaining({ kind: "late", candidate: 3, first: asked[0], last, yes: [1, 2], no: [] }),
  );
  expect(facts).toContainEqual(expect.objectContaining({ kind: "won-late", sid: 3, term: last }));
});

test("a candidate that is paused before the answers come leads when it goes on, and is told to", async () => {
  const whole = await told({ servers: 3, leader: 1, steps: [{ fail: [1] }] });
  const [asks] = whole.events.flatMap((event) => (event.type === "candidate" ? [event] : []));
  const { sid = 0, t = 0, term } = asks ?? {};
  // The answers leave one ms after it asked, and would be there after another one.
  const steps = [{ fail: [1], for: t + 1 }, { pause: [sid], for: 10 }, { resume: [sid] }];
  const { answer, parts } = telling.explain(await told({ servers: 3, leader: 1, steps }));
  expect(answer.fact).toMatchObject({ kind: "leads-late", leader: sid, term, of: 3 });
  expect(parts[2]?.told.map(({ fact }) => fact.kind).slice(0, 2)).toEqual(["won-late", "no-op"]);
});

describe("options", () => {
  test.each([
    [{ electionTimeout: [300, 150] }, /raft\.electionTimeout/],
    [{ electionTimeout: 150 }, /raft\.electionTimeout.*\[min, max\]/],
    [{ heartbeat: 0 }, /raft\.heartbeat.*from 1 to 60000/],
    [{ preVote: "yes" }, /raft\.preVote.*true or false/],
    [{ preVotes: true }, /preVotes/],
  ])("%j are refused by name", async (raft, message) => {
    await expect(told({ servers: 3, raft })).rejects.toThrow(message);
  });
});

describe("an explanation", () => {
  const facts = (trace: RaftTrace) =>
    telling.explain(trace).parts.flatMap(({ told }) => told.map(({ fact, label }) => ({ label, ...fact })));

  test("does not call those down who run at the end, or came later", async () => {
    const back = await told({ servers: 3, leader: 1, steps: [{ fail: [1] }, { restart: [1] }] });
    expect(facts(back)).toContainEqual({ label: "1", kind: "not-up", leader: back.result?.leader });
    const later = await told({ servers: 3, steps: [{ start: [1, 2] }, { start: [3] }] });
    expect(facts(later)).toContainEqual({ label: "3", kind: "not-up", leader: later.result?.leader });
  });

  test("tells of the leader that somebody heard on the other side of a split", async () => {
    const partition = [
      [4, 5],
      [1, 2, 3],
    ];
    const trace = await told({ servers: 5, leader: 5, steps: [{ partition }, { heal: true }] });
    expect(facts(trace)).toContainEqual({ label: "4", kind: "heard-another", leader: trace.result?.leader, other: 5 });
  });

  test("says which term deposed a leader: the first that it heard of", async () => {
    const steps = [
      {
        partition: [
          [1, 2, 3],
          [4, 5],
        ],
        for: 1000,
      },
      { partition: [[1], [2, 3, 4, 5]] },
      { heal: true },
    ];
    const trace = await told({ servers: 5, epoch: 2, leader: 1, steps });
    const [down] = facts(trace).filter((fact) => fact.kind === "steps-down");
    expect(down).toMatchObject({ sid: 1, was: 2 });
    const now = down?.kind === "steps-down" ? down.term : undefined;
    expect(facts(trace)).toContainEqual({ label: "1", kind: "deposed", term: 2, now });
  });

  test("does not count a term as split that was won before", async () => {
    const servers = [8, 8, 9].map((counter, index) => ({ sid: index + 1, zxid: `1:${counter}` }));
    const steps = [{ fail: [3] }, { fail: [1, 2] }, { restart: [1, 2, 3] }];
    const trace = await told({ servers, leader: 3, steps });
    const late = trace.events.some((event) => event.type === "candidate" && event.sid === 3 && event.term === 2);
    expect(late).toBe(true);
    expect(telling.explain(trace).answer.fact).toMatchObject({ kind: "leads", split: 0 });
    const gone = facts(trace).filter((fact) => fact.kind === "leader-gone");
    expect(gone).toMatchObject([{ alone: false }, { alone: true }]);
  });

  test("says of terms in vain which were won, and where timeouts are too short for the network", async () => {
    const lossy = { latency: [1, 20], loss: 0.3, seed: 7 };
    const won = await told({ servers: 5, leader: 5, network: lossy, steps: [{ fail: [5] }] });
    const wins = won.events.filter((event) => event.type === "won").length;
    expect(wins).toBeGreaterThan(0);
    expect(telling.explain(won).answer.fact).toMatchObject({ kind: "no-winner", won: wins, slow: undefined });
    const far = { latency: [1, 400], seed: 1 };
    const late = await told({ servers: 5, leader: 5, network: far, steps: [{ fail: [5] }] });
    const slow = { roundTrip: 800, timeout: [150, 300] };
    expect(telling.explain(late).answer.fact).toMatchObject({ kind: "no-winner", won: 0, slow });
  });
});
