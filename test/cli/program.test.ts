import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { run } from "./fake-io.ts";
import { ended, runProgram, start } from "./program.ts";

// The program as it is shipped, in a process of its own: what the tests with a fake Io cannot see.

describe("the built program", () => {
  test.each([
    [[]],
    [["--version"]],
    [["help", "simulate"]],
    [["simulate"]],
    [["rules"]],
    [["scenarios"]],
    [["schema", "trace"]],
  ])("%s does what its source does", async (argv) => {
    const { code, out, err } = await run(argv);
    expect(await runProgram(argv)).toEqual({ code, out, err });
  });

  test("reads every kind of description, whose readers are loaded when they are needed", async () => {
    const yaml = "servers: 3\nleader: 3\nsteps:\n  - fail: [3]\nexpect: { leader: 2 }\n";
    const json = '{"servers":3,"leader":3,"steps":[{"fail":[3]}],"expect":{"leader":2}}';
    const { code, out, err } = await runProgram(["simulate", "-"], { input: yaml });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(await runProgram(["simulate", "-"], { input: json })).toEqual({ code, out, err });
    const zooCfg = "tickTime=2000\nserver.1=a:2888:3888\nserver.2=b:2888:3888\nserver.3=c:2888:3888\n";
    expect(await runProgram(["simulate", "-"], { input: zooCfg })).toMatchObject({ code: 0, err: "" });
  });

  test.each<[string, string, number, string]>([
    ["met", "servers: 3\nexpect: { leader: 3 }\n", 0, ""],
    ["failed", "servers: 3\nexpect: { leader: 1 }\n", 1, ""],
    [
      "absurd",
      "servers: 3\nexpect: { leader: 4 }\n",
      2,
      "zk-elect: -:2:19: expect.leader: no server 4; servers are 1 to 3\n",
    ],
    [
      "no YAML",
      "servers: [\n",
      2,
      "zk-elect: -:2:1: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]\n",
    ],
    ["nothing", "", 2, "zk-elect: -: is empty; expected a cluster description (JSON, YAML or zoo.cfg)\n"],
  ])("ends with the exit code of an expectation that is %s", async (_, input, code, err) => {
    const ended = await runProgram(["simulate", "-"], { input });
    expect(ended).toEqual({ code, err, out: code === 2 ? "" : expect.stringContaining("Server 3 leads") });
  });

  test("reads a trace from a pipe, and from a file of which it is told", async () => {
    const { out: input } = await runProgram(["simulate", "observer", "--json"]);
    const expected = await runProgram(["simulate", "observer"]);
    expect(await runProgram(["table"], { input })).toEqual(expected);
    expect(await runProgram(["table", "-"], { input })).toEqual(expected);
  });

  test.each(["simulate", "table"])("%s refuses a directory", async (command) => {
    const refused = { code: 2, out: "", err: "zk-elect: .: is a directory; expected a file\n" };
    expect(await runProgram([command, "."])).toEqual(refused);
  });

  test("table without standard input finds an empty one", async () => {
    const err = "zk-elect: -:1: the trace is empty; expected its header as the first line\n";
    expect(await runProgram(["table"])).toEqual({ code: 2, out: "", err });
  });
});

describe("a closed pipe ends it quietly", () => {
  // Run to its end, this one writes gigabytes: that it ends in time shows that it has stopped.
  const large = ["simulate", "--servers", "2000", "--json"];

  test("in the middle of a large simulation", { timeout: 60_000 }, async () => {
    const child = start(large);
    const end = ended(child);
    await once(child.stdout ?? child, "data");
    child.stdout?.destroy();
    expect(await end).toMatchObject({ code: 0, err: "" });
  });

  test("before the first line is written", async () => {
    const child = start(["simulate", "five-server-restart", "--json"]);
    child.stdout?.destroy();
    expect(await ended(child)).toMatchObject({ code: 0, err: "" });
  });

  test("where it copies a trace", { timeout: 60_000 }, async () => {
    const source = start(large);
    const copy = start(["table", "--format", "ndjson"], { input: source.stdout ?? "" });
    copy.stdin?.on("close", () => source.stdout?.destroy());
    const end = ended(copy);
    await once(copy.stdout ?? copy, "data");
    copy.stdout?.destroy();
    expect(await end).toMatchObject({ code: 0, err: "" });
    expect((await once(source, "close"))[0]).toBe(0);
  });

  test("of errors, too", async () => {
    const child = start(["simulat"]);
    child.stderr?.destroy();
    expect(await ended(child)).toMatchObject({ code: 2, out: "" });
  });
});

describe.each(["/dev/full"].filter(existsSync))("%s", (device) => {
  async function withDevice<T>(action: (fd: number) => Promise<T>): Promise<T> {
    const fd = openSync(device, "w");
    try {
      return await action(fd);
    } finally {
      closeSync(fd);
    }
  }

  test.each([
    [["simulate", "observer"], "standard output: no space left on device"],
    [["simulate", "observer", "--json"], "standard output: no space left on device"],
    [["schema", "trace"], "standard output: no space left on device"],
    [["--help"], "cannot write: no space left on device"],
  ])("as standard output of %s", async (argv, problem) => {
    const result = await withDevice((stdout) => runProgram(argv, { stdout }));
    expect(result).toEqual({ code: 2, out: "", err: `zk-elect: ${problem}\n` });
  });

  test("as standard error leaves the exit code", async () => {
    expect(await withDevice((stderr) => runProgram(["simulat"], { stderr }))).toMatchObject({ code: 2, out: "" });
  });

  test("as output file", async () => {
    const err = `zk-elect: ${device}: no space left on device\n`;
    expect(await runProgram(["simulate", "observer", "-o", device])).toEqual({ code: 2, out: "", err });
  });
});
