import type { Comparison } from "../../compare/comparison.ts";
import type { Numbers, Row, Runs } from "../../compare/row.ts";
import type { CompareMessages } from "../../locales/compare/en.ts";
import type { Block, Cell } from "../document.ts";
import type { Signs } from "../style.ts";
import { cell, twoText, type Words } from "./blocks.ts";

type WithRuns = Row & { readonly runs: Runs };

/**
 * What many seeds came to: a table of medians and worst cases, and for each protocol in which chance has a say who led
 * how often, and for how long nobody did.
 */
export function runsBlocks({ rows, count, seeds }: Comparison, { compare, signs }: Words): Block[] {
  const all = rows.filter((row): row is WithRuns => row.runs !== undefined);
  const drawn = all.filter(({ runs }) => runs.chance && runs.count > 1);
  const differing = drawn.filter(({ runs }) => !isAlike(runs));
  const alike = drawn.filter(({ runs }) => isAlike(runs)).map(({ protocol }) => protocol);
  const fixed = all.filter(({ runs }) => !runs.chance).map(({ protocol }) => protocol);
  if (all.length === 0) return [];
  return [
    { kind: "heading", text: compare.runs(count, ...seeds), note: compare.medianAndWorst },
    statisticsTable(all, compare),
    ...(fixed.length > 0 ? [{ kind: "line" as const, text: compare.single(fixed) }] : []),
    ...(alike.length > 0 ? [{ kind: "line" as const, text: compare.alike(alike) }] : []),
    ...differing.flatMap((row) => histogramBlocks(row, compare, signs)),
  ];
}

/** Whether the same server led in the end of every run, nobody did for the same time, and writes ended alike. */
function isAlike({ leaders, writes, histogram: { buckets, none } }: Runs): boolean {
  const [first, ...others] = buckets;
  if (leaders.length > 1 || writes.length > 1 || others.length > 0) return false;
  return first === undefined || (none === 0 && first.toMs - first.fromMs === 1);
}

function statisticsTable(rows: readonly WithRuns[], { columns, ...words }: CompareMessages): Block {
  const head = [columns.protocol, columns.without, columns.two, columns.messages, columns.attempts];
  const cells = rows.map(({ protocol, runs }) => [
    cell(protocol),
    pair(runs, ({ withoutLeaderMs }) => (withoutLeaderMs === null ? words.toTheEnd : String(withoutLeaderMs))),
    pair(runs, (numbers) => twoText(numbers, { ...words, never: "0" }, String)),
    pair(runs, ({ messages }) => String(messages)),
    pair(runs, ({ attempts }) => (attempts === null ? words.nothing : String(attempts))),
  ]);
  return { kind: "table", table: { head, rows: cells, flexible: undefined } };
}

function pair({ median, worst }: Runs, of: (numbers: Numbers) => string): Cell {
  const [middle, most] = [of(median), of(worst)];
  return cell(middle === most ? middle : `${middle} / ${most}`);
}

/** Columns of the longest bar. */
const longestBar = 40;

function histogramBlocks({ protocol, runs }: WithRuns, words: CompareMessages, { bar, to }: Signs): Block[] {
  const { buckets, none } = runs.histogram;
  const lines = buckets.map(({ fromMs, toMs, runs: count }) => ({
    label: toMs - fromMs === 1 ? String(fromMs) : `${fromMs}${to}${toMs - 1}`,
    count,
  }));
  if (none > 0) lines.push({ label: words.toTheEnd, count: none });
  const most = Math.max(...lines.map(({ count }) => count));
  const rows = lines.map(({ label, count }) => [
    cell(label),
    cell(String(count)),
    cell(bar.repeat(count === 0 ? 0 : Math.max(1, Math.round((longestBar * count) / most)))),
  ]);
  return [
    { kind: "subheading", text: protocol },
    { kind: "line", text: words.led(runs.leaders) },
    ...(runs.writes.length > 1 ? [{ kind: "line" as const, text: words.became(runs.writes) }] : []),
    { kind: "table", table: { head: [words.columns.histogram, words.columns.runs, ""], rows, flexible: undefined } },
  ];
}
