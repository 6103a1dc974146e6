/** Traces of other protocols: what is read is what was written, and what is wrong is named. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { vocabulary } from "../../src/cli/systems/vocabulary.ts";
import { encodeProtocolLine } from "../../src/trace/encode.ts";
import { TraceError } from "../../src/trace/error.ts";
import type { AnyLine } from "../../src/trace/protocol-events.ts";
import { readTrace, readTraceInBatches } from "../../src/trace/read.ts";
import { runs } from "../runs.ts";

vi.mock("../../src/protocols/registry.ts", async (original) => {
  const { withParrot } = await import("../protocols/parrot/registered.ts");
  return withParrot(await original<typeof import("../../src/protocols/registry.ts")>());
});

const server = '{"sid":1,"zxid":"0x8","epoch":0,"electionEpoch":0,"role":"participant"}';
const header = `{"type":"trace","version":1,"source":"simulation","protocol":"parrot","cluster":{"servers":[${server}]}}`;
const heard = '{"type":"heard","t":2,"sid":1,"from":"zookeeper","text":"hi","zxid":"0x8"}';
const lines = [
  header,
  '{"type":"step","t":0,"index":0,"action":{"command":{"say":{"from":1}}}}',
  '{"type":"state","t":0,"sid":1,"from":"DOWN","to":"LEADING","reason":"start","term":3}',
  '{"type":"message","t":1,"from":"zookeeper","to":1,"kind":"say","content":{"zxid":"0x8"}}',
  heard,
  '{"type":"settled","t":2,"leader":null}',
  '{"type":"result","leader":1,"eligible":[1],"messages":1,"terms":3,"t":2,"servers":[{"sid":1,"state":"LEADING","leader":1,"log":[1]}]}',
];
const text = `${lines.join("\n")}\n`;

async function read(...chunks: string[]): Promise<AnyLine[]> {
  const found: AnyLine[] = [];
  for await (const batch of readTraceInBatches(chunks, new Set(["state"]), vocabulary)) {
    found.push(...batch.map(({ line }) => line));
  }
  return found;
}

async function complaint(trace: string): Promise<string> {
  try {
    await read(trace);
  } catch (error) {
    if (error instanceof TraceError) return `${error.line}:${error.path}: ${error.message}`;
    throw error;
  }
  return "";
}

describe("a trace of another protocol", () => {
  test("is read as it was written, in whatever pieces it comes", async () => {
    const found = await read(text);
    expect(found.map(encodeProtocolLine).join("")).toBe(text);
    expect(found[4]).toMatchObject({ zxid: 8n });
    const cut = fc.array(fc.nat(text.length), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(cut, async (places) => {
        const ends = [...places.sort((a, b) => a - b), text.length];
        const pieces = ends.map((end, at) => text.slice(ends[at - 1] ?? 0, end));
        expect((await read(...pieces)).map(encodeProtocolLine).join("")).toBe(text);
      }),
      runs(50),
    );
  });

  test("is the same with CRLF, a byte order mark, blank lines, as an array, and in its hundreds", async () => {
    const found = await read(text);
    for (const other of [text.replaceAll("\n", "\r\n"), `\uFEFF${text}`, text.replaceAll("\n", "\n\n"), `[${lines}]`]) {
      expect(await read(other)).toEqual(found);
    }
    const many = [header, ...Array.from({ length: 300 }, () => heard), lines.at(-1)].join("\n");
    expect((await read(many)).map(encodeProtocolLine).join("")).toBe(`${many}\n`);
  });

  test("has events of later versions left out", async () => {
    expect(await read(text.replace(heard, `{"type":"sang","t":2}\n${heard}`))).toEqual(await read(text));
  });

  test.each<[string, string, string | RegExp]>([
    [
      "an unknown protocol",
      text.replace('"parrot"', '"parot"'),
      '1:protocol: unknown protocol "parot"; did you mean parrot?',
    ],
    ["a cut after a line", lines.slice(0, 3).join("\n"), /^3:: the trace is cut short/],
    ["a cut in a line", text.slice(0, text.indexOf(heard) + 9), /^5:: not JSON, or cut short/],
    ["a second header", text.replace(heard, header), "5:: a second header; expected one trace"],
    ["more after the result", `${text}${heard}`, "8:: text after the result, the last line of a trace"],
    ["a field of its own missing", text.replace(',"text":"hi"', ""), "5:text: missing"],
    ["a field of its own that is wrong", text.replace('"zookeeper","text"', '"dog","text"'), /^5:from: expected /],
    [
      "a shared field that is wrong",
      text.replace('"messages":1', '"messages":-1'),
      /^7:messages: expected a number from 0/,
    ],
    ["a state that is none", text.replace('"to":"LEADING"', '"to":"KING"'), /^3:to: expected /],
  ])("%s is named", async (_, trace, expected) => {
    if (typeof expected === "string") expect(await complaint(trace)).toBe(expected);
    else expect(await complaint(trace)).toMatch(expected);
  });

  test("is none to a reader that knows ZooKeeper's alone", async () => {
    const all = async () => {
      for await (const _ of readTrace([text]));
    };
    await expect(all()).rejects.toThrow('expected "zookeeper", found "parrot"');
  });
});
