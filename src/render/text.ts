import CliTable from "cli-table3";
import type { Block, Cell, CellLine, Table } from "./document.ts";
import { boxOf, type Style } from "./style.ts";
import { leastWidth, widthOf, wrap, wrapCell } from "./width.ts";

/** Blocks as text for a terminal or a pipe, no wider than the style's width where words allow. */
export function blocksToText(blocks: readonly Block[], style: Style): string {
  const parts: string[] = [];
  let previous: Block | undefined;
  let labelWidth = 0;
  for (const [at, block] of blocks.entries()) {
    if (previous && gapBefore(block, previous)) parts.push("");
    if (block.kind === "entry") {
      if (previous?.kind !== "entry") labelWidth = widestLabel(blocks, at);
      parts.push(entryText(block, labelWidth, style));
    } else parts.push(blockText(block, style));
    previous = block;
  }
  return `${parts.join("\n")}\n`;
}

/** Lines that belong together stand together; everything else is set apart. */
function gapBefore(block: Block, previous: Block): boolean {
  if (block.kind === "table") return previous.kind !== "subheading";
  if (block.kind === "line") return previous.kind === "table" || previous.kind === "entry";
  if (block.kind === "entry") return previous.kind === "line" || previous.kind === "table";
  if (block.kind === "command") return previous.kind !== "entry";
  return !(block.kind === "subheading" && previous.kind === "entry");
}

type Entry = Extract<Block, { kind: "entry" }>;

/** Width of the widest label among the entries in a row that begin there. */
function widestLabel(blocks: readonly Block[], from: number): number {
  let widest = 0;
  for (let at = from; at < blocks.length; at++) {
    const block = blocks[at];
    if (block?.kind !== "entry") break;
    widest = Math.max(widest, widthOf(block.label ?? ""));
  }
  return widest;
}

/** The label, and at its right the text, whose further lines hang below it; without a label, an indented paragraph. */
function entryText({ label, text, note, whole }: Entry, labelWidth: number, { chalk, width }: Style): string {
  const padding = " ".repeat(labelWidth - widthOf(label ?? "") + indent.length);
  const start = label === undefined ? indent : `${indent}${chalk.bold(label)}${padding}`;
  const hang = " ".repeat(label === undefined ? indent.length : 2 * indent.length + labelWidth);
  const [first = "", ...rest] = whole ? [text] : wrap(text, width - hang.length);
  const notes = note === undefined ? [] : wrap(note, width - hang.length).map((line) => hang + chalk.dim(line));
  return [start + first, ...rest.map((line) => hang + line), ...notes].join("\n");
}

function blockText(block: Exclude<Block, Entry>, { chalk, width, ascii }: Style): string {
  switch (block.kind) {
    case "title": {
      const note = block.note === undefined ? [] : wrap(block.note, width);
      return [chalk.bold(block.text), ...note].join("\n");
    }
    case "heading": {
      const [first = "", ...rest] = wrap(block.text, width);
      const note = block.note && widthOf(first) + widthOf(block.note) + 2 <= width ? `  ${chalk.dim(block.note)}` : "";
      return [chalk.bold(first) + note, ...rest.map((line) => chalk.bold(line))].join("\n");
    }
    case "subheading": {
      const { text, note = "" } = block;
      if (widthOf(text) + widthOf(note) + 2 <= width) return `${chalk.bold(text)}  ${chalk.dim(note)}`.trimEnd();
      return [chalk.bold(text), ...wrap(note, width).map((part) => chalk.dim(part))].join("\n");
    }
    case "command":
      return indent + block.text;
    case "table":
      return tableText(block.table, { chalk, width, ascii });
    case "line": {
      const tone = { strong: chalk.bold, quiet: chalk.dim, bad: chalk.red };
      const color = block.tone ? tone[block.tone] : (text: string) => text;
      return wrap(block.text, width)
        .map((text) => color(text))
        .join("\n");
    }
  }
}

type TableStyle = Pick<Style, "chalk" | "width" | "ascii">;

function tableText(whole: Table, style: TableStyle): string {
  const table = narrowed(whole, style.width);
  const full = columnWidths(table, false);
  const short = columnWidths(table, true);
  const useShort = total(full) > style.width;
  const widths = useShort ? short : full;
  const { flexible } = table;
  const room = flexible === undefined ? 0 : style.width - (total(widths) - (widths[flexible] ?? 0));
  if (flexible !== undefined) widths[flexible] = fitted(table, flexible, room, widths[flexible] ?? 0);
  squeeze(widths, table, useShort, style.width);
  const heads = table.head.map((text, column) => wrapCell(text, widths[column] ?? 0));
  const cliTable = new CliTable({
    head: heads.map((lines) => lines.map((text) => style.chalk.dim(text)).join("\n")),
    style: { head: [], border: [], "padding-left": 1, "padding-right": 1 },
    chars: boxOf(style.ascii),
  });
  const item = flexible === undefined ? 0 : itemWidth(table, flexible);
  for (const row of table.rows) {
    cliTable.push(
      row.map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === flexible ? packed(cell, item, width, style) : cellText(cell, width, style, useShort);
      }),
    );
  }
  return withoutRules(cliTable.toString(), Math.max(1, ...heads.map((lines) => lines.length)));
}

/** Where the columns are still too wide together, the widest give way, as far as words and short lists allow. */
function squeeze(widths: number[], table: Table, short: boolean, width: number): void {
  if (total(widths) <= width) return;
  const least = widths.map((_, column) => leastOf(table, column, short));
  while (total(widths) > width) {
    const wide = widths.map((own, column) => (own > (least[column] ?? 0) ? own : 0));
    const widest = Math.max(...wide);
    if (widest === 0) return;
    widths[wide.indexOf(widest)] = widest - 1;
  }
}

/** Width of the longest word of a column. */
function leastOf({ head, rows }: Table, column: number, short: boolean): number {
  const texts = rows.flatMap((row) => (row[column] ?? []).map((line) => textOf(line, short)));
  return Math.max(leastWidth(head[column] ?? ""), ...texts.map(leastWidth));
}

/** The table with two of its columns joined, if it would not fit otherwise. */
function narrowed(table: Table, width: number): Table {
  const { flexible, joins } = table;
  if (flexible === undefined || joins === undefined) return table;
  const widths = columnWidths(table, true);
  widths[flexible] = Math.min(widths[flexible] ?? 0, brokenWidth(table, flexible));
  if (total(widths) <= width) return table;
  const { column, into, marked } = joins;
  const room = marked ? " " : "";
  const without = <T>(cells: readonly T[]) => cells.filter((_, at) => at !== column);
  const head = table.head.map((text, at) => (at === into ? joins.head : text));
  const rows = table.rows.map((row) => {
    const above = (row[column] ?? []).filter(({ text }) => text !== "" && text !== row[into]?.[0]?.text.trim());
    const joined = [...above.map((line) => ({ ...line, text: room + line.text })), ...(row[into] ?? [])];
    return without(row.map((cell, at) => (at === into ? joined : cell)));
  });
  return { head: without(head), rows, flexible: flexible - (column < flexible ? 1 : 0) };
}

/** Only the rule under the head is kept: rows are told apart by the server in their first column. */
function withoutRules(table: string, headLines: number): string {
  const lines = table.split("\n");
  const below = headLines + 1;
  const rule = lines[below];
  return lines.filter((line, at) => at <= below || at === lines.length - 1 || line !== rule).join("\n");
}

/** Width of a line of table with these columns: two blanks a column, and the borders. */
function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + 3, 1);
}

function columnWidths(table: Table, short: boolean): number[] {
  return table.head.map((head, column) =>
    Math.max(
      widthOf(head),
      ...table.rows.map((row) => Math.max(0, ...(row[column] ?? []).map((line) => widthOf(textOf(line, short))))),
    ),
  );
}

/** The flexible column takes as much of the room as lets its lines stand side by side, or makes them wrap. */
function fitted(table: Table, column: number, room: number, natural: number): number {
  // Other columns have to give way as well.
  if (room < minFlexible) return natural;
  if (room < natural) {
    return Math.max(Math.min(room, brokenWidth(table, column)), minFlexible, leastOf(table, column, false));
  }
  const most = Math.max(1, ...table.rows.map((row) => row[column]?.length ?? 0));
  const perLine = Math.min(most, Math.floor((room + gap.length) / (natural + gap.length)));
  return Math.max(natural, perLine * (natural + gap.length) - gap.length);
}

/** Width that the column needs once its long lines are broken. */
function brokenWidth(table: Table, column: number): number {
  const parts = table.rows.flatMap((row) =>
    (row[column] ?? []).map(({ text, breakAt = 0 }) =>
      Math.max(widthOf(text.slice(0, breakAt)), widthOf(text.slice(breakAt)) + (breakAt ? 1 : 0)),
    ),
  );
  return Math.max(widthOf(table.head[column] ?? ""), ...parts);
}

const minFlexible = 12;
const indent = "  ";
const gap = "   ";

/** Width of the longest line of a column. */
function itemWidth(table: Table, column: number): number {
  return Math.max(0, ...table.rows.flatMap((row) => (row[column] ?? []).map((line) => widthOf(line.text))));
}

/** The lines of a cell, as many beside each other as fit, in columns; one that does not fit is broken. */
function packed(cell: Cell, item: number, width: number, style: TableStyle): string {
  if (item > width) return cell.map((line) => broken(line, width, style)).join("\n");
  const perLine = Math.max(1, Math.floor((width + gap.length) / (item + gap.length)));
  const lines: string[] = [];
  for (let at = 0; at < cell.length; at += perLine) {
    const items = cell.slice(at, at + perLine).map((line, place, all) => {
      const padding = place < all.length - 1 ? " ".repeat(item - widthOf(line.text)) : "";
      return toned(line, line.text, style) + padding;
    });
    lines.push(items.join(gap));
  }
  return lines.join("\n");
}

function broken(line: CellLine, width: number, style: TableStyle): string {
  const { text, breakAt } = line;
  if (widthOf(text) <= width) return toned(line, text, style);
  const [first, rest] = breakAt === undefined ? ["", text] : [text.slice(0, breakAt), text.slice(breakAt).trim()];
  const room = width - (first ? indent.length : 0);
  const parts = wrapCell(rest, room).map((part) => (first ? indent : "") + part);
  return (first ? [first, ...parts] : parts).map((part) => toned(line, part, style)).join("\n");
}

function cellText(cell: Cell, width: number, style: TableStyle, short: boolean): string {
  const lines = cell.flatMap((line) => wrapCell(textOf(line, short), width).map((text) => toned(line, text, style)));
  return lines.join("\n");
}

function textOf(line: CellLine, short: boolean): string {
  return short ? (line.short ?? line.text) : line.text;
}

function toned({ tone }: CellLine, text: string, { chalk }: TableStyle): string {
  switch (tone) {
    case "won":
    case "quorum":
      return chalk.green(text);
    case "lost":
      return chalk.dim(text);
    case "changed":
      return chalk.yellow.bold(text);
    default:
      return text;
  }
}
