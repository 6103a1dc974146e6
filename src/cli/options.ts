import { Chalk } from "chalk";
import { type Command, InvalidArgumentError, Option } from "commander";
import { en } from "../locales/en.ts";
import type { Selection } from "../render/sections.ts";
import type { Style } from "../render/style.ts";
import type { Io } from "./io.ts";

export type Format = "table" | "markdown" | "csv" | "ndjson" | "json";

/** Options of every command that shows a story. */
export interface ShowOptions {
  format: Format;
  json?: true;
  output?: string;
  ascii?: true;
  color: boolean;
  rounds?: { from: number; to: number };
  server?: number[];
}

/** Adds them to a command. */
export function withShowOptions(command: Command): Command {
  return command
    .addOption(
      new Option("-f, --format <format>", "how to print it")
        .choices(["table", "markdown", "csv", "ndjson", "json"])
        .default("table"),
    )
    .option("--rounds <n-m>", "only these rounds, such as 2 or 1-2", parseRounds)
    .option("--server <sids>", "only the rows of these servers, such as 1,4", parseSids)
    .option("--ascii", "plain ASCII instead of box drawing")
    .option("-o, --output <file>", "write to a file instead of standard output")
    .option("--no-color", "no colour, even on a terminal");
}

function parseRounds(text: string): { from: number; to: number } {
  const [, from, to] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text) ?? [];
  if (from === undefined) throw new InvalidArgumentError('expected a round or a range, such as "2" or "1-2".');
  const range = { from: Number(from), to: Number(to ?? from) };
  if (range.to < range.from) throw new InvalidArgumentError("expected the first round before the last.");
  return range;
}

function parseSids(text: string): number[] {
  if (!/^\d{1,15}(,\d{1,15})*$/.test(text)) throw new InvalidArgumentError('expected sids, such as "1,4".');
  return text.split(",").map(Number);
}

/** The part of the story that was asked for. */
export function selectionOf({ rounds, server }: ShowOptions): Selection {
  return { rounds, servers: server };
}

const pipeWidth = 80;

/** How output is to look: on a terminal as the terminal allows, elsewhere always the same. */
export function styleOf(options: Pick<ShowOptions, "ascii" | "color" | "output">, io: Io): Style {
  const terminal = io.stdout.isTTY && options.output === undefined;
  return {
    messages: en,
    width: terminal ? Math.max(io.stdout.columns ?? pipeWidth, 40) : pipeWidth,
    ascii: options.ascii === true || (terminal && !speaksUnicode(io.env)),
    chalk: new Chalk({ level: colorLevel(options.color, terminal, io.env) }),
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
