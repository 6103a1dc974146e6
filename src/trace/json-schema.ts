import * as v from "valibot";
import { sharedSchemas } from "./protocol-schema.ts";
import { traceLineSchema } from "./schema.ts";

/**
 * JSON Schema (draft 2020-12) of one line of a trace.
 *
 * @param own the schemas of the events that other protocols than ZooKeeper's have of their own
 */
export async function traceJsonSchema(own: readonly v.GenericSchema[]): Promise<object> {
  const { toJsonSchema } = await import("@valibot/to-json-schema");
  const line = v.union([traceLineSchema, ...sharedSchemas, ...own]);
  const { $schema, ...schema } = toJsonSchema(line, { typeMode: "input", target: "draft-2020-12" });
  return { $schema, title: "One line of a zk-elect trace, version 1", ...schema };
}
