import type { Language } from "../language.ts";
import { en, type ProtocolMessages } from "./en.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

const all: Record<Language, () => ProtocolMessages> = { en: () => en, "zh-CN": () => zhCN, "zh-TW": () => zhTW };

/** What frames the tables and explanations of other protocols in a language. */
export function protocolMessagesOf(language: Language): ProtocolMessages {
  return all[language]();
}
