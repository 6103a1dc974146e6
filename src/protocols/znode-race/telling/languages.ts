import type { Language } from "../../../locales/language.ts";
import { en, type RaceWords } from "./en.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

const all: Record<Language, RaceWords> = { en, "zh-CN": zhCN, "zh-TW": zhTW };

/** What is said of a race, in a language. */
export function wordsIn(language: Language): RaceWords {
  return all[language];
}
