/** Traces of other protocols that are cut or spoilt are told as far as they go, or refused with a place: never a bug. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { property, runs } from "../runs.ts";
import { run } from "./fake-io.ts";
import { spoil } from "./hostile-traces.ts";

const scenarios = {
  raft: ["raft-disruption", "raft-stale-leader", "leader-fails-while-committing"],
  "znode-race": ["znode-race-split-brain", "five-server-restart", "late-joiner"],
  "kafka-controller": ["kafka-zombie-controller", "kafka-reassignment", "kafka-unclean-election", "no-quorum"],
  elasticsearch: ["elasticsearch-two-masters", "elasticsearch-master-fails", "five-server-restart"],
  curator: ["latch-closes", "latch-suspended", "selector-in-turns", "no-quorum"],
};

const traces = await Promise.all(
  Object.entries(scenarios).flatMap(([protocol, names]) =>
    names.map(async (name) => {
      const { out } = await run(["simulate", name, "--protocol", protocol, "--json"]);
      return { name: `${protocol} ${name}`, lines: out.trimEnd().split("\n") };
    }),
  ),
);

const commands = [
  ["table"],
  ["table", "--lang", "zh-CN"],
  ["table", "-f", "csv"],
  ["table", "-f", "markdown", "--ascii"],
  ["explain"],
  ["explain", "--source", "--lang", "zh-TW"],
  ["explain", "--brief"],
  ["explain", "-f", "json"],
];

/** What came of a command, having checked that it was told or refused well. */
async function told(command: readonly string[], lines: readonly string[]): Promise<number> {
  const { code, out, err } = await run([...command, "-"], { stdin: `${lines.join("\n")}\n` });
  const what = { command, code, err };
  expect(code, JSON.stringify(what)).toBeLessThanOrEqual(2);
  expect(err).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  if (code === 2) {
    expect(out, JSON.stringify(what)).toBe("");
    // Without a header it is no trace, and explain takes it for a description.
    expect(err, JSON.stringify(what)).toMatch(
      lines[0]?.startsWith('{"type":"trace"') ? /^zk-elect: -:\d+: / : /^zk-elect: -[: ]/,
    );
  } else if (!command.includes("json")) {
    expect(out.replaceAll("\r\n", "\n"), JSON.stringify(what)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(out, JSON.stringify(what)).not.toMatch(/NaN|undefined|\[object/);
  }
  return code;
}

describe("a trace that is cut", () => {
  test.each(traces)(
    "after any line of $name is explained up to there, and has no tables",
    property,
    async ({ lines }) => {
      // Every line of the short ones; of the long ones, some hundred.
      const stride = Math.ceil(lines.length / 100);
      for (let end = 1; end < lines.length; end += stride) {
        const cut = lines.slice(0, end);
        expect(await told(["explain"], cut)).toBe(0);
        const { err } = await run(["table", "-"], { stdin: `${cut.join("\n")}\n` });
        expect(err).toBe(
          `zk-elect: -:${end}: the trace is cut short after this line; expected a result as the last one\n`,
        );
      }
    },
  );
});

test("a trace in which things are wrong is told or refused, in any form", property, async () => {
  const codes = new Set<number>();
  const any = fc.constantFrom(...traces);
  const draws = fc.array(fc.nat(2 ** 20), { minLength: 8, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(any, any, draws, fc.constantFrom(...commands), async (one, other, numbers, command) => {
      let at = 0;
      const draw = (below: number) => (numbers[at++ % numbers.length] ?? 0) % Math.max(1, below);
      let { lines } = one;
      for (let times = draw(3); times >= 0; times--) lines = spoil(lines, other.lines, draw);
      codes.add(await told(command, lines));
    }),
    runs(600),
  );
  // Some are told, some refused.
  expect([...codes].sort()).toEqual(expect.arrayContaining([0, 2]));
});

describe("what is refused is named:", () => {
  const [raft, , , race] = traces.map(({ lines }) => lines);
  const refusal = async (lines: readonly string[] = []) =>
    (await run(["table", "-"], { stdin: lines.join("\n") })).err.replace("zk-elect: -:", "");

  test.each([
    ["another protocol's header", () => [race?.[0] ?? "", ...(raft ?? []).slice(1)], /^$/],
    [
      "no known protocol",
      () => raft?.map((line) => line.replace('"protocol":"raft"', '"protocol":"rafft"')),
      /^1: protocol: unknown protocol "rafft"; did you mean raft\?/,
    ],
    [
      "a time that is none",
      () => race?.map((line, at) => (at === 3 ? line.replace(/"t":\d+/, '"t":-1') : line)),
      /^4: t: expected a number from 0/,
    ],
    ["no time", () => race?.map((line) => line.replace(/("type":"watch"),"t":\d+/, "$1")), /^\d+: t: missing/],
  ])("%s", async (_, lines, expected) => {
    expect(await refusal(lines())).toMatch(expected);
  });
});

test.each(["table", "explain"])("%s of a title that is no text leaves it out", async (command) => {
  const [trace] = traces;
  for (const title of ["5", "null", "[]", '{"en":5}', '{"fr":"x"}', '{"zh-CN":{}}']) {
    const [header = "", ...rest] = trace?.lines ?? [];
    const stdin = [header.replace(/"title":\{[^}]*\}/, `"title":${title}`), ...rest].join("\n");
    const { code, out } = await run([command, "-", "--lang", "zh-CN"], { stdin });
    expect([code, out]).toEqual([0, expect.not.stringMatching(/undefined|object/)]);
  }
});
