import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diagnoseMessagesOf } from "../../src/locales/diagnose/index.ts";
import { languages } from "../../src/locales/index.ts";
import { diagnosisBlocks } from "../../src/render/diagnose/diagnosis.ts";
import { diagnosedFolder } from "../diagnose/diagnosed.ts";
import { samples } from "../diagnose/samples.ts";

const recordings = join(import.meta.dirname, "../../fixtures/logs");

describe.each(languages)("%s", (language) => {
  const words = diagnoseMessagesOf(language);

  test.each(samples.map((finding) => ({ kind: finding.kind, finding })))("says what $kind is", ({ kind, finding }) => {
    const told = words.findings[kind] as Record<string, (one: typeof finding) => string>;
    for (const part of ["what", "effect", "cure"]) {
      const text = told[part]?.(finding) ?? "";
      expect(text).toMatch(language === "en" ? /^[\w(].*[.]$/ : /。$/);
      expect(text).not.toMatch(/undefined|NaN|\[object|null| {2}/);
      if (language !== "en") expect(text).toMatch(/\p{Script=Han}/u);
      // Marks are full-width, and nothing stands between one and what follows.
      if (language !== "en")
        expect(text).not.toMatch(/\p{Script=Han}[,;:!?()]|[，；：、。（）] | {2}| [，；：、。（）]/u);
    }
  });

  test("has samples of every kind", () => {
    expect(new Set(samples.map(({ kind }) => kind))).toEqual(new Set(Object.keys(words.findings)));
  });

  test.each(readdirSync(recordings))("tells %s in lines that are fit for a terminal", async (name) => {
    const blocks = diagnosisBlocks(await diagnosedFolder(join(recordings, name)), words);
    for (const block of blocks) expect("text" in block ? block.text : "").toMatch(/^[^\p{Cc}]+$/u);
  });
});
