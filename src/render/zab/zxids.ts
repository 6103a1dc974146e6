import type { ZxidRange } from "../../trace/events.ts";
import { zxidText } from "../notation.ts";
import type { Context } from "../rounds.ts";

/** Of more ranges only the first are shown. */
const maxRanges = 3;

/** How many transactions these are. */
export function countOf(ranges: readonly ZxidRange[]): number {
  return ranges.reduce((sum, [first, last]) => sum + Number(last - first) + 1, 0);
}

/** `1:9–1:10`, or `1:9` alone. */
export function rangeText([first, last]: ZxidRange, { notation, signs }: Context): string {
  const begin = zxidText(first, notation);
  return first === last ? begin : `${begin}${signs.to}${zxidText(last, notation)}`;
}

/** Ranges in order, those that follow each other as one. */
export function merged(ranges: readonly ZxidRange[]): ZxidRange[] {
  const found: [bigint, bigint][] = [];
  for (const [first, last] of [...ranges].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const before = found.at(-1);
    if (before && first <= before[1] + 1n) before[1] = last > before[1] ? last : before[1];
    else found.push([first, last]);
  }
  return found;
}

/** "1:9–1:10 and 2:1" */
export function zxidsText(ranges: readonly ZxidRange[], context: Context): string {
  const all = merged(ranges);
  const shown = all.slice(0, maxRanges).map((range) => rangeText(range, context));
  return context.messages.zab.zxids(shown, all.length - shown.length);
}

/** The same as the lines of a cell. */
export function rangeLines(ranges: readonly ZxidRange[], context: Context): string[] {
  const all = merged(ranges);
  const shown = all.slice(0, maxRanges).flatMap((range) => rangeLine(range, context));
  return all.length > maxRanges ? [...shown, "…"] : shown;
}

/** Two lines, where zxids are long: the columns of a table have little room. */
function rangeLine(range: ZxidRange, context: Context): string[] {
  const text = rangeText(range, context);
  const { to } = context.signs;
  return text.length <= maxLine || range[0] === range[1]
    ? [text]
    : text.split(to).map((part, at) => (at ? part : part + to));
}

const maxLine = 17;
