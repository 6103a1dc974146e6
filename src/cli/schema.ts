import { Argument, Command } from "commander";
import type { Io } from "./io.ts";
import { writing } from "./output.ts";

/** `zk-elect schema <cluster|trace>`: JSON Schema of a format, made from the schema that validates it. */
export function schemaCommand(io: Io, done: (code: number) => void): Command {
  return new Command("schema")
    .description("print the JSON Schema of a format")
    .addArgument(new Argument("<format>", "which format").choices(["cluster", "trace"]))
    .option("--json", "print JSON, as always")
    .option("-o, --output <file>", "write to a file instead of standard output")
    .action(async (format: "cluster" | "trace", options: { output?: string }) => {
      // Made only when asked for: the converter would cost every other command its loading time.
      const schema =
        format === "cluster"
          ? await (await import("../scenario/json-schema.ts")).clusterJsonSchema()
          : await (await import("../trace/json-schema.ts")).traceJsonSchema();
      await writing(io, options.output, (output) => output.write(`${JSON.stringify(schema, undefined, 2)}\n`));
      done(0);
    });
}
