import type { Language } from "../../../locales/language.ts";
import type { Words } from "../../telling.ts";
import { en } from "./en.ts";
import type { ZenFact } from "./facts.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

const all = { en, "zh-CN": zhCN, "zh-TW": zhTW };

/** The words of a language, and how a fact is said in them. */
export function wordsOf(language: Language) {
  const words = all[language];
  return { ...words, say: (fact: ZenFact) => (words.facts as Words<ZenFact>)[fact.kind](fact as never) };
}

export type ZenWords = ReturnType<typeof wordsOf>;
