import { InputError } from "../scenario/problem.ts";
import type { AnyResult } from "../trace/protocol-events.ts";
import { exitCode } from "./errors.ts";
import type { Io } from "./io.ts";
import type { ShowOptions } from "./options.ts";
import type { Output } from "./output.ts";
import type { Printer, System } from "./systems/system.ts";

/** The printer of a format. Traces are written as they come; tables when the last line has come. */
export function printerOf(system: System, options: ShowOptions, output: Output, io: Io): Printer {
  const { format } = options;
  if (format === "ndjson" || format === "json") {
    if (options.rounds || options.server) {
      throw new InputError([{ fault: ["wholeTrace", format] }]);
    }
    return format === "ndjson"
      ? { line: (line) => output.write(`${JSON.stringify(system.json(line))}\n`) }
      : jsonPrinter(system, output);
  }
  return system.tables(options, output, io);
}

function jsonPrinter(system: System, output: Output): Printer {
  return {
    line: (line) => {
      const text = JSON.stringify(system.json(line));
      output.write(line.type === "trace" ? `[\n${text}` : `,\n${text}`);
      if (line.type === "result") output.write("\n]\n");
    },
  };
}

/** Whether the scenario's expectation, if it has one, held. */
export function verdict(result: AnyResult): number {
  return result.expect === "failed" ? exitCode.negative : exitCode.done;
}
