import { CommanderError } from "commander";
import type { Fault } from "../locales/problems/fault.ts";

/** What Commander appends to a name that is nearly one it knows. */
const suggestion = String.raw`(?:\n\(Did you mean (?:one of )?(?<near>.*)\?\))?`;

interface Named {
  /** The option, command or argument, as Commander names it. */
  name?: string;
  near?: string;
  expected?: string;
  found?: string;
}

/**
 * The errors of Commander that can happen here, by their codes. What they are about Commander tells only in its message,
 * between single quotes.
 */
const errors: Record<string, { pattern: RegExp; fault: (named: Named) => Fault }> = {
  "commander.unknownOption": {
    pattern: new RegExp(`'(?<name>.*)'${suggestion}$`, "s"),
    fault: ({ name, near }) =>
      near ? ["unknownNear", "option", quoted(name), words(near)] : ["unknown", "option", quoted(name)],
  },
  "commander.unknownCommand": {
    pattern: new RegExp(`'(?<name>.*)'${suggestion}$`, "s"),
    fault: ({ name, near }) =>
      near ? ["unknownNear", "command", quoted(name), words(near)] : ["noCommand", quoted(name)],
  },
  "commander.missingArgument": { pattern: /'(?<name>.*)'$/s, fault: ({ name }) => ["noArgument", quoted(name)] },
  "commander.optionMissingArgument": {
    pattern: /'(?<name>.*)' argument missing$/s,
    fault: ({ name }) => ["noOptionArgument", quoted(name)],
  },
  "commander.excessArguments": {
    pattern: /'(?<name>.*)'\. Expected (?<expected>\d+) arguments? but got (?<found>\d+)\.$/s,
    fault: ({ name, expected, found }) => ["tooManyArguments", quoted(name), Number(expected), Number(found)],
  },
};

/**
 * What Commander has found wrong with the arguments. Nothing when it has only printed help; undefined when the error is
 * another's.
 */
export function usageFaults(error: unknown): Fault[] | undefined {
  if (!(error instanceof CommanderError)) return undefined;
  if (error.exitCode === 0) return [];
  const known = errors[error.code];
  const named = known?.pattern.exec(error.message)?.groups;
  return [known && named ? known.fault(named) : ["wrongUsage", error.message.replace(/^error: /, "")]];
}

function quoted(name = ""): string {
  return `"${name}"`;
}

function words(near: string): string[] {
  return near.split(", ");
}
