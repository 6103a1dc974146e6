import { expect, test } from "vitest";
import { languageOf, languages, messagesOf } from "../../src/locales/index.ts";
import { sidList } from "../../src/locales/lists.ts";

test.each([
  ["", "en"],
  ["C", "en"],
  ["POSIX", "en"],
  ["en_GB.UTF-8", "en"],
  ["de_DE.UTF-8", "en"],
  ["zh_CN.UTF-8", "zh-CN"],
  ["zh", "zh-CN"],
  ["zh_SG", "zh-CN"],
  ["zh_TW.UTF-8", "zh-TW"],
  ["zh_HK", "zh-TW"],
  ["zh-Hant", "zh-TW"],
  ["zh_Hans_CN", "zh-CN"],
])("the locale %j is %s", (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});

test("every language says which it is", () => {
  for (const language of languages) expect(messagesOf(language).language).toBe(language);
});

test("long runs of sids are written as ranges", () => {
  expect(sidList([3, 1, 2])).toEqual(["1", "2", "3"]);
  expect(sidList([1, 2, 3, 4, 5, 6, 9, 11, 12])).toEqual(["1-6", "9", "11", "12"]);
  expect(sidList([])).toEqual([]);
});
