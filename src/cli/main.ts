import { Command } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { report } from "./errors.ts";
import { helpCommand } from "./help.ts";
import type { Io } from "./io.ts";
import { askedLanguage } from "./language.ts";

const examples = `
Start here:
  zk-elect simulate        the classic example: five servers, two fail
  zk-elect explain         why it ended so
  zk-elect scenarios       all the examples, by name
  zk-elect diagnose logs/  your own servers: what is wrong with them
  zk-elect trace logs/ | zk-elect explain
                           and why they elected whom they did`;

type MakeCommand = (io: Io, done: (code: number) => void) => Command;

/** The commands in the order of the help; of each, no more is loaded than its name, until it is needed. */
const commands: Record<string, () => Promise<MakeCommand>> = {
  simulate: async () => (await import("./simulate.ts")).simulateCommand,
  explain: async () => (await import("./explain.ts")).explainCommand,
  table: async () => (await import("./table.ts")).tableCommand,
  trace: async () => (await import("./trace.ts")).traceCommand,
  diagnose: async () => (await import("./diagnose.ts")).diagnoseCommand,
  rules: async () => (await import("./rules.ts")).rulesCommand,
  scenarios: async () => (await import("./scenarios.ts")).scenariosCommand,
  schema: async () => (await import("./schema.ts")).schemaCommand,
};

/** The command that the arguments begin with; all of them when they begin with something else, such as `help`. */
function commandsOf([name = ""]: readonly string[]): (() => Promise<MakeCommand>)[] {
  const asked = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return asked ? [asked] : Object.values(commands);
}

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
  for (const load of commandsOf(argv)) program.addCommand((await load())(io, done));
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
