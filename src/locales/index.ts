import { type Hints, en as hintsEn } from "./hints/en.ts";
import { zhCN as hintsZhCN } from "./hints/zh-CN.ts";
import { zhTW as hintsZhTW } from "./hints/zh-TW.ts";
import type { Language } from "./language.ts";
import { en, type Messages } from "./tables/en.ts";
import { zhCN } from "./tables/zh-CN.ts";
import { zhTW } from "./tables/zh-TW.ts";

export const languages: readonly Language[] = ["en", "zh-CN", "zh-TW"];

const all: Record<Language, () => Messages> = { en: () => en, "zh-CN": () => zhCN, "zh-TW": () => zhTW };

/** The texts of the tables of a language. */
export function messagesOf(language: Language): Messages {
  return all[language]();
}

const hints: Record<Language, () => Hints> = { en: () => hintsEn, "zh-CN": () => hintsZhCN, "zh-TW": () => hintsZhTW };

/** The hints of a language. */
export function hintsOf(language: Language): Hints {
  return hints[language]();
}

/** The language that a POSIX locale names, such as `zh_TW.UTF-8`; English for one that is not known. */
export function languageOf(locale: string): Language {
  if (/^zh([_-]Hant)?[_-](TW|HK|MO)\b|^zh[_-]Hant\b/i.test(locale)) return "zh-TW";
  return /^zh\b|^zh_/i.test(locale) ? "zh-CN" : "en";
}
