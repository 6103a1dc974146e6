import { type Fault, worded } from "../locales/problems/fault.ts";
import { printable } from "./show.ts";

/** Where something was written. */
export interface Place {
  /** The file as the user named it, `-` for standard input; absent for flags. */
  file?: string;
  /** 1-based; absent where the input has no lines. */
  line?: number;
  /** 1-based, in UTF-16 units. */
  column?: number;
  /** Path of the field, as `servers[2].zxid`. */
  path?: string;
}

/** One thing wrong with what the user gave: where, what was found, what was expected. */
export interface Problem extends Place {
  /** In English. */
  message: string;
}

/** The same before it is put into words, which may be those of another language. */
export interface PlacedFault extends Place {
  fault: Fault;
}

/** Bad input (exit code 2). Holds every problem found, in the order they stand in the input. */
export class InputError extends Error {
  readonly problems: readonly Problem[];
  /** What the problems say, in no language. */
  readonly faults: readonly PlacedFault[];

  constructor(faults: readonly PlacedFault[]) {
    const problems = faults.map(({ fault, ...place }) => ({ ...place, message: worded(fault) }));
    super(problems.map(formatProblem).join("\n"));
    this.name = "InputError";
    this.problems = problems;
    this.faults = faults;
  }
}

/** `file:line:column: path: message`, leaving out what is not known. One line, whatever the input has in it. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, path, message } = problem;
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  return printable([place, path, message].filter((part) => part).join(": "));
}
