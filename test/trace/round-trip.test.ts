/** What is written is read again, however it is cut into chunks and lines. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { traceHeader } from "../../src/simulation/header.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { toJson } from "../../src/trace/encode.ts";
import type { TraceLine } from "../../src/trace/events.ts";
import { property, runs } from "../runs.ts";
import { runOf } from "../simulation/arbitrary.ts";
import { linesOf, ndjson, read, restart } from "./traces.ts";

const lines = await linesOf(restart);
const text = ndjson(lines);

/** The text, cut at these places. */
function cutAt(whole: string, places: readonly number[]): string[] {
  const cuts = [0, ...places.map((place) => place % whole.length).sort((a, b) => a - b), whole.length];
  return cuts.slice(1).map((end, at) => whole.slice(cuts[at], end));
}

test("the sample has a line of every type that a simulation writes, but of followers that are ahead", () => {
  const types = [...new Set(lines.map(({ type }) => type))].sort();
  expect(types).toEqual(
    "commit decide epoch logged phase propose receive result send settled state step tally timeout trace vote".split(
      " ",
    ),
  );
});

test("the trace of any simulation is read as it was written", property, async () => {
  await fc.assert(
    fc.asyncProperty(runOf({ maxSteps: 4 }), async ({ cluster }) => {
      const written: TraceLine[] = [traceHeader(cluster)];
      const result = simulate(cluster, (event) => written.push(event));
      written.push(result);
      const back = await read(ndjson(written));
      // Nothing is undefined on the way, and the order of fields stays.
      expect(back.map((line) => JSON.stringify(toJson(line)))).toEqual(
        written.map((line) => JSON.stringify(toJson(line))),
      );
      expect(back.at(-1)).toEqual(result);
    }),
    runs(40),
  );
});

const layouts: [string, string][] = [
  ["NDJSON", text],
  ["without a line end after the last line", text.trimEnd()],
  ["CRLF", text.replaceAll("\n", "\r\n")],
  ["a byte order mark", `\uFEFF${text}`],
  ["blank lines", `\n  \n${text.replaceAll("\n", "\n\n")}`],
  ["an array on one line", `[${text.trimEnd().replaceAll("\n", ",")}]`],
  ["an array, indented, as jq -s prints it", `${JSON.stringify(lines.map(toJson), null, 2)}\n`],
  [
    "an array after a byte order mark, with CRLF",
    `\uFEFF ${JSON.stringify(lines.map(toJson), null, 1)}`.replaceAll("\n", "\r\n"),
  ],
];

test.each(layouts)("%s, in chunks of any size", async (_, layout) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 12 }), async (places) => {
      expect(await read(...cutAt(layout, places))).toEqual(lines);
    }),
    runs(15),
  );
  expect(await read(...layout)).toEqual(lines);
});

test("strings with brackets, quotes and escapes do not split an array", async () => {
  const title = 'a "quote], and [another}, \\" and \\\\';
  const odd = await linesOf({ ...restart, title });
  expect(await read(JSON.stringify(odd.map(toJson)))).toEqual(odd);
});

test("types that are not known are skipped, fields that are not known do no harm", async () => {
  const [header, ...rest] = text.trimEnd().split("\n");
  const more = rest.map((line) => line.replace("{", '{"comment":{"by":"a later version"},'));
  const read1 = await read([header, '{"type":"weather","t":"sunny"}', ...more].join("\n"));
  expect(read1.map((line) => ("comment" in line ? { ...line, comment: undefined } : line))).toEqual(
    lines.map((line, index) => (index === 0 ? line : { ...line, comment: undefined })),
  );
});

test("zxids keep all their 64 bits", async () => {
  const servers = [1, 2, 3].map((sid) => ({ sid, zxid: `0x7fffffffffffff0${sid}`, epoch: 1 }));
  const big = await linesOf({ servers });
  const [vote] = (await read(ndjson(big))).filter((line) => line.type === "vote");
  expect(vote?.vote.zxid).toBe(0x7fffffffffffff01n);
  expect(ndjson(big)).toContain('"zxid":"0x7fffffffffffff03"');
});
