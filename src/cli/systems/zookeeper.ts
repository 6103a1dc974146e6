import type { Explanation } from "../../explain/facts.ts";
import { roundOf } from "../../explain/select.ts";
import { explainMessagesOf } from "../../locales/explain/index.ts";
import { storyToCsv } from "../../render/csv.ts";
import { explanationBlocks, headline, unknownText } from "../../render/explain/explanation.ts";
import { blocksToMarkdown } from "../../render/markdown.ts";
import { storyBlocks } from "../../render/sections.ts";
import { signsOf } from "../../render/style.ts";
import { blocksToText } from "../../render/text.ts";
import { InputError } from "../../scenario/problem.ts";
import { summary } from "../../scenario/show.ts";
import { simulate } from "../../simulation/simulate.ts";
import { toJson } from "../../trace/encode.ts";
import type { Header, ResultEvent, TraceLine } from "../../trace/events.ts";
import { StoryBuilder } from "../../trace/story-builder.ts";
import { toldChanged } from "../changed.ts";
import type { ExplainOptions } from "../explain-options.ts";
import { explained, explainedBriefly, type Source } from "../explained.ts";
import { explanationJson } from "../explanation-json.ts";
import type { Io } from "../io.ts";
import { type ShowOptions, selectionOf, styleOf } from "../options.ts";
import type { Output } from "../output.ts";
import type { Printer, System, Told } from "./system.ts";

/** ZooKeeper's own: FastLeaderElection, and Zab after it. */
export const zookeeper: System = {
  simulate,
  json: (line) => toJson(line as TraceLine),
  tables,
  explain,
};

function tables(options: ShowOptions, output: Output, io: Io): Printer {
  const { format } = options;
  let builder: StoryBuilder | undefined;
  return {
    line: (any) => {
      const line = any as TraceLine;
      if (line.type === "trace") {
        checkServers(options.server ?? [], line);
        builder = new StoryBuilder(line, format !== "csv");
      } else if (line.type === "result") output.write(print(line));
      else builder?.add(line);
    },
  };

  function print(result: ResultEvent): string {
    const story = builder?.finish(result);
    if (!story) return "";
    const selection = selectionOf(options);
    if (format === "csv") return storyToCsv(story, selection);
    const style = styleOf(options, io);
    const blocks = storyBlocks(story, selection, style.messages, signsOf(style.ascii));
    return format === "markdown" ? blocksToMarkdown(blocks) : blocksToText(blocks, style);
  }
}

function checkServers(asked: readonly number[], { cluster }: Header): void {
  const known = cluster.servers.map(({ sid }) => sid).sort((a, b) => a - b);
  const unknown = asked.filter((sid) => !known.includes(sid));
  if (unknown.length === 0) return;
  throw new InputError(unknown.map((sid) => ({ path: "--server", fault: ["noServer", sid, summary(known)] })));
}

async function explain(source: Source, options: ExplainOptions, io: Io): Promise<Told> {
  if (options.whyNot !== undefined || options.whatIf !== undefined) {
    const { text, expect } = await toldChanged(source, options, io);
    return { text, met: expect?.met !== false };
  }
  if (options.brief) return brief(source, options, io);
  const explanation = await explained(source, { condenses: options.format !== "json" });
  checkServer(options.server, explanation);
  checkRound(options.round, explanation);
  return { text: print(explanation, options, io), met: explanation.expect?.met !== false };
}

/** The answer alone: one line, and nothing kept of what goes by. */
async function brief(source: Source, options: ExplainOptions, io: Io): Promise<Told> {
  const { answer, unknown, expect } = await explainedBriefly(source);
  const { messages } = styleOf(options, io);
  const words = explainMessagesOf(messages.language);
  const texts = [headline({ answer, unknown }, messages, words), ...unknown.map((what) => unknownText(what, words))];
  const text = options.format === "json" ? explanationJson({ answer, unknown }) : `${words.paragraph(texts)}\n`;
  return { text, met: expect !== "failed" };
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
