/**
 * The building blocks of the schema. Each has two faces: the one that JSON Schema is made from, and the one that runs,
 * which looks at the input first, so that the message is about what the user meant and not about a union.
 */
import * as v from "valibot";
import type { Fault } from "../locales/problems/fault.ts";
import type { Phrase } from "../locales/problems/phrases/en.ts";
import { maxMs, maxSid } from "./limits.ts";
import { show } from "./show.ts";

type Schema = v.GenericSchema;

/** Documented as one schema, checked by the one that `choose` picks for an input. */
export function either<Documented extends Schema>(documented: Documented, choose: (input: unknown) => Schema) {
  // JSON Schema conversion calls the getter with undefined, which no JSON or YAML value is.
  return v.lazy<Documented>((input) => (input === undefined ? documented : (choose(input) as Documented)));
}

/** A fault as a message function of valibot, whose messages are texts. */
export function saying<Issue>(fault: (issue: Issue) => Fault): (issue: Issue) => string {
  return (issue) => JSON.stringify(fault(issue));
}

/** What `saying` has put into an issue's message. */
export function faultOf(issue: v.BaseIssue<unknown>): Fault {
  return JSON.parse(issue.message) as Fault;
}

/** Accepts nothing. */
export function refuse(fault: (input: unknown) => Fault): Schema {
  return v.custom<never>(
    () => false,
    saying((issue) => fault(issue.input)),
  );
}

/** "expected an integer from 0 to 10, found …", as a message function of valibot. */
export function expected(what: Phrase) {
  return saying((issue: { input: unknown }) => ["expected", what, show(issue.input)]);
}

export function isMapping(input: unknown): input is Record<string, unknown> {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

/**
 * An object with these fields and no others. A field that must be there is named in `required`, with what it is
 * expected to be.
 */
export function fields<Entries extends v.ObjectEntries>(
  what: Phrase,
  entries: Entries,
  required: Partial<Record<keyof Entries, Phrase>> = {},
) {
  // strictObject would stop at the first unknown field. A field's name is not known where the message is made, so
  // the message carries the known names to `structure.ts`, which names the fault.
  const known = v.never(Object.keys(entries).join(" "));
  const missing = saying((issue: v.BaseIssue<unknown>) => {
    const key = String(issue.path?.[0]?.key);
    return ["missingField", required[key] ?? ["value"]];
  });
  const shape = v.objectWithRest(entries, known, missing);
  const other = refuse((input) => ["expected", what, show(input)]);
  return either(v.strictObject(entries), (input) => (isMapping(input) ? shape : other));
}

type RangePhrase = "integer" | "sid" | "sidOrNull" | "serverCount" | "transactions" | "milliseconds" | "ticks";

/** An integer from `min` to `max`; `what` is what it counts or names. */
export function integer(min: number, max: number, what: RangePhrase = "integer") {
  const message = expected([what, min, max]);
  return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
}

export const sid = integer(0, maxSid, "sid");
export const ms = integer(0, maxMs, "milliseconds");

/** A list of one to `max` items; `what` names the list, with an example. */
export function list<Item extends Schema>(item: Item, what: Phrase, max: number) {
  return v.pipe(
    v.array(item, expected(what)),
    v.minLength(1, expected(what)),
    v.maxLength(
      max,
      saying((issue: { input: unknown[] }) => ["tooManyItems", max, issue.input.length]),
    ),
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
