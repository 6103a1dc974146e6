import type { Comparison } from "../../compare/comparison.ts";
import { hexZxid } from "../../trace/zxid.ts";

/** The comparison as one JSON document; zxids of the cluster as `"0x…"`. */
export function comparisonJson(comparison: Comparison, decides: ReadonlyMap<string, string>): string {
  const { header, rows, differences } = comparison;
  const document = {
    type: "comparison",
    version: 1,
    cluster: header.cluster,
    rows: rows.map((row) => ({ ...row, decides: decides.get(row.protocol) })),
    differences,
  };
  const plain = (_: string, value: unknown) => (typeof value === "bigint" ? hexZxid(value) : value);
  return `${JSON.stringify(document, plain, 2)}\n`;
}
