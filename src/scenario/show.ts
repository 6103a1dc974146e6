/** Values and lists as error messages quote them: one line, no control characters, never long. */
import type { Sids } from "../locales/problems/en.ts";
import type { Phrase } from "../locales/problems/phrases/en.ts";

const maxQuoted = 60;
const maxShown = 20;

/** A value as the user wrote it, near enough: text in quotes, numbers as they are, the kind of anything larger. */
export function show(value: unknown): Phrase {
  if (value === null || value === undefined) return ["nothing"];
  if (Array.isArray(value)) return value.length === 0 ? ["emptyList"] : ["list"];
  if (typeof value === "object") return ["object"];
  return ["written", showScalar(value)];
}

/** Text in quotes, anything else as it is. */
export function showScalar(value: unknown): string {
  return typeof value === "string" ? quote(value) : shorten(String(value));
}

/** Text in double quotes, as JSON has it; of very long text the beginning. */
export function quote(text: string): string {
  return printable(JSON.stringify(shorten(text)));
}

/** The text with every character that could move a cursor, break or reverse the line written as `\uXXXX`. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function shorten(text: string): string {
  return text.length > maxQuoted ? `${text.slice(0, maxQuoted)}…` : text;
}

/** Sids in ascending order; of very many only the first. */
export function summary(sids: readonly number[]): Sids {
  const [first, last] = [sids[0], sids.at(-1)];
  if (first !== undefined && last !== undefined && sids.length > 2 && last - first === sids.length - 1) {
    return { from: first, to: last };
  }
  return { first: sids.slice(0, maxShown), more: sids.length > maxShown };
}
