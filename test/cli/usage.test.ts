import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { problems, run } from "./fake-io.ts";

const commands = ["simulate", "table", "compare", "rules", "scenarios", "schema", "help"];

describe("help", () => {
  test.each([[], ["help"], ["--help"], ["-h"]])("zk-elect %s lists the commands", async (...argv) => {
    const { code, out, err } = await run(argv);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const command of commands) expect(out).toMatch(new RegExp(`^  ${command} `, "m"));
    expect(out).toContain("Start here:");
  });

  test.each(commands)("of %s is the same however it is asked for", async (command) => {
    const asked = await run(["help", command]);
    expect(asked).toMatchObject({ code: 0, err: "", out: expect.stringContaining(`Usage: zk-elect ${command}`) });
    expect(await run([command, "--help"])).toEqual(asked);
    expect(await run([command, "-h"])).toEqual(asked);
  });

  test.each([[], ...commands.map((command) => [command])])("%s fits 80 columns", async (...command) => {
    const { out } = await run([...command, "--help"]);
    for (const line of out.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("uses the width of a terminal", async () => {
    const wide = await run(["--help"], { columns: 140 });
    expect(wide.out.split("\n").length).toBeLessThan((await run(["--help"])).out.split("\n").length);
  });

  test("says no more than it is asked: with --help nothing is run", async () => {
    const { code, out } = await run(["simulate", "no-such-scenario", "--help"]);
    expect({ code, out }).toEqual({ code: 0, out: (await run(["help", "simulate"])).out });
  });
});

test.each(["--version", "-V"])("%s", async (option) => {
  expect(await run([option])).toMatchObject({ code: 0, out: `${manifest.version}\n`, err: "" });
});

describe("wrong usage", () => {
  test.each<[string, string]>([
    ["simulat", 'unknown command "simulat"; did you mean simulate?'],
    ["frobnicate", 'unknown command "frobnicate"; zk-elect help lists the commands'],
    ["help simulat", 'unknown command "simulat"; did you mean simulate?'],
    [
      "help frobnicate",
      'unknown command "frobnicate"; known: simulate, explain, table, trace, diagnose, compare, rules, scenarios, schema, help',
    ],
    ["help simulate table", 'too many arguments for "help"; expected 1 argument but got 2'],
    ["--jsno", 'unknown option "--jsno"'],
    ["simulate --jsno", 'unknown option "--jsno"; did you mean --json?'],
    ["table --zxid 8", 'unknown option "--zxid"'],
    ["simulate -x", 'unknown option "-x"'],
    ["simulate --it's", `unknown option "--it's"`],
    ["simulate --zxid", 'option "--zxid <zxids>" argument missing'],
    ["simulate -o", 'option "-o, --output <file>" argument missing'],
    ["simulate --output=", '--output: expected a file name, found ""'],
    ["simulate one two", 'too many arguments for "simulate"; expected 1 argument but got 2'],
    ["table one two", 'too many arguments for "table"; expected 1 argument but got 2'],
    ["scenarios one two", 'too many arguments for "scenarios"; expected 1 argument but got 2'],
    ["schema cluster trace", 'too many arguments for "schema"; expected 1 argument but got 2'],
    ["schema", 'missing required argument "cluster|trace"'],
    ["schema clustre", 'unknown format "clustre"; did you mean cluster?'],
    ["scenarios late-joine", 'no built-in scenario "late-joine"; did you mean late-joiner?'],
    ["simulate -f xml", '--format: unknown format "xml"; known: table, markdown, csv, ndjson, json'],
    ["table -f markdwon", '--format: unknown format "markdwon"; did you mean markdown?'],
    ["simulate --rounds x", '--rounds: expected a round from 1 up, or a range such as 1-2, found "x"'],
    ["simulate --rounds 0", '--rounds: expected a round from 1 up, or a range such as 1-2, found "0"'],
    ["simulate --rounds 3-2", '--rounds: expected a round from 1 up, or a range such as 1-2, found "3-2"'],
    ["simulate --server x", '--server: expected server ids such as 1,4, found "x"'],
    ["simulate --server 1,,2", '--server: expected server ids such as 1,4, found "1,,2"'],
    ["simulate --server 9007199254740992", '--server: expected server ids such as 1,4, found "9007199254740992"'],
    ["simulate --server 2,6", "--server: no server 6; servers are 1 to 5"],
    ["simulate -f csv --server 6", "--server: no server 6; servers are 1 to 5"],
    ["simulate --json --rounds 1", "--rounds and --server narrow tables; a trace is always whole (--format ndjson)"],
    ["simulate -f json --server 1", "--rounds and --server narrow tables; a trace is always whole (--format json)"],
    ["simulate --zxid 8", "no servers; give --servers, a file, or the name of a built-in scenario"],
    ["simulate --servers 2001", "--servers: expected a number of servers from 1 to 2000, found 2001"],
    ["simulate --servers 3 --zxid -1", '--zxid: expected a zxid (an integer, "0x…" or "epoch:counter"), found -1'],
    ["simulate --latency x", '--latency: expected milliseconds such as 1, or a range such as 1-20, found "x"'],
  ])("%s", async (line, problem) => {
    expect(await problems(line.split(" "))).toEqual([problem]);
  });

  test("names every flag that is wrong, a line each", async () => {
    expect(await problems(["simulate", "--servers", "5", "--leader", "9", "--fail", "7"])).toEqual([
      "--leader: no server 9; servers are 1 to 5",
      "--fail: no server 7; servers are 1 to 5",
    ]);
  });
});

describe("a bug", () => {
  const boom = () => Object.assign(new Error("boom\n\u001b[31m"), { stack: "Error: boom\n    at somewhere" });

  test("is one line and code 3", async () => {
    expect(await run(["scenarios"], { stdoutError: boom() })).toMatchObject({
      code: 3,
      err: "zk-elect: internal error: boom \\u001b[31m (ZK_ELECT_DEBUG=1 shows where)\n",
    });
  });

  test("has a stack with ZK_ELECT_DEBUG=1", async () => {
    const { code, err } = await run(["scenarios"], { stdoutError: boom(), env: { ZK_ELECT_DEBUG: "1" } });
    expect(code).toBe(3);
    expect(err.split("\n").slice(1)).toEqual(["Error: boom", "    at somewhere", ""]);
  });

  test("is not what bad input is, which never has a stack", async () => {
    expect(await problems(["simulate", "nowhere.yaml"], { env: { ZK_ELECT_DEBUG: "1" } })).toEqual([
      'no scenario or file "nowhere.yaml"; zk-elect scenarios lists the built-in ones',
    ]);
  });
});
