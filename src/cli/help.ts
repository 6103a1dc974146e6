import { Command } from "commander";
import { InputError } from "../scenario/problem.ts";
import { unknownWord } from "../scenario/suggest.ts";
import { langOption } from "./language.ts";

/** `zk-elect help [command]`: what `--help` prints, too. Commander's own would answer a mistyped name with a page. */
export function helpCommand(program: Command): Command {
  return new Command("help")
    .description("explain a command")
    .argument("[command]", "which one")
    .addOption(langOption())
    .action((name: string | undefined) => {
      const named = program.commands.find((command) => command.name() === name);
      if (name !== undefined && !named) {
        const names = program.commands.map((command) => command.name());
        throw new InputError([{ fault: unknownWord("command", name, names) }]);
      }
      (named ?? program).outputHelp();
    });
}
