import { describe, expect, test } from "vitest";
import { main } from "../../src/cli/main.ts";
import { protocols } from "../../src/protocols/registry.ts";
import { fakeIo, problems, run } from "./fake-io.ts";
import { runProgram } from "./program.ts";

const known = ["zookeeper", ...Object.keys(protocols)].join(", ");

/** What the classic example has in vain. */
const notes = `zk-elect: note: elasticsearch and kafka-controller have no use for epoch
zk-elect: note: curator and znode-race have no use for zxid, epoch
`;

describe("zk-elect compare", () => {
  test("takes the classic example when none is named", async () => {
    const named = await run(["compare", "five-server-restart"]);
    expect(named).toMatchObject({ code: 0, err: notes, out: expect.stringContaining("Leader 3 and server 5 fail") });
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
      "protocol,leader,leading,eligible,messages,watches,attempts,unit,withoutLeaderMs,twoLeadersMs,twoLeadersUntil,write,decides,runs,leaders,writes,medianWithoutLeaderMs,medianTwoLeadersMs,medianTwoLeadersUntil,medianMessages,medianAttempts,worstWithoutLeaderMs,worstTwoLeadersMs,worstTwoLeadersUntil,worstMessages,worstAttempts",
      'zookeeper,,,,5,,2,round,,0,,none,"the highest epoch, then zxid, then sid, by a quorum of votes",1,none:1,none:1,,0,,5,2,,0,,5,2',
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
    expect(asked).toMatchObject({ code: 0, err: notes });
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

describe("what a protocol has no use for", () => {
  test("is said as simulate says it, once for those that ignore the same", async () => {
    for (const scenario of ["observer", "latch-closes", "kafka-reassignment", "deposed-leader"]) {
      const compared = linesOf(await run(["compare", scenario]));
      const ignored = new Map<string, string[]>();
      for (const protocol of ["zookeeper", ...Object.keys(protocols)]) {
        const lines = linesOf(await run(["simulate", scenario, "--protocol", protocol]));
        const [, what = ""] = /^zk-elect: note: \S+ has no use for (.*)$/.exec(lines[0] ?? "") ?? [];
        if (lines.length === 0) continue;
        const key = what.split(", ").sort().join();
        ignored.set(key, [...(ignored.get(key) ?? []), protocol]);
      }
      const told = compared.map((line) => {
        const [, who = "", what = ""] = /^zk-elect: note: (.*) ha(?:s|ve) no use for (.*)$/.exec(line) ?? [];
        return [what.split(", ").sort().join(), who.split(/, | and /)];
      });
      expect(told, scenario).toEqual([...ignored]);
    }
  });

  test("of --set is what nobody who takes part knows", async () => {
    const set = ["--set", "curator.turnMs=5", "--set", "timing.tickTime=500"];
    expect(linesOf(await run(["compare", "no-quorum", "--protocols", "zookeeper,curator", ...set]))).toEqual([
      "zk-elect: note: curator has no use for tickTime",
    ]);
    expect(linesOf(await run(["compare", "no-quorum", "--protocols", "zookeeper,raft", ...set]))).toEqual([
      "zk-elect: note: raft has no use for tickTime",
      "zk-elect: note: zookeeper and raft have no use for curator.turnMs",
    ]);
  });
});

describe("--set", () => {
  test("holds for the protocol that it names, as simulate has it, and leaves the others alone", async () => {
    const compared = async (...more: string[]) => {
      const { out } = await run(["compare", "no-quorum", "--json", ...more]);
      const { rows } = JSON.parse(out) as { rows: { protocol: string; messages: number; leader: number | null }[] };
      return new Map(rows.map((row) => [row.protocol, row]));
    };
    const plain = await compared();
    const set = await compared("--set", "raft.preVote=true", "--set", "elasticsearch.minimumMasterNodes=2");
    const differing = [...plain.keys()].filter(
      (name) => JSON.stringify(plain.get(name)) !== JSON.stringify(set.get(name)),
    );
    expect(differing).toEqual(["raft", "elasticsearch"]);
    // Two are enough now.
    expect([plain.get("elasticsearch")?.leader, set.get("elasticsearch")?.leader]).toEqual([null, 1]);
    const trace = await run(["simulate", "no-quorum", "--protocol", "raft", "--set", "raft.preVote=true", "--json"]);
    expect(JSON.parse(trace.out.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      messages: set.get("raft")?.messages,
    });
  });

  test("names who is not left out, then, but in the wrong", async () => {
    expect(await problems(["compare", "--set", "raft.heartbeat=400"])).toEqual([
      "--set raft.heartbeat: a heartbeat every 400 ms; expected less than the shortest electionTimeout, 150 ms",
    ]);
  });
});

describe("who has no use for a description", () => {
  const text = "servers: 3\nleader: 1\nkafka-controller: { partitions: [{ name: a, replicas: [1], isr: [] }] }\n";
  const files = { "noisr.yaml": text, "own.yaml": `protocol: kafka-controller\n${text}` };
  const why = (place: string) =>
    `${place}: kafka-controller.partitions[0].isr: no in-sync replica; expected at least one of 1`;

  test.each([
    ["noisr.yaml", "3:65"],
    ["own.yaml", "4:65"],
  ])("is left out with a note (%s)", async (file, place) => {
    const { code, out, err } = await run(["compare", file, "-f", "csv"], { files });
    expect(code).toBe(0);
    const others = ["zookeeper", ...Object.keys(protocols)].filter((name) => name !== "kafka-controller");
    expect(
      out
        .trimEnd()
        .split("\r\n")
        .slice(1)
        .map((line) => line.split(",")[0]),
    ).toEqual(others);
    expect(err).toBe(
      `zk-elect: note: kafka-controller has no use for this description, and is left out: ${why(`${file}:${place}`)}\n`,
    );
  });

  test("is refused when it is asked for by name, as simulate refuses it", async () => {
    const told = await problems(["compare", "noisr.yaml", "--protocols", "raft,kafka-controller"], { files });
    expect(told).toEqual([why("noisr.yaml:3:65")]);
    expect(await problems(["simulate", "noisr.yaml", "--protocol", "kafka-controller"], { files })).toEqual(told);
  });
});

describe("a mistake in what is written for one protocol", () => {
  test.each([
    ["raft: { electionTimeout: [300, 150] }", "4:26: raft.electionTimeout: "],
    ["steps: [{ command: { close: [9] } }]", "4:30: steps[0].command.close[0]: no server 9"],
    ["kafka-controller: { replicationFactor: 4 }", "kafka-controller.replicationFactor: "],
  ])("is an error, though the others could run: %s", async (line, told) => {
    const files = { "mine.yaml": `servers: 3\nleader: 1\n# a mistake\n${line}\n` };
    expect((await problems(["compare", "mine.yaml"], { files })).join()).toContain(told);
  });
});

describe("the flags of simulate", () => {
  const rowOf = async (...args: string[]) => {
    const { code, out } = await run(["compare", ...args, "--protocols", "zookeeper,raft", "--json"]);
    expect(code).toBe(0);
    return JSON.parse(out) as { cluster: { servers: unknown[] }; rows: { leader: number; messages: number }[] };
  };

  test("describe a cluster, or change one", async () => {
    const { cluster, rows } = await rowOf("--servers", "5", "--leader", "3", "--fail", "3");
    expect(cluster).toMatchObject({ leader: 3, steps: [{ fail: [3] }] });
    expect([cluster.servers.length, rows[0]?.leader]).toEqual([5, 5]);
    expect((await rowOf("five-server-restart", "--fail", "1,3")).cluster).toMatchObject({ steps: [{ fail: [1, 3] }] });
  });

  test("choose the seed", async () => {
    const trace = await run(["simulate", "five-server-restart", "--seed", "2", "--protocol", "raft", "--json"]);
    const { leader, messages } = JSON.parse(trace.out.trimEnd().split("\n").at(-1) ?? "");
    expect((await rowOf("five-server-restart", "--seed", "2")).rows[1]).toMatchObject({ leader, messages });
    const { out } = await run(["compare", "--seed", "7", "--runs", "3", "--protocols", "raft"]);
    expect(out).toContain("3 runs, seeds 7 to 9");
  });

  test("are checked as there", async () => {
    const args = ["--servers", "3", "--fail", "9"];
    expect(await problems(["compare", ...args])).toEqual(await problems(["simulate", ...args]));
  });
});

test("two leaders whom the healed network makes one are told from two that stay", async () => {
  const { out } = await run(["compare", "elasticsearch-two-masters", "--json"]);
  const { rows } = JSON.parse(out) as { rows: { protocol: string; twoLeadersMs: number; twoLeadersUntil: unknown }[] };
  const until = Object.fromEntries(rows.map((row) => [row.protocol, row.twoLeadersUntil]));
  expect(until).toMatchObject({ zookeeper: null, raft: 2, elasticsearch: "end" });
  expect((await run(["compare", "latch-suspended", "--runs", "3"])).out).toMatch(/raft .*│ to step 2 +│ \d/);
});

describe("how many runs have been made", () => {
  const args = ["compare", "five-server-restart", "--protocols", "raft", "--runs", "9"];

  test("stands in one line of a terminal, which is gone in the end", async () => {
    const ran = { code: -1, out: "", err: "", files: {} };
    const io = fakeIo({}, ran);
    let ms = 0;
    const terminal = { ...io, stderr: { ...io.stderr, isTTY: true }, elapsedMs: () => (ms += 300) };
    expect(await main(args, terminal)).toBe(0);
    expect(ran.err.startsWith("\rzk-elect: raft: 5 of 9 runs\u001b[K\r")).toBe(true);
    expect(ran.err.endsWith("\rzk-elect: raft: 9 of 9 runs\u001b[K\r\u001b[K")).toBe(true);
    expect(ran.err).not.toContain("\n");
    expect(ran.out).toBe((await run(args)).out);
  });

  test("is not said elsewhere", async () => {
    expect(await run(args)).toMatchObject({ code: 0, err: "" });
  });
});

function linesOf({ err }: { err: string }): string[] {
  return err.split("\n").slice(0, -1);
}

describe("bad input", () => {
  test.each([
    ["--runs 0", '--runs: expected an integer from 1 to 100000, found "0"'],
    ["--runs 1e9", '--runs: expected an integer from 1 to 100000, found "1e9"'],
    ["--runs 1.5", '--runs: expected an integer from 1 to 100000, found "1.5"'],
    ["--runs abc", '--runs: expected an integer from 1 to 100000, found "abc"'],
    ["--runs 100001", '--runs: expected an integer from 1 to 100000, found "100001"'],
    ["--protocols zookeper", '--protocols: unknown protocol "zookeper"; did you mean zookeeper?'],
    ["--protocols kafka", '--protocols: unknown protocol "kafka"; did you mean kafka-controller?'],
    ["--protocols RACE", '--protocols: unknown protocol "RACE"; did you mean znode-race?'],
    ["--protocols zookeeper,paxosish", `--protocols: unknown protocol "paxosish"; known: ${known}`],
    ["--protocols zookeeper,,", `--protocols: unknown protocol ""; known: ${known}`],
    ["-f ndjson", '--format: unknown format "ndjson"; did you mean json?'],
    ["five-server-restar", 'no scenario or file "five-server-restar"; did you mean five-server-restart?'],
  ])("%s", async (args, message) => {
    expect(await problems(["compare", ...args.split(" ")])).toEqual([message]);
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
