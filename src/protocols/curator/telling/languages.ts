import type { Language } from "../../../locales/language.ts";
import { type CuratorWords, en } from "./en.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

const all: Record<Language, CuratorWords> = { en, "zh-CN": zhCN, "zh-TW": zhTW };

/** What is said of Curator's recipes, in a language. */
export function wordsIn(language: Language): CuratorWords {
  return all[language];
}
