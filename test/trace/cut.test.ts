/** A trace that stops in the middle is read up to there, and told apart from one in which something is wrong. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toJson } from "../../src/trace/encode.ts";
import { TraceError } from "../../src/trace/error.ts";
import type { TraceEvent } from "../../src/trace/events.ts";
import { type PlacedLine, readTraceInBatches } from "../../src/trace/read.ts";
import { property, runs } from "../runs.ts";
import { linesOf, ndjson, restart } from "./traces.ts";

const lines = await linesOf(restart);
const text = ndjson(lines);
const written = text.trimEnd().split("\n");
const headerEnd = text.indexOf("\n");
const placed = lines.map((line, index): PlacedLine => ({ line, place: index + 1 }));

interface Read {
  lines: PlacedLine[];
  error: TraceError | undefined;
}

/** What is handed out before the end, or before what is wrong. */
async function readUpTo(chunks: Iterable<string>, unwanted?: ReadonlySet<TraceEvent["type"]>): Promise<Read> {
  const read: Read = { lines: [], error: undefined };
  try {
    for await (const batch of readTraceInBatches(chunks, unwanted)) read.lines.push(...batch);
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    read.error = error;
  }
  return read;
}

describe("NDJSON", () => {
  test("cut anywhere is read up to the last whole line", async () => {
    for (let end = 0; end < text.length - 1; end += 7) {
      const read = await readUpTo([text.slice(0, end)]);
      // Whole lines, and one that lacks but its line end.
      const whole = text.slice(0, end + (text[end] === "\n" ? 1 : 0)).split("\n").length - 1;
      expect(read.lines, `the first ${end} characters`).toEqual(placed.slice(0, whole));
      expect(read.error?.cut, `the first ${end} characters`).toBe(end >= headerEnd);
    }
  });

  test("cut right before and after each line end", async () => {
    for (let line = 1; line < lines.length; line++) {
      const upTo = written.slice(0, line).join("\n");
      for (const [end, at] of [
        ["", line],
        ["\n", line],
        ["\r\n\n", line],
        ["\n{", line + 1],
      ] as const) {
        const { lines: read, error } = await readUpTo([upTo + end]);
        expect(read).toEqual(placed.slice(0, line));
        expect(error).toMatchObject({ cut: true, line: at });
      }
    }
  });

  test("that is whole but for the last line end is not cut", async () => {
    expect(await readUpTo([text.trimEnd()])).toEqual({ lines: placed, error: undefined });
  });

  const half = written[1]?.slice(0, 20);
  test.each([
    ["nothing", ""],
    ["blank lines", " \n\n"],
    ["half a header", text.slice(0, 60)],
    ["a line that is no JSON, but has its end", `${written[0]}\n${half}\n`],
    ["a line that is no JSON, with others after it", `${written[0]}\n${half}\n${written[2]}`],
    ["a last line without a field", `${written[0]}\n{"type":"settled","t":1}`],
    ["a second header", `${written[0]}\n${written[0]}`],
    ["a whole line after the result", text + written[1]],
    ["half a line after the result", text + half],
  ])("%s is wrong, not cut", async (_, wrong) => {
    const { error } = await readUpTo([wrong]);
    expect(error).toMatchObject({ cut: false });
  });

  test("hands out every line before the one that is wrong", async () => {
    for (const at of [1, 5, lines.length - 1]) {
      const read = await readUpTo([written.with(at, '{"type":"settled","t":-1}').join("\n")]);
      expect(read.lines).toEqual(placed.slice(0, at));
      expect(read.error).toMatchObject({ cut: false, line: at + 1, path: "t" });
    }
  });
});

describe("an array", () => {
  const indented = JSON.stringify(lines.map(toJson), null, 1);
  const oneLine = `[${written.join(",")}]`;

  test.each([
    ["indented", indented],
    ["on one line", oneLine],
  ])("%s, cut anywhere, is read up to the last whole element", async (_, array) => {
    const [first] = (await readUpTo([array])).lines;
    const ends = fc.sample(fc.nat(array.length - 1), { numRuns: 80, seed: 1 });
    for (const end of [...ends, array.length - 1]) {
      const cut = array.slice(0, end);
      const { lines: read, error } = await readUpTo([cut]);
      const whole = lines.filter((__, index) => endOf(array, index) <= end).length;
      expect(
        read.map(({ line }) => line),
        cut.slice(-40),
      ).toEqual(lines.slice(0, whole));
      expect(error?.cut, cut.slice(-40)).toBe(first !== undefined && end >= endOf(array, 0));
    }
  });

  /** Where an element ends: an array of the elements up to it has its bracket there. */
  function endOf(array: string, index: number): number {
    const some = lines.slice(0, index + 1).map(toJson);
    return array === oneLine ? JSON.stringify(some).length - 1 : JSON.stringify(some, null, 1).length - 2;
  }

  test("with its end, but without a result, is cut", async () => {
    const read = await readUpTo([`[${written.slice(0, 4)}]`]);
    expect(read.lines).toHaveLength(4);
    expect(read.error).toMatchObject({ cut: true });
  });

  test.each([
    ["no element", "["],
    ["half a header", oneLine.slice(0, 60)],
    ["an element that is no JSON before another", `[${written[0]},{"type"},${written[1]}`],
    ["an element that is no JSON before the end", `[${written[0]},{"type"}]`],
    ["something after its end", `${oneLine} {`],
  ])("with %s is wrong, not cut", async (_, wrong) => {
    expect((await readUpTo([wrong])).error).toMatchObject({ cut: false });
  });

  test("has its elements on the lines on which they begin", async () => {
    const { lines: read } = await readUpTo([indented]);
    const begin = indented.split("\n").flatMap((line, index) => (line === " {" ? [index + 1] : []));
    expect(read.map(({ place }) => place)).toEqual(begin);
    expect((await readUpTo([oneLine])).lines.every(({ place }) => place === 1)).toBe(true);
  });
});

test("a line's place counts blank lines and lines of unknown type", async () => {
  const [header = "", second = ""] = written;
  const { lines: read } = await readUpTo([`\uFEFF\n${header}\r\n\r\n{"type":"weather"}\n`, `${second}\n`]);
  expect(read.map(({ place }) => place)).toEqual([2, 5]);
});

test("types that are not wanted are left out, and refused as ever", async () => {
  const unwanted = new Set(["send", "step"] as const);
  const wanted = placed.filter(({ line }) => line.type !== "send" && line.type !== "step");
  expect(await readUpTo([text], unwanted)).toEqual({ lines: wanted, error: undefined });
  const at = lines.findIndex(({ type }) => type === "send");
  const send = written[at] ?? "";
  const wrong: [string, number, string][] = [
    [send.replace('"to":', '"to":-'), at, "to"],
    [send.replace("LOOKING", "LOOKED"), at, "state"],
    [send.slice(0, 50), at, ""],
    [send, lines.length, ""],
  ];
  for (const [line, index, path] of wrong) {
    const damaged = index === at ? written.with(index, line) : [...written, line];
    const { error } = await readUpTo([damaged.join("\n")], unwanted);
    expect(error).toMatchObject({ line: index + 1, path });
    expect(error).toEqual((await readUpTo([damaged.join("\n")])).error);
  }
});

test("damaged or cut, a text gives the same in chunks of any size", property, async () => {
  const damage = fc.record({
    at: fc.nat(text.length - 1),
    instead: fc.constantFrom("", "\n", "{", '"', "]", "x", "\uFEFF"),
  });
  const places = fc.array(fc.nat(text.length), { maxLength: 12 });
  const layouts = fc.constantFrom(text, `[${written.join(",\n")}]`, `\uFEFF${text.replaceAll("\n", "\r\n")}`);
  await fc.assert(
    fc.asyncProperty(layouts, fc.option(damage), fc.nat(text.length), places, async (layout, damaged, end, cuts) => {
      const cut = end % 3 === 0 ? layout.slice(0, end) : layout;
      const { at = 0, instead = "" } = damaged ?? {};
      const whole = damaged ? cut.slice(0, at) + instead + cut.slice(at + 1) : cut;
      const borders = [0, ...cuts.sort((a, b) => a - b), whole.length];
      const chunks = borders.slice(1).map((border, index) => whole.slice(borders[index], border));
      const [inOne, inMany] = [await readUpTo([whole]), await readUpTo(chunks)];
      expect(inMany).toEqual(inOne);
      // Errors are equal when their messages are.
      expect({ ...inMany.error }).toEqual({ ...inOne.error });
    }),
    runs(150),
  );
});

test("a chunk that is a whole long trace is handed out in parts", async () => {
  const [header = "", ...rest] = text.split(/(?<=\n)/);
  const events = rest.slice(0, -1).join("");
  const long = header + events.repeat(40) + rest.at(-1);
  let most = 0;
  for await (const batch of readTraceInBatches([long])) most = Math.max(most, batch.length);
  expect(long.split("\n").length).toBeGreaterThan(3000);
  expect(most).toBeLessThanOrEqual(1000);
});

test("whoever stops reading closes what is read", async () => {
  let closed = false;
  function* chunks(): Generator<string> {
    try {
      for (;;) yield text;
    } finally {
      closed = true;
    }
  }
  for await (const batch of readTraceInBatches(chunks())) if (batch.length > 0) break;
  expect(closed).toBe(true);
  closed = false;
  expect((await readUpTo(chunks())).error).toMatchObject({ message: "a second header; expected one trace" });
  expect(closed).toBe(true);
});
