import { storyToCsv } from "../render/csv.ts";
import { blocksToMarkdown } from "../render/markdown.ts";
import { storyBlocks } from "../render/sections.ts";
import { signsOf } from "../render/style.ts";
import { blocksToText } from "../render/text.ts";
import { InputError } from "../scenario/problem.ts";
import { summary } from "../scenario/show.ts";
import { encodeLine, toJson } from "../trace/encode.ts";
import type { Header, ResultEvent, TraceLine } from "../trace/events.ts";
import { StoryBuilder } from "../trace/story-builder.ts";
import { exitCode } from "./errors.ts";
import type { Io } from "./io.ts";
import { type Format, type ShowOptions, selectionOf, styleOf } from "./options.ts";
import type { Output } from "./output.ts";

/** Takes a trace line by line and prints it in the format that was asked for. */
export interface Printer {
  line(line: TraceLine): void;
}

/** The printer of a format. Traces are written as they come; tables when the last line has come. */
export function printerOf(options: ShowOptions, output: Output, io: Io): Printer {
  const { format } = options;
  if (format === "ndjson" || format === "json") {
    if (options.rounds || options.server) {
      throw new InputError([{ fault: ["wholeTrace", format] }]);
    }
    return format === "ndjson" ? { line: (line) => output.write(encodeLine(line)) } : jsonPrinter(output);
  }
  return storyPrinter(format, options, output, io);
}

function jsonPrinter(output: Output): Printer {
  return {
    line: (line) => {
      const text = JSON.stringify(toJson(line));
      output.write(line.type === "trace" ? `[\n${text}` : `,\n${text}`);
      if (line.type === "result") output.write("\n]\n");
    },
  };
}

function storyPrinter(format: Format, options: ShowOptions, output: Output, io: Io): Printer {
  let builder: StoryBuilder | undefined;
  return {
    line: (line) => {
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

/** Whether the scenario's expectation, if it has one, held. */
export function verdict(result: ResultEvent): number {
  return result.expect === "failed" ? exitCode.negative : exitCode.done;
}
