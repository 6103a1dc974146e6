/** As much of JSON Schema as the cluster description's uses; anything else in a schema is an error. */

type Schema = Record<string, unknown>;

const annotations = ["$schema", "title", "description", "$defs"];

const checks: { [keyword: string]: (value: never, input: unknown, root: Schema, schema: Schema) => boolean } = {
  type: (type: string, input) => {
    if (type === "integer") return Number.isInteger(input);
    if (type === "array") return Array.isArray(input);
    if (type === "null") return input === null;
    if (type === "object") return isObject(input);
    return typeof input === type;
  },
  enum: (values: unknown[], input) => values.includes(input),
  const: (value: unknown, input) => input === value,
  minimum: (min: number, input) => typeof input !== "number" || input >= min,
  maximum: (max: number, input) => typeof input !== "number" || input <= max,
  pattern: (pattern: string, input) => typeof input !== "string" || new RegExp(pattern).test(input),
  minItems: (min: number, input) => !Array.isArray(input) || input.length >= min,
  maxItems: (max: number, input) => !Array.isArray(input) || input.length <= max,
  items: (items: Schema | false, input, root, { prefixItems }) => {
    const rest = Array.isArray(input) ? input.slice(Array.isArray(prefixItems) ? prefixItems.length : 0) : [];
    return items === false ? rest.length === 0 : rest.every((item) => accepts(items, item, root));
  },
  prefixItems: (items: Schema[], input, root) =>
    !Array.isArray(input) || items.every((item, index) => index >= input.length || accepts(item, input[index], root)),
  required: (names: string[], input) => !isObject(input) || names.every((name) => name in input),
  properties: (properties: Record<string, Schema>, input, root) =>
    !isObject(input) ||
    Object.entries(properties).every(([name, schema]) => !(name in input) || accepts(schema, input[name], root)),
  additionalProperties: (rest: Schema | false, input, root, { properties = {} }) =>
    !isObject(input) ||
    Object.entries(input).every(([name, value]) => {
      return Object.hasOwn(properties as object, name) || (rest !== false && accepts(rest, value, root));
    }),
  propertyNames: (names: Schema, input, root) =>
    !isObject(input) || Object.keys(input).every((name) => accepts(names, name, root)),
  anyOf: (schemas: Schema[], input, root) => schemas.some((schema) => accepts(schema, input, root)),
  $ref: (reference: string, input, root) => {
    const named = (root.$defs as Record<string, Schema>)[reference.replace("#/$defs/", "")];
    if (!named) throw new Error(`no ${reference}`);
    return accepts(named, input, root);
  },
};

export function accepts(schema: Schema, input: unknown, root: Schema = schema): boolean {
  return Object.entries(schema).every(([keyword, value]) => {
    if (annotations.includes(keyword)) return true;
    const check = checks[keyword];
    if (!check) throw new Error(`keyword ${keyword}`);
    return check(value as never, input, root, schema);
  });
}

function isObject(input: unknown): input is Record<string, unknown> {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}
