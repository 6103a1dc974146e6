/** The quick ways to read a line take what the schema takes, and make of it what the schema makes of it. */
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { checkOf, invalid } from "../../src/trace/check.ts";
import { encodeLine } from "../../src/trace/encode.ts";
import { lineSchemas } from "../../src/trace/schema.ts";
import { writtenForm } from "../../src/trace/written.ts";
import { property, runs } from "../runs.ts";
import { linesOf, restart } from "./traces.ts";

const vote = '{"leader":2,"zxid":"0x8","peerEpoch":1}';
/** Every type of line, and every field that may be missing. */
const samples = [
  ...new Map((await linesOf(restart)).map((line) => [line.type, encodeLine(line).trimEnd()])).values(),
  `{"type":"send","t":3,"sid":1,"to":2,"electionEpoch":1,"round":1,"vote":${vote},"state":"LOOKING","lost":true}`,
  `{"type":"receive","t":3,"sid":1,"from":2,"electionEpoch":2,"round":1,"vote":${vote},"state":"LOOKING","outcome":"adopted","by":"electionEpoch","rule":"zxid"}`,
  `{"type":"vote","t":0,"sid":1,"electionEpoch":1,"round":1,"vote":{"leader":null,"zxid":"0xffffffffffffffff","peerEpoch":0},"was":${vote},"by":"sid"}`,
  `{"type":"tally","t":0,"sid":1,"electionEpoch":1,"vote":${vote},"supporters":[],"quorum":false}`,
  '{"type":"settled","t":9,"leader":null}',
  '{"type":"epoch","t":204,"sid":2,"leader":2,"file":"acceptedEpoch","epoch":3,"was":1,"heard":[{"sid":2,"epoch":1},{"sid":3,"epoch":2}]}',
  '{"type":"refuse","t":205,"sid":2,"from":3,"currentEpoch":2,"zxid":"0x200000001"}',
  '{"type":"phase","t":206,"sid":3,"phase":"synchronization","detail":{"leader":2,"epoch":3,"zxid":"0x200000002","mode":"TRUNC","why":"diverged","from":"0x100000009","discarded":[["0x100000008","0x100000009"]],"received":[["0x200000001","0x200000002"]]}}',
  '{"type":"propose","t":208,"sid":2,"count":2,"zxid":"0x300000002","reach":[]}',
  '{"type":"result","leader":null,"electionEpoch":0,"rounds":0,"notifications":0,"t":0,"expect":"met","servers":[]}',
  '{"type":"trace","version":1,"source":"log","protocol":"zookeeper","cluster":{"servers":[{"sid":0,"zxid":"0x0","epoch":0,"electionEpoch":0,"role":"observer","weight":1,"group":2}],"leader":null}}',
];

type Json = Record<string, unknown>;

/** Every object and array in a value, itself first. */
function containers(value: unknown): Json[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Json, ...Object.values(value).flatMap(containers)];
}

/** Values as JSON writes them, among them what JSON.stringify never would. */
const odd = fc.oneof(
  fc.constantFrom(
    ..."null true false 0 -0 -1 1.5 1e3 1e400 9007199254740991 9007199254740992 123456789012345678".split(" "),
  ),
  fc.constantFrom(
    "[]",
    "{}",
    "[1,2]",
    "[null]",
    vote,
    '"0x8"',
    '"0x"',
    '"0xA"',
    '"0x10000000000000000"',
    '"LOOKING"',
    '""',
  ),
  fc.constantFrom('"a \\"quote"', '"\\u0030x8"', '"\\u001b[31m"', '"\u2028"', '"\\ud800"', '{"__proto__":{"sid":1}}'),
  fc.jsonValue().map((value) => JSON.stringify(value)),
);
const names = ["__proto__", "constructor", "prototype", "toString", "length", "0", "comment", "zxid", "sid", "type"];

/** A change at one place of a line: a field taken away, replaced, added, or moved to the end. */
const change = fc.record({
  container: fc.nat(),
  field: fc.nat(),
  how: fc.constantFrom("remove", "replace", "replace", "add", "last"),
  name: fc.constantFrom(...names),
  value: odd,
});

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(line: string, changes: readonly Change[]): string {
  const value = JSON.parse(line);
  const written: string[] = [];
  for (const { container, field, how, name, value: text } of changes) {
    const all = containers(value);
    const at = all[container % all.length] as Json;
    const keys = Object.keys(at);
    const key = Array.isArray(at) || how !== "add" ? (keys[field % keys.length] ?? "0") : name;
    const before = at[key];
    if (how !== "replace" && !Array.isArray(at)) delete at[key];
    if (how === "remove") continue;
    // Stands for the text, which may be none that JSON.stringify writes.
    const stand = how === "last" ? before : `<${written.push(text) - 1}>`;
    Object.defineProperty(at, key, { value: stand, enumerable: true, configurable: true, writable: true });
  }
  return JSON.stringify(value).replace(/"<(\d+)>"/g, (_, at) => written[at] ?? "");
}

/** A value with everything that can be told apart in it, whatever its fields are called. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return `bigint ${value}`;
  if (Object.is(value, -0)) return "minus zero";
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  const fields = Object.keys(value).map((key) => [key, plain((value as Json)[key])] as const);
  return { fields: fields.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

const checks = new Map([...lineSchemas].map(([type, schema]) => [type, checkOf(schema)]));
const forms = new Map([...lineSchemas].map(([type, schema]) => [type, writtenForm(schema)]));
let accepted = 0;
let refused = 0;

/** Reads a line in every way, as one of this type, and compares. */
function compare(type: string, line: string): void {
  const schema = lineSchemas.get(type) as v.GenericSchema;
  const byValibot = v.safeParse(schema, JSON.parse(line));
  const checked = checks.get(type)?.(JSON.parse(line));
  expect(checked !== invalid, line).toBe(byValibot.success);
  if (byValibot.success) expect(plain(checked), line).toStrictEqual(plain(byValibot.output));
  const read = forms.get(type)?.read(line);
  expect(forms.get(type)?.matches(line) ?? false, line).toBe(read !== undefined);
  if (read !== undefined) {
    expect(byValibot.success, line).toBe(true);
    expect(plain(read), line).toStrictEqual(plain(byValibot.output));
  }
  if (byValibot.success) accepted++;
  else refused++;
}

const typeOf = (line: string): string => JSON.parse(line).type;

test("every sample is valid, and is read as the schema reads it", () => {
  for (const line of samples) {
    expect(v.safeParse(lineSchemas.get(typeOf(line)) as v.GenericSchema, JSON.parse(line)).success, line).toBe(true);
    compare(typeOf(line), line);
  }
  expect(new Set(samples.map(typeOf))).toEqual(new Set(lineSchemas.keys()));
});

test("lines with anything changed are taken or refused as the schema does", property, () => {
  accepted = 0;
  refused = 0;
  const changes = fc.array(change, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.constantFrom(...samples), changes, (line, made) => compare(typeOf(line), changed(line, made))),
    runs(6000),
  );
  expect(Math.min(accepted, refused)).toBeGreaterThan(runs(600).numRuns);
});

test("each field alone, with each odd value, and without it", () => {
  const values = fc.sample(odd, { numRuns: 60, seed: 1 });
  for (const line of samples) {
    const count = containers(JSON.parse(line)).length;
    for (let container = 0; container < count; container++) {
      const fields = Object.keys(containers(JSON.parse(line))[container] ?? {}).length;
      for (let field = 0; field < fields; field++) {
        const at = { container, field, name: "" };
        compare(typeOf(line), changed(line, [{ ...at, how: "remove", value: "" }]));
        for (const value of values) compare(typeOf(line), changed(line, [{ ...at, how: "replace", value }]));
      }
    }
  }
});

test("values that are no objects are taken or refused as the schema does", () => {
  for (const type of lineSchemas.keys()) for (const line of ["null", "1", "[]", "{}", '"trace"']) compare(type, line);
});

describe("a line as it is written", () => {
  // Those left out have parts of many shapes, and are few.
  const irregular = ["trace", "step", "phase", "epoch", "result"];
  test.each(samples.filter((line) => !irregular.includes(typeOf(line))))("is read as a whole: %s", (line) => {
    for (const text of [line, `${line}\r`]) expect(forms.get(typeOf(line))?.read(text)).toBeDefined();
  });

  test.each([
    ["a space", '"sid":', '"sid": '],
    ["another order", '"t":3,"sid":1', '"sid":1,"t":3'],
    ["an escape", "LOOKING", "LOOK\\u0049NG"],
    ["one more field", '"lost":true', '"lost":true,"more":"a:1"'],
    ["a fraction", '"t":3', '"t":3.5'],
    ["a number that is nearly too large", '"t":3', '"t":1000000000000000'],
  ])("%s in it leaves it to JSON.parse", (_, from, to) => {
    const line = samples.find((sample) => sample.includes('"lost"'))?.replace(from, to) ?? "";
    expect(forms.get("send")?.read(line)).toBeUndefined();
    compare("send", line);
  });

  test("is left to JSON.parse when it is very long", () => {
    const supporters = Array.from({ length: 100_000 }, (_, sid) => sid);
    const line = samples.find((sample) => sample.includes('"supporters":[]'))?.replace("[]", `[${supporters}]`) ?? "";
    expect(forms.get("tally")?.read(line)).toBeUndefined();
  });

  test("cannot be changed through what it shares with others", () => {
    const read = forms.get("settled")?.read('{"type":"settled","t":1,"leader":null}');
    expect(read).toEqual({ type: "settled", t: 1, leader: null });
    const tally = forms.get("tally")?.read(samples.find((sample) => sample.includes('"supporters":[]')) ?? "") as Json;
    expect(Object.isFrozen(tally["vote"])).toBe(true);
  });
});
