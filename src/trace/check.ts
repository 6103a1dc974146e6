import type * as v from "valibot";

/** Says yes with the value that the schema makes of a value, or `invalid`, without saying why. */
export type Check = (value: unknown) => unknown;

/** What a check gives for a value that the schema does not accept. */
export const invalid = Symbol("invalid");

/** Results of transformations that are remembered at a time: a trace has few zxids, each many times over. */
const maxRemembered = 4096;

/**
 * Makes one plain function of a schema, which accepts what valibot accepts and gives what valibot gives, several times
 * as fast: it keeps no account of what is wrong.
 *
 * The function is for values fresh from JSON.parse: it changes objects in place, so that their fields stay in the order
 * in which they were written. One that it finds invalid may be half changed.
 *
 * @throws Error at a schema of a kind that the trace's schema had no need of so far
 */
export function checkOf(schema: v.GenericSchema): Check {
  if ("pipe" in schema) return pipe(schema.pipe as PipeItem[]);
  return plain(schema as Kind);
}

/** The kinds of schema that a trace is described with, as valibot keeps them. */
export type Kind =
  | { type: "number" | "string" | "boolean" | "unknown" }
  | { type: "literal"; literal: unknown }
  | { type: "picklist"; options: readonly unknown[] }
  | { type: "nullable" | "optional"; wrapped: v.GenericSchema; default: unknown }
  | { type: "array"; item: v.GenericSchema }
  | { type: "union"; options: readonly v.GenericSchema[] }
  | { type: "loose_object"; entries: Record<string, v.GenericSchema> }
  | { type: "record"; key: v.GenericSchema; value: v.GenericSchema };

/** What stands in a pipe: first a schema without its pipe, then what it is followed by. */
export type PipeItem =
  | (Kind & { kind: "schema" })
  | { kind: "validation"; type: "safe_integer" }
  | { kind: "validation"; type: "min_value" | "min_length"; requirement: number }
  | { kind: "validation"; type: "regex"; requirement: RegExp }
  | { kind: "transformation"; type: "transform"; operation: (value: unknown) => unknown }
  | { kind: "metadata" };

function plain(schema: Kind): Check {
  switch (schema.type) {
    case "number":
      return (value) => (typeof value === "number" && !Number.isNaN(value) ? value : invalid);
    case "string":
      return (value) => (typeof value === "string" ? value : invalid);
    case "boolean":
      return (value) => (typeof value === "boolean" ? value : invalid);
    case "unknown":
      return (value) => value;
    case "literal":
      return (value) => (value === schema.literal ? value : invalid);
    case "picklist":
      return (value) => (schema.options.includes(value) ? value : invalid);
    case "nullable":
      return unless(null, schema);
    case "optional":
      return unless(undefined, schema);
    case "array":
      return array(checkOf(schema.item));
    case "union":
      return union(schema.options);
    case "loose_object":
      return looseObject(schema.entries);
    case "record":
      return record(schema);
    default:
      return unknownKind(schema);
  }
}

function pipe(items: readonly PipeItem[]): Check {
  const checks = items.filter((item) => item.kind !== "metadata").map(step);
  const inTurn: Check = (value) => {
    let current = value;
    for (const check of checks) {
      current = check(current);
      if (current === invalid) return invalid;
    }
    return current;
  };
  if (!items.some(({ kind }) => kind === "transformation")) return inTurn;
  const remembers = remembering(inTurn);
  return (value) => (typeof value === "string" ? remembers(value) : inTurn(value));
}

function step(item: Exclude<PipeItem, { kind: "metadata" }>): Check {
  if (item.kind === "schema") return plain(item);
  switch (item.type) {
    case "safe_integer":
      return (value) => (Number.isSafeInteger(value) ? value : invalid);
    case "min_value":
      return (value) => ((value as number) >= item.requirement ? value : invalid);
    case "min_length":
      return (value) => ((value as unknown[]).length >= item.requirement ? value : invalid);
    case "regex":
      return (value) => (item.requirement.test(value as string) ? value : invalid);
    case "transform":
      return item.operation;
    default:
      return unknownKind(item);
  }
}

/** The function, with what it last made of texts at hand. */
export function remembering(make: (text: string) => unknown): (text: string) => unknown {
  const remembered = new Map<string, unknown>();
  return (text) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    if (remembered.size === maxRemembered) remembered.clear();
    // A copy of the text: it may be a slice, which would hold on to the whole text that it was cut from.
    if (made !== invalid) remembered.set(JSON.parse(JSON.stringify(text)), made);
    return made;
  };
}

function unless(exception: null | undefined, schema: { wrapped: v.GenericSchema; default: unknown }): Check {
  if (schema.default !== undefined) throw new Error("a schema of a trace has a default, which no check knows");
  const check = checkOf(schema.wrapped);
  return (value) => (value === exception ? value : check(value));
}

function array(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return invalid;
    for (let at = 0; at < value.length; at++) {
      const checked = check(value[at]);
      if (checked === invalid) return invalid;
      value[at] = checked;
    }
    return value;
  };
}

/** What the first of them makes of it that accepts it. A value of one's own must not be half changed by another. */
function union(options: readonly v.GenericSchema[]): Check {
  const checks = options.map(checkOf);
  return (value) => {
    for (const check of checks) {
      const checked = check(typeof value === "object" ? structuredClone(value) : value);
      if (checked !== invalid) return checked;
    }
    return invalid;
  };
}

function looseObject(entries: Record<string, v.GenericSchema>): Check {
  const fields = Object.entries(entries).map(([key, schema]) => {
    return { key, required: schema.type !== "optional", check: checkOf(schema) };
  });
  // An array is an object as well, to valibot too; it has none of the required fields.
  if (!fields.some(({ required }) => required)) throw new Error("an object of a trace has no required field");
  return (value) => {
    if (typeof value !== "object" || value === null) return invalid;
    const object = value as Record<string, unknown>;
    let known = 0;
    for (const { key, required, check } of fields) {
      const found = object[key];
      if (found === undefined) {
        if (required) return invalid;
        continue;
      }
      known++;
      const checked = check(found);
      if (checked === invalid) return invalid;
      if (checked !== found) object[key] = checked;
    }
    if (Object.keys(object).length > known) dropUnsafe(object);
    return object;
  };
}

/** A record of anything by any name. */
function record({ key, value }: { key: v.GenericSchema; value: v.GenericSchema }): Check {
  const anything = key.type === "string" && !("pipe" in key) && value.type === "unknown";
  if (!anything) throw new Error("a record of a trace asks something of its fields, which no check knows");
  return (input) => {
    if (typeof input !== "object" || input === null) return invalid;
    // Of an array, as of any object, valibot takes the fields.
    const object = Array.isArray(input) ? { ...input } : input;
    dropUnsafe(object);
    return object;
  };
}

/** Names that valibot takes from no input, since they mean something to every object. */
const unsafe = ["__proto__", "prototype", "constructor"];

function dropUnsafe(object: object): void {
  for (const key of unsafe) if (Object.hasOwn(object, key)) delete (object as Record<string, unknown>)[key];
}

function unknownKind(schema: never): never {
  throw new Error(`no check knows a schema of type ${(schema as { type: string }).type}`);
}
