import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

// The table of the README names lines of the recordings, for people to check findings by: they must be there.

const recordings = join(import.meta.dirname, "../../fixtures/logs");
const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
const scenarios = readFileSync(join(import.meta.dirname, "scenarios.sh"), "utf8");

const named = [...readme.matchAll(/^\| ([\w-]+) \| .* \| (`.*`) \|$/gm)].map(([, folder = "", lines = ""]) => ({
  folder,
  lines: [...lines.matchAll(/`([\w.-]+):(\d+)` `([^`]+)`/g)].map(([, file = "", number = "", text = ""]) => ({
    file,
    number: Number(number),
    text,
  })),
}));

describe.each(named)("$folder", ({ folder, lines }) => {
  test.each(lines)("$file:$number", ({ file, number, text }) => {
    expect(readFileSync(join(recordings, folder, file), "utf8").split("\n")[number - 1]).toContain(text);
  });

  test("says who led", () => {
    expect(lines).not.toEqual([]);
    expect(readFileSync(join(recordings, folder, "observed.txt"), "utf8")).toContain("Mode: leader");
  });
});

test("every scenario is in the table, and was recorded", () => {
  const [, list = ""] = /^scenarios=\(([^)]*)\)/m.exec(scenarios) ?? [];
  const known = list.trim().split(/\s+/);
  expect(named.map(({ folder }) => folder)).toEqual(known);
  expect(readdirSync(recordings)).toEqual(expect.arrayContaining(known));
});
