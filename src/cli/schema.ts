import { Argument, Command } from "commander";
import { protocols } from "../protocols/registry.ts";
import { InputError } from "../scenario/problem.ts";
import { unknownWord } from "../scenario/suggest.ts";
import type { Io } from "./io.ts";
import { langOption } from "./language.ts";
import { outputOption } from "./options.ts";
import { writing } from "./output.ts";

const formats = ["cluster", "trace"] as const;
type Format = (typeof formats)[number];

/** `zk-elect schema <cluster|trace>`: JSON Schema of a format, made from the schema that validates it. */
export function schemaCommand(io: Io, done: (code: number) => void): Command {
  return new Command("schema")
    .description("print the JSON Schema of a format")
    .addArgument(new Argument("<cluster|trace>", "which format").argParser(parseFormat))
    .option("--json", "print JSON, as always")
    .addOption(outputOption())
    .addOption(langOption())
    .action(async (format: Format, options: { output?: string }) => {
      // Made only when asked for: the converter would cost every other command its loading time.
      const schema =
        format === "cluster"
          ? await (await import("../scenario/json-schema.ts")).clusterJsonSchema()
          : await traceSchema();
      await writing(io, options.output, (output) => output.write(`${JSON.stringify(schema, undefined, 2)}\n`));
      done(0);
    });
}

/** With the events of every protocol. */
async function traceSchema(): Promise<object> {
  const { traceJsonSchema } = await import("../trace/json-schema.ts");
  const all = await Promise.all(Object.values(protocols).map(({ load }) => load()));
  return traceJsonSchema(all.flatMap(({ telling }) => telling.schemas));
}

function parseFormat(name: string): Format {
  const format = formats.find((known) => known === name);
  if (!format) throw new InputError([{ fault: unknownWord("format", name, formats) }]);
  return format;
}
