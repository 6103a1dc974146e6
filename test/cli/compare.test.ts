import { describe, expect, test } from "vitest";
import { protocols } from "../../src/protocols/registry.ts";
import { problems, run } from "./fake-io.ts";
import { runProgram } from "./program.ts";

const known = ["zookeeper", ...Object.keys(protocols)].join(", ");

describe("zk-elect compare", () => {
  test("takes the classic example when none is named", async () => {
    const named = await run(["compare", "five-server-restart"]);
    expect(named).toMatchObject({ code: 0, err: "", out: expect.stringContaining("Leader 3 and server 5 fail") });
    expect(await run(["compare"])).toEqual(named);
  });

  test("says what each came to in one JSON document", async () => {
    const { out } = await run(["compare", "--json", "--protocols", "zookeeper"]);
    expect(JSON.parse(out)).toMatchObject({
      type: "comparison",
      version: 1,
      cluster: { leader: 3, steps: [{ fail: [3, 5] }] },
      rows: [{ protocol: "zookeeper", leader: 2, messages: 10, withoutLeaderMs: 202, attempts: { count: 2 } }],
      differences: [],
    });
    expect(await run(["compare", "-f", "json", "--protocols", "zookeeper"])).toMatchObject({ out });
  });

  test("has a line a protocol in CSV, under names that stay", async () => {
    const { out } = await run(["compare", "no-quorum", "-f", "csv", "--protocols", "zookeeper", "--runs", "3"]);
    expect(out.split("\r\n")).toEqual([
      "protocol,leader,leading,eligible,messages,watches,attempts,unit,withoutLeaderMs,twoLeadersMs,twoLeadersLast,write,decides,runs,leaders,medianWithoutLeaderMs,medianTwoLeadersMs,medianMessages,medianAttempts,worstWithoutLeaderMs,worstTwoLeadersMs,worstMessages,worstAttempts",
      'zookeeper,,,,5,,2,round,,0,false,none,"the highest epoch, then zxid, then sid, by a quorum of votes",1,none:1,,0,5,2,,0,5,2',
      "",
    ]);
  });

  test("neither no leader nor an expectation that does not hold is an error", async () => {
    expect(await run(["compare", "no-quorum"])).toMatchObject({ code: 0 });
    const stdin = "servers: 3\nleader: 2\nsteps: [{ fail: [2] }]\nexpect: { leader: 1 }\n";
    expect(await run(["compare", "-"], { stdin })).toMatchObject({ code: 0 });
    expect(await run(["compare", "mine.yaml"], { files: { "mine.yaml": stdin } })).toMatchObject({ code: 0 });
  });

  test.each(["table", "markdown"])("is the same with and without another order of protocols (%s)", async (format) => {
    const names = ["zookeeper", ...Object.keys(protocols)];
    const asked = await run(["compare", "-f", format, "--protocols", [...names].reverse().join(",")]);
    expect(asked).toMatchObject({ code: 0, err: "" });
    expect(await run(["compare", "-f", format, "--protocols", [...names, "zookeeper"].join(",")])).toEqual(asked);
  });

  test.each([["en"], ["zh-CN"], ["zh-TW"]])("fits 80 columns in %s, and is ASCII when asked", async (lang) => {
    const { widthOf } = await import("../../src/render/width.ts");
    const { out } = await run(["compare", "--runs", "20", "--lang", lang]);
    for (const line of out.split("\n")) expect(widthOf(line), line).toBeLessThanOrEqual(80);
    const ascii = await run(["compare", "--runs", "20", "--ascii"]);
    expect(ascii.out).toMatch(/^[\x20-\x7e\n]*$/);
  });

  test("runs once what chance has no say in, and again where it has", async () => {
    const text = await run(["compare", "--protocols", "zookeeper", "--runs", "50", "--json"]);
    expect(JSON.parse(text.out).rows[0].runs).toMatchObject({
      count: 1,
      chance: false,
      leaders: [{ leader: 2, runs: 1 }],
    });
    const stdin = "servers: 3\nleader: 2\nsteps: [{ fail: [2] }]\nnetwork: { latency: [1, 40], seed: 4294967295 }\n";
    const drawn = await run(["compare", "-", "--protocols", "zookeeper", "--runs", "50", "--json"], { stdin });
    const [row] = JSON.parse(drawn.out).rows;
    expect(row.runs).toMatchObject({ count: 50, chance: true, leaders: [{ leader: 3, runs: 50 }] });
    expect(row.runs.worst.withoutLeaderMs).toBeGreaterThan(row.runs.median.withoutLeaderMs);
  });
});

describe("bad input", () => {
  test.each([
    ["--runs 0", '--runs: expected an integer from 1 to 100000, found "0"'],
    ["--runs 1e9", '--runs: expected an integer from 1 to 100000, found "1e9"'],
    ["--runs 1.5", '--runs: expected an integer from 1 to 100000, found "1.5"'],
    ["--runs abc", '--runs: expected an integer from 1 to 100000, found "abc"'],
    ["--runs 100001", '--runs: expected an integer from 1 to 100000, found "100001"'],
    ["--protocols zookeper", '--protocols: unknown protocol "zookeper"; did you mean zookeeper?'],
    ["--protocols zookeeper,paxosish", `--protocols: unknown protocol "paxosish"; known: ${known}`],
    ["--protocols zookeeper,,", `--protocols: unknown protocol ""; known: ${known}`],
    ["-f ndjson", '--format: unknown format "ndjson"; did you mean json?'],
    ["five-server-restar", 'no scenario or file "five-server-restar"; did you mean five-server-restart?'],
  ])("%s", async (args, message) => {
    expect((await problems(["compare", ...args.split(" ")]))[0]).toBe(message);
  });
});

test("the built program compares, and writes a file only when it is whole", async () => {
  const args = ["compare", "no-quorum", "--protocols", "zookeeper", "--lang", "zh-CN"];
  const { code, out, err } = await runProgram(args);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("直到最后");
  expect(await runProgram([...args, "--runs", "-1"])).toMatchObject({ code: 2, out: "" });
  const output = await runProgram([...args, "-o", "/nowhere/at-all"]);
  expect(output).toMatchObject({ code: 2, out: "" });
});
