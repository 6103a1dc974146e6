import { type Command, Option } from "commander";
import { langOption } from "./language.ts";
import { formatParser, outputOption, wrong } from "./options.ts";
import { type ProtocolOptions, withProtocolOptions } from "./protocol-options.ts";

const textFormats = ["text", "markdown", "json"] as const;

/** Options of `explain`. */
export interface ExplainOptions extends ProtocolOptions {
  format: (typeof textFormats)[number];
  whyNot?: number;
  whatIf?: string;
  server?: number;
  round?: number;
  brief?: true;
  source?: true;
  output?: string;
  ascii?: true;
  color: boolean;
}

/** Adds them to a command, and `--json`, short for one of the formats; of several, the last one counts. */
export function withExplainOptions(command: Command): Command {
  return withProtocolOptions(command)
    .option("--why-not <sid>", "only this server: why it did not win, and with what it would have", parseSid("why-not"))
    .option("--what-if <changes>", 'both outcomes, with such changes as "4.zxid=9" or "5.up"')
    .option("--server <sid>", "the story as this server saw it", parseSid("server"))
    .option("--round <n>", "only this round", parseRound)
    .option("--brief", "the answer alone, in one line")
    .option("--source", "the Java class and method behind each step")
    .option("--json", "print the facts (the same as --format json)")
    .on("option:json", () => command.setOptionValue("format", "json"))
    .addOption(
      new Option("-f, --format <format>", "how to print it")
        .choices(textFormats)
        .argParser(formatParser(textFormats))
        .default("text"),
    )
    .option("--ascii", "plain ASCII")
    .addOption(outputOption())
    .addOption(langOption())
    .option("--no-color", "no colour, even on a terminal");
}

function parseRound(text: string): number {
  const round = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (round >= 1) return round;
  throw wrong("round", ["round"], text);
}

function parseSid(option: string): (text: string) => number {
  return (text) => {
    const sid = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(sid)) return sid;
    throw wrong(option, ["anySid"], text);
  };
}
