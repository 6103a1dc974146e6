import { describe, expect, test } from "vitest";
import { zookeeperScenarios } from "../scenario/zookeeper.ts";
import { problems, run } from "./fake-io.ts";
import { runProgram } from "./program.ts";

const names = zookeeperScenarios.map(({ name }) => name);

interface Json {
  answer: { kind: string; leader?: number; events: number[] };
  parts: { facts: { kind: string; sid?: number; round?: number; events: number[]; source?: string[] }[] }[];
  others: { sid: number; criterion: string; events: number[] }[];
  unknown: { kind: string; line?: number }[];
}

async function json(argv: readonly string[], world?: Parameters<typeof run>[1]): Promise<Json> {
  const { code, out, err } = await run(["explain", ...argv, "--json"], world);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out);
}

describe.each(names)("%s", async (name) => {
  const { out: ndjson } = await run(["simulate", name, "--json"]);
  const { out: array } = await run(["simulate", name, "--format", "json"]);
  const lines = ndjson.trimEnd().split("\n");

  test.each([
    [[]],
    [["--format", "markdown"]],
    [["--json"]],
    [["--brief"]],
    [["--brief", "--json"]],
    [["--source"]],
    [["--round", "1"]],
    [["--server", "1", "--lang", "zh-CN"]],
  ])("is explained alike as a scenario and as a trace: %s", async (options) => {
    const simulated = await run(["explain", name, ...options]);
    expect(simulated).toMatchObject({ code: 0, err: "" });
    expect(simulated.out).not.toMatch(/undefined|NaN|\[object/);
    expect(await run(["explain", ...options], { stdin: ndjson })).toEqual(simulated);
    // The events of an array are counted as its elements stand: after the line of its opening bracket.
    const byText = !options.includes("--json");
    if (byText) expect(await run(["explain", "-", ...options], { stdin: array })).toEqual(simulated);
  });

  test("every fact names the lines that prove it", async () => {
    const { answer, parts, others } = await json([name]);
    for (const { events } of [answer, ...others, ...parts.flatMap(({ facts }) => facts)]) {
      for (const line of events) expect(lines[line - 1]).toMatch(/^\{"type":"(?!trace)/);
    }
    const votes = parts.flatMap(({ facts }) => facts.filter(({ kind }) => kind === "initial-vote"));
    expect(votes.length).toBeGreaterThan(0);
    for (const { events, sid } of votes) {
      expect(JSON.parse(lines[(events[0] ?? 0) - 1] ?? "")).toMatchObject({ type: "vote", sid, by: "initial" });
    }
  });

  test("is one line in brief", async () => {
    const { out } = await run(["explain", name, "--brief"]);
    expect(out).toMatch(/^[^\n]+\n$/);
    const { out: whole } = await run(["explain", name]);
    const answer = whole.slice(0, whole.indexOf("\n\n"));
    // What became of transactions stands below it.
    expect(answer.replace(/\n/g, " ").startsWith(out.trimEnd())).toBe(true);
  });
});

describe("what is explained", () => {
  test("without an input on a terminal: the classic example, and on stderr what to try next", async () => {
    const { err, ...others } = await run(["explain"]);
    expect({ ...others, err: "" }).toEqual(await run(["explain", "five-server-restart"]));
    const commands = [...err.matchAll(/^ {2}zk-elect (.*?)(?: {2}.*)?$/gm)].map(([, line]) => String(line));
    expect(commands.length).toBeGreaterThan(2);
    for (const line of commands) {
      const argv = line.split(" ").map((word) => word.replaceAll('"', ""));
      expect(await run(argv)).toMatchObject({ code: 0, err: "" });
    }
  });

  test.each([
    ["YAML", "a.yaml", "servers: 3"],
    ["JSON", "a.json", '{"servers": 3}'],
    ["zoo.cfg", "zoo.cfg", "server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\n"],
  ])("%s from a file and from standard input", async (_, file, text) => {
    const fromFile = await run(["explain", file], { files: { [file]: text } });
    expect(fromFile.out).toMatch(/^Server 3 leads with 2 of 3 votes/);
    const { code, out, err } = fromFile;
    expect(await run(["explain", "-"], { stdin: text })).toMatchObject({ code, out, err });
    expect(await run(["explain"], { stdin: text })).toMatchObject({ code, out, err });
  });

  test("a trace whose header names its type last", async () => {
    const { out } = await run(["simulate", "late-joiner", "--json"]);
    const [header = "", ...rest] = out.split("\n");
    const { type, version, source, protocol, cluster } = JSON.parse(header);
    const turned = JSON.stringify({ version, source, protocol, type, cluster });
    const explained = await run(["explain"], { stdin: [turned, ...rest].join("\n") });
    expect(explained).toEqual(await run(["explain", "late-joiner"]));
  });
});

describe("a trace that is cut", async () => {
  const { out: ndjson } = await run(["simulate", "five-server-restart", "--json"]);
  const lines = ndjson.trimEnd().split("\n");

  test("is told up to there, and said to be cut", async () => {
    const { code, out, err } = await run(["explain"], { stdin: `${lines.slice(0, 30).join("\n")}\n` });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^Nobody leads/);
    expect(out).toContain("The trace is cut after line 30");
    expect(out).not.toContain("Decision");
  });

  test("also in the middle of a line, and in brief", async () => {
    const stdin = `${lines.slice(0, 52).join("\n")}\n${lines[52]?.slice(0, 20)}`;
    const { out } = await run(["explain", "--brief"], { stdin });
    expect(out).toMatch(/^Server 2 is elected with 3 of 5 votes .*\. The trace is cut after line 52; .*\n$/);
    expect((await json([], { stdin })).unknown).toContainEqual({ kind: "cut", line: 52 });
  });

  test("at the same line in brief, wherever it is cut", async () => {
    for (let count = 2; count < lines.length; count++) {
      const stdin = `${lines.slice(0, count).join("\n")}\n`;
      for (const options of [[], ["--brief"]]) {
        const { out } = await run(["explain", ...options], { stdin });
        expect(out).toContain(`The trace is cut after line ${count};`);
      }
    }
  });

  test("is run again to its end for another outcome, and that is said", async () => {
    const { code, out, err } = await run(["explain", "--why-not", "4"], {
      stdin: `${lines.slice(0, 30).join("\n")}\n`,
    });
    expect({ code, out }).toEqual({
      code: 0,
      out: (await run(["explain", "-", "--why-not", "4"], { stdin: ndjson })).out,
    });
    expect(err).toBe("zk-elect: the trace is cut after line 30; the scenario in its header is run again, to its end\n");
  });

  test("but not one that is wrong in the middle, or has no header", async () => {
    const wrong = [...lines.slice(0, 9), "{", ...lines.slice(9)].join("\n");
    expect(await problems(["explain"], { stdin: wrong })).toEqual([
      "-:10: not JSON, or cut short; expected one JSON object a line",
    ]);
    expect(await problems(["explain"], { stdin: `${lines.slice(1).join("\n")}\n` })).toHaveLength(1);
    expect(await problems(["explain"], { stdin: "" })).toEqual([
      "-: is empty; expected a cluster description (JSON, YAML or zoo.cfg)",
    ]);
  });
});

describe("a trace from logs that are not all there", async () => {
  const { out: ndjson } = await run(["simulate", "five-server-restart", "--json"]);
  const without = (sid: number) =>
    ndjson
      .replace('"source":"simulation"', '"source":"log"')
      .split("\n")
      .filter(
        (line) => !line.includes(`"sid":${sid},`) || line.startsWith('{"type":"trace"') || line.includes('"result"'),
      );

  test("says nothing of a server whose log is missing", async () => {
    const stdin = without(4).join("\n");
    const { others, unknown } = await json([], { stdin });
    expect(others.find(({ sid }) => sid === 4)).toMatchObject({ criterion: "unknown", own: null });
    expect(unknown).toContainEqual({ kind: "silent", sids: [4] });
    const { out } = await run(["explain"], { stdin });
    expect(out).toMatch(/^Server 2 leads with 3 of 5 votes \(1, 2, 4\); the trace does not show all their\s+votes\./);
  });

  test("finds a leader whose own log is missing by those that follow it", async () => {
    const lines = without(2);
    for (const stdin of [lines.join("\n"), `${lines.slice(0, -2).join("\n")}\n`]) {
      expect((await json([], { stdin })).answer).toMatchObject({ kind: "elected", leader: 2 });
      expect((await run(["explain"], { stdin })).out).not.toContain("2 is");
    }
  });
});

describe("narrowed", () => {
  test("to a server: its facts, and why it did not win", async () => {
    const { parts, others } = await json(["five-server-restart", "--server", "4"]);
    expect(new Set(parts.flatMap(({ facts }) => facts.map(({ sid }) => sid)))).toEqual(new Set([4]));
    expect(others).toMatchObject([{ sid: 4, criterion: "zxid" }]);
  });

  test("to a server that was given what the leader committed", async () => {
    const stdin = "servers: 3\nleader: 3\nsteps: [{ write: 2 }, { fail: [3] }]\n";
    const { out } = await run(["explain", "-", "--server", "1"], { stdin });
    expect(out).toContain("Leader 3 commits 2 transactions, up to zxid 2, on 1, 2 and 3.");
  });

  test("to a round: its facts alone", async () => {
    const { parts } = await json(["five-server-restart", "--round", "2"]);
    expect(new Set(parts.flatMap(({ facts }) => facts.map(({ round }) => round)))).toEqual(new Set([2]));
    const { out } = await run(["explain", "five-server-restart", "--round", "2"]);
    expect(out).toMatch(/^Round 2 {2}the votes arrive\n {2}1 changes to/);
    expect(out.split("\n")).toHaveLength(7);
  });

  test("with the Java behind each fact", async () => {
    const { parts } = await json(["five-server-restart", "--source"]);
    for (const { source } of parts.flatMap(({ facts }) => facts)) expect(source?.length).toBeGreaterThan(0);
  });

  test.each([
    [["--server", "9"], "--server: no server 9; servers are 1 to 5"],
    [["--server", "x"], '--server: expected a server id, found "x"'],
    [["--round", "0"], '--round: expected a round from 1 up, found "0"'],
    [["--round", "9"], "--round: no round 9; the last one is 3"],
    [["--format", "table"], '--format: unknown format "table"; known: text, markdown, json'],
  ])("not by %s", async (options, problem) => {
    expect(await problems(["explain", "five-server-restart", ...options])).toEqual([problem]);
  });
});

test("who may not be elected is left out of what is said of the best", async () => {
  const { out } = await run(["explain", "observer", "--brief"]);
  expect(out).toContain("of the servers then up that can be elected, 1 and 2 had the highest zxid, 8,");
});

test("elections that overlap are told one after another", async () => {
  const { out: ndjson } = await run(["simulate", "three-server-first-pair", "--json"]);
  // As if server 1 had decided in an older election.
  const lines = ndjson.split("\n").map((line) => {
    return line.includes('"type":"decide"') && line.includes('"sid":1,')
      ? line.replace('"electionEpoch":1', '"electionEpoch":9')
      : line;
  });
  const { out } = await run(["explain"], { stdin: lines.join("\n") });
  expect(out).toMatch(/Election 9: 1 counts 2 of 3 votes[\s\S]*Election 1: 2 counts 2 of 3 votes/);
});

describe("as a program", () => {
  test("in a pipe, to a file, and with a verdict", async () => {
    const { out: trace } = await runProgram(["simulate", "no-quorum", "--json"]);
    const { code, out, err } = await runProgram(["explain"], { input: trace });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^Nobody leads: only 2 of 5 voting servers are up \(1, 2\), and 3 are needed\.\n/);
    const failed = await runProgram(["explain", "-"], { input: "servers: 3\nexpect: { leader: 1 }\n" });
    expect(failed).toMatchObject({ code: 1, err: "" });
    expect(failed.out).toContain("Expected leader 1, found 3.");
    expect(
      await runProgram(["explain", "-", "--brief"], { input: "servers: 3\nexpect: { leader: 1 }\n" }),
    ).toMatchObject({ code: 1, err: "" });
  });

  test("what a trace has in it cannot steer the terminal", async () => {
    const { out: trace } = await runProgram(["simulate", "five-server-restart", "--json"]);
    const hostile = trace
      .replaceAll('"leader-lost"', JSON.stringify("x\u001b[31m\u0007\u202e"))
      .replace('"action":{"fail":[3,5]}', '"action":{"pa\\u001b[2Juse":1}');
    for (const argv of [["explain"], ["explain", "--format", "markdown"], ["explain", "--source"]]) {
      const { code, out } = await runProgram(argv, { input: hostile });
      expect(code).toBe(0);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });
});
