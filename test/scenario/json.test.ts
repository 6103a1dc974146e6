import { describe, expect, test } from "vitest";
import { problemsOf, read } from "./helpers.ts";
import { knownFields } from "./known.ts";

/** JSON that is none, and what is said of it. */
const broken: [string, string][] = [
  ['{"servers": 3,}', '1:15: not valid JSON: expected a field name in "quotes", found "}"'],
  ['{"servers": 3\n "leader": 1}', '2:2: not valid JSON: expected "," or "}", found "leader"'],
  ['{"servers": 3', '1:14: not valid JSON: expected "," or "}", found the end of the text'],
  ["{servers: 3}", '1:2: not valid JSON: expected a field name in "quotes", found "servers"'],
  ['{"servers" 3}', '1:12: not valid JSON: expected ":", found "3"'],
  ['{"servers": }', '1:13: not valid JSON: expected a value, found "}"'],
  ['{"servers": [1 2]}', '1:16: not valid JSON: expected "," or "]", found "2"'],
  ['{"servers": 03}', '1:14: not valid JSON: expected "," or "}", found "3"'],
  ['{"servers": 3} x', '1:16: not valid JSON: expected the end of the text, found "x"'],
  ['{"title": "a\\x"}', "1:11: not valid JSON: a text that does not end, or has a bad escape in it"],
  [`{"a": ${"[".repeat(100)}`, "1:71: not valid JSON: more than 64 levels deep"],
];

describe("problems in JSON", () => {
  test.each(broken)("%s", async (text, problem) => {
    expect(await problemsOf(text, "c.json")).toEqual([`c.json:${problem}`]);
  });

  test("an integer that other programs would round is refused, as it was written", async () => {
    const text = '{"servers": [\n {"sid": 1, "zxid": 9007199254740993},\n {"sid": 9007199254740993}\n]}';
    expect(await problemsOf(text, "-")).toEqual([
      '-:2:21: servers[0].zxid: 9007199254740993 is not exact as a number; write it as a string, "0x20000000000001"',
      "-:3:10: servers[1].sid: expected a server id, an integer from 0 to 9007199254740991, found 9007199254740993",
    ]);
  });

  test("a zxid beyond 64 bits, or with an exponent", async () => {
    const text = '{"servers": [{"sid": 1, "zxid": 18446744073709551616}, {"sid": 2, "zxid": 1e17}]}';
    expect(await problemsOf(text, "c.json")).toEqual([
      "c.json:1:33: servers[0].zxid: 18446744073709551616 does not fit 64 bits (0x0 to 0xffffffffffffffff)",
      'c.json:1:75: servers[1].zxid: 100000000000000000 is not exact as a number; write it as a string, "0x16345785d8a0000"',
    ]);
  });

  test("problems of the content have line and column", async () => {
    const text = '{\n  "servers": [\n    { "sid": 1, "zxidd": 8 },\n    { "sid": "2" }\n  ],\n  "leader": 4\n}';
    expect(await problemsOf(text, "c.json")).toEqual([
      'c.json:3:17: servers[0]: unknown field "zxidd"; did you mean zxid?',
      'c.json:4:14: servers[1].sid: expected a server id, an integer from 0 to 9007199254740991, found "2"',
    ]);
  });

  test("a field given twice, which JSON.parse would pass over", async () => {
    expect(await problemsOf('{"servers": 3,\n "servers": 4}', "c.json")).toEqual([
      'c.json:2:2: field "servers" is given twice',
    ]);
  });

  test("names of Object.prototype are fields like others", async () => {
    expect(await problemsOf('{"servers": 3, "toString": 1}', "c.json")).toEqual([
      `c.json:1:16: unknown field "toString"; known: ${knownFields}`,
    ]);
    expect(await problemsOf('{"__proto__": {"servers": 3}}', "c.json")).toEqual([
      "c.json:1:1: servers: missing; expected a list of servers, or a number of servers",
    ]);
  });

  test("escapes, numbers and blanks are read as JSON.parse reads them", async () => {
    const text = ' {\t"title" : "\\u4e09\\n\\"x\\"" ,\r\n "servers":3e0, "network":{"loss":-0.0,"latency":[1,2E1]} } ';
    const cluster = await read(text, "c.json");
    expect(cluster.title).toBe('三 "x"');
    expect(cluster.servers).toHaveLength(3);
    expect(cluster.network).toEqual({ latency: { min: 1, max: 20 }, loss: 0, seed: 1 });
  });
});
