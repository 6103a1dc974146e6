import type { Explanation, Part, Unknown } from "../../explain/facts.ts";
import type { ExplainMessages } from "../../locales/explain/en.ts";
import { sidList } from "../../locales/lists.ts";
import type { Messages } from "../../locales/tables/en.ts";
import { alike } from "../../trace/alike.ts";
import { condensedAbove } from "../../trace/story.ts";
import { clean } from "../clean.ts";
import type { Block } from "../document.ts";
import { headingBlock } from "../sections.ts";
import { answerText, lossText } from "./answer.ts";
import type { Telling } from "./context.ts";
import { partBlocks } from "./part.ts";
import { repeatedParts } from "./repeated.ts";
import { fateTexts } from "./zab/transactions.ts";

/** An explanation as blocks: the answer, the story part by part, and why the others did not win. */
export function explanationBlocks(
  explanation: Explanation,
  telling: Telling,
  messages: Messages,
  words: ExplainMessages,
): Block[] {
  const { parts } = explanation;
  const story = storyBlocks(parts, { explanation, telling, messages, words });
  const unknown = unknownBlocks(explanation.unknown, words);
  if (telling.round !== undefined) return isCut(explanation) ? [...story, ...unknown] : story;
  return [
    { kind: "line", text: headline(explanation, messages, words), tone: "strong" },
    ...fateBlocks(explanation, words),
    ...expectedBlocks(explanation, messages),
    ...story,
    ...otherBlocks(explanation, telling, messages, words),
    ...unknown,
    ...(telling.source ? wayBlocks(words) : []),
  ];
}

/** The answer; of a trace that breaks off before anybody leads, that it does. */
export function headline(
  { answer, unknown }: Pick<Explanation, "answer" | "unknown">,
  messages: Messages,
  words: ExplainMessages,
): string {
  return answer.kind === "none" && isCut({ unknown }) ? words.nobodyAtCut : answerText(answer, messages, words);
}

function isCut({ unknown }: Pick<Explanation, "unknown">): boolean {
  return unknown.some(({ kind }) => kind === "cut");
}

function storyBlocks(parts: readonly Part[], context: Parameters<typeof partBlocks>[2]): Block[] {
  const { messages, words } = context;
  const steps = parts.filter(({ step }) => step !== null).length;
  const before: Part[] = [];
  let number = 0;
  return repeatedParts(parts).flatMap(([part, ...again]) => {
    const blocks = partBlocks(part, before, context);
    before.push(part, ...again);
    const until = again.at(-1)?.at;
    if (until !== undefined && blocks.length > 0) {
      blocks.push({ kind: "entry", text: words.repeated(again.length, clean(until)) });
    }
    if (part.step) number++;
    const isTold = context.telling.round === undefined && context.telling.server === undefined;
    if (blocks.length === 0 && !(isTold && part.step)) return [];
    if (blocks.length === 0) blocks.push({ kind: "entry", text: messages.nothingHappens });
    if (parts.length === 1) return context.telling.round === undefined ? [happened(part, words), ...blocks] : blocks;
    return [headingBlock(part, number, steps, messages), ...blocks];
  });
}

function fateBlocks(explanation: Explanation, words: ExplainMessages): Block[] {
  const text = fateTexts(explanation, words);
  return text === "" ? [] : [{ kind: "line", text }];
}

/** Only what did not come out as expected is worth a line. */
function expectedBlocks({ expect, answer }: Explanation, messages: Messages): Block[] {
  if (!expect || expect.met) return [];
  const found = answer.kind === "none" ? null : answer.leader;
  return [{ kind: "line", text: messages.expected(false, expect.leader, found), tone: "bad" }];
}

function happened({ at }: Part, { headings }: ExplainMessages): Block {
  return { kind: "subheading", text: headings.happened, ...(at !== undefined && { note: clean(at) }) };
}

function otherBlocks(
  explanation: Explanation,
  { server }: Telling,
  messages: Messages,
  words: ExplainMessages,
): Block[] {
  // Where the trace breaks off, nobody has lost yet.
  if (explanation.answer.kind === "none" && (isCut(explanation) || explanation.answer.unseen)) return [];
  // Where logs have no election, nobody lost.
  const hasElection = explanation.parts.length > 0 && explanation.answer.kind !== "in-office";
  if (explanation.source === "log" && !hasElection) return [];
  const others = explanation.others.filter(({ sid }) => server === undefined || sid === server);
  if (others.length === 0) return [];
  const { answer, parts, servers } = explanation;
  const kind = parts.length > 1 ? "heading" : "subheading";
  const texts = others.map((loss) => ({ sid: loss.sid, text: lossText(loss, explanation, messages, words) }));
  // In a large ensemble a line for each server would bury the reasons.
  const groups = alike(texts, ({ sid, text }) => (servers.length > condensedAbove ? text : String(sid)));
  const entries = groups.map((group): Block => {
    return { kind: "entry", label: sidList(group.map(({ sid }) => sid)).join(", "), text: group[0].text };
  });
  const { whyNot, whyNobody } = words.headings;
  return [{ kind, text: answer.kind === "none" ? whyNobody : whyNot }, ...entries];
}

function unknownBlocks(unknown: readonly Unknown[], words: ExplainMessages): Block[] {
  if (unknown.length === 0) return [];
  const entries = unknown.map((what): Block => ({ kind: "entry", text: unknownText(what, words) }));
  return [{ kind: "subheading", text: words.headings.unknown }, ...entries];
}

/** What cannot be said. */
export function unknownText(what: Unknown, { unknown }: ExplainMessages): string {
  switch (what.kind) {
    case "cut":
      return unknown.cut(what.line);
    case "silent":
      return unknown.silent(what.sids);
    case "no-sends":
      return unknown["no-sends"];
    case "condensed":
      return unknown.condensed(what.servers);
  }
}

function wayBlocks({ headings, way }: ExplainMessages): Block[] {
  const entries = way.map(([name, text], at): Block => {
    return { kind: "entry", label: String(at + 1), text: `${name}: ${text}` };
  });
  return [{ kind: "heading", text: headings.way }, ...entries];
}
