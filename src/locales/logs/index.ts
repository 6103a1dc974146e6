import type { Language } from "../language.ts";
import { en, type LogMessages } from "./en.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

const all: Record<Language, () => LogMessages> = { en: () => en, "zh-CN": () => zhCN, "zh-TW": () => zhTW };

/** The texts about logs of a language. */
export function logMessagesOf(language: Language): LogMessages {
  return all[language]();
}
