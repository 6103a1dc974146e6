import type { Language } from "../language.ts";
import { en, type Problems } from "./en.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

const all: Record<Language, () => Problems> = { en: () => en, "zh-CN": () => zhCN, "zh-TW": () => zhTW };

/** The texts of a language. */
export function problemsOf(language: Language): Problems {
  return all[language]();
}
