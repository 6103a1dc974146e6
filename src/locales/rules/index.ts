import type { Language } from "../language.ts";
import { en, type RulesTexts } from "./en.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

const all: Record<Language, () => RulesTexts> = { en: () => en, "zh-CN": () => zhCN, "zh-TW": () => zhTW };

/** The texts of the page of rules in a language. */
export function rulesTextsOf(language: Language): RulesTexts {
  return all[language]();
}
