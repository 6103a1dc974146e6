import { CommanderError } from "commander";
import type { Problem } from "../scenario/problem.ts";

/**
 * What Commander has found wrong with the arguments, worded as the other problems are: in one line, names in double
 * quotes. Nothing when it has only printed help; undefined when the error is another's.
 */
export function usageProblem(error: unknown): Problem[] | undefined {
  if (!(error instanceof CommanderError)) return undefined;
  if (error.exitCode === 0) return [];
  const message = error.message
    .replace(/^error: /, "")
    .replace(/\n\(Did you mean (.*)\?\)$/, "; did you mean $1?")
    .replace(/\. Expected (.*)\.$/, "; expected $1")
    .replace(/'([^']*)'/g, '"$1"');
  const lost = error.code === "commander.unknownCommand" && !message.endsWith("?");
  return [{ message: lost ? `${message}; zk-elect help lists the commands` : message }];
}
