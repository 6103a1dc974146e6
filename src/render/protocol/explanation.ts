/** The frame of the explanations of all protocols but ZooKeeper's own. */
import type { ExplainMessages } from "../../locales/explain/en.ts";
import type { ProtocolMessages } from "../../locales/protocol/en.ts";
import type { Messages } from "../../locales/tables/en.ts";
import type { Block } from "../document.ts";

/** A sentence or a few, and the lines of the trace that prove them. */
export interface ToldText {
  readonly text: string;
  readonly lines: readonly number[];
}

/** An explanation whose facts are in words. */
export interface ToldExplanation {
  readonly answer: ToldText;
  readonly parts: readonly {
    readonly heading: string;
    /** Of a step: when it begins, in ms of the run. */
    readonly at?: number;
    readonly told: readonly (ToldText & { readonly label?: string })[];
  }[];
  readonly today: readonly string[];
  /** The last line of a trace that is cut short. */
  readonly cutAfter: number | undefined;
  /** Whom the scenario expected to lead, and who does; absent where that is as expected. */
  readonly unexpected: { readonly expected: number | null; readonly found: number | null } | undefined;
}

interface Frame {
  readonly messages: Messages;
  readonly words: ProtocolMessages;
  readonly explain: ExplainMessages;
  /** Whether the lines of the trace are named. */
  readonly source: boolean;
}

/** The answer, the story part by part, what is no longer so. */
export function protocolExplanationBlocks(
  { answer, parts, today, cutAfter, unexpected }: ToldExplanation,
  { messages, words, explain, source }: Frame,
): Block[] {
  const note = ({ lines }: ToldText) => (source && lines.length > 0 ? { note: words.lines(runs(lines)) } : {});
  const blocks: Block[] = [{ kind: "line", text: answer.text, tone: "strong" }];
  if (source && answer.lines.length > 0) {
    blocks.push({ kind: "line", text: words.lines(runs(answer.lines)), tone: "quiet" });
  }
  if (unexpected) {
    const text = messages.expected(false, unexpected.expected, unexpected.found);
    blocks.push({ kind: "line", text, tone: "bad" });
  }
  const lastStep = parts.findLast(({ at }) => at !== undefined);
  for (const part of parts) {
    const { heading, at = 0, told } = part;
    const begins = at > 0 ? messages.at(at) : undefined;
    const when = cutAfter !== undefined && part === lastStep ? words.upToCut(begins) : begins;
    blocks.push({ kind: "heading", text: heading, ...(when !== undefined && { note: when }) });
    for (const one of told) {
      const label = one.label === undefined ? {} : { label: one.label };
      blocks.push({ kind: "entry", ...label, text: one.text, ...note(one) });
    }
  }
  if (cutAfter !== undefined) {
    blocks.push({ kind: "subheading", text: explain.headings.unknown });
    blocks.push({ kind: "entry", text: explain.unknown.cut(cutAfter) });
  }
  if (today.length > 0) {
    blocks.push({ kind: "heading", text: words.today });
    for (const text of today) blocks.push({ kind: "entry", text });
  }
  return blocks;
}

/** Lines in a row as a range: 3, 7-9. */
function runs(lines: readonly number[]): string[] {
  const sorted = [...new Set(lines)].sort((a, b) => a - b);
  const texts: string[] = [];
  for (let at = 0; at < sorted.length; ) {
    let last = at;
    while (sorted[last + 1] === (sorted[last] ?? 0) + 1) last++;
    texts.push(last === at ? String(sorted[at]) : `${sorted[at]}-${sorted[last]}`);
    at = last + 1;
  }
  return texts;
}
