import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

// A character of the other script is easily overlooked: simplified Chinese is what GB 2312 has, traditional what
// Big5 has.

const folder = join(import.meta.dirname, "../../src/locales");
const scripts: [language: string, encoding: string, lead: [number, number]][] = [
  ["zh-CN", "gbk", [0xb0, 0xf7]],
  ["zh-TW", "big5", [0xa4, 0xf9]],
];

test.each(scripts)("the texts in %s have its characters only", (language, encoding, [first, last]) => {
  const known = charactersOf(encoding, first, last);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(`${language}.ts`),
  );
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) {
    const used = readFileSync(join(folder, file), "utf8").match(/\p{Script=Han}/gu) ?? [];
    expect(used.length, file).toBeGreaterThan(0);
    expect(
      [...new Set(used)].filter((character) => !known.has(character)),
      file,
    ).toEqual([]);
  }
});

/** What the pairs of bytes with these first bytes stand for; of GBK, the part that is GB 2312. */
function charactersOf(encoding: string, first: number, last: number): Set<string> {
  const decoder = new TextDecoder(encoding);
  const characters = new Set<string>();
  for (let lead = first; lead <= last; lead++) {
    for (let trail = encoding === "big5" ? 0x40 : 0xa1; trail <= 0xfe; trail++) {
      characters.add(decoder.decode(new Uint8Array([lead, trail])));
    }
  }
  return characters;
}
