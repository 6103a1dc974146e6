import { describe, expect, test } from "vitest";
import { knownFields } from "../scenario/known.ts";
import { problems, run, systemError } from "./fake-io.ts";

/** What is wrong with a file, without its name. */
async function problemsOf(command: "simulate" | "table", file: string, text: string): Promise<string[]> {
  const found = await problems([command, file], { files: { [file]: text } });
  expect(await problems([command, "-"], { stdin: text })).toEqual(found.map((line) => line.replace(file, "-")));
  return found.map((line) => line.replace(`${file}:`, ""));
}

const notATrace =
  '1: not a trace; expected the header {"type":"trace","version":1,…} first, as zk-elect simulate --json writes it';
const hexOrPair = 'expected a zxid (an integer, "0x…" or "epoch:counter")';
const tooLarge = "does not fit 64 bits (0x0 to 0xffffffffffffffff)";

describe("a cluster description in YAML", () => {
  test.each<[string, string, string[]]>([
    ["empty", "", [" is empty; expected a cluster description (JSON, YAML or zoo.cfg)"]],
    ["blank", "\n \n", [" is empty; expected a cluster description (JSON, YAML or zoo.cfg)"]],
    ["a tab for indentation", "servers:\n\t- 1\n", ["2:1: not valid YAML: Tabs are not allowed as indentation"]],
    [
      "unknown fields",
      "servers: 3\nfoo: 1\nserverz: 2\n",
      [`2:1: unknown field "foo"; known: ${knownFields}`, '3:1: unknown field "serverz"; did you mean servers?'],
    ],
    [
      "the same sid twice",
      "servers:\n  - { sid: 1 }\n  - { sid: 1 }\n",
      ["3:12: servers[1].sid: sid 1 is taken by servers[0]"],
    ],
    [
      "unknown sids",
      "servers: 3\nleader: 9\nsteps:\n  - fail: [8]\n",
      ["2:9: leader: no server 9; servers are 1 to 3", "4:12: steps[0].fail[0]: no server 8; servers are 1 to 3"],
    ],
    [
      "history that cannot be",
      'servers:\n  - { sid: 1, epoch: 2, acceptedEpoch: 1 }\n  - { sid: 2, log: ["1:8", "1:7"] }\ncommitted: "1:9"\n',
      [
        "2:40: servers[0].acceptedEpoch: the accepted epoch, 1, is less than the current epoch, 2; a server accepts an epoch before it serves in it",
        "3:28: servers[1].log[1]: 1:7 stands after 1:8; expected the zxids of a log in ascending order, each once",
        "4:12: committed: 1:9 is committed, but no server has it",
      ],
    ],
    [
      "a negative weight",
      "servers:\n  - { sid: 1, group: 1, weight: -1 }\n",
      ["2:33: servers[0].weight: expected an integer from 0 to 2147483647, found -1"],
    ],
    [
      "half of the servers in groups",
      "servers:\n  - { sid: 1, group: 1 }\n  - { sid: 2 }\n",
      ["3:5: servers[1]: server 2 has no group; when one server names a group, every participant must"],
    ],
    [
      "a leader expected that is down",
      "servers: 3\nleader: 3\nsteps:\n  - fail: [3]\nexpect: { leader: 3 }\n",
      ["5:19: expect.leader: server 3 is down after the last step and cannot lead"],
    ],
    [
      "a step that is none",
      "servers: 3\nsteps:\n  - explode: [3]\n",
      [
        '3:5: steps[0]: unknown step "explode"; known: start, fail, restart, pause, resume, partition, heal, write, wait, command',
      ],
    ],
    [
      "control characters",
      'servers: 3\n"\\e]0;x\\a": 2\n',
      [String.raw`2:1: unknown field "\u001b]0;x\u0007"; known: ${knownFields}`],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await problemsOf("simulate", "cluster.yaml", text)).toEqual(expected);
  });
});

describe("a cluster description in JSON", () => {
  test.each<[string, string, string[]]>([
    ["a comma too many", '{"servers":\n[1,]}', ['2:4: not valid JSON: expected a value, found "]"']],
    ["cut short", '{"servers": 3', ['1:14: not valid JSON: expected "," or "}", found the end of the text']],
    [
      "a control character",
      '{"servers": \u001b[31m}',
      [String.raw`1:13: not valid JSON: expected a value, found "\u001b"`],
    ],
    [
      "a zxid that most readers of JSON would round",
      '{"servers":[{"sid":1,"zxid":9007199254740993}]}',
      ['1:29: servers[0].zxid: 9007199254740993 is not exact as a number; write it as a string, "0x20000000000001"'],
    ],
    [
      "zxids that are none",
      `{"servers":[${[-1, 1.5, '"0x10000000000000000"', 18446744073709551616n].map((zxid, sid) => `\n{"sid":${sid},"zxid":${zxid}}`)}]}`,
      [
        `2:17: servers[0].zxid: ${hexOrPair}, found -1`,
        `3:17: servers[1].zxid: ${hexOrPair}, found 1.5`,
        `4:17: servers[2].zxid: "0x10000000000000000" ${tooLarge}`,
        `5:17: servers[3].zxid: 18446744073709551616 ${tooLarge}`,
      ],
    ],
  ])("%s", async (_, text, expected) => {
    expect(await problemsOf("simulate", "cluster.json", text)).toEqual(expected);
  });
});

describe("a trace", async () => {
  const lines = (await run(["simulate", "five-server-restart", "--json"])).out.trimEnd().split("\n");
  const [header = "", second = ""] = lines;

  test.each<[string, string, string]>([
    ["empty", "", "1: the trace is empty; expected its header as the first line"],
    ["blank", "\n\n", "1: the trace is empty; expected its header as the first line"],
    [
      "cut between lines",
      `${header}\n${second}\n`,
      "2: the trace is cut short after this line; expected a result as the last one",
    ],
    [
      "cut inside a line",
      `${header}\n${second.slice(0, 9)}`,
      "2: not JSON, or cut short; expected one JSON object a line",
    ],
    ["cut inside the header", header.slice(0, 99), "1: not JSON, or cut short; expected one JSON object a line"],
    ["of another program", '{"event":1}\n{"event":2}\n', notATrace],
    ["a table", "┌────────┐\n", notATrace],
    ["a cluster description in YAML", "servers: 3\n", notATrace],
    ["a cluster description in JSON", '{\n  "servers": 3\n}\n', notATrace],
    ["a list", "[1, 2]", notATrace],
    ["binary", "\0\u0001\u0002", notATrace],
    ["of a later version", header.replace('"version":1', '"version":2'), "1: version: expected 1, found 2"],
    ["without a field", header.replace(/"zxid":"0x8",/, ""), "1: cluster.servers[0].zxid: missing"],
    [
      "with control characters",
      `${header}\n{"type":"settled","t":"\\u001b[31m"}`,
      String.raw`2: t: expected number, found "\u001b[31m"`,
    ],
    ["with a header in it", `${header}\n${header}`, "2: a second header; expected one trace"],
    [
      "with more after its end",
      [...lines, second].join("\n"),
      `${lines.length + 1}: text after the result, the last line of a trace`,
    ],
  ])("%s", async (_, text, expected) => {
    expect(await problemsOf("table", "trace.ndjson", text)).toEqual([expected]);
  });

  test("is sent to the command that reads it", async () => {
    expect(await problemsOf("simulate", "trace.ndjson", lines.join("\n"))).toEqual([
      " is a trace, not a cluster description; zk-elect table prints it, zk-elect explain explains it",
    ]);
  });

  test("prints nothing when it turns out to be cut short, in any format", async () => {
    const stdin = lines.slice(0, -1).join("\n");
    for (const format of ["table", "markdown", "csv", "ndjson", "json"]) {
      expect(await problems(["table", "-f", format], { stdin })).toHaveLength(1);
    }
  });
});

describe("a file", () => {
  test.each([
    ["simulate", 'no scenario or file "nowhere"; zk-elect scenarios lists the built-in ones'],
    ["table", "nowhere: no such file or directory"],
  ])("that is not there, for %s", async (command, problem) => {
    expect(await problems([command, "nowhere"])).toEqual([problem]);
  });

  test("whose name is nearly that of a scenario", async () => {
    expect(await problems(["simulate", "five-server-restar"])).toEqual([
      'no scenario or file "five-server-restar"; did you mean five-server-restart?',
    ]);
  });

  test.each(["simulate", "table"])("that is a directory, for %s", async (command) => {
    expect(await problems([command, "here"], { directories: ["here"] })).toEqual([
      "here: is a directory; expected a file",
    ]);
  });

  test.each(["simulate", "table"])("that may not be read, for %s", async (command) => {
    const files = { secret: systemError("EACCES", "open") };
    expect(await problems([command, "secret"], { files })).toEqual(["secret: permission denied"]);
  });

  test("that the system refuses for a reason without a name here", async () => {
    const files = { odd: systemError("EODD", "read") };
    expect(await problems(["table", "odd"], { files })).toEqual(["odd: as the system puts it"]);
  });

  test("with the name of a built-in scenario comes before it, a directory does not", async () => {
    const files = { observer: "title: Mine\nservers: 1\n" };
    expect((await run(["simulate", "observer"], { files })).out).toMatch(/^Mine\n/);
    expect(await run(["simulate", "observer"], { directories: ["observer"] })).toEqual(
      await run(["simulate", "observer"]),
    );
  });

  test.each([
    ["simulate", "-: has more than 5000000 characters, too many for a cluster description"],
    ["table", `-:${notATrace}`],
  ])("that never ends is not read to its end by %s", async (command, problem) => {
    async function* endless(): AsyncGenerator<string> {
      for (let piece = 0; piece < 10; piece++) yield "x".repeat(1_000_000);
      throw new Error("read too far");
    }
    expect(await problems([command, "-"], { stdin: endless() })).toEqual([problem]);
  });
});

test("table on a terminal asks for a trace", async () => {
  expect(await problems(["table"])).toEqual([
    "no trace; name a file, or pipe one in: zk-elect simulate --json | zk-elect table",
  ]);
});
