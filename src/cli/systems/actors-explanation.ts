import { explainMessagesOf } from "../../locales/explain/index.ts";
import { protocolMessagesOf } from "../../locales/protocol/index.ts";
import type { Loaded } from "../../protocols/registry.ts";
import type { Fact, ProtocolExplanation, Told as ToldFact, Words } from "../../protocols/telling.ts";
import { leadings } from "../../protocols/znodes/telling/leading.ts";
import { clean } from "../../render/clean.ts";
import { blocksToMarkdown } from "../../render/markdown.ts";
import { protocolExplanationBlocks, type ToldExplanation } from "../../render/protocol/explanation.ts";
import { blocksToText } from "../../render/text.ts";
import { optionsOf } from "../../scenario/protocol.ts";
import { runProtocol } from "../../simulation/actors/run-protocol.ts";
import { traceHeader } from "../../simulation/header.ts";
import { TraceError } from "../../trace/error.ts";
import { expectedLeader } from "../../trace/expected.ts";
import {
  isHeader,
  isResult,
  type ProtocolEvent,
  type ProtocolResult,
  type ProtocolTrace,
} from "../../trace/protocol-events.ts";
import { hexZxid } from "../../trace/zxid.ts";
import { inFile } from "../errors.ts";
import type { ExplainOptions } from "../explain-options.ts";
import { protocolOf, type Source } from "../explained.ts";
import type { Io } from "../io.ts";
import { styleOf } from "../options.ts";
import { refuse } from "./actors.ts";
import type { Told } from "./system.ts";

/** A trace, and on which line of its text each event stands; the last line where it is cut short. */
interface Placed {
  readonly trace: ProtocolTrace;
  readonly places: readonly number[];
  readonly cutAfter: number | undefined;
}

/** Explains a scenario or a trace of a protocol in its own words. */
export async function explainWith(
  { protocol, telling }: Loaded,
  source: Source,
  options: ExplainOptions,
  io: Io,
): Promise<Told> {
  const { whyNot, whatIf, round, server } = options;
  refuse(protocolOf(source) ?? protocol.name, {
    "--why-not": whyNot,
    "--what-if": whatIf,
    "--round": round,
    "--server": server,
  });
  const placed = source.kind === "trace" ? await readWhole(source) : simulated(protocol, source.cluster);
  const explanation = asFarAsKnown(telling.explain(placed.trace), placed.trace);
  const met = placed.trace.result?.expect !== "failed";
  if (options.format === "json") return { text: explanationJson(explanation, placed, options), met };
  const style = styleOf(options, io);
  const { messages } = style;
  const { language } = messages;
  const words = protocolMessagesOf(language);
  const cut = (fact: Fact) => words.atCut(telling.office(language), (fact as Cut).leading);
  const told = inWords(explanation, { ...telling.words(language), cut }, placed);
  if (options.brief) {
    const until = told.cutAfter === undefined ? [] : [explainMessagesOf(language).unknown.cut(told.cutAfter)];
    return { text: `${explainMessagesOf(language).paragraph([told.answer.text, ...until])}\n`, met };
  }
  const blocks = protocolExplanationBlocks(told, {
    messages,
    words,
    explain: explainMessagesOf(language),
    source: options.source === true,
  });
  return { text: options.format === "markdown" ? blocksToMarkdown(blocks) : blocksToText(blocks, style), met };
}

/** The answer to a trace that is cut short: who believed to lead there. */
interface Cut extends Fact {
  readonly kind: "cut";
  readonly leading: readonly number[];
}

/** What a protocol concludes from the end holds only where a trace has one. */
function asFarAsKnown(explanation: ProtocolExplanation<Fact>, trace: ProtocolTrace): ProtocolExplanation<Fact> {
  if (trace.result) return explanation;
  const leading = leadings(trace).filter(({ to }) => to === null);
  const fact: Cut = { kind: "cut", leading: leading.map(({ sid }) => sid).sort((a, b) => a - b) };
  return { ...explanation, answer: { fact, lines: leading.flatMap(({ lines }) => lines) } };
}

function simulated(protocol: Loaded["protocol"], cluster: Extract<Source, { kind: "cluster" }>["cluster"]): Placed {
  const events: ProtocolEvent[] = [];
  const result = runProtocol(protocol, cluster, optionsOf(cluster), (event) => events.push(event as ProtocolEvent));
  const trace = { header: traceHeader(cluster), events, result };
  return { trace, places: events.map((_, at) => at + 2), cutAfter: undefined };
}

async function readWhole({ name, lines }: Extract<Source, { kind: "trace" }>): Promise<Placed> {
  let header: ProtocolTrace["header"] | undefined;
  let result: ProtocolResult | undefined;
  let cutAfter: number | undefined;
  const events: ProtocolEvent[] = [];
  const places: number[] = [];
  let last = 1;
  try {
    for await (const batch of lines) {
      for (const { line, place } of batch) {
        last = place;
        if (isHeader(line)) header = line;
        else if (isResult(line)) result = line as ProtocolResult;
        else {
          events.push(line as ProtocolEvent);
          places.push(place);
        }
      }
    }
  } catch (error) {
    // Up to where it is cut it can be told.
    if (!(header && error instanceof TraceError && error.cut)) throw inFile(name, error);
    cutAfter = Math.max(last, error.fault[0] === "cutLine" ? error.line - 1 : error.line);
  }
  if (!header) throw new Error("a trace was read to its end without a header");
  return { trace: { header, events, result }, places, cutAfter };
}

/** The line of the text on which a line of the trace stands, were there no others between. */
function placeIn({ places }: Placed): (line: number) => number {
  return (line) => places[line - 2] ?? line;
}

function inWords(explanation: ProtocolExplanation<Fact>, words: Words<Fact>, placed: Placed): ToldExplanation {
  const { answer, parts, today } = explanation;
  const { header, result } = placed.trace;
  const say = (fact: Fact) => {
    const word = words[fact.kind];
    if (!word) throw new Error(`no words for a fact of kind ${fact.kind}`);
    return clean(word(fact));
  };
  const told = ({ fact, lines }: ToldFact<Fact>) => ({ text: say(fact), lines: lines.map(placeIn(placed)) });
  return {
    answer: told(answer),
    parts: parts.map((part) => ({
      heading: say(part.heading),
      ...(part.at !== undefined && { at: part.at }),
      told: part.told.map((one) => ({ ...told(one), ...(one.label !== undefined && { label: clean(one.label) }) })),
    })),
    today: today.map(say),
    cutAfter: placed.cutAfter,
    unexpected: result?.expect === "failed" ? { expected: expectedLeader(header), found: result.leader } : undefined,
  };
}

/** The facts as one JSON document; zxids as `"0x…"`. */
function explanationJson(
  { answer, parts, today }: ProtocolExplanation<Fact>,
  placed: Placed,
  { brief }: ExplainOptions,
): string {
  const { header, result } = placed.trace;
  const plain = <F extends Fact>(told: ToldFact<F>) => ({ ...told, lines: told.lines.map(placeIn(placed)) });
  const whole = { parts: parts.map((part) => ({ ...part, told: part.told.map(plain) })), today, result };
  const document = {
    type: "explanation",
    version: 1,
    protocol: header.protocol,
    answer: plain(answer),
    ...(placed.cutAfter !== undefined && { cutAfter: placed.cutAfter }),
    ...(!brief && whole),
  };
  const hex = (_: string, value: unknown) => (typeof value === "bigint" ? hexZxid(value) : value);
  return `${JSON.stringify(document, hex, 2)}\n`;
}
