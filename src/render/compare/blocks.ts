import type { Comparison } from "../../compare/comparison.ts";
import type { Difference } from "../../compare/difference.ts";
import type { Row } from "../../compare/row.ts";
import type { CompareMessages } from "../../locales/compare/en.ts";
import { sidCell } from "../../locales/lists.ts";
import type { Messages } from "../../locales/tables/en.ts";
import type { Header, StepAction } from "../../trace/events.ts";
import { clean } from "../clean.ts";
import type { Block, Cell } from "../document.ts";
import { titleBlock } from "../sections.ts";
import type { Signs } from "../style.ts";
import { runsBlocks } from "./runs.ts";

/** What the words of a comparison are taken from. */
export interface Words {
  readonly tables: Messages;
  readonly compare: CompareMessages;
  /** By which rule a protocol decides. */
  readonly decides: ReadonlyMap<string, string>;
  readonly signs: Signs;
}

/** A comparison: what happens, what it comes to under each protocol, and the differences that matter. */
export function comparisonBlocks(comparison: Comparison, words: Words): Block[] {
  const { header, rows, differences } = comparison;
  const { compare } = words;
  const believing = rows.some(({ leader, leading }) => leader === null && leading.length > 0);
  const several = rows.some(({ runs }) => runs !== undefined);
  const legend = [
    compare.legend,
    ...(believing ? [compare.believing] : []),
    ...(rows.some(({ twoLeadersUntil }) => typeof twoLeadersUntil === "number") ? [compare.ofSteps] : []),
    ...(several ? [compare.ofSeed(comparison.seeds[0])] : []),
  ];
  return [
    titleBlock(header, words.tables, words.signs),
    ...stepTexts(header, words.tables).map((text): Block => ({ kind: "line", text })),
    outcomeTable(rows, compare),
    { kind: "line", text: words.tables.sentences(legend), tone: "quiet" },
    effortTable(rows, words),
    ...runsBlocks(comparison, words),
    ...differenceBlocks(differences, compare, several ? compare.withSeed(comparison.seeds[0]) : undefined),
  ];
}

/** Longer courses are told by their beginning. */
const mostSteps = 8;

function stepTexts({ cluster: { steps } }: Header, messages: Messages): string[] {
  const actions = (Array.isArray(steps) ? steps : []) as StepAction[];
  const texts = actions.slice(0, mostSteps).map((action, at) => clean(messages.step(at + 1, actions.length, action)));
  return actions.length > mostSteps ? [...texts, "…"] : texts;
}

function outcomeTable(rows: readonly Row[], { columns, ...words }: CompareMessages): Block {
  const head = [columns.protocol, columns.leader, columns.eligible, columns.without, columns.two, columns.write];
  const cells = rows.map((row) => [
    cell(row.protocol),
    cell(leaderText(row, words)),
    cell(row.eligible === null ? words.nothing : sidCell(row.eligible) || words.nobody),
    cell(row.withoutLeaderMs === null ? words.toTheEnd : `${row.withoutLeaderMs} ms`),
    cell(twoText(row, words, (ms) => `${ms} ms`)),
    cell(words.write[row.write]),
  ]);
  return { kind: "table", table: { head, rows: cells, flexible: 2 } };
}

type Texts = Omit<CompareMessages, "columns">;

function leaderText({ leader, leading }: Row, { nobody }: Texts): string {
  if (leader !== null) return String(leader);
  return leading.length > 0 ? `(${sidCell(leading)})` : nobody;
}

/** For how long two believed to lead, or until what. */
export function twoText(
  { twoLeadersMs, twoLeadersUntil }: Pick<Row, "twoLeadersMs" | "twoLeadersUntil">,
  { toTheEnd, toStep, never }: Pick<CompareMessages, "toTheEnd" | "toStep" | "never">,
  inMs: (ms: number) => string,
): string {
  if (twoLeadersUntil === "end") return toTheEnd;
  if (twoLeadersUntil !== null) return toStep(twoLeadersUntil);
  return twoLeadersMs ? inMs(twoLeadersMs) : never;
}

function effortTable(rows: readonly Row[], { compare, decides }: Words): Block {
  const { columns, nothing } = compare;
  const head = [columns.protocol, columns.messages, columns.watches, columns.attempts, columns.decides];
  const cells = rows.map(({ protocol, messages, watches, attempts }) => [
    cell(protocol),
    cell(String(messages)),
    cell(watches === null ? nothing : String(watches)),
    cell(attempts === null ? nothing : compare.attempts(attempts.count, attempts.unit)),
    cell(decides.get(protocol) ?? nothing),
  ]);
  return { kind: "table", table: { head, rows: cells, flexible: 4 } };
}

function differenceBlocks(
  differences: readonly Difference[],
  words: CompareMessages,
  note: string | undefined,
): Block[] {
  if (differences.length === 0) return [];
  const texts = differences.map((difference): Block => ({ kind: "entry", text: differenceText(difference, words) }));
  return [{ kind: "heading", text: words.differences, ...(note !== undefined && { note }) }, ...texts];
}

/** The sentence that tells a difference. */
export function differenceText<K extends Difference["kind"]>(
  difference: Extract<Difference, { kind: K }>,
  { difference: texts }: CompareMessages,
): string {
  // The words of a kind are those for its facts; the type system does not follow that through a union.
  const text = texts[difference.kind] as (fact: typeof difference) => string;
  return text(difference);
}

export function cell(text: string): Cell {
  return [{ text }];
}
