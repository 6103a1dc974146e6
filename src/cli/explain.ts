import { Command } from "commander";
import { hintsOf } from "../locales/index.ts";
import { exitCode } from "./errors.ts";
import { type ExplainOptions, withExplainOptions } from "./explain-options.ts";
import { protocolOf, sourceOf } from "./explained.ts";
import { defaultScenario } from "./input.ts";
import type { Io } from "./io.ts";
import { languageFor } from "./language.ts";
import { isStdout, writing } from "./output.ts";
import { systemOf } from "./systems/index.ts";

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
  const source = await sourceOf(name, options, io);
  const system = await systemOf(protocolOf(source));
  const { text, met } = await system.explain(source, options, io);
  await writing(io, options.output, (output) => output.write(text));
  const asked = options.protocol ?? options.whyNot ?? options.whatIf ?? options.brief;
  if (input === undefined && name === defaultScenario && asked === undefined) {
    if (isStdout(options.output) && options.format === "text") {
      io.stderr.write(hintsOf(languageFor(options.lang, io.env)).explainSteps(defaultScenario));
    }
  }
  return met ? exitCode.done : exitCode.negative;
}
