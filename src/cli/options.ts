import { Chalk } from "chalk";
import { type Command, Option } from "commander";
import { messagesOf } from "../locales/index.ts";
import type { Language } from "../locales/language.ts";
import type { Phrase } from "../locales/problems/phrases/en.ts";
import type { Selection } from "../render/sections.ts";
import type { Style } from "../render/style.ts";
import { InputError } from "../scenario/problem.ts";
import { quote } from "../scenario/show.ts";
import { unknownWord } from "../scenario/suggest.ts";
import type { Io } from "./io.ts";
import { langOption, languageFor } from "./language.ts";
import { isStdout } from "./output.ts";

const formats = ["table", "markdown", "csv", "ndjson", "json"] as const;
export type Format = (typeof formats)[number];

/** Options of every command that shows a story. */
export interface ShowOptions {
  format: Format;
  output?: string;
  ascii?: true;
  color: boolean;
  lang?: Language;
  rounds?: { from: number; to: number };
  server?: number[];
  phases?: true;
}

/** Adds them to a command, and `--json`, short for one of the formats; of several, the last one counts. */
export function withShowOptions(
  command: Command,
  json: { format: Format; description: string },
  byDefault: Format = "table",
): Command {
  return command
    .option("--json", `${json.description} (the same as --format ${json.format})`)
    .on("option:json", () => command.setOptionValue("format", json.format))
    .addOption(
      new Option("-f, --format <format>", "how to print it")
        .choices(formats)
        .argParser(formatParser(formats))
        .default(byDefault),
    )
    .option("--rounds <n-m>", "only these rounds, such as 2 or 1-2", parseRounds)
    .option("--server <sids>", "only the rows of these servers, such as 1,4", parseSids)
    .option("--phases", "also what follows an election: discovery, synchronization, broadcast")
    .option("--ascii", "plain ASCII instead of box drawing")
    .addOption(outputOption())
    .addOption(langOption())
    .option("--no-color", "no colour, even on a terminal");
}

/** `--output`, for every command. */
export function outputOption(): Option {
  return new Option("-o, --output <file>", "write to a file instead of standard output").argParser((file: string) => {
    if (file === "") throw wrong("output", ["fileName"], file);
    return file;
  });
}

/** The error of an option's value. */
export function wrong(option: string, expected: Phrase, found: string): InputError {
  return new InputError([{ path: `--${option}`, fault: ["expected", expected, ["written", quote(found)]] }]);
}

/** Reads the value of `--format`, which is one of these. */
export function formatParser<T extends string>(known: readonly T[]): (text: string) => T {
  return (text) => {
    const format = known.find((each) => each === text);
    if (format) return format;
    throw new InputError([{ path: "--format", fault: unknownWord("format", text, known) }]);
  };
}

function parseRounds(text: string): { from: number; to: number } {
  const [, from, to] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text) ?? [];
  const range = { from: Number(from), to: Number(to ?? from) };
  if (range.from >= 1 && range.from <= range.to) return range;
  throw wrong("rounds", ["rounds"], text);
}

function parseSids(text: string): number[] {
  const sids = /^\d{1,16}(,\d{1,16})*$/.test(text) ? text.split(",").map(Number) : [];
  if (sids.length > 0 && sids.every(Number.isSafeInteger)) return sids;
  throw wrong("server", ["sids", "1,4"], text);
}

/** The part of the story that was asked for. */
export function selectionOf({ rounds, server, phases }: ShowOptions): Selection {
  return { rounds, servers: server, phases };
}

const pipeWidth = 80;

/** How output is to look: on a terminal as the terminal allows, elsewhere always the same. */
export function styleOf(options: Pick<ShowOptions, "ascii" | "color" | "lang" | "output">, io: Io): Style {
  const stdout = isStdout(options.output);
  const terminal = io.stdout.isTTY && stdout;
  return {
    messages: messagesOf(languageFor(options.lang, io.env)),
    width: terminal ? Math.max(io.stdout.columns ?? pipeWidth, 40) : pipeWidth,
    ascii: options.ascii === true || (terminal && !speaksUnicode(io.env)),
    chalk: new Chalk({ level: colorLevel(options.color && stdout, terminal, io.env) }),
  };
}

/** A terminal whose locale names another character set than UTF-8 asks for ASCII. */
function speaksUnicode(env: Io["env"]): boolean {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"];
  return env["TERM"] !== "dumb" && (!locale || /utf-?8/i.test(locale));
}

function colorLevel(wanted: boolean, terminal: boolean, env: Io["env"]): 0 | 1 {
  if (!wanted) return 0;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced === "0" || forced === "false" ? 0 : 1;
  if (env["NO_COLOR"]) return 0;
  return terminal && env["TERM"] !== "dumb" ? 1 : 0;
}
