import type { Language } from "../language.ts";
import { type CompareMessages, en } from "./en.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

const all: Record<Language, () => CompareMessages> = { en: () => en, "zh-CN": () => zhCN, "zh-TW": () => zhTW };

/** The texts of comparisons in a language. */
export function compareMessagesOf(language: Language): CompareMessages {
  return all[language]();
}
