import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { run } from "./fake-io.ts";
import { runProgram } from "./program.ts";

const folder = join(import.meta.dirname, "../../fixtures/logs");
const output = mkdtempSync(join(tmpdir(), "zk-elect-trace-"));
const trace = (...argv: string[]) => runProgram(["trace", ...argv], { cwd: folder });

afterAll(() => rmSync(output, { recursive: true }));

/** Members are said on standard error whenever no configuration is named. */
const members = (name: string) => `zk-elect: note: members are those of ${name}/zoo-1.cfg\n`;

describe("a list", () => {
  test("has a line for each election", async () => {
    expect(await trace("leader-crash", "--list")).toEqual({
      code: 0,
      // When servers logged "New election" and their state, in the files of that folder.
      out: `#  when                     LOOKING                      outcome                  took
1  2026-11-22 09:53:31,030  1, 2 and 3 (started)         3 elected by 1, 2 and 3  5.212 s
2  2026-11-22 09:53:38,692  4 (started)                  4 joins leader 3         0.113 s
3  2026-11-22 09:53:41,090  5 (started)                  5 joins leader 3         0.042 s
4  2026-11-22 09:53:45,078  1, 2, 4 and 5 (leader lost)  5 elected by 1, 2 and 5  0.317 s
`,
      err: members("leader-crash"),
    });
  });

  test("is of the time that is asked for", async () => {
    const rows = async (...options: string[]) => {
      const { out } = await trace("leader-crash", "--list", ...options);
      return out
        .split("\n")
        .slice(1, -1)
        .map((line) => line[0]);
    };
    expect(await rows("--since", "09:53:40")).toEqual(["3", "4"]);
    expect(await rows("--until", "2026-11-22T09:53:40")).toEqual(["1", "2"]);
    expect(await rows("--since", "2026-11-22 09:53:38,000", "--until", "09:53:45")).toEqual(["2", "3"]);
    expect(await rows("--since", "2026-11-22T10:53:40+01:00")).toEqual(["3", "4"]);
    expect(await rows("--tz", "+01:00", "--since", "2026-11-22T08:53:40Z")).toEqual(["3", "4"]);
    expect(await rows("--election", "3")).toEqual(["3"]);
  });

  test("is data with --json", async () => {
    const { out } = await trace("leader-crash", "--list", "--json", "--election", "2");
    const [election] = JSON.parse(out) as [{ start: { file: string; line: number } }];
    expect(election).toMatchObject({ number: 2, outcome: { kind: "joined", leader: 3, sids: [4] } });
    const line = readFileSync(join(folder, election.start.file), "utf8").split("\n")[election.start.line - 1];
    expect(line).toContain("New election. My id = 4");
  });
});

describe("a trace", () => {
  const headings = (text: string) => text.match(/^\d{4}-\d\d-\d\d .*/gm);

  test("is of the last election and what came after it", async () => {
    const { out, err } = await trace("rejoin-established", "--format", "table");
    expect(headings(out)).toEqual(["2026-11-22 09:53:45,068", "2026-11-22 09:53:51,331  at 6263 ms"]);
    expect(err).toBe(
      `${members("rejoin-established")}zk-elect: note: 2 of 5 elections; --list names them, --all shows all\n`,
    );
    expect(headings((await trace("rejoin-established", "--election", "2", "-f", "table")).out)).toHaveLength(1);
    expect(headings((await trace("rejoin-established", "--all", "-f", "table")).out)).toHaveLength(5);
  });

  test("goes through pipes into explain and table", async () => {
    const { out: lines } = await trace("article-8-8-8-7-7");
    const { out } = await runProgram(["explain", "--brief"], { input: lines });
    expect(out).toBe(
      "Server 2 leads with 3 of 5 votes (1, 2, 4): of the servers then up, 1 and 2 had the highest zxid, 1:8, and 2 had the larger sid.\n",
    );
    const tables = await runProgram(["table"], { input: lines });
    expect(tables.out).toBe((await trace("article-8-8-8-7-7", "--format", "table")).out);
  });

  test.each([
    "hierarchical",
    "unlisted-follower",
    "members-disagree",
    "one-way",
    "wiped-majority",
  ])("of all elections of %s is one that can be read back", async (name) => {
    const { out: input } = await trace(name, "--all");
    expect((await runProgram(["table"], { input })).code).toBe(0);
    expect((await runProgram(["explain"], { input })).code).toBe(0);
  });

  test("comes from standard input, and goes into a file", async () => {
    const input = readFileSync(join(folder, "leader-crash/zookeeper-1.log"), "utf8");
    const file = join(output, "trace.ndjson");
    expect((await runProgram(["trace", "-o", file], { input })).out).toBe("");
    expect(readFileSync(file, "utf8").match(/^\{"type":"receive"/gm)).toHaveLength(11);
  });

  test("ends quietly when nobody reads on", async () => {
    const program = join(import.meta.dirname, "../../bin/zk-elect.cjs");
    const child = spawn("sh", ["-c", `"${process.execPath}" "${program}" trace rejoin-established --all | head -n 1`], {
      cwd: folder,
      env: {},
    });
    const errors: string[] = [];
    child.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text));
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(0);
    expect(errors.join("")).toBe(members("rejoin-established"));
  });
});

describe("a replay", () => {
  test("says in one line that all agree", async () => {
    expect((await trace("article-8-8-8-7-7", "--replay")).out).toBe(
      "The protocol agrees with the logs: 1 election, 18 notifications received, 6 votes cast and 3 decisions as they must be.\n",
    );
  });

  test("names the line that differs, and ends with 1", async () => {
    const log = readFileSync(join(folder, "article-8-8-8-7-7/zookeeper-4.log"), "utf8");
    const input = log.replace("n.sid:4, n.state:LOOKING, n.leader:1,", "n.sid:4, n.state:LOOKING, n.leader:5,");
    const { code, out } = await runProgram(["trace", "--replay", "--lang", "zh-CN"], { input });
    expect(code).toBe(1);
    expect(out).toContain("-:107: 2026-11-22 09:54:14,112: 服务器 4 在第 1 次选举中投 (5, 0x100000008, e1)");
    const { out: json } = await runProgram(["trace", "--replay", "--json"], { input });
    const { agrees, divergences } = JSON.parse(json) as { agrees: boolean; divergences: object[] };
    expect({ agrees, first: divergences[0] }).toMatchObject({ agrees: false, first: { sid: 4, log: "-:107" } });
  });
});

describe("what is wrong is said in a line", () => {
  test.each([
    [["nothing.log"], "zk-elect: nothing.log: no such file or directory\n"],
    [["leader-crash/zoo-1.cfg"], "is no log of a ZooKeeper server, or has nothing in it about elections\n"],
    [
      ["leader-crash", "--election", "9"],
      "--election: election 9 is not in these logs; they have 4 (--list names them)\n",
    ],
    [
      ["leader-crash", "--since", "10:00"],
      "--since: no election of these logs is in that time; they have 4 (--list names them)\n",
    ],
    [
      ["leader-crash", "--since", "25:00"],
      '--since: expected a time such as 09:54, or 2026-11-22T09:54:13, found "25:00"\n',
    ],
    [
      ["leader-crash", "--tz", "+99:00"],
      '--tz: expected a time zone such as Asia/Shanghai or +08:00, found "+99:00"\n',
    ],
    [["leader-crash", "--election", "0"], '--election: expected the number of an election, from 1, found "0"\n'],
    [["leader-crash", "--list", "--replay"], "--replay: does not go with --list\n"],
    [["leader-crash", "--list", "--format", "csv"], "--format: does not go with --list\n"],
    [["leader-crash", "--all", "--election", "1"], "--election: does not go with --all\n"],
  ])("%j", async (argv, message) => {
    const { code, out, err } = await trace(...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.endsWith(message), err).toBe(true);
  });

  test.each([
    ["zh-CN", "这些日志里没有第 9 次选举；共有 4 次"],
    ["zh-TW", "這些日誌裡沒有第 9 次選舉；共有 4 次"],
  ])("in %s, too", async (language, message) => {
    expect((await trace("leader-crash", "--election", "9", "--lang", language)).err).toContain(message);
  });

  test("a folder without logs", async () => {
    expect(await runProgram(["trace", output], {})).toMatchObject({ code: 2, out: "" });
    expect(await runProgram(["diagnose", output], {})).toMatchObject({ code: 2, out: "" });
  });
});

test("without a log, or a pipe, it asks for one", async () => {
  expect(await run(["trace"], {})).toMatchObject({
    code: 2,
    err: "zk-elect: no log named; expected files, directories or patterns, or logs on standard input\n",
  });
});

test("on a terminal it says how the trace is read; elsewhere it does not", async () => {
  const files = { "zookeeper-1.log": readFileSync(join(folder, "no-quorum/zookeeper-1.log"), "utf8") };
  expect((await run(["trace", "zookeeper-1.log"], { files, columns: 80 })).err).toContain("| zk-elect explain");
  expect((await run(["trace", "zookeeper-1.log"], { files })).err).not.toContain("explain");
  expect((await run(["trace", "zookeeper-1.log", "--json"], { files, columns: 80 })).err).not.toContain("explain");
});
