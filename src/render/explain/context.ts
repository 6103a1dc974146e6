import type { Comparison, Explanation, Fact } from "../../explain/facts.ts";
import type { ExplainMessages, Judged } from "../../locales/explain/en.ts";
import type { Messages } from "../../locales/tables/en.ts";
import type { Vote } from "../../trace/events.ts";
import { type Notation, voteText, zxidText } from "../notation.ts";

/** Which part of an explanation is told. */
export interface Telling {
  /** The story as this server saw it. */
  readonly server: number | undefined;
  /** Only this round. */
  readonly round: number | undefined;
  /** With the Java class and method that does each step. */
  readonly source: boolean;
}

/** What the sentences of a part have in common. */
export interface Context {
  readonly explanation: Explanation;
  readonly telling: Telling;
  readonly notation: Notation;
  readonly messages: Messages;
  readonly words: ExplainMessages;
}

export function voteOf(vote: Vote, { notation, messages }: Pick<Context, "notation" | "messages">): string {
  return voteText(vote, notation, messages.noVote);
}

/** "zxid 8 > 7": the number that decided in both votes, the received one first. */
export function signOf(comparison: Comparison | undefined, context: Pick<Context, "notation" | "messages">): string {
  if (!comparison) return "";
  const { rule } = comparison;
  if (rule !== "peerEpoch" && rule !== "zxid" && rule !== "sid") return "";
  return `${context.messages.rule[rule]} ${numbersOf(comparison, context)}`;
}

/** "8 > 7" */
export function numbersOf(comparison: Comparison, { notation }: Pick<Context, "notation">): string {
  const { rule } = comparison;
  if (rule !== "peerEpoch" && rule !== "zxid" && rule !== "sid") return "";
  const [a, b] = comparison[rule];
  const text = (value: number | bigint) => (typeof value === "bigint" ? zxidText(value, notation) : String(value));
  return `${text(a)} ${a > b ? ">" : "<"} ${text(b)}`;
}

export function judgedOf(vote: Vote, comparison: Comparison | undefined, context: Context): Judged {
  return { vote: voteOf(vote, context), by: comparison?.rule, sign: signOf(comparison, context) };
}

/** The number after the one that decided in which the second vote was ahead all the same: it was never compared. */
export function uncompared({ rule, zxid, sid }: Comparison): "zxid" | "sid" | undefined {
  if (rule === "peerEpoch" && zxid[1] > zxid[0]) return "zxid";
  return (rule === "peerEpoch" || rule === "zxid") && sid[1] > sid[0] ? "sid" : undefined;
}

/** Facts of one kind. */
export function ofKind<Kind extends Fact["kind"]>(facts: readonly Fact[], kind: Kind): Extract<Fact, { kind: Kind }>[] {
  return facts.filter((fact): fact is Extract<Fact, { kind: Kind }> => fact.kind === kind);
}

export function ascending(a: number, b: number): number {
  return a - b;
}

export function sidsOf(items: readonly { readonly sid: number }[]): number[] {
  return [...new Set(items.map(({ sid }) => sid))].sort(ascending);
}
