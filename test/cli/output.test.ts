import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { problems, run, systemError } from "./fake-io.ts";

const escapeSequence = "\u001b[";
const restart = ["simulate", "five-server-restart"];
const utf8 = { LANG: "en_US.UTF-8" };

describe("colour", () => {
  const onTerminal = async (options: string[], env: Record<string, string> = {}) =>
    (await run([...restart, ...options], { columns: 80, env })).out.includes(escapeSequence);
  const inPipe = async (options: string[], env: Record<string, string> = {}) =>
    (await run([...restart, ...options], { env })).out.includes(escapeSequence);

  test("only on a terminal", async () => {
    expect(await onTerminal([])).toBe(true);
    expect(await inPipe([])).toBe(false);
  });

  test("is all that it adds", async () => {
    const { out } = await run(restart, { columns: 80, env: utf8 });
    expect(stripVTControlCharacters(out)).toBe((await run(restart)).out);
  });

  test.each<[Record<string, string>, boolean]>([
    [{ NO_COLOR: "1" }, false],
    [{ NO_COLOR: "" }, true],
    [{ TERM: "dumb" }, false],
    [{ FORCE_COLOR: "0" }, false],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, true],
  ])("on a terminal with %o: %s", async (env, colored) => {
    expect(await onTerminal([], env)).toBe(colored);
    expect(await onTerminal(["--no-color"], env)).toBe(false);
  });

  test("in a pipe when forced, and not against --no-color", async () => {
    expect(await inPipe([], { FORCE_COLOR: "1" })).toBe(true);
    expect(await inPipe(["-o", "-"], { FORCE_COLOR: "1" })).toBe(true);
    expect(await inPipe(["--no-color"], { FORCE_COLOR: "1" })).toBe(false);
  });

  test.each(["markdown", "csv", "ndjson", "json"])("never in %s", async (format) => {
    expect(await onTerminal(["-f", format], { FORCE_COLOR: "1" })).toBe(false);
  });

  test("never in a file", async () => {
    const { files } = await run([...restart, "-o", "file"], { columns: 140, env: { ...utf8, FORCE_COLOR: "1" } });
    expect(files["file"]).toBe((await run(restart)).out);
  });
});

describe("width", () => {
  const widest = (out: string) => {
    const lines = stripVTControlCharacters(out).split("\n");
    return Math.max(...lines.map((line) => [...line].length));
  };
  const groups = ["simulate", "hierarchical-groups"];

  test("is that of the terminal, and 80 in a pipe", async () => {
    expect(widest((await run(groups, { columns: 80 })).out)).toBeLessThanOrEqual(80);
    expect(widest((await run(groups)).out)).toBeLessThanOrEqual(80);
    const wide = widest((await run(groups, { columns: 140 })).out);
    expect(wide).toBeLessThanOrEqual(140);
    expect(wide).toBeGreaterThan(80);
  });
});

describe("characters", () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are ASCII too
  const ascii = /^[\x00-\x7f]*$/;

  test("ASCII when asked for", async () => {
    expect((await run([...restart, "--ascii"])).out).toMatch(ascii);
  });

  test("ASCII on a terminal that has no others", async () => {
    expect((await run(restart, { columns: 80, env: { LANG: "C" } })).out).toMatch(ascii);
    expect((await run(restart, { columns: 80, env: { ...utf8, LC_ALL: "POSIX" } })).out).toMatch(ascii);
    expect((await run(restart, { columns: 80, env: utf8 })).out).not.toMatch(ascii);
  });
});

test.each([
  { COLUMNS: "40", LINES: "10" },
  { LANG: "de_DE.ISO-8859-1" },
  { LC_ALL: "C" },
  { TERM: "dumb" },
  { TZ: "Asia/Tokyo" },
  { NO_COLOR: "1" },
])("in a pipe, %o changes nothing", async (env) => {
  for (const argv of [restart, ["--help"], ["scenarios"], ["schema", "trace"]]) {
    expect(await run(argv, { env })).toEqual(await run(argv));
  }
});

test("the environment names the language of the words, --lang overrules it, and data has none", async () => {
  const env = { LANG: "de_DE.UTF-8", LC_MESSAGES: "zh_TW.UTF-8" };
  expect((await run(["simulate", "no-quorum"], { env })).out).toContain("沒有 Leader");
  expect((await run(["simulate", "no-quorum"], { env: { ...env, LC_ALL: "zh_CN.UTF-8" } })).out).toContain(
    "没有 Leader",
  );
  expect((await run(["simulate", "no-quorum", "--lang", "en"], { env })).out).toContain("no leader");
  expect((await run(["scenarios", "--lang", "zh-CN"])).out).toContain("选不出 Leader");
  for (const format of ["ndjson", "json", "csv"]) {
    const argv = ["simulate", "no-quorum", "-f", format];
    expect(await run(argv, { env })).toEqual(await run(argv));
  }
  const { code, err } = await run(["simulate", "--lang", "zh-cm"]);
  expect([code, err]).toEqual([2, 'zk-elect: --lang: unknown language "zh-cm"; did you mean zh-CN?\n']);
});

describe("formats", () => {
  test.each([
    [["-f", "csv", "--json"], "ndjson"],
    [["--json", "-f", "csv"], "csv"],
    [["-f", "json", "-f", "markdown"], "markdown"],
  ])("of %s, the last one counts", async (options, format) => {
    expect(await run([...restart, ...options])).toEqual(await run([...restart, "--format", format]));
  });

  test("--json of table is one document", async () => {
    const { out: stdin } = await run([...restart, "--json"]);
    const { out } = await run(["table", "--json"], { stdin });
    expect(JSON.parse(out)).toEqual(
      stdin
        .trimEnd()
        .split("\n")
        .map((line): unknown => JSON.parse(line)),
    );
  });
});

describe("a part of the story", () => {
  test("the rounds and the servers that are asked for", async () => {
    const { out } = await run([...restart, "--rounds", "2", "--server", "4,1"]);
    expect(out).toContain("Round 2");
    expect(out).not.toContain("Round 1");
    expect([...out.matchAll(/^│ (\d)/gm)].map(([, sid]) => sid)).toEqual(["1", "4"]);
  });

  test("a server with the largest sid there is", async () => {
    const sid = String(Number.MAX_SAFE_INTEGER);
    const { code, out } = await run(["simulate", "--servers", `1,2,${sid}`, "--server", sid]);
    expect(code).toBe(0);
    expect(out).toContain(`│ ${sid} `);
  });
});

describe("-o", () => {
  test.each([
    ["simulate", "observer"],
    ["simulate", "observer", "--json"],
    ["scenarios"],
    ["schema", "cluster"],
  ])("%s %s writes the same to a file", async (...argv) => {
    const { out } = await run(argv);
    expect(await run([...argv, "-o", "file"])).toEqual({ code: 0, out: "", err: "", files: { file: out } });
    expect(await run([...argv, "--output", "-"])).toEqual({ code: 0, out, err: "", files: {} });
  });

  test("a file that cannot be made, or written", async () => {
    const createError = systemError("EACCES", "open");
    expect(await problems([...restart, "-o", "file"], { createError })).toEqual(["file: permission denied"]);
    const writeError = systemError("ENOSPC", "write");
    expect(await problems([...restart, "-o", "file"], { writeError })).toEqual(["file: no space left on device"]);
  });

  test("a failed expectation is written all the same", async () => {
    const ran = await run(["simulate", "-", "-o", "file"], { stdin: "servers: 3\nexpect: { leader: 1 }\n" });
    expect(ran).toMatchObject({ code: 1, files: { file: expect.stringContaining("Server 3 leads") } });
  });
});

test.each([[["--help"]], [["--version"]]])("%s to a full disk", async (argv) => {
  const stdoutError = systemError("ENOSPC", "write");
  expect(await problems(argv, { stdoutError })).toEqual(["cannot write: no space left on device"]);
});
