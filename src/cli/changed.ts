import type { Explanation } from "../explain/facts.ts";
import { explainMessagesOf } from "../locales/explain/index.ts";
import { hintsOf } from "../locales/index.ts";
import { whatIfMessagesOf } from "../locales/whatif/index.ts";
import type { Block } from "../render/document.ts";
import { blocksToMarkdown } from "../render/markdown.ts";
import { blocksToText } from "../render/text.ts";
import { whatIfBlocks } from "../render/whatif/what-if.ts";
import { type Words, whyNotBlocks } from "../render/whatif/why-not.ts";
import { parseChanges } from "../scenario/parse-changes.ts";
import { InputError, type PlacedFault } from "../scenario/problem.ts";
import { summary } from "../scenario/show.ts";
import { explainCommand } from "../whatif/command.ts";
import { whatIfData, whyNotData } from "../whatif/json.ts";
import { whatIf } from "../whatif/what-if.ts";
import { whyNot } from "../whatif/why-not.ts";
import type { ExplainOptions } from "./explain-options.ts";
import { clusterOf, type Source, simulated } from "./explained.ts";
import { explanationJson } from "./explanation-json.ts";
import type { Io } from "./io.ts";
import { languageFor } from "./language.ts";
import { styleOf } from "./options.ts";

/** What is told of a scenario that is run again with changes, and whether its own expectation held. */
interface Told {
  readonly text: string;
  readonly expect: Explanation["expect"];
}

/**
 * What `explain --why-not` and `explain --what-if` print.
 */
export async function toldChanged(source: Source, options: ExplainOptions, io: Io): Promise<Told> {
  checkOptions(options);
  return options.whatIf === undefined
    ? toldWhyNot(source, options.whyNot ?? -1, options, io)
    : toldWhatIf(source, options.whatIf, options, io);
}

async function toldWhyNot(source: Source, sid: number, options: ExplainOptions, io: Io): Promise<Told> {
  const found = await clusterOf(source, cutNote(options, io));
  const what = "others" in found ? found : { cluster: found, before: simulated(found), run: simulated };
  const { servers, expect } = "others" in what ? what : what.before.explanation;
  const known = servers.map((server) => server.sid);
  if (!known.includes(sid)) throw new InputError([{ path: "--why-not", fault: ["noServer", sid, summary(known)] }]);
  const told = whyNot(what, sid);
  const blocks = (words: Words) => whyNotBlocks(told, (changes) => explainCommand([source.name], changes), words);
  return { text: print(whyNotData(told), blocks, options, io), expect };
}

async function toldWhatIf(source: Source, text: string, options: ExplainOptions, io: Io): Promise<Told> {
  const changes = parseChanges(text);
  const found = await clusterOf(source, cutNote(options, io));
  if ("others" in found) {
    throw new InputError([{ path: "--what-if", fault: ["onlySimulated"] }]);
  }
  const told = whatIf(found, changes, simulated);
  const blocks = (words: Words) => whatIfBlocks(told, words);
  return { text: print(whatIfData(told), blocks, options, io), expect: told.before.explanation.expect };
}

/** Says that a trace which is cut short is not what is told: the scenario in its header is run again, to its end. */
function cutNote({ lang }: ExplainOptions, { stderr, env }: Io): (line: number) => void {
  return (line) => stderr.write(`zk-elect: ${hintsOf(languageFor(lang, env)).runAgain(line)}\n`);
}

/** One question at a time: the other options narrow the whole story, which is not told here. */
function checkOptions({ whyNot, whatIf, server, round, brief, source }: ExplainOptions): void {
  const asked = whyNot === undefined ? "--what-if" : "--why-not";
  const others = { "--what-if": whyNot === undefined ? undefined : whatIf, "--server": server, "--round": round };
  const given = Object.entries({ ...others, "--brief": brief, "--source": source })
    .filter(([, value]) => value !== undefined)
    .map(([path]): PlacedFault => ({ path, fault: ["goesNotWith", asked] }));
  if (given.length > 0) throw new InputError(given);
}

function print(data: object, blocks: (words: Words) => Block[], options: ExplainOptions, io: Io): string {
  if (options.format === "json") return explanationJson(data);
  const style = styleOf(options, io);
  const { messages } = style;
  const { language } = messages;
  const words = { tables: messages, explain: explainMessagesOf(language), whatIf: whatIfMessagesOf(language) };
  return options.format === "markdown" ? blocksToMarkdown(blocks(words)) : blocksToText(blocks(words), style);
}
