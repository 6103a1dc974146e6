import { Command, Option } from "commander";
import type { Diagnosis } from "../diagnose/finding.ts";
import { diagnoseMessagesOf } from "../locales/diagnose/index.ts";
import type { Language } from "../locales/language.ts";
import { logMessagesOf } from "../locales/logs/index.ts";
import { worded } from "../locales/problems/fault.ts";
import { problemsOf } from "../locales/problems/index.ts";
import type { Zone } from "../logs/zone.ts";
import { diagnosisBlocks } from "../render/diagnose/diagnosis.ts";
import { blocksToMarkdown } from "../render/markdown.ts";
import { blocksToText } from "../render/text.ts";
import { formatProblem, InputError } from "../scenario/problem.ts";
import { diagnosedFiles } from "./diagnosed-files.ts";
import { exitCode } from "./errors.ts";
import type { Io } from "./io.ts";
import { langOption, languageFor } from "./language.ts";
import { LogNotes } from "./logs.ts";
import { formatParser, outputOption, styleOf } from "./options.ts";
import { writing } from "./output.ts";
import { zoneOption } from "./zone.ts";

const formats = ["text", "markdown", "json"] as const;

interface Options {
  format: (typeof formats)[number];
  output?: string;
  ascii?: true;
  color: boolean;
  lang?: Language;
  tz?: Zone;
}

const examples = `
Examples:
  zk-elect diagnose /var/log/zookeeper
  zk-elect diagnose zk*/zookeeper.log zk*/zoo.cfg zk*/myid
  kubectl logs --prefix -l app=zk | zk-elect diagnose -`;

/** `zk-elect diagnose PATH…`: what is wrong with an ensemble, by its logs, configurations and myid files. */
export function diagnoseCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command("diagnose");
  return command
    .description("say what is wrong with an ensemble, by its logs and configurations")
    .argument(
      "<paths...>",
      "server logs, zoo.cfg, dynamic and myid files, directories of them, or - for standard input",
    )
    .option("--json", "print the findings (the same as --format json)")
    .on("option:json", () => command.setOptionValue("format", "json"))
    .addOption(
      new Option("-f, --format <format>", "how to print it")
        .choices(formats)
        .argParser(formatParser(formats))
        .default("text"),
    )
    .addOption(zoneOption())
    .option("--ascii", "plain ASCII")
    .addOption(outputOption())
    .addOption(langOption())
    .option("--no-color", "no colour, even on a terminal")
    .addHelpText("after", examples)
    .action(async (paths: string[], options: Options) => {
      done(await run(paths, options, io));
    });
}

async function run(paths: readonly string[], options: Options, io: Io): Promise<number> {
  const notes = new LogNotes(logMessagesOf(languageFor(options.lang, io.env)), io);
  const { diagnosis, others } = await diagnosedFiles(paths, options.tz ?? 0, notes, io);
  const { logs, configs, myids } = diagnosis.looked;
  const faults = others.map((file) => ({ file, fault: ["notLog"] as const }));
  if (logs + configs + myids === 0) throw new InputError(faults);
  const texts = problemsOf(languageFor(options.lang, io.env));
  for (const { file, fault } of faults) {
    io.stderr.write(`zk-elect: ${formatProblem({ file, message: worded(fault, texts) })}\n`);
  }
  await writing(io, options.output, (output) => output.write(print(diagnosis, options, io)));
  return isHealthy(diagnosis) ? exitCode.done : exitCode.negative;
}

function isHealthy({ findings }: Diagnosis): boolean {
  return findings.every(({ severity }) => severity === "note");
}

function print(diagnosis: Diagnosis, options: Options, io: Io): string {
  if (options.format === "json") {
    const document = { type: "diagnosis", version: 1, healthy: isHealthy(diagnosis), ...diagnosis };
    return `${JSON.stringify(document, undefined, 2)}\n`;
  }
  const style = styleOf(options, io);
  const blocks = diagnosisBlocks(diagnosis, diagnoseMessagesOf(style.messages.language));
  return options.format === "markdown" ? blocksToMarkdown(blocks) : blocksToText(blocks, style);
}
