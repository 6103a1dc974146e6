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

test.each([
  [2, "2 transactions are written", "写入 2 个事务", "寫入 2 個交易"],
  [
    { n: 2, reach: [3] },
    "2 transactions are written; before the next step only server 3 gets them",
    "写入 2 个事务，在下一步之前只有服务器 3 收到",
    "寫入 2 個交易，在下一步之前只有伺服器 3 收到",
  ],
  [
    { n: 1, reach: [4, 5] },
    "1 transaction is written; before the next step only servers 4 and 5 get it",
    "写入 1 个事务，在下一步之前只有服务器 4、5 收到",
    "寫入 1 個交易，在下一步之前只有伺服器 4、5 收到",
  ],
  [
    { n: 1, reach: [] },
    "1 transaction is written; before the next step nobody but the leader has it",
    "写入 1 个事务，在下一步之前只有 Leader 自己有",
    "寫入 1 個交易，在下一步之前只有 Leader 自己有",
  ],
])("a step that writes %j says so in every language", (write, ...texts) => {
  expect(
    languages.map((language) =>
      messagesOf(language)
        .step(2, 3, { write })
        .replace(/^.*?[:：] ?/, ""),
    ),
  ).toEqual(texts);
});
