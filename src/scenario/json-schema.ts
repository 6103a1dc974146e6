/** JSON Schema of the cluster description, for editors and other programs. */
import { clusterSchema, namedParts } from "./schema.ts";

/**
 * JSON Schema (draft 2020-12) of what `readScenario` accepts as JSON or YAML. A zxid above 2^53 has to be a string
 * there. It says all that can be said of one field; that sids are unique, or that the leader exists, only reading tells.
 */
export async function clusterJsonSchema(): Promise<object> {
  const { toJsonSchema } = await import("@valibot/to-json-schema");
  const definitions = Object.fromEntries(
    Object.entries(namedParts).map(([name, part]) => [name, part.getter(undefined)]),
  );
  const { $schema, $defs, ...schema } = toJsonSchema(clusterSchema.getter(undefined), {
    target: "draft-2020-12",
    definitions,
  });
  return { $schema, title: "zk-elect cluster description", ...schema, $defs };
}
