import fastStringWidth from "fast-string-width";

const singleColumns = /^[\x20-\x7e·→✔…\u2500-\u257f]*$/;

/** Columns that a text takes on a terminal: most Chinese characters take two. */
export function widthOf(text: string): number {
  return singleColumns.test(text) ? text.length : fastStringWidth(text);
}

// A line may break at a blank, except in "zxid 7 < 8", "(4, 8)", "3 of 5", "200 ms" and "第 2 轮"; between Chinese
// characters, except before a mark or after an opening bracket; and after a mark.
const pieces =
  /(?<![<>第组組]|\bof(?= \d)|\b(?:zxid|sid|epoch)|\((?:sid|\d+),|\((?:sid, zxid|\d+, [\d:]+),) (?![<>]|of \d|ms\b|[票台组組次轮輪])|(?<=[\p{Script=Han}，：；、。）])(?=[\p{Script=Han}（(])|(?<=[，：；、。）])(?=\w)/u;

/** Breaks a text into lines of that many columns; a longer word is left whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let rest = text;
  for (const piece of text.split(pieces)) {
    const blank = rest.startsWith(" ") ? " " : "";
    rest = rest.slice(blank.length + piece.length);
    if (line !== "" && widthOf(line) + blank.length + widthOf(piece) > width) {
      lines.push(line);
      line = piece;
    } else line += (line === "" ? "" : blank) + piece;
  }
  return [...lines, line];
}

/** The same for a cell of a table, where a long list without blanks is broken after its commas. */
export function wrapCell(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text];
  return wrap(text, width).flatMap((line) => (widthOf(line) > width ? afterCommas(line, width) : [line]));
}

/** Width of the longest part that `wrapCell` leaves whole. */
export function leastWidth(text: string): number {
  return Math.max(0, ...wrapCell(text, 1).map(widthOf));
}

function afterCommas(word: string, width: number): string[] {
  const lines: string[] = [];
  for (const item of word.split(/(?<=,)/)) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last + item) <= width) lines[lines.length - 1] = last + item;
    else lines.push(item);
  }
  return lines;
}
