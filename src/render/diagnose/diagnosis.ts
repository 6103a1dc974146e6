import type { Diagnosis, Evidence, Finding } from "../../diagnose/finding.ts";
import type { DiagnoseMessages } from "../../locales/diagnose/en.ts";
import { clean } from "../clean.ts";
import type { Block } from "../document.ts";

/** A diagnosis as blocks: each finding with its lines, what it leads to and what to do; what was looked at comes last. */
export function diagnosisBlocks({ looked, findings, changes }: Diagnosis, words: DiagnoseMessages): Block[] {
  const problems = findings.filter(({ severity }) => severity !== "note");
  const notes = findings.filter(({ severity }) => severity === "note");
  const heading: Block[] = notes.length === 0 ? [] : [{ kind: "subheading", text: words.notes }];
  return [
    ...problems.flatMap((finding) => findingBlocks(finding, words)),
    ...heading,
    ...notes.flatMap((finding) => findingBlocks(finding, words)),
    { kind: "line", text: words.looked(problems.length, looked), tone: problems.length === 0 ? "strong" : "quiet" },
    ...changes.map((change): Block => ({ kind: "entry", text: words.change(timeOf(change.at), change) })),
  ];
}

function findingBlocks(raw: Finding, words: DiagnoseMessages): Block[] {
  const finding = cleaned(raw);
  const { what, effect, cure } = sentencesOf(finding, words);
  const { evidence, first, last, count, sids } = finding;
  const lines = evidence.map((line): Block => ({ kind: "entry", text: lineText(line), whole: true }));
  const others = namesFirst.has(finding.kind) ? sids.slice(1) : [];
  const seen = first?.at && last?.at ? [words.seen(...timesOf(first.at, last.at), count, others)] : [];
  const texts = [...seen, words.effect(effect), words.cure(cure)];
  return [{ kind: "heading", text: what }, ...lines, ...texts.map((text): Block => ({ kind: "entry", text }))];
}

/** Findings that are told of the first server alone: that others report the same is told behind. */
const namesFirst: ReadonlySet<Finding["kind"]> = new Set(["unreachable", "unresolved", "tls"]);

/** Longest text of a line that is shown. */
const maxText = 160;

function lineText({ file, line, text }: Evidence): string {
  const shown = text.length > maxText ? `${text.slice(0, maxText)}…` : text;
  return `${file}:${line}  ${shown}`;
}

function sentencesOf(finding: Finding, { findings }: DiagnoseMessages): Record<"what" | "effect" | "cure", string> {
  // Each kind has sentences that take a finding of that kind: a relation that the compiler cannot follow.
  const told = findings[finding.kind] as Record<"what" | "effect" | "cure", (finding: Finding) => string>;
  return { what: told.what(finding), effect: told.effect(finding), cure: told.cure(finding) };
}

/** The time of day, with the day where the two are not of one day. */
function timesOf(first: string, last: string): [string, string] {
  const [from, to] = [dayOf(first), dayOf(last)];
  return from === to ? [timeOf(first), timeOf(last)] : [clean(first), clean(last)];
}

function timeOf(at: string): string {
  return /\d{2}:\d{2}:\d{2}/.exec(at)?.[0] ?? clean(at);
}

function dayOf(at: string): string {
  return at.replace(/[T ]?\d{2}:\d{2}:\d{2}.*$/, "");
}

/** The same with every text fit for a terminal: they come from files. */
function cleaned<T>(value: T): T {
  if (typeof value === "string") return clean(value) as T;
  if (Array.isArray(value)) return value.map(cleaned) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleaned(inner)])) as T;
}
