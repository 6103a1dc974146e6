import type { Language } from "../language.ts";
import { en, type WhatIfMessages } from "./en.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

const all: Record<Language, () => WhatIfMessages> = { en: () => en, "zh-CN": () => zhCN, "zh-TW": () => zhTW };

/** The texts about changed scenarios in a language. */
export function whatIfMessagesOf(language: Language): WhatIfMessages {
  return all[language]();
}
