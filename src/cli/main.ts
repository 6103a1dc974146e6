import { Command } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { compareCommand } from "./compare.ts";
import { diagnoseCommand } from "./diagnose.ts";
import { report } from "./errors.ts";
import { explainCommand } from "./explain.ts";
import { helpCommand } from "./help.ts";
import type { Io } from "./io.ts";
import { askedLanguage } from "./language.ts";
import { rulesCommand } from "./rules.ts";
import { scenariosCommand } from "./scenarios.ts";
import { schemaCommand } from "./schema.ts";
import { simulateCommand } from "./simulate.ts";
import { tableCommand } from "./table.ts";
import { traceCommand } from "./trace.ts";

const examples = `
Start here:
  zk-elect simulate        the classic example: five servers, two fail
  zk-elect explain         why it ended so
  zk-elect scenarios       all the examples, by name
  zk-elect diagnose logs/  your own servers: what is wrong with them
  zk-elect trace logs/ | zk-elect explain
                           and why they elected whom they did`;

/**
 * The whole program: reads its arguments, does what they ask through `io`, and returns the exit code (0 done,
 * 1 done with a negative verdict, 2 wrong usage or bad input, 3 a bug).
 *
 * @param argv the arguments, without the interpreter and the script
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const done = (result: number) => {
    code = result;
  };
  const program = new Command("zk-elect")
    .description("See how a ZooKeeper ensemble elects its leader, vote by vote.")
    .version(manifest.version, "-V, --version", "print the version")
    .helpCommand(false)
    .addHelpText("after", examples);
  const commands = [
    simulateCommand,
    explainCommand,
    tableCommand,
    traceCommand,
    diagnoseCommand,
    compareCommand,
    rulesCommand,
    scenariosCommand,
    schemaCommand,
  ];
  for (const make of commands) program.addCommand(make(io, done));
  program.addCommand(helpCommand(program));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // Errors are told in the program's own form, once they have been thrown.
      outputError: () => {},
      getOutHelpWidth: () => io.stdout.columns ?? 80,
    });
  }
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    return report(error, io, askedLanguage(argv, io.env));
  }
}
