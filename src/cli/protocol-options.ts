import type { Command } from "commander";
import type { Language } from "../locales/language.ts";

/** Options of every command that runs a scenario under a protocol. */
export interface ProtocolOptions {
  protocol?: string;
  set?: string[];
  lang?: Language;
}

/** Adds them to a command. */
export function withProtocolOptions(command: Command): Command {
  return command
    .option("--protocol <name>", "how they elect: zookeeper, or another one that zk-elect knows")
    .option(
      "--set <option=value>",
      "an option of a protocol, or of the timing: timing.tickTime=500; may be repeated",
      (text: string, before: string[] = []) => [...before, text],
    );
}
