import type { Pattern } from "./record.ts";

/** Longest text of a message that is kept: enough to know the line again. */
const maxText = 300;

/**
 * A pattern for a failure. Its `args` are the named groups of the expression, and `text`, the message itself.
 *
 * @param words as in {@link Pattern}
 */
export function failure(signature: string, words: readonly string[], expression: RegExp): Pattern {
  const parse: Pattern["parse"] = (message) => {
    const found = expression.exec(message);
    if (!found) return undefined;
    const groups = Object.entries(found.groups ?? {}).filter(([, value]) => value !== undefined);
    const text = message.length > maxText ? `${message.slice(0, maxText)}…` : message;
    return { kind: "failure", signature, args: { ...Object.fromEntries(groups), text } };
  };
  return { words, parse };
}
