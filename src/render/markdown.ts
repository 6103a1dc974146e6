import type { Block, Cell, Table } from "./document.ts";

/** Blocks as GitHub-flavoured Markdown, to paste into a page as it is. */
export function blocksToMarkdown(blocks: readonly Block[]): string {
  const parts = blocks.map((block, at) => {
    // Items of one list stand together.
    const sameList = block.kind === "entry" && blocks[at - 1]?.kind === "entry";
    return `${at === 0 ? "" : sameList ? "\n" : "\n\n"}${blockMarkdown(block)}`;
  });
  return `${parts.join("")}\n`;
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
    case "entry": {
      const label = block.label === undefined ? "" : `**${escaped(block.label)}** `;
      return `- ${label}${escaped(block.text)}${block.note === undefined ? "" : ` (${escaped(block.note)})`}`;
    }
    case "command":
      return `\`\`\`sh\n${block.text}\n\`\`\``;
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
