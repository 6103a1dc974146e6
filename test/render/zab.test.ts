/** The tables of discovery, synchronization and broadcast, held against traces written by hand. */
import { describe, expect, test } from "vitest";
import { en } from "../../src/locales/tables/en.ts";
import { storyToCsv } from "../../src/render/csv.ts";
import { blocksToMarkdown } from "../../src/render/markdown.ts";
import { storyBlocks } from "../../src/render/sections.ts";
import { signsOf } from "../../src/render/style.ts";
import { widthOf } from "../../src/render/width.ts";
import type { Header, ServerState, TraceEvent } from "../../src/trace/events.ts";
import type { Story } from "../../src/trace/story.ts";
import { StoryBuilder } from "../../src/trace/story-builder.ts";
import {
  accepts,
  commit,
  decide,
  header,
  initial,
  logged,
  phase,
  propose,
  refuse,
  result,
  serves,
  state,
  step,
} from "../trace/zab.ts";
import { builtinStories, textOf } from "./story.ts";

function told(head: Header, states: Record<number, ServerState>, ...events: TraceEvent[]): Story {
  const builder = new StoryBuilder(head, true);
  for (const event of events) builder.add(event);
  return builder.finish(result(events.at(-1)?.t ?? 0, 2, states));
}

const phases = { phases: true };

/** The lines of a text from one that contains the first to one that contains the last. */
function part(text: string, first: string, last: string): string[] {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line.includes(first));
  const to = lines.findIndex((line, at) => at >= from && line.includes(last));
  return lines.slice(from, to + 1);
}

/** 8, 8, 8, 7, 6 with leader 3: it crashes, and 2 leads 1, 4 and 5 in epoch 2; 3 returns with what nobody else has. */
const head = header(["1:8", "1:8", "1:8", "1:7", "1:6"], { leader: 3 });
const elected = [
  step(1, 1, { fail: [3] }),
  state(1, 3, "LEADING", "DOWN", "crash"),
  ...[1, 2, 4, 5].flatMap((sid) => [
    state(1, sid, "FOLLOWING", "LOOKING", "leader-lost"),
    initial(1, sid, ["1:8", "1:8", "", "1:7", "1:6"][sid - 1] ?? "", 1),
  ]),
  ...[1, 2, 4, 5].flatMap((sid) => [
    decide(203, sid, 2, "1:8", [1, 2, 4]),
    state(203, sid, "LOOKING", sid === 2 ? "LEADING" : "FOLLOWING", "elected"),
    phase(203, sid, "discovery", 2, undefined, { zxid: ["1:8", "1:8", "", "1:7", "1:6"][sid - 1] ?? "" }),
  ]),
  accepts(204, 2, 2, 2, 1, { 1: 1, 2: 1, 4: 1 }),
  ...[1, 4, 5].map((sid) => accepts(205, sid, 2, 2, 1)),
  serves(206, 2, 2, 2, 1),
  phase(206, 2, "synchronization", 2, 2),
  phase(207, 1, "synchronization", 2, 2, { zxid: "1:8", mode: "DIFF", why: "same", from: "1:8" }),
  serves(207, 1, 2, 2, 1),
  phase(207, 4, "synchronization", 2, 2, {
    ...{ zxid: "1:8", mode: "DIFF", why: "behind", from: "1:7", received: ["1:8"] },
  }),
  serves(207, 4, 2, 2, 1),
  phase(207, 5, "synchronization", 2, 2, {
    ...{ zxid: "1:8", mode: "DIFF", why: "behind", from: "1:6", received: ["1:7-1:8"] },
  }),
  phase(208, 2, "broadcast", 2, 2, { zxid: "2:0" }),
  phase(209, 1, "broadcast", 2, 2, { zxid: "1:8" }),
  phase(209, 4, "broadcast", 2, 2, { zxid: "1:8" }),
];
const written = [step(0, 0, { write: { n: 2, reach: [] } }), propose(0, 3, 2, "1:10", [])];
const returned = [
  step(210, 2, { restart: [3] }),
  state(210, 3, "DOWN", "LOOKING", "restart"),
  initial(210, 3, "1:10", 1),
  phase(214, 3, "discovery", 2, undefined, { zxid: "1:10" }),
  accepts(216, 3, 2, 2, 1),
  phase(218, 3, "synchronization", 2, 2, {
    ...{ zxid: "1:8", mode: "TRUNC", why: "ahead", from: "1:10", discarded: ["1:9-1:10"] },
  }),
  serves(218, 3, 2, 2, 1),
  phase(219, 3, "broadcast", 2, 2, { zxid: "1:8" }),
];
const states = { 1: "FOLLOWING", 2: "LEADING", 3: "FOLLOWING", 4: "FOLLOWING", 5: "FOLLOWING" } as const;
const deposed = () => told(head, states, ...written, ...elected, ...returned);

describe("discovery", () => {
  test("shows which epochs were heard of, what comes of them, and who came later", () => {
    expect(part(textOf(deposed(), { selection: phases }), "Discovery", "└")).toEqual([
      "Discovery  epoch 2: the highest acceptedEpoch of a quorum (1, 2, 4) is 1, plus 1",
      "┌─────────┬───────────┬───────────────┬──────────────┬─────────┐",
      "│ server  │ last zxid │ acceptedEpoch │ currentEpoch │ counted │",
      "├─────────┼───────────┼───────────────┼──────────────┼─────────┤",
      "│ 1       │ 1:8       │ 1 → 2         │ 1            │ ✔       │",
      "│ 2 leads │ 1:8       │ 1 → 2         │ 1            │ ✔       │",
      "│ 4       │ 1:7       │ 1 → 2         │ 1            │ ✔       │",
      "│ 5       │ 1:6       │ 1 → 2         │ 1            │ later   │",
      "└─────────┴───────────┴───────────────┴──────────────┴─────────┘",
    ]);
  });

  /** Leader 2 hears of 1, which is ahead of it by this. */
  const refused = (epoch: number, zxid: string) =>
    told(
      header([zxid, "1:8", "1:8"]),
      { 1: "LOOKING", 2: "LEADING", 3: "FOLLOWING" },
      step(0, 0, { start: [1, 2, 3] }),
      ...[1, 2, 3].flatMap((sid) => [state(0, sid, "DOWN", "LOOKING", "start"), initial(0, sid, "1:8", 1)]),
      ...[1, 2, 3].flatMap((sid) => [
        decide(202, sid, 2, "1:8", [2, 3]),
        state(202, sid, "LOOKING", sid === 2 ? "LEADING" : "FOLLOWING", "elected"),
        phase(202, sid, "discovery", 2, undefined, { zxid: "1:8" }),
      ]),
      accepts(203, 2, 2, 3, 1, { 1: 2, 2: 1 }),
      refuse(205, 2, 1, epoch, zxid),
      state(205, 1, "FOLLOWING", "LOOKING", "leader-behind"),
      serves(206, 2, 2, 3, 1),
      phase(206, 2, "synchronization", 2, 3),
      phase(207, 3, "synchronization", 2, 3, { zxid: "1:8", mode: "DIFF", why: "same", from: "1:8" }),
      serves(207, 3, 2, 3, 1),
      phase(208, 2, "broadcast", 2, 3, { zxid: "3:0" }),
    );

  test("shows why a follower is refused: its epoch, else its zxid, is higher", () => {
    const text = (story: Story) => textOf(story, { selection: phases });
    expect(text(refused(2, "1:8"))).toContain(
      "│ 1       │ 1:8       │ 1             │ 2            │ refused, epoch 2 > 1 │",
    );
    expect(text(refused(1, "1:9"))).toContain("│ refused, zxid 1:9 > 1:8 │");
  });

  test("is told with all that follows from it, though a server that is refused looks again meanwhile", () => {
    const story = refused(2, "1:8");
    expect(story.sections.map(({ start }) => start)).toEqual([0, 205]);
    const [first, second] = story.sections;
    expect(first?.phases.map(({ phase }) => phase)).toEqual([
      ...["discovery", "discovery", "discovery"],
      ...["synchronization", "synchronization", "broadcast"],
    ]);
    expect(first?.refusals).toHaveLength(1);
    expect(second?.phases).toEqual([]);
    const text = textOf(story, { selection: phases });
    expect(text.search(/2 of 3, a\s+quorum\.\s+Server 2 serves in epoch 3\./)).toBeGreaterThan(0);
    expect(text.indexOf("acknowledge NEWLEADER")).toBeLessThan(text.indexOf("After 205 ms"));
  });

  test("may come to nothing", () => {
    const story = told(head, { ...states, 3: "DOWN" }, ...elected.slice(0, -14));
    expect(story.sections[0]?.phases.map(({ phase }) => phase)).toEqual(new Array(4).fill("discovery"));
    expect(textOf(story, { selection: phases })).toContain("Discovery  leader 2: no quorum comes to accept an epoch\n");
  });
});

describe("synchronization", () => {
  test("shows how each is brought up to date, why so, and who has acknowledged and serves", () => {
    expect(part(textOf(deposed(), { selection: phases }), "Synchronization", "are lost")).toEqual([
      "Synchronization  leader 2 has all up to 1:8",
      "┌─────────┬─────┬────────────────────────────┬─────────┬─────┬─────┐",
      "│ server  │ had │ mode, why                  │ gets    │ has │ ACK │",
      "├─────────┼─────┼────────────────────────────┼─────────┼─────┼─────┤",
      "│ 1       │ 1:8 │ DIFF, has all              │         │ 1:8 │ ✔   │",
      "│ 2 leads │ 1:8 │                            │         │ 1:8 │ ✔   │",
      "│ 4       │ 1:7 │ DIFF, lacks 1 transaction  │ 1:8     │ 1:8 │ ✔   │",
      "│ 5       │ 1:6 │ DIFF, lacks 2 transactions │ 1:7–1:8 │ 1:8 │     │",
      "└─────────┴─────┴────────────────────────────┴─────────┴─────┴─────┘",
      "",
      "Servers 1, 2 and 4 write currentEpoch 2 and acknowledge NEWLEADER: 3 of 5, a",
      "quorum. They serve in epoch 2.",
      "1:9–1:10 are lost: leader 2 serves without them; only 3 still has them.",
    ]);
  });

  test("of one that returns is told on its own, with what it drops", () => {
    expect(part(textOf(deposed(), { selection: phases }), "serves in epoch 2 already", "It serves")).toEqual([
      "Discovery  leader 2 serves in epoch 2 already",
      "┌────────┬───────────┬───────────────┬──────────────┐",
      "│ server │ last zxid │ acceptedEpoch │ currentEpoch │",
      "├────────┼───────────┼───────────────┼──────────────┤",
      "│ 3      │ 1:10      │ 1 → 2         │ 1            │",
      "└────────┴───────────┴───────────────┴──────────────┘",
      "",
      "Synchronization  leader 2, epoch 2",
      "┌────────┬──────┬───────────────────────────────────┬──────────┬─────┬─────┐",
      "│ server │ had  │ mode, why                         │ drops    │ has │ ACK │",
      "├────────┼──────┼───────────────────────────────────┼──────────┼─────┼─────┤",
      "│ 3      │ 1:10 │ TRUNC, has 2 the leader never had │ 1:9–1:10 │ 1:8 │ ✔   │",
      "└────────┴──────┴───────────────────────────────────┴──────────┴─────┴─────┘",
      "",
      "Server 3 writes currentEpoch 2 and acknowledges NEWLEADER. It serves in epoch 2.",
    ]);
  });

  const synced = (detail: object) => [
    step(0, 0, { start: [1] }),
    state(0, 1, "DOWN", "LOOKING", "start"),
    phase(5, 1, "synchronization", 2, 2, detail),
  ];

  test.each([
    [{ mode: "DIFF", why: "new-epoch", from: "1:0", received: ["1:1"] }, "DIFF, 1:0 only begins an epoch; lacks 1 tr"],
    [{ mode: "TRUNC", why: "diverged", discarded: ["1:9"], received: ["2:1"] }, "TRUNC, has 1 where the leader has"],
    [
      { mode: "SNAP", why: "too-far", zxid: "2:0", received: ["1:1"] },
      "SNAP, ends before all that the leader keeps one",
    ],
    [{ mode: "SNAP", why: "too-far", zxid: "1:0", from: "0:0" }, "SNAP, the leader at 1:0 keeps none"],
    [{ mode: "SNAP", why: "too-far" }, "SNAP, ends before all that the leader keeps one by one"],
    [{ mode: "SNAP", why: "unknown" }, "SNAP, history unknown"],
    [{ mode: "SNAP", why: "\u001b[31mred\n" }, "SNAP, [31mred "],
  ])("says why: %j", (detail, why) => {
    const text = textOf(told(head, states, ...synced(detail)), { width: 140, selection: phases });
    expect(text).toContain(why);
  });

  test("fits 80 columns with the longest zxids, in every language", () => {
    const long = "3:4000000001-3:4000000009";
    const detail = { zxid: "4:4000000009", mode: "SNAP", why: "other-epoch", from: "3:4000000009" };
    const story = told(
      head,
      states,
      ...synced({ ...detail, discarded: [long], received: [long, "4:1", "4:3", "4:5"] }),
    );
    for (const language of ["en", "zh-CN", "zh-TW"] as const) {
      const lines = textOf(story, { language, selection: phases }).split("\n");
      expect(Math.max(...lines.map(widthOf)), language).toBeLessThanOrEqual(80);
    }
  });
});

describe("broadcast", () => {
  const committed = [
    step(220, 3, { write: 3 }),
    propose(220, 2, 3, "2:3"),
    ...[1, 4].map((sid) => logged(221, sid, 2, 3, "2:3")),
    commit(222, 2, 3, "2:3", [1, 2, 4]),
    logged(223, 5, 2, 3, "2:3"),
  ];

  test("shows who has logged what, and whether that commits it", () => {
    const text = textOf(told(head, states, ...written, ...elected, ...committed), { selection: phases });
    expect(part(text, "Broadcast", "└")).toEqual([
      "Broadcast  leader 3, epoch 1; what a quorum acknowledges is committed",
      "┌──────────┬─────────────┬────────────────────────┐",
      "│ zxids    │ proposed by │ logged by              │",
      "├──────────┼─────────────┼────────────────────────┤",
      "│ 1:9–1:10 │ 3           │ 3 → 1 of 5 only logged │",
      "└──────────┴─────────────┴────────────────────────┘",
    ]);
    expect(part(text, "2:1–2:3", "2:1–2:3")).toEqual(["│ 2:1–2:3 │ 2           │ 1,2,4,5 → 4 of 5 ✔ committed │"]);
    expect(text).toContain("Leader 2 commits 3 transactions, up to zxid 2:3, on 1, 2, 4 and 5.\n");
    expect(text).toContain("Of 5 transactions proposed, 3 are committed and 2 are lost (1:9–1:10).\n");
  });

  test("tells in the plain tables, too, that nothing is committed, and what is dropped", () => {
    const text = textOf(deposed());
    expect(text).toContain(
      [
        "Step 1 of 3: 2 transactions are written; before the next step nobody but the",
        "leader has them",
        "2 transactions are only logged, on 3: 1 of 5, 3 needed; nothing is committed.",
        "",
      ].join("\n"),
    );
    expect(text).toContain("Server 3 drops 1:9–1:10 (TRUNC).\n");
    expect(text).not.toContain("Discovery");
  });

  test("tells of a leader that has in its history what its predecessor only logged", () => {
    const carried = [
      step(0, 0, { write: { n: 1, reach: [2] } }),
      propose(0, 3, 1, "1:9", [2]),
      logged(1, 2, 3, 1, "1:9"),
      ...elected.map((event) => (event.type === "vote" && event.sid === 2 ? initial(1, 2, "1:9", 1) : event)),
    ];
    const text = textOf(told(head, states, ...carried), { selection: phases });
    expect(text).toContain("1:9 is committed now: leader 2 has it in its history.");
    expect(text).toContain("Step 1 of 2: 1 transaction is written; before the next step only server 2");
  });
});

test("only the rows of some servers, without the sentences being cut", () => {
  const text = textOf(deposed(), { selection: { phases: true, servers: [4], rounds: { from: 9, to: 9 } } });
  expect(text.match(/^│ \d.*$/gm)).toEqual([
    "│ 1:9–1:10 │ 3           │ 3 → 1 of 5 only logged │",
    "│ 4      │ 1:7       │ 1 → 2         │ 1            │ ✔       │",
    "│ 4      │ 1:7 │ DIFF, lacks 1 transaction │ 1:8  │ 1:8 │ ✔   │",
  ]);
  expect(text).toContain("Servers 1, 2 and 4 write currentEpoch 2");
});

describe.each([["deposed", deposed()] as const, ...builtinStories()])("with --phases, %s", (_, story) => {
  test.each([80, 140])("fits %i columns, in every language", (width) => {
    for (const language of ["en", "zh-CN", "zh-TW"] as const) {
      const lines = textOf(story, { width, language, selection: phases }).split("\n");
      expect(Math.max(...lines.map(widthOf)), language).toBeLessThanOrEqual(width);
    }
  });

  test("is ASCII when asked", () => {
    expect(textOf(story, { ascii: true, selection: phases })).toMatch(/^[\x20-\x7e\n]*$/);
  });
});

test("a trace from logs shows who, when and how, and no column for what it does not tell", () => {
  const log: Header = { ...head, source: "log" };
  const story = told(
    log,
    states,
    state(0, 1, "DOWN", "LOOKING", "start"),
    phase(10, 1, "discovery", 2),
    phase(12, 2, "discovery", 2),
    phase(20, 2, "synchronization", 2),
    phase(25, 1, "synchronization", 2, undefined, { mode: "DIFF", zxid: "1:8" }),
    phase(40, 2, "broadcast", 2, 2),
    phase(41, 1, "broadcast", 2, 2, { zxid: "1:8" }),
  );
  const text = textOf(story, { selection: phases });
  expect(part(text, "Discovery", "zzz")).toEqual([]);
  expect(text.slice(text.indexOf("Discovery"))).toBe(
    `${[
      "Discovery  leader 2, epoch 2",
      "┌─────────┬───────┐",
      "│ server  │ after │",
      "├─────────┼───────┤",
      "│ 1       │ 10 ms │",
      "│ 2 leads │ 12 ms │",
      "└─────────┴───────┘",
      "",
      "Synchronization  leader 2, epoch 2",
      "┌─────────┬───────┬───────────┬─────┐",
      "│ server  │ after │ mode, why │ has │",
      "├─────────┼───────┼───────────┼─────┤",
      "│ 1       │ 25 ms │ DIFF      │ 1:8 │",
      "│ 2 leads │ 20 ms │           │     │",
      "└─────────┴───────┴───────────┴─────┘",
      "",
      "Broadcast  leader 2, epoch 2",
      "┌─────────┬───────┬───────────┐",
      "│ server  │ after │ last zxid │",
      "├─────────┼───────┼───────────┤",
      "│ 1       │ 41 ms │ 1:8       │",
      "│ 2 leads │ 40 ms │           │",
      "└─────────┴───────┴───────────┘",
    ].join("\n")}\n`,
  );
});

test("servers of a large ensemble for which the same is said share a row", () => {
  const many = header(new Array(50).fill("1:8"));
  const sids = Array.from({ length: 50 }, (_, at) => at + 1);
  const heard = Object.fromEntries(sids.slice(24).map((sid) => [sid, 1]));
  const story = told(
    many,
    {},
    step(0, 0, { start: sids }),
    ...sids.map((sid) => phase(1, sid, "discovery", 50, undefined, { zxid: "1:8" })),
    accepts(2, 50, 50, 2, 1, heard),
    ...sids.slice(0, -1).map((sid) => accepts(3, sid, 50, 2, 1)),
  );
  expect(part(textOf(story, { selection: phases }), "│ 1-24", "└")).toEqual([
    "│ 1-24     │ 1:8       │ 1 → 2         │ 1            │ later   │",
    "│ 25-49    │ 1:8       │ 1 → 2         │ 1            │ ✔       │",
    "│ 50 leads │ 1:8       │ 1 → 2         │ 1            │ ✔       │",
    "└──────────┴───────────┴───────────────┴──────────────┴─────────┘",
  ]);
});

test("Markdown has the same tables", () => {
  const text = blocksToMarkdown(storyBlocks(deposed(), phases, en, signsOf(false)));
  expect(text).toContain(
    [
      "**Synchronization** leader 2, epoch 2",
      "",
      "| server | had | mode, why | drops | has | ACK |",
      "| --- | --- | --- | --- | --- | --- |",
      "| 3 | 1:10 | TRUNC, has 2 the leader never had | 1:9–1:10 | 1:8 | **✔** |",
    ].join("\n"),
  );
});

test("CSV has a line for each event, and more columns only then", () => {
  const csv = storyToCsv(deposed(), phases).split("\r\n");
  expect(csv[0]).toBe(
    "section,t,electionEpoch,round,server,event,from,leader,zxid,peerEpoch,state,outcome,by,supporters,quorum,epoch,was,mode,why,had,drops,gets,count",
  );
  expect(csv).toContain("1,0,,,3,propose,,3,0x10000000a,,,,,,,,,,,,,,2");
  expect(csv).toContain("2,204,,,2,acceptedEpoch,,2,,,,,,1 2 4,,2,1,,,,,,");
  expect(csv).toContain(
    "3,218,,,3,synchronization,,2,0x100000008,,,,,,,2,,TRUNC,ahead,0x10000000a,0x100000009-0x10000000a,,",
  );
  const plain = storyToCsv(deposed(), {});
  expect(plain.split("\r\n")[0]).not.toContain("mode");
  expect(plain).not.toContain("propose");
});
