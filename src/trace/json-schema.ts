import { traceLineSchema } from "./schema.ts";

/** JSON Schema (draft 2020-12) of one line of a trace. */
export async function traceJsonSchema(): Promise<object> {
  const { toJsonSchema } = await import("@valibot/to-json-schema");
  const { $schema, ...schema } = toJsonSchema(traceLineSchema, { typeMode: "input", target: "draft-2020-12" });
  return { $schema, title: "One line of a zk-elect trace, version 1", ...schema };
}
