import type { Language } from "../language.ts";
import { type ExplainMessages, en } from "./en.ts";

const all: Record<Language, ExplainMessages> = { en, "zh-CN": en, "zh-TW": en };

/** The sentences of explanations in a language. */
export function explainMessagesOf(language: Language): ExplainMessages {
  return all[language];
}
