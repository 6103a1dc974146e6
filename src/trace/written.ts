import type * as v from "valibot";
import { checkOf, type Kind, type PipeItem, remembering } from "./check.ts";

/** A schema's lines as zk-elect writes them: with just its fields, in its order, without spaces and escapes. */
export interface WrittenForm {
  /** Whether a line is such a one, and with that valid. */
  matches(line: string): boolean;
  /** What the schema makes of such a line; undefined for any other. Lines may share what stands in their fields. */
  read(line: string): object | undefined;
}

/** Longer lines are left to JSON.parse: on a very long one a regular expression may run out of stack. */
const maxLength = 10_000;

/**
 * Makes a regular expression of an object's schema, which takes lines apart and validates them at once, and remembers
 * what stood in their fields: votes and states come again and again.
 *
 * @returns undefined for a schema with a part that is not always written in the same way
 */
export function writtenForm(schema: v.GenericSchema): WrittenForm | undefined {
  const kind = schema as unknown as Kind;
  if (kind.type !== "loose_object") return undefined;
  const source = objectSource(kind.entries, "(");
  if (source === undefined) return undefined;
  const whole = new RegExp(`^${source}\\r?$`);
  const fields = Object.entries(kind.entries).map(([key, field]) => ({ key, valueFrom: valueReader(field) }));
  return {
    matches: (line) => line.length <= maxLength && whole.test(line),
    read: (line) => {
      const match = line.length <= maxLength ? whole.exec(line) : null;
      if (!match) return undefined;
      const object: Record<string, unknown> = {};
      let group = 1;
      for (const { key, valueFrom } of fields) {
        const written = match[group++];
        if (written !== undefined) object[key] = valueFrom(written);
      }
      return object;
    },
  };
}

/**
 * A regular expression for an object; undefined if there is none for one of its fields.
 *
 * @param open begins the group that each field's value is
 */
function objectSource(entries: Record<string, v.GenericSchema>, open: "(" | "(?:"): string | undefined {
  const sources: string[] = [];
  for (const [key, schema] of Object.entries(entries)) {
    const kind = schema as unknown as Kind;
    const isOptional = kind.type === "optional";
    const value = sourceOf(isOptional ? kind.wrapped : schema);
    const isFirst = sources.length === 0;
    if (value === undefined || (isFirst && isOptional)) return undefined;
    const field = `${isFirst ? "" : ","}${literally(key)}:${open}${value})`;
    sources.push(isOptional ? `(?:${field})?` : field);
  }
  return `\\{${sources.join("")}\\}`;
}

/** A number without a fraction that every double holds exactly. */
const count = "(?:0|[1-9]\\d{0,14})";

/** A regular expression for a value, without capturing groups; it takes nothing that the schema does not. */
function sourceOf(schema: v.GenericSchema): string | undefined {
  const kind = schema as unknown as Kind;
  if (kind.type !== "number" && kind.type !== "string" && pipeOf(schema).length > 1) return undefined;
  switch (kind.type) {
    case "number":
      return isCount(schema) ? count : undefined;
    case "string":
      return stringSource(schema);
    case "boolean":
      return "true|false";
    case "literal":
      return literally(kind.literal);
    case "picklist":
      return kind.options.map(literally).join("|");
    case "nullable": {
      const wrapped = sourceOf(kind.wrapped);
      return wrapped && `null|${wrapped}`;
    }
    case "array":
      return isCount(kind.item) ? `\\[(?:${count}(?:,${count})*)?\\]` : undefined;
    case "loose_object":
      return objectSource(kind.entries, "(?:");
    default:
      return undefined;
  }
}

/** A schema with all that is asked of it or done to it. */
function pipeOf(schema: v.GenericSchema): PipeItem[] {
  return "pipe" in schema ? (schema.pipe as PipeItem[]).filter((item) => item.kind !== "metadata") : [];
}

/** Whether a schema takes each of these numbers as it is: it can but ask for integers, and for a least one. */
function isCount(schema: v.GenericSchema): boolean {
  const check = checkOf(schema);
  return [0, 999_999_999_999_999].every((number) => check(number) === number);
}

/** What the schema's own expression takes, or any text that is short and needs no escapes. */
function stringSource(schema: v.GenericSchema): string | undefined {
  const asked = pipeOf(schema).filter((item) => item.kind === "validation");
  if (asked.length === 0) return '"[^"\\\\\\x00-\\x1f]{0,100}"';
  const [first] = asked;
  const own = first?.type === "regex" ? /^\^([^()|\\"]*)\$$/.exec(first.requirement.source)?.[1] : undefined;
  return asked.length === 1 && own !== undefined ? `"${own}"` : undefined;
}

/** What makes a value of its text, of which the expression has found that it is valid. */
function valueReader(schema: v.GenericSchema): (text: string) => unknown {
  const kind = schema as unknown as Kind;
  if (kind.type === "number") return Number;
  if (kind.type === "literal") return () => kind.literal;
  const check = checkOf(schema);
  const read = (text: string) => Object.freeze(check(JSON.parse(text)));
  return kind.type === "array" ? read : remembering(read);
}

/** The JSON of a value, in a regular expression. */
function literally(value: unknown): string {
  return JSON.stringify(value).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
