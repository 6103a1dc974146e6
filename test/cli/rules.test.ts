import { describe, expect, test } from "vitest";
import { languages } from "../../src/locales/index.ts";
import { widthOf } from "../../src/render/width.ts";
import { problems, run } from "./fake-io.ts";

interface Page {
  language: string;
  rules: { id: string; section: string; term: string; text: string }[];
  misunderstandings: { id: string; claim: string; truth: string; scenario: string; command: string }[];
}

async function data(language: string): Promise<Page> {
  const { code, out, err } = await run(["rules", "--json", "--lang", language]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out) as Page;
}

describe.each(languages)("rules in %s", (language) => {
  test("are a page of 80 columns", async () => {
    const { code, out, err } = await run(["rules", "--lang", language]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const lines = out.split("\n");
    for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(80);
    expect(lines.length - 1).toBeGreaterThanOrEqual(24);
    expect(lines.length - 1).toBeLessThanOrEqual(60);
  });

  test("hold in JSON what the page says", async () => {
    const page = await data(language);
    expect(page.language).toBe(language);
    const packed = (text: string) => text.replace(/\s/g, "");
    const shown = packed((await run(["rules", "--lang", language])).out);
    for (const { term, text } of page.rules) expect(shown).toContain(packed(term + text));
    for (const { claim, truth, command } of page.misunderstandings) {
      expect(shown).toContain(packed(claim));
      expect(shown).toContain(packed(command + truth));
    }
  });

  test("have the ids of every other language, each once", async () => {
    const idsOf = ({ rules, misunderstandings }: Page) => [
      ...rules.map(({ id, section }) => `${section} ${id}`),
      ...misunderstandings.map(({ id, command }) => `${id} ${command}`),
    ];
    const page = await data(language);
    expect(idsOf(page)).toEqual(idsOf(await data("en")));
    for (const list of [page.rules, page.misunderstandings]) {
      expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    }
  });
});

test("the commands beside the misunderstandings run as expected", async () => {
  const { misunderstandings } = await data("en");
  expect(misunderstandings).toHaveLength(6);
  for (const { command, scenario } of misunderstandings) {
    const [program, ...argv] = command.split(" ");
    expect([program, argv.at(-1)]).toEqual(["zk-elect", scenario]);
    expect(await run(argv)).toMatchObject({ code: 0, err: "", out: expect.stringContaining("As expected: ") });
  }
});

describe("formats of rules", () => {
  test.each([
    [[], "text"],
    [["-f", "markdown", "--json"], "json"],
    [["--json", "-f", "markdown"], "markdown"],
  ])("%s: the last one counts", async (options, format) => {
    expect(await run(["rules", ...options])).toEqual(await run(["rules", "--format", format]));
  });

  test.each(["text", "markdown", "json"])("%s goes to a file the same", async (format) => {
    const argv = ["rules", "-f", format];
    const { out } = await run(argv);
    expect(await run([...argv, "-o", "file"])).toEqual({ code: 0, out: "", err: "", files: { file: out } });
  });

  test("the environment names the language, and --lang overrules it", async () => {
    const env = { LANG: "zh_TW.UTF-8" };
    expect(await run(["rules", "--json"], { env })).toEqual(await run(["rules", "--json", "--lang", "zh-TW"]));
    expect(await run(["rules", "--lang", "en"], { env })).toEqual(await run(["rules"]));
  });

  test("text has ASCII only where it is asked for, or a terminal has nothing else", async () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is these
    const ascii = /^[\x00-\x7f]*$/;
    expect((await run(["rules"])).out).toContain("peerEpoch → zxid → sid");
    const { out } = await run(["rules", "--ascii"]);
    expect(out).toMatch(ascii);
    expect(await run(["rules", "--no-color"], { columns: 80, env: { LANG: "C" } })).toMatchObject({ out });
  });

  test("colour comes on a terminal alone, if it is wanted", async () => {
    const terminal = { columns: 80, env: { LANG: "C.UTF-8" } };
    const plain = await run(["rules"]);
    expect((await run(["rules"], terminal)).out).toContain("\u001b[1m");
    expect(await run(["rules", "--no-color"], terminal)).toEqual(plain);
    expect(await run(["rules"], { ...terminal, env: { ...terminal.env, NO_COLOR: "1" } })).toEqual(plain);
  });

  test("a narrow terminal wraps what is said, under itself", async () => {
    const { out } = await run(["rules", "--no-color"], { columns: 50, env: { LANG: "C.UTF-8" } });
    const said = out.split("\n").filter((line) => !line.startsWith('"'));
    for (const line of said) expect(line.length, line).toBeLessThanOrEqual(50);
    expect(out).toMatch(/^ {2}weight {8}a vote for a server of weight 0\n {16}never/m);
  });
});

test.each([
  ["rules -f table", '--format: unknown format "table"; known: text, markdown, json'],
  ["rules -f jsno", '--format: unknown format "jsno"; did you mean json?'],
  ["rules --lang zh", '--lang: unknown language "zh"; did you mean one of zh-CN, zh-TW?'],
  ["rules zxid", 'too many arguments for "rules"; expected 0 arguments but got 1'],
])("%s", async (line, problem) => {
  expect(await problems(line.split(" "))).toEqual([problem]);
});
