/** What is wrong with a trace is named by its line and the path of the field. */
import { describe, expect, test } from "vitest";
import { toJson } from "../../src/trace/encode.ts";
import { complaint, linesOf, ndjson, restart } from "./traces.ts";

const lines = await linesOf(restart);
const text = ndjson(lines);
const written = text.trimEnd().split("\n");
const count = written.length;

/** The number of the first line of that type. */
const lineOf = (type: string): number => lines.findIndex((line) => line.type === type) + 1;

/** The trace with the first line of that type changed. */
function changed(type: string, from: string | RegExp, to: string): string {
  const at = lineOf(type) - 1;
  const line = written[at]?.replace(from, to) ?? "";
  expect(line).not.toBe(written[at]);
  return written.with(at, line).join("\n");
}

describe("a trace that is cut short", () => {
  test("in the middle of any line is reported at that line", async () => {
    for (const line of [2, lineOf("vote"), lineOf("receive"), count]) {
      const whole = written.slice(0, line - 1).join("\n");
      const half = written[line - 1]?.slice(0, 20);
      expect(await complaint(`${whole}\n${half}`)).toMatch(new RegExp(`^${line}:: not JSON, or cut short`));
    }
  });

  test("in the middle of the header is reported at line 1", async () => {
    expect(await complaint(text.slice(0, 60))).toMatch(/^1:: /);
  });

  test("after any line is reported after that line", async () => {
    for (const line of [1, 2, count - 1]) {
      expect(await complaint(`${written.slice(0, line).join("\n")}\n`)).toMatch(
        new RegExp(`^${line}:: the trace is cut short after this line; expected a result`),
      );
    }
  });

  test("anywhere in an array is reported", async () => {
    const array = JSON.stringify(lines.map(toJson), null, 2);
    for (const end of [1, 2, 40, 2000, array.length - 20, array.length - 4, array.length - 1]) {
      expect(await complaint(array.slice(0, end)), `the first ${end} characters`).not.toBe("");
    }
    expect(await complaint(`[${written.join(",\n")}`)).toMatch(new RegExp(`^${count}:: .*cut short`));
  });
});

describe("what is no trace", () => {
  test.each([
    ["nothing", "", /^1:: the trace is empty/],
    ["blank lines", "\n \n", /^1:: the trace is empty/],
    ["an empty array", "[]", /^1:: the trace is empty/],
    ["JSON of another kind", '{"servers":[{"sid":1}]}\n', /^1:: not a trace/],
    ["an array of something else", '[{"a":1},{"b":2}]', /^1:: not a trace/],
    ["numbers", "[1,2]", /^1:: not a trace/],
    ["YAML", "servers: 5\n", /^1:: not a trace/],
    ["an event without a header", `${written[1]}\n`, /^1:: not a trace/],
  ])("%s", async (_, input, expected) => {
    expect(await complaint(input)).toMatch(expected);
  });

  test("a header of another version", async () => {
    expect(await complaint(changed("trace", '"version":1', '"version":2'))).toMatch(/^1:version: expected 1, found 2/);
  });

  test("a second header, as of two traces joined", async () => {
    expect(await complaint([written[0], ...written].join("\n"))).toMatch(/^2:: a second header/);
  });

  test("anything after the result", async () => {
    expect(await complaint(`${text}${written[1]}\n`)).toMatch(new RegExp(`^${count + 1}:: text after the result`));
    expect(await complaint(`${text}what?\n`)).toMatch(new RegExp(`^${count + 1}:: not JSON`));
    expect(await complaint(`[${written.join(",")}] more`)).toMatch(/^1:: not JSON/);
  });
});

describe("a field that is wrong", () => {
  test.each<[string, string, string | RegExp, string, string]>([
    ["a zxid in upper case", "vote", '"zxid":"0x8"', '"zxid":"0xA"', "vote.zxid: expected a zxid"],
    [
      "a zxid of more than 64 bits",
      "vote",
      '"zxid":"0x8"',
      '"zxid":"0x10000000000000000"',
      "vote.zxid: expected a zxid",
    ],
    ["a zxid that is a number", "vote", '"zxid":"0x8"', '"zxid":8', "vote.zxid: expected string, found 8"],
    ["a missing zxid", "vote", '"zxid":"0x8",', "", "vote.zxid: missing"],
    ["a sid that is a text", "receive", /"sid":\d/, '"sid":"1"', 'sid: expected number, found "1"'],
    ["a negative sid", "send", /"to":\d/, '"to":-1', "to: expected a number from 0 up, found -1"],
    ["a round that is a fraction", "send", /"round":\d/, '"round":1.5', "round: expected an integer, found 1.5"],
    ["a state that does not exist", "state", '"to":"DOWN"', '"to":"ASLEEP"', "to: expected "],
    ["an outcome that does not exist", "receive", /"outcome":"\w+"/, '"outcome":"liked"', "outcome: expected "],
    [
      "supporters that are no list",
      "tally",
      /"supporters":\[[\d,]+\]/,
      '"supporters":2',
      "supporters: expected Array, found 2",
    ],
    [
      "a supporter that is no sid",
      "decide",
      /"supporters":\[\d/,
      '"supporters":[null',
      "supporters[0]: expected number, found null",
    ],
    ["no type", "vote", '"type":"vote",', "", "type: expected an object with a type"],
    ["a time that is missing", "timeout", /"t":\d+,/, "", "t: missing"],
  ])("%s", async (_, type, from, to, expected) => {
    expect(await complaint(changed(type, from, to))).toContain(`${lineOf(type)}:${expected}`);
  });

  test("deep in the header or the result", async () => {
    expect(await complaint(changed("trace", '"zxid":"0x8"', '"zxid":"8"'))).toMatch(/^1:cluster\.servers\[0\]\.zxid: /);
    expect(await complaint(changed("trace", /"servers":\[.*\]/, '"servers":[]'))).toMatch(/^1:cluster\.servers: /);
    const result = changed("result", /("sid":2,.*?"peerEpoch":)\d+/, "$1null");
    expect(await complaint(result)).toMatch(new RegExp(`^${count}:servers\\[1\\]\\.peerEpoch: `));
  });

  test("of an element of an array, by the line on which the element begins", async () => {
    const array = `[\n${changed("vote", '"zxid":"0x8"', '"zxid":8').replaceAll("\n", ",\n")}\n]`;
    expect(await complaint(array)).toMatch(new RegExp(`^${lineOf("vote") + 1}:vote.zxid: `));
  });
});
