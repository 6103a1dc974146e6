import { Command } from "commander";
import type { Explanation } from "../explain/facts.ts";
import { roundOf } from "../explain/select.ts";
import { explainMessagesOf } from "../locales/explain/index.ts";
import { hintsOf } from "../locales/index.ts";
import { explanationBlocks, headline, unknownText } from "../render/explain/explanation.ts";
import { blocksToMarkdown } from "../render/markdown.ts";
import { blocksToText } from "../render/text.ts";
import { InputError } from "../scenario/problem.ts";
import { summary } from "../scenario/show.ts";
import { toldChanged } from "./changed.ts";
import { exitCode } from "./errors.ts";
import { type ExplainOptions, withExplainOptions } from "./explain-options.ts";
import { explained, explainedBriefly, type Source, sourceOf } from "./explained.ts";
import { explanationJson } from "./explanation-json.ts";
import { defaultScenario } from "./input.ts";
import type { Io } from "./io.ts";
import { languageFor } from "./language.ts";
import { styleOf } from "./options.ts";
import { isStdout, writing } from "./output.ts";

const examples = `
Examples:
  zk-elect explain five-server-restart
  zk-elect explain five-server-restart --why-not 4
  zk-elect explain five-server-restart --what-if "4.zxid=9"
  zk-elect simulate late-joiner --json | zk-elect explain --server 5`;

/** `zk-elect explain [input]`: why it ended this way, in words. */
export function explainCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command("explain")
    .description("say why an election ended as it did, in words")
    .argument("[input]", "a trace, a cluster description, a built-in name, or - for standard input");
  return withExplainOptions(command)
    .addHelpText("after", examples)
    .action(async (input: string | undefined, options: ExplainOptions) => {
      done(await run(input, options, io));
    });
}

async function run(input: string | undefined, options: ExplainOptions, io: Io): Promise<number> {
  const name = input ?? (io.stdinIsTTY ? defaultScenario : "-");
  const source = await sourceOf(name, io);
  if (options.whyNot !== undefined || options.whatIf !== undefined) {
    const { text, expect } = await toldChanged(name, source, options, io);
    await writing(io, options.output, (output) => output.write(text));
    return expect?.met === false ? exitCode.negative : exitCode.done;
  }
  if (options.brief) return brief(source, options, io);
  const explanation = await explained(source, { condenses: options.format !== "json" });
  checkServer(options.server, explanation);
  checkRound(options.round, explanation);
  await writing(io, options.output, (output) => output.write(print(explanation, options, io)));
  if (input === undefined && name === defaultScenario && isStdout(options.output) && options.format === "text") {
    io.stderr.write(hintsOf(languageFor(options.lang, io.env)).explainSteps(defaultScenario));
  }
  return explanation.expect?.met === false ? exitCode.negative : exitCode.done;
}

/** The answer alone: one line, and nothing kept of what goes by. */
async function brief(source: Source, options: ExplainOptions, io: Io): Promise<number> {
  const { answer, unknown, expect } = await explainedBriefly(source);
  const { messages } = styleOf(options, io);
  const words = explainMessagesOf(messages.language);
  const texts = [headline({ answer, unknown }, messages, words), ...unknown.map((what) => unknownText(what, words))];
  const text = options.format === "json" ? explanationJson({ answer, unknown }) : `${words.paragraph(texts)}\n`;
  await writing(io, options.output, (output) => output.write(text));
  return expect === "failed" ? exitCode.negative : exitCode.done;
}

function print(explanation: Explanation, options: ExplainOptions, io: Io): string {
  const { format, server, round, source = false } = options;
  if (format === "json") return explanationJson(explanation, { server, round, source });
  const style = styleOf(options, io);
  const { messages } = style;
  const words = explainMessagesOf(messages.language);
  const blocks = explanationBlocks(explanation, { server, round, source }, messages, words);
  return format === "markdown" ? blocksToMarkdown(blocks) : blocksToText(blocks, style);
}

function checkServer(server: number | undefined, { servers }: Explanation): void {
  const known = servers.map(({ sid }) => sid);
  if (server === undefined || known.includes(server)) return;
  throw new InputError([{ path: "--server", fault: ["noServer", server, summary(known)] }]);
}

function checkRound(round: number | undefined, { parts }: Explanation): void {
  const rounds = parts.flatMap(({ facts }) => facts.flatMap((fact) => roundOf(fact) ?? []));
  if (round === undefined || rounds.includes(round)) return;
  throw new InputError([{ path: "--round", fault: ["noRound", round, Math.max(0, ...rounds)] }]);
}
