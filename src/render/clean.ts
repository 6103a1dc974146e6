/**
 * A text from a file or a trace, fit for a terminal: control characters (and with them escape sequences, and the
 * invisible ones that reorder text) are dropped, line breaks become spaces.
 */
export function clean(text: string): string {
  return withoutControls(text.replace(/\s+/g, " "));
}

/** The same, but what is blank stays as it is, where it sets a text apart. */
export function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "");
}
