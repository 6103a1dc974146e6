import type { Language } from "../../../locales/language.ts";
import type { Words } from "../../telling.ts";
import * as en from "./en.ts";
import type { KafkaFact } from "./facts.ts";
import type { TableWords } from "./table-words.ts";
import * as zhCN from "./zh-CN.ts";
import * as zhTW from "./zh-TW.ts";

interface Texts {
  readonly words: Words<KafkaFact>;
  readonly tableWords: TableWords;
  readonly decides: string;
  /** What the one is called whom the brokers elect. */
  readonly office: string;
}

const all: Record<Language, Texts> = { en, "zh-CN": zhCN, "zh-TW": zhTW };

export function textsOf(language: Language): Texts {
  return all[language];
}
