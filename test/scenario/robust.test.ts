import fc from "fast-check";
import { expect, test } from "vitest";
import { languages } from "../../src/locales/index.ts";
import { worded } from "../../src/locales/problems/fault.ts";
import { problemsOf } from "../../src/locales/problems/index.ts";
import { builtinScenarios } from "../../src/scenario/builtins.ts";
import { describeCluster } from "../../src/scenario/describe.ts";
import { formatProblem } from "../../src/scenario/problem.ts";
import { cluster } from "./arbitrary.ts";
import { read, refusal } from "./helpers.ts";

const texts = builtinScenarios().map(({ text }) => text);
const config = "tickTime=2000\nserver.1=a:1:2;3\nserver.2=[::1]:1:2:observer\ngroup.1=1\nweight.1=2\n";
const snippets = [
  "[",
  "{",
  "}",
  ":",
  "- ",
  "\n",
  "\t",
  '"',
  "'",
  "&a ",
  "*a",
  "0x",
  "-1",
  "1e999",
  "\u0000",
  "!!x ",
  "# ",
  "<<: ",
];

const whole = fc.oneof(
  fc.constantFrom(...texts, config),
  cluster.map((any) => JSON.stringify(describeCluster(any))),
  fc.string(),
);
const damage = fc.record({ at: fc.nat(), cut: fc.nat(20), put: fc.oneof(fc.constantFrom(...snippets), fc.string()) });

test("whatever the text, there is a cluster, or there are problems of one line each, in every language", async () => {
  await fc.assert(
    fc.asyncProperty(whole, fc.array(damage, { maxLength: 3 }), async (text, damages) => {
      const damaged = damages.reduce((rest, { at, cut, put }) => {
        const start = at % (rest.length + 1);
        return rest.slice(0, start) + put + rest.slice(start + cut);
      }, text);
      const error = await refusal(() => read(damaged, "f"));
      for (const problem of error?.message.split("\n") ?? []) {
        expect(problem).toMatch(/^f: is |^f:\d+:\d+: |^f: no server/);
      }
      for (const { fault, ...place } of error?.faults ?? []) {
        for (const language of languages) {
          const problem = formatProblem({ ...place, message: worded(fault, problemsOf(language)) });
          // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
          expect(problem).not.toMatch(/[\u0000-\u001f\u007f-\u009f]|\[object/);
          if (language !== "en") expect(problem).toMatch(/\p{Script=Han}/u);
        }
      }
    }),
    { numRuns: 500 },
  );
});
