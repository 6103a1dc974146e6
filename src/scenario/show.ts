/** Values and lists as error messages quote them: one line, no control characters, never long. */

const maxQuoted = 60;

/** A value as the user wrote it, near enough: text in quotes, numbers as they are, the kind of anything larger. */
export function show(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "an object";
  return shorten(String(value));
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

/** `no server 9; servers are 1 to 5`. `known` is in ascending order. */
export function noServer(sid: number, known: readonly number[]): string {
  return `no server ${sid}; ${known.length === 1 ? "the only server is" : "servers are"} ${showSids(known)}`;
}

/** Sids in ascending order, `1 to 5` or `1, 2, 4`; of very many only the first. */
export function showSids(sids: readonly number[]): string {
  const [first, last] = [sids[0], sids.at(-1)];
  if (first !== undefined && last !== undefined && sids.length > 2 && last - first === sids.length - 1) {
    return `${first} to ${last}`;
  }
  const shown = sids.slice(0, 20).join(", ");
  return sids.length > 20 ? `${shown}, …` : shown;
}
