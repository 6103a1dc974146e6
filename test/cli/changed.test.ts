/** `explain --why-not` and `explain --what-if`, as the built program answers them. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { problems, run } from "./fake-io.ts";
import { runProgram } from "./program.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zk-elect-changed-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

const launcher = join(import.meta.dirname, "../../bin/zk-elect.cjs");

test.each([
  ["five-server-restart", 4],
  ["five-server-restart", 5],
  ["late-joiner", 5],
  ["no-quorum", 1],
])("the command that is printed for %s and server %i shows that it leads", async (name, sid) => {
  const { out } = await runProgram(["explain", name, "--why-not", String(sid)]);
  const command = out.split("\n").find((line) => line.startsWith("  zk-elect explain "));
  const shown = execFileSync("bash", [
    "--norc",
    "-c",
    `${command?.replace("zk-elect", `"${process.execPath}" "${launcher}"`)} --json`,
  ]);
  expect(JSON.parse(shown.toString()).whatIf.after.leader).toBe(sid);
});

test("a file with a difficult name is named so that the command works", async () => {
  writeFileSync(join(folder, "it's mine.yaml"), "servers: 3\n");
  const { out } = await runProgram(["explain", "it's mine.yaml", "--why-not", "1"], { cwd: folder });
  const command = `'${process.execPath}' '${launcher}'${out.match(/ {2}zk-elect( explain .*)/)?.[1]}`;
  const shown = execFileSync("bash", ["--norc", "-c", command], { cwd: folder, encoding: "utf8" });
  expect(shown).toMatch(/leader +│ 3 +│ 1 /);
});

test("JSON has every number, zxids as text", async () => {
  const { code, out } = await runProgram(["explain", "five-server-restart", "--why-not", "4", "--json"]);
  const { type, version, answer, whyNot } = JSON.parse(out);
  expect([code, type, version, answer.leader]).toEqual([0, "explanation", 1, 2]);
  expect(whyNot).toMatchObject({
    sid: 4,
    leads: false,
    loss: { criterion: "zxid", own: { leader: 4, zxid: "0x7" }, winner: { leader: 2, zxid: "0x8" } },
    gaveUp: { kind: "vote-changed", round: 2, vote: { leader: 2 } },
    smallest: {
      kind: "found",
      text: "4.zxid=8",
      changes: [{ field: "zxid", sid: 4, value: "0x8", was: "0x7" }],
      after: { leader: 4, answer: { by: "sid" } },
      attempts: [{ instead: null, text: "", leader: 2 }],
    },
  });
});

test("JSON has both outcomes and where they part", async () => {
  const { out } = await runProgram(["explain", "five-server-restart", "--what-if", "4.zxid=9", "--json"]);
  const { whatIf } = JSON.parse(out);
  expect(whatIf).toMatchObject({
    text: "4.zxid=9",
    before: { leader: 2, rounds: 2, t: 208 },
    after: { leader: 4, rounds: 2, t: 208 },
    parting: {
      kind: "server",
      sid: 1,
      round: 2,
      deeds: [{ fact: { vote: { zxid: "0x8" } } }, { fact: { vote: { zxid: "0x9" } } }],
    },
  });
  expect(whatIf.after.servers).toHaveLength(5);
});

test("the trace of a simulation is run again, one of real servers is not", async () => {
  const trace = (await runProgram(["simulate", "five-server-restart", "--json"])).out;
  const again = await runProgram(["explain", "--why-not", "4"], { input: trace });
  expect(again.out).toContain('zk-elect explain - --what-if "4.zxid=8"');
  const changed = await runProgram(["explain", "-", "--what-if", "5.up 5.zxid=8"], { input: trace });
  expect(changed.out).toContain("with 5.up 5.zxid=8");
  const real = trace.replace('"source":"simulation"', '"source":"log"');
  const { code, out } = await runProgram(["explain", "--why-not", "4"], { input: real });
  expect(code).toBe(0);
  expect(out).toContain("It lost to server 2 in round 2: lower zxid (7 < 8)");
  expect(out).toContain("What real servers did cannot be run again, so none is named.");
  expect(await problems(["explain", "-", "--what-if", "5.up"], { stdin: real })).toEqual([
    "--what-if: what real servers did cannot be run again; expected a scenario, or the trace of a simulation",
  ]);
});

test("the verdict is that of the scenario as it is", async () => {
  const files = { "c.yaml": "servers: 3\nexpect: { leader: 1 }\n" };
  expect((await run(["explain", "c.yaml", "--what-if", "1.zxid=1"], { files })).code).toBe(1);
  expect((await run(["explain", "c.yaml", "--why-not", "1"], { files })).code).toBe(1);
  expect((await run(["explain", "five-server-restart", "--what-if", "4.zxid=9"])).code).toBe(0);
});

test("for the leader there is nothing to change", async () => {
  const { code, out } = await run(["explain", "five-server-restart", "--why-not", "2"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^Server 2 leads with 3 of 5 votes[\s\S]*Server 2 did win\.\n$/);
});

test.each([
  [["--why-not", "9"], "--why-not: no server 9; servers are 1 to 5"],
  [["--what-if", "9.up"], "--what-if: 9.up: no server 9; servers are 1 to 5"],
  [["--what-if", "4.zxd=9"], '--what-if: unknown field "zxd"; did you mean zxid?'],
  [["--why-not", "4", "--what-if", "5.up"], "--what-if: does not go with --why-not"],
  [["--why-not", "4", "--brief"], "--brief: does not go with --why-not"],
  [["--what-if", "5.up", "--server", "4"], "--server: does not go with --what-if"],
  [["--what-if", "5.up", "--round", "2"], "--round: does not go with --what-if"],
  [["--what-if", "5.up", "--source"], "--source: does not go with --what-if"],
])("%j is refused", async (options, problem) => {
  expect(await problems(["explain", "five-server-restart", ...options])).toEqual([problem]);
});

test("Markdown has a table, and the command as code", async () => {
  const changed = await run(["explain", "five-server-restart", "--what-if", "4.zxid=9", "-f", "markdown"]);
  expect(changed.out).toContain("|  | as it is | with 4.zxid=9 |\n| --- | --- | --- |\n| leader | 2 | **4** |\n");
  const why = await run(["explain", "five-server-restart", "--why-not", "4", "-f", "markdown"]);
  expect(why.out).toContain('```sh\nzk-elect explain five-server-restart --what-if "4.zxid=8"\n```\n');
});
