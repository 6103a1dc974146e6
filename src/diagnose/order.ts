import { alike } from "../trace/alike.ts";
import type { Finding, Severity } from "./finding.ts";

const severities: readonly Severity[] = ["error", "warning", "note"];

/** Lost data first; then by severity, and in time, configurations first; what several files say alike is one finding. */
export function ordered(findings: readonly Finding[]): Finding[] {
  return merged(findings).sort(
    (a, b) =>
      urgency(a) - urgency(b) ||
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      timeOf(a) - timeOf(b),
  );
}

/** What is done about anything else may cost the data for good. */
function urgency({ kind, severity }: Finding): number {
  return kind === "data-lost" && severity === "error" ? 0 : 1;
}

function timeOf({ first }: Finding): number {
  return first?.ms ?? Number.NEGATIVE_INFINITY;
}

/** Findings that say the same of several configurations, as one. */
function merged(findings: readonly Finding[]): Finding[] {
  return alike(findings, keyOf).map((group) => {
    const [first] = group;
    if (group.length === 1) return first;
    const sids = [...new Set(group.flatMap((one) => one.sids))].sort((a, b) => a - b);
    const evidence = group.flatMap((one) => one.evidence.slice(0, 1)).slice(0, 4);
    return { ...first, sids, evidence, count: group.length };
  });
}

/** All that a finding says but where: findings from logs stay apart. */
function keyOf({ sids, evidence, count, first, last, ...detail }: Finding): string {
  return first ? `${first.file}:${first.line} ${detail.kind} ${sids}` : JSON.stringify(detail);
}
