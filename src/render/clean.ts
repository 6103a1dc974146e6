/**
 * A text from a file or a trace, fit for a terminal: control characters (and with them escape sequences, and the
 * invisible ones that reorder text) are dropped, line breaks become spaces.
 */
export function clean(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "");
}
