/** A trace as sections and rounds. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { traceHeader } from "../../src/simulation/header.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import type { TraceEvent, TraceLine, Vote } from "../../src/trace/events.ts";
import type { Row, Section, Story } from "../../src/trace/story.ts";
import { StoryBuilder } from "../../src/trace/story-builder.ts";
import { property, runs } from "../runs.ts";
import { runOf } from "../simulation/arbitrary.ts";
import { linesOf } from "./traces.ts";

function storyOf(lines: readonly TraceLine[], condenses = false): Story {
  const [header, ...rest] = lines;
  const result = rest.pop();
  if (header?.type !== "trace" || result?.type !== "result") throw new Error("not a whole trace");
  const builder = new StoryBuilder(header, condenses);
  for (const event of rest as TraceEvent[]) builder.add(event);
  return builder.finish(result);
}

const told = async (description: object, condenses = false) => storyOf(await linesOf(description), condenses);

const brief = (vote: Vote | null): string => (vote ? `(${vote.leader},${vote.zxid})` : "-");

/** `1: (1,8) → (2,8) by sid; hears 2,4; 1,2` */
function row({ sid, held, holds, cast, heard, tally }: Row): string {
  const change = cast ? `${brief(held)} → ${brief(holds)} by ${cast.by}` : brief(holds);
  const from = heard.map(({ event }) => event.from).join();
  return `${sid}: ${change}; hears ${from || "nobody"}; ${tally?.supporters.join() ?? "-"}`;
}

const rounds = (section: Section | undefined) => section?.rounds.map(({ rows }) => rows.map(row));

describe("rounds", () => {
  test("are those of the articles: 8, 8, 8, 7, 7, servers 3 and 5 fail", async () => {
    const servers = [8, 8, 8, 7, 7].map((zxid, index) => ({ sid: index + 1, zxid }));
    const { sections } = await told({ servers, leader: 3, steps: [{ fail: [3, 5] }] });
    expect(sections).toHaveLength(1);
    expect(rounds(sections[0])).toEqual([
      [
        "1: - → (1,8) by initial; hears nobody; 1",
        "2: - → (2,8) by initial; hears nobody; 2",
        "4: - → (4,7) by initial; hears nobody; 4",
      ],
      [
        "1: (1,8) → (2,8) by sid; hears 2,4; 1,2",
        "2: (2,8); hears 1,4; 2", // By zxid it changes to (1,8) first, then by sid to (2,8): the last is what the round comes to.
        "4: (4,7) → (2,8) by sid; hears 1,2; 2,4",
      ],
      ["1: (2,8); hears 4; 1,2,4", "2: (2,8); hears 1,4; 1,2,4", "4: (2,8); hears 1; 1,2,4"],
    ]);
    expect(sections[0]?.rounds.map(({ casts }) => casts)).toEqual([true, true, false]);
  });

  test("tell a newer election against the vote that it was held against, the receiver's initial one", async () => {
    const servers = [
      { sid: 1, electionEpoch: 4 },
      { sid: 2, zxid: 5 },
      { sid: 3, zxid: 3 },
    ];
    const { sections } = await told({ servers });
    const second = sections[0]?.rounds.flatMap(({ rows }) => rows).filter(({ sid }) => sid === 2);
    const newer = second
      ?.flatMap(({ heard }) => heard)
      .filter(({ event }) => event.by === "electionEpoch" && event.rule);
    expect(newer?.map(({ event, against }) => [event.from, event.electionEpoch, brief(against)])).toEqual([
      [1, 5, "(2,5)"],
    ]);
  });
});

describe("sections", () => {
  test("one a step, with who looks, who decides, and everybody's state at the end", async () => {
    const { sections } = await told({
      servers: 3,
      steps: [{ start: [1] }, { start: [2] }, { start: [3] }, { fail: [2] }],
    });
    expect(sections.map(({ step }) => step?.index)).toEqual([0, 1, 2, 3]);
    expect(sections.map(({ looking }) => looking.map(({ sid }) => sid))).toEqual([[1], [2], [3], [1, 3]]);
    expect(sections.map(({ stillLooking }) => stillLooking.map(({ sid }) => sid))).toEqual([[], [1], [], []]);
    expect(sections.map(({ decisions }) => decisions.map(({ sid, leader }) => [sid, leader]))).toEqual([
      [],
      [
        [1, 2],
        [2, 2],
      ],
      [[3, 2]],
      [
        [1, 3],
        [3, 3],
      ],
    ]);
    expect(sections.map(({ states }) => [...states.values()].join())).toEqual([
      "LOOKING,DOWN,DOWN",
      "FOLLOWING,LEADING,DOWN",
      "FOLLOWING,LEADING,FOLLOWING",
      "FOLLOWING,DOWN,LEADING",
    ]);
    expect(sections.map(({ crashed }) => crashed.map(({ sid }) => sid))).toEqual([[], [], [], [2]]);
  });

  test("one more when servers look again within a step", async () => {
    const steps = [{ start: [1, 2, 3], for: 201 }, { fail: [3] }];
    const { sections } = await told({ servers: 3, steps });
    expect(sections.map(({ step, start, looking }) => [step?.index, start, looking.length])).toEqual([
      [0, 0, 3],
      [1, 201, 0],
      [undefined, 602, 2],
    ]);
    expect(rounds(sections[2])?.[0]).toEqual([
      "1: - → (1,0) by initial; hears nobody; 1",
      "2: - → (2,0) by initial; hears nobody; 2",
    ]);
  });

  test("a server in office at first follows, leads or observes until it is said otherwise", async () => {
    const servers = [{ sid: 1 }, { sid: 2 }, { sid: 3, role: "observer" }, { sid: 4 }];
    const { sections } = await told({ servers, leader: 2, steps: [{ wait: 1 }, { start: [4] }] });
    expect(sections.map(({ states }) => [...states.values()].join())).toEqual([
      "FOLLOWING,LEADING,OBSERVING,DOWN",
      "FOLLOWING,LEADING,OBSERVING,FOLLOWING",
    ]);
  });

  test("waits are those that ended in vain, and votes sent again are no news", async () => {
    const { sections } = await told({ servers: 5, steps: [{ start: [1, 2] }, { wait: 1000 }] });
    const waits = sections.map(({ waits }) => Object.fromEntries(waits.map(({ sid, least }) => [sid, least])));
    expect(waits).toEqual([
      { 1: 200, 2: 200 },
      { 1: 400, 2: 400 },
    ]);
    expect(rounds(sections[1])).toEqual([]);
    expect(
      [...(sections[1]?.proposals ?? [])].map(({ sid, vote, tally }) => [sid, brief(vote), tally?.supporters]),
    ).toEqual([
      [1, "(2,0)", [1, 2]],
      [2, "(2,0)", [1, 2]],
    ]);
  });
});

test("a large ensemble's notifications are summed up when it is condensed, and kept when not", async () => {
  const heard = ({ sections }: Story) =>
    sections[0]?.rounds.flatMap(({ rows }) => rows.map(({ heard }) => heard.length));
  expect(Math.max(...(heard(await told({ servers: 12 })) ?? []))).toBe(11);
  const condensed = await told({ servers: 12 }, true);
  expect(Math.max(...(heard(condensed) ?? []))).toBe(1);
  expect(condensed.sections[0]?.rounds[1]?.rows.map(({ heardCount }) => heardCount)).toEqual(new Array(12).fill(11));
});

test("of any simulation, a story tells every step, vote, decision and state", property, () => {
  fc.assert(
    fc.property(runOf(), ({ cluster }) => {
      const lines: TraceLine[] = [traceHeader(cluster)];
      lines.push(simulate(cluster, (event) => lines.push(event)));
      const { sections, result } = storyOf(lines);
      const of = (type: TraceLine["type"]) => lines.filter((line) => line.type === type);
      expect(sections.flatMap(({ step }) => step ?? [])).toEqual(of("step"));
      expect(sections.flatMap(({ decisions }) => decisions)).toEqual(of("decide"));
      expect(sections.flatMap(({ looking, crashed }) => [...looking, ...crashed]).length).toBe(
        of("state").filter((line) => line.type === "state" && (line.to === "LOOKING" || line.to === "DOWN")).length,
      );
      for (const { rounds } of sections) {
        for (const { rows, casts } of rounds) {
          expect(rows.map(({ sid }) => sid)).toEqual([...new Set(rows.map(({ sid }) => sid))].sort((a, b) => a - b));
          expect(casts).toBe(rows.some(({ cast }) => cast !== undefined));
        }
        expect(rounds.map(({ round }) => round)).toEqual(rounds.map(({ round }) => round).sort((a, b) => a - b));
      }
      const last = sections.at(-1);
      for (const { sid, state } of result.servers)
        expect({ sid, state: last?.states.get(sid) }).toEqual({ sid, state });
    }),
    runs(150),
  );
});
