/** Logs that were given twice, as when one is packed or copied beside the other. */
import { type Case, found, once } from "./case.ts";
import type { Finding } from "./finding.ts";
import type { ServerLog } from "./server-log.ts";

/** So many lines in common, at the same ms, and two processes cannot have written them. */
const manyLines = 5;

/** Logs that repeat another log of the same server; of two, the one that says less is the copy. */
export function copiesAmong(logs: readonly ServerLog[]): { copy: ServerLog; of: ServerLog }[] {
  const kept: ServerLog[] = [];
  const bySize = [...logs].sort((a, b) => b.records - a.records);
  return bySize.flatMap((copy) => {
    const of = kept.find((other) => isCopy(copy, other));
    if (!of) kept.push(copy);
    return of ? [{ copy, of }] : [];
  });
}

function isCopy(one: ServerLog, other: ServerLog): boolean {
  if (one.sid !== other.sid) return false;
  if (one.first.at === other.first.at && one.first.text === other.first.text) return true;
  let common = 0;
  for (const line of one.lines) if (other.lines.has(line)) common++;
  return common >= Math.min(manyLines, one.lines.size);
}

/** One note for all of them. */
export function copyFindings({ copies }: Case): Finding[] {
  if (copies.length === 0) return [];
  const sids = copies.map(({ copy }) => copy.sid);
  const seen = copies.map(({ copy }) => once(copy.first));
  const files = copies.map(({ copy, of }) => ({ file: copy.first.file, of: of.first.file }));
  return [found("note", sids, seen, { kind: "log-copy", files })];
}
