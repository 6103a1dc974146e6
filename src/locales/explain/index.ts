import type { Language } from "../language.ts";
import { type ExplainMessages, en } from "./en.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

const all: Record<Language, () => ExplainMessages> = { en: () => en, "zh-CN": () => zhCN, "zh-TW": () => zhTW };

/** The sentences of explanations in a language. */
export function explainMessagesOf(language: Language): ExplainMessages {
  return all[language]();
}
