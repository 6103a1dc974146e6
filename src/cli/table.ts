import { Command } from "commander";
import { InputError } from "../scenario/problem.ts";
import { type AnyResult, isHeader, isResult } from "../trace/protocol-events.ts";
import { inFile } from "./errors.ts";
import { chunksOf } from "./input.ts";
import type { Io } from "./io.ts";
import { type ShowOptions, withShowOptions } from "./options.ts";
import { type Output, writing } from "./output.ts";
import { printerOf, verdict } from "./show.ts";
import { systemOf } from "./systems/index.ts";
import type { Printer } from "./systems/system.ts";
import { vocabulary } from "./systems/vocabulary.ts";

const examples = `
Examples:
  zk-elect simulate late-joiner --json | zk-elect table
  zk-elect table trace.ndjson --format markdown`;

/** `zk-elect table [trace]`: the tables that `simulate` prints for a trace. */
export function tableCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command("table")
    .description("print a trace as tables")
    .argument("[trace]", "a trace (NDJSON or a JSON array); standard input when it is a pipe, or -");
  return withShowOptions(command, { format: "json", description: "print the trace as one JSON document" })
    .addHelpText("after", examples)
    .action(async (trace: string | undefined, options: ShowOptions) => {
      if (trace === undefined && io.stdinIsTTY) {
        throw new InputError([{ fault: ["noTrace"] }]);
      }
      done(verdict(await writing(io, options.output, (output) => print(trace ?? "-", options, output, io))));
    });
}

async function print(file: string, options: ShowOptions, output: Output, io: Io): Promise<AnyResult> {
  // Loaded only here: what validates a trace takes its time to set up, and no other command needs it.
  const { readTraceInBatches } = await import("../trace/read.ts");
  let printer: Printer | undefined;
  let result: AnyResult | undefined;
  try {
    for await (const batch of readTraceInBatches(chunksOf(file, io), undefined, vocabulary)) {
      for (const { line } of batch) {
        if (isHeader(line)) printer = printerOf(await systemOf(line.protocol), options, output, io);
        printer?.line(line);
        if (isResult(line)) result = line;
      }
    }
  } catch (error) {
    throw inFile(file, error);
  }
  if (!result) throw new Error("a trace was read to its end without a result");
  return result;
}
