import { Command, Option } from "commander";
import type { Language } from "../locales/language.ts";
import { rulesTextsOf } from "../locales/rules/index.ts";
import { blocksToMarkdown } from "../render/markdown.ts";
import { rulesBlocks, rulesData } from "../render/rules.ts";
import { signsOf } from "../render/style.ts";
import { blocksToText } from "../render/text.ts";
import type { Io } from "./io.ts";
import { langOption, languageFor } from "./language.ts";
import { formatParser, outputOption, styleOf } from "./options.ts";
import { writing } from "./output.ts";

const formats = ["text", "markdown", "json"] as const;

interface Options {
  format: (typeof formats)[number];
  output?: string;
  ascii?: true;
  color: boolean;
  lang?: Language;
}

const examples = `
Examples:
  zk-elect rules --lang zh-CN
  zk-elect rules --json`;

/** `zk-elect rules`: the rules of the election on a page, and what is often said of them that is wrong. */
export function rulesCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command("rules");
  return command
    .description("print the rules of the election, and common misunderstandings")
    .option("--json", "print JSON (the same as --format json)")
    .on("option:json", () => command.setOptionValue("format", "json"))
    .addOption(
      new Option("-f, --format <format>", "how to print it")
        .choices(formats)
        .argParser(formatParser(formats))
        .default("text"),
    )
    .option("--ascii", "plain ASCII instead of other signs")
    .addOption(outputOption())
    .addOption(langOption())
    .option("--no-color", "no colour, even on a terminal")
    .addHelpText("after", examples)
    .action(async (options: Options) => {
      await writing(io, options.output, (output) => output.write(page(options, io)));
      done(0);
    });
}

function page(options: Options, io: Io): string {
  const language = languageFor(options.lang, io.env);
  const texts = rulesTextsOf(language);
  if (options.format === "json") return `${JSON.stringify({ language, ...rulesData(texts) }, undefined, 2)}\n`;
  const style = styleOf(options, io);
  const blocks = rulesBlocks(texts, signsOf(style.ascii));
  return options.format === "markdown" ? blocksToMarkdown(blocks) : blocksToText(blocks, style);
}
