import { type Command, Option } from "commander";
import type { Language } from "../locales/language.ts";

/** `--set`, as often as it is given, and the language of the notes on it. */
export interface SetOptions {
  set?: string[];
  lang?: Language;
}

/** Options of every command that runs a scenario under a protocol. */
export interface ProtocolOptions extends SetOptions {
  protocol?: string;
}

/** Adds them to a command. */
export function withProtocolOptions(command: Command): Command {
  return command
    .option("--protocol <name>", "how they elect: zookeeper, or another one that zk-elect knows")
    .addOption(setOption());
}

/** `--set`, of which each adds to those before. */
export function setOption(): Option {
  return new Option(
    "--set <option=value>",
    "an option of a protocol, or of the timing: timing.tickTime=500; may be repeated",
  ).argParser((text: string, before: string[] = []) => [...before, text]);
}
