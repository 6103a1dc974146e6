import { expect, test } from "vitest";
import { en } from "../../src/locales/tables/en.ts";
import { storyToCsv } from "../../src/render/csv.ts";
import { blocksToMarkdown } from "../../src/render/markdown.ts";
import { storyBlocks } from "../../src/render/sections.ts";
import { signsOf } from "../../src/render/style.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import type { TraceEvent } from "../../src/trace/events.ts";
import { storyOf, storyOfText } from "./story.ts";

test("what a title holds is text in Markdown, not markup", async () => {
  const story = await storyOfText('title: "<b>*a*</b> | `b` [c](d) & # _e_"\nservers: 1');
  const [title] = blocksToMarkdown(storyBlocks(story, {}, en, signsOf(false))).split("\n");
  expect(title).toBe("## &lt;b&gt;\\*a\\*&lt;/b&gt; \\| \\`b\\` \\[c\\](d) &amp; \\# \\_e\\_");
});

test("every line of a Markdown table has as many cells as its head", async () => {
  const story = await storyOfText("{ servers: 5, leader: 5, steps: [{ fail: [5] }] }");
  const tables = blocksToMarkdown(storyBlocks(story, {}, en, signsOf(false))).match(/(^\|.*\n)+/gm) ?? [];
  expect(tables).toHaveLength(3);
  for (const table of tables) {
    const cells = table
      .trim()
      .split("\n")
      .map((line) => line.split(" | ").length);
    expect(new Set(cells).size).toBe(1);
  }
});

test("CSV has a line for every notification between servers that were looking, and for every vote, in any ensemble", async () => {
  const cluster = await readScenario("servers: 12", "test.yaml");
  const events: TraceEvent[] = [];
  simulate(cluster, (event) => events.push(event));
  const rows = storyToCsv(storyOf(cluster, false), {})
    .split("\r\n")
    .map((line) => line.split(","));
  const count = (kind: string) => rows.filter(([, , , , , event]) => event === kind).length;
  expect(count("receive")).toBe(events.filter((event) => event.type === "receive" && event.from !== event.sid).length);
  expect(count("decide")).toBe(12);
  expect(count("tally")).toBe(events.filter((event) => event.type === "tally").length);
});
