import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/render/width.ts";
import { builtinStories, storyOfText, textOf } from "./story.ts";

const stories = builtinStories();

describe.each(stories)("the tables of %s", (_, story) => {
  test.each([80, 100, 140])("fit %i columns, in every language", (width) => {
    for (const language of ["en", "zh-CN", "zh-TW"] as const) {
      const widest = Math.max(...textOf(story, { width, language }).split("\n").map(widthOf));
      expect(widest, language).toBeLessThanOrEqual(width);
    }
  });

  test("have columns that stand below each other", () => {
    for (const language of ["en", "zh-CN"] as const) {
      const lines = textOf(story, { language }).split("\n");
      lines.forEach((line, at) => {
        // A table's top border gives the width of all its lines.
        if (line.startsWith("┌")) {
          for (let row = at; lines[row]?.match(/^[│├└┌]/); row++) expect(widthOf(lines[row] ?? "")).toBe(line.length);
        }
      });
    }
  });

  test("lose nothing without colour, and use only ASCII when asked", () => {
    expect(stripVTControlCharacters(textOf(story, { color: 1 }))).toBe(textOf(story));
    expect(textOf(story, { color: 1 })).not.toBe(textOf(story));
    expect(textOf(story, { ascii: true })).toMatch(/^[\x20-\x7e\n]*$/);
  });
});

test("a wider terminal puts received votes beside each other", async () => {
  const story = await storyOfText("servers: 4");
  expect(textOf(story, { width: 80 })).toContain("│ 2: (2, 0) wins, sid 2 > 1  │");
  expect(textOf(story, { width: 140 })).toContain("2: (2, 0) wins, sid 2 > 1    3: (3, 0) wins, sid 3 > 2");
});

test("long votes are broken after the vote, with their numbers whole", async () => {
  const story = await storyOfText(
    "servers: [{ sid: 1, zxid: '3:4000000001', epoch: 4 }, { sid: 2, zxid: '3:4000000002', epoch: 3 }]",
  );
  const text = textOf(story);
  expect(text).toMatch(/1: \(1, 3:4000000001, e4\) +│[^\n]*\n│ +│ {3}wins, epoch 4 > 3/);
  // There is no room for two columns of votes: a changed vote stands below the one before.
  expect(text).toContain("│ held, holds");
  expect(text).toMatch(/│ {2}\(2, 3:4000000002, e3\) │ [^\n]*\n[^\n]*│ \*\(1, 3:4000000001, e4\) │/);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test.each([
  ["en", "FOLLOWING 2,", "held, holds"],
  ["zh-CN", "FOLLOWING 2，", "原选票、现选票"],
  ["zh-TW", "FOLLOWING 2，", "原選票、現選票"],
] as const)("in %s a report is broken before its epoch, and joined columns share a head", async (language, who, head) => {
  const story = await storyOfText(
    "{ servers: [{ sid: 1, epoch: 4, zxid: '3:4000000001' }, { sid: 2, epoch: 3 }, { sid: 3, epoch: 3 }], leader: 2, steps: [{ fail: [1] }, { restart: [1], for: 3 }] }",
  );
  const text = textOf(story, { language, width: 66 });
  expect(text).toMatch(new RegExp(`│ 3: ${who} │[^\\n]*\\n│ +│ {3}epoch 3 `));
  expect(text).toContain(`│ ${head} `);
});

test("a large ensemble is summed up: its tables have no row a server", async () => {
  const text = textOf(await storyOfText("servers: 60"));
  expect(text).toContain("│ 1-59    │ its own │ (60, 0) wins, sid  │ *(60, 0) │ 2 of 60 │");
  expect(text.split("\n").length).toBeLessThan(40);
});

test("rounds and servers narrow the tables, not the sentences", async () => {
  const story = await storyOfText("servers: 3");
  const text = textOf(story, { selection: { rounds: { from: 2, to: 2 }, servers: [1] } });
  expect(text).not.toContain("Round 1");
  expect(text).not.toContain("counted");
  expect(text.match(/^│ \d/gm)).toEqual(["│ 1"]);
  expect(text).toContain("Server 3 leads: 2 of 3 votes");
});

test("control characters of a scenario's title do not reach the terminal", async () => {
  const story = await storyOfText('title: "\\e[31mred\\e[0m \\u202E title\\nsecond line"\nservers: 1');
  const [title] = textOf(story).split("\n");
  // The reader has made one line of it; whatever is left is printable.
  expect(title).toMatch(/^[\x20-\x7e]*red[\x20-\x7e]*title second line$/);
});

test("widths are those of string-width, which cli-table3 uses outside the built program", () => {
  const texts = ["", "abc", "1,2 → 3 of 5 ✔ quorum", "服务器 1、2 启动", "統計選票", "┌─┐│└┘", "a…b", "é·ü"];
  for (const text of texts) expect(widthOf(text), text).toBe(stringWidth(text));
});
