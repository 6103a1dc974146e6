/** What is wrong, in no language yet; every part of the program can say it, and only the last puts it into words. */
import { en, type Problems } from "./en.ts";
import { inWords, type TextOf } from "./text.ts";

/** A problem's key in the catalogue, and what it tells of. */
export type Fault = TextOf<Problems>;

/** One sentence; in English for those who do not ask for a language. */
export function worded(fault: Fault, problems: Problems = en): string {
  return inWords(problems, fault);
}
