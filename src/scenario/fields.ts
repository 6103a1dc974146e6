/**
 * The building blocks of the schema. Each has two faces: the one that JSON Schema is made from, and the one that runs,
 * which looks at the input first, so that the message is about what the user meant and not about a union.
 */
import * as v from "valibot";
import { show } from "./show.ts";

type Schema = v.GenericSchema;

/** Documented as one schema, checked by the one that `choose` picks for an input. */
export function either<Documented extends Schema>(documented: Documented, choose: (input: unknown) => Schema) {
  // JSON Schema conversion calls the getter with undefined, which no JSON or YAML value is.
  return v.lazy<Documented>((input) => (input === undefined ? documented : (choose(input) as Documented)));
}

/** Accepts nothing. */
export function refuse(message: (input: unknown) => string): Schema {
  return v.custom<never>(
    () => false,
    (issue) => message(issue.input),
  );
}

/** "expected an integer from 0 to 10, found …", as a message function of valibot. */
export function expected(what: string) {
  return (issue: { input: unknown }) => `expected ${what}, found ${show(issue.input)}`;
}

export function isMapping(input: unknown): input is Record<string, unknown> {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

/**
 * An object with these fields and no others. A field that must be there is named in `required`, with what it is
 * expected to be.
 */
export function fields<Entries extends v.ObjectEntries>(
  what: string,
  entries: Entries,
  required: Partial<Record<keyof Entries, string>> = {},
) {
  // strictObject would stop at the first unknown field. A field's name is not known where the message is made, so
  // the message carries the known names to `structure.ts`, which makes the sentence.
  const known = v.never(Object.keys(entries).join(" "));
  const missing = (issue: v.BaseIssue<unknown>) => {
    const key = String(issue.path?.[0]?.key);
    return `missing; expected ${required[key] ?? "a value"}`;
  };
  const shape = v.objectWithRest(entries, known, missing);
  const other = refuse((input) => `expected ${what}, found ${show(input)}`);
  return either(v.strictObject(entries), (input) => (isMapping(input) ? shape : other));
}

/** An integer from `min` to `max`. */
export function integer(min: number, max: number, what = "an integer") {
  const message = expected(`${what} from ${min} to ${max}`);
  return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
}

/** A list of one to `max` items; `what` names the list, with an example. */
export function list<Item extends Schema>(item: Item, what: string, max: number) {
  return v.pipe(
    v.array(item, expected(what)),
    v.minLength(1, expected(what)),
    v.maxLength(max, (issue) => `expected at most ${max} items, found ${issue.input.length}`),
  );
}

/** A field that must be there, with its description. */
export function must<S extends Schema>(schema: S, description: string) {
  return v.pipe(schema, v.description(description));
}

/** A field that may be left out, with its description. */
export function may<S extends Schema>(schema: S, description: string) {
  return v.exactOptional(v.pipe(schema, v.description(description)));
}
