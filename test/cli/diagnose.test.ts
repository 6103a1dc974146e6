import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cfg, logOf } from "../diagnose/lines.ts";
import { problems, run } from "./fake-io.ts";
import { runProgram } from "./program.ts";

const folder = join(import.meta.dirname, "../../fixtures/logs");

describe("the program on real logs", () => {
  test("names what is wrong, with its line, and says so by its exit code", async () => {
    const { code, out, err } = await runProgram(["diagnose", "duplicate-myid"], { cwd: folder });
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toBe(`Two servers run with the id 2: duplicate-myid/zookeeper-2.log and
duplicate-myid/zookeeper-3.log.
  duplicate-myid/zookeeper-2.log:10  Starting quorum peer, myid=2
  duplicate-myid/zookeeper-3.log:10  Starting quorum peer, myid=2
  duplicate-myid/zookeeper-3.log:84  Exception while listening to address /127.0.0.1:23802: java.net.BindException: Address already in use
  first 09:57:27, last 09:57:30, 5 times
  Effect: One of them has no part in elections; the others take both for server
  2.
  Cure: Correct the myid file of the one that is wrong, so that each id is there
  once, then restart it.

1 problem found in 3 logs of 2 servers and 3 configurations (1 election).
`);
  });

  test("says that all is well", async () => {
    expect(await runProgram(["diagnose", "leader-crash/zookeeper-*.log", "leader-crash"], { cwd: folder })).toEqual({
      code: 0,
      out: `No problem found in 5 logs of 5 servers and 5 configurations (4 elections).

  09:53:45  the leader changed to 5; service was back after 536 ms.
`,
      err: "",
    });
  });

  test("reads standard input, and every language", async () => {
    const input = readFileSync(join(folder, "no-quorum/zookeeper-1.log"), "utf8");
    const { code, out } = await runProgram(["diagnose", "-", "--lang", "zh-TW"], { input });
    expect(code).toBe(1);
    expect(out).toContain("伺服器 1、2 找 Leader 已有 16 秒");
    expect(out).toContain("-:89  Cannot open channel to 3");
  });

  test("as JSON it gives facts alone, the same in every language", async () => {
    const argv = ["diagnose", "no-quorum", "--json"];
    const { code, out } = await runProgram(argv, { cwd: folder });
    expect(code).toBe(1);
    const document = JSON.parse(out) as Record<string, unknown>;
    expect(document).toMatchObject({
      type: "diagnosis",
      version: 1,
      healthy: false,
      looked: { logs: 2, servers: [1, 2] },
    });
    expect(document["findings"]).toMatchObject([
      {
        kind: "no-quorum",
        severity: "error",
        sids: [1, 2],
        looking: [1, 2],
        first: { file: "no-quorum/zookeeper-1.log" },
      },
    ]);
    expect((await runProgram([...argv, "--lang", "zh-CN"], { cwd: folder })).out).toBe(out);
  });

  test("as Markdown", async () => {
    const { out } = await runProgram(["diagnose", "no-quorum", "-f", "markdown"], { cwd: folder });
    expect(out).toMatch(/^### No quorum: servers 1 and 2 have looked .*\n\n- no-quorum\/zookeeper-1\.log:89 /);
  });

  test("rolled files count in the order in which they were written, whatever their names", async () => {
    const names = readdirSync(join(folder, "apache-conf")).filter((name) => name.endsWith(".1"));
    expect(names.length).toBeGreaterThan(0);
    expect((await runProgram(["diagnose", "apache-conf"], { cwd: folder })).code).toBe(0);
  });
});

describe("files", () => {
  const log = logOf(1, [0, "LOOKING"], [1, "FOLLOWING"]);

  test("are told apart by what is in them", async () => {
    const files = { "one.txt": log, "two.txt": cfg([1, 2, 3]), "c/myid": "1\n" };
    expect(await run(["diagnose", ...Object.keys(files)], { files })).toMatchObject({
      code: 0,
      out: "No problem found in 1 log of 1 server, 1 configuration and 1 myid file.\n",
      err: "",
    });
  });

  test("of which none is of use are bad input, one among others is a note", async () => {
    const files = { "a.txt": "hello\n", "b.log": log };
    expect(await problems(["diagnose", "a.txt"], { files })).toEqual([
      "a.txt: is neither a server log nor a configuration",
    ]);
    expect(await run(["diagnose", "a.txt", "b.log"], { files })).toMatchObject({
      code: 0,
      err: "zk-elect: a.txt: is neither a server log nor a configuration\n",
    });
    expect(await problems(["diagnose", "c.log"], { files })).toEqual(["c.log: no such file or directory"]);
    expect(await problems(["diagnose"])).toEqual(['missing required argument "paths"']);
  });

  test("may hold notes, which are no problem", async () => {
    const files = { "zoo.cfg": cfg([1, 2, 3], "4lw.commands.whitelist=ruok") };
    const { code, out } = await run(["diagnose", "zoo.cfg"], { files });
    expect(code).toBe(0);
    expect(out).toContain("Notes");
    expect(out).toContain("zoo.cfg:9  4lw.commands.whitelist=ruok");
    expect(out).toMatch(/No problem found in 1 configuration\.\n$/);
  });

  test("cannot send a terminal anything but text", async () => {
    const text = "Unexpected exception, exiting abnormally";
    const files = { "zk1.log": logOf(1, [0, text, "java.lang.RuntimeException: \u001b]0;title\u0007\u202eoops"]) };
    const { code, out } = await run(["diagnose", "zk1.log"], { files });
    expect(code).toBe(1);
    expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

test("a time zone is a name or an offset", async () => {
  const files = { "zk1.log": logOf(1, [0, "LOOKING"]) };
  for (const zone of ["Asia/Shanghai", "+08:00", "-0330"]) {
    expect((await run(["diagnose", "--tz", zone, "zk1.log"], { files })).code).toBe(0);
  }
  expect(await problems(["diagnose", "--tz", "here", "zk1.log"], { files })).toEqual([
    '--tz: expected a time zone such as Asia/Shanghai or +08:00, found "here"',
  ]);
});
