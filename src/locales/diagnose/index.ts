import type { Language } from "../language.ts";
import { type DiagnoseMessages, en } from "./en.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

const all: Record<Language, () => DiagnoseMessages> = { en: () => en, "zh-CN": () => zhCN, "zh-TW": () => zhTW };

/** The texts of diagnoses in a language. */
export function diagnoseMessagesOf(language: Language): DiagnoseMessages {
  return all[language]();
}
