import type { Block, Cell, Table } from "./document.ts";

/** Blocks as GitHub-flavoured Markdown, to paste into a page as it is. */
export function blocksToMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map(blockMarkdown).join("\n\n")}\n`;
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case "title":
      return `## ${escaped(block.text)}${block.note === undefined ? "" : `\n\n${escaped(block.note)}`}`;
    case "heading":
      return `### ${escaped(block.text)}${block.note === undefined ? "" : ` (${escaped(block.note)})`}`;
    case "subheading":
      return `**${escaped(block.text)}**${block.note === undefined ? "" : ` ${escaped(block.note)}`}`;
    case "line":
      return block.tone === "strong" || block.tone === "bad" ? `**${escaped(block.text)}**` : escaped(block.text);
    case "table":
      return tableMarkdown(block.table);
  }
}

function tableMarkdown({ head, rows }: Table): string {
  const lines = [head.map(escaped), head.map(() => "---"), ...rows.map((row) => row.map(cellMarkdown))];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function cellMarkdown(cell: Cell): string {
  return cell
    .map(({ text, tone }) => {
      const plain = escaped(text.trim().replace(/^\*/, ""));
      return tone === "changed" || tone === "quorum" ? `**${plain}**` : plain;
    })
    .join("<br>");
}

/** What Markdown or HTML would take as markup is data here. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_|#[\]~]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}
