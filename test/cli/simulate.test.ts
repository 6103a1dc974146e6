import { describe, expect, test } from "vitest";
import { zookeeperScenarios } from "../scenario/zookeeper.ts";
import { problems, run } from "./fake-io.ts";

const names = zookeeperScenarios.map(({ name }) => name);

/** The last line of the trace of a run. */
async function resultOf(argv: readonly string[], world?: Parameters<typeof run>[1]): Promise<unknown> {
  const { code, out, err } = await run([...argv, "--json"], world);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out.trimEnd().split("\n").at(-1) ?? "");
}

describe.each(names)("%s", async (name) => {
  const { out: ndjson } = await run(["simulate", name, "--json"]);
  const { out: json } = await run(["simulate", name, "--format", "json"]);

  test("comes out as its description expects", async () => {
    expect(await run(["simulate", name])).toMatchObject({ code: 0, err: "" });
    expect(ndjson.trimEnd().split("\n").at(-1)).toMatch(/^\{"type":"result",.*"expect":"met"/);
  });

  test.each([
    [[]],
    [["--format", "table"]],
    [["--format", "markdown"]],
    [["--format", "csv"]],
    [["--format", "ndjson"]],
    [["--format", "json"]],
    [["--ascii"]],
    [["--rounds", "2"]],
    [["--server", "1,2"]],
    [["--format", "markdown", "--ascii", "--rounds", "1-2", "--server", "2"]],
    [["--format", "csv", "--rounds", "1", "--server", "1"]],
  ])("looks the same simulated and from its trace: %s", async (options) => {
    const simulated = await run(["simulate", name, ...options]);
    expect(await run(["table", ...options], { stdin: ndjson })).toEqual(simulated);
    expect(await run(["table", ...options], { stdin: json })).toEqual(simulated);
  });

  test.each([[[]], [["--json"]]])("is printed to be simulated again: scenarios NAME %s", async (options) => {
    const { out } = await run(["scenarios", name, ...options]);
    expect(await run(["simulate", "-", "--json"], { stdin: out })).toMatchObject({ code: 0, out: ndjson, err: "" });
  });
});

describe("without a scenario", () => {
  test("runs the five-server restart, and says on stderr what to try next", async () => {
    const { err, ...others } = await run(["simulate"]);
    expect({ ...others, err: "" }).toEqual(await run(["simulate", "five-server-restart"]));
    const commands = [...err.matchAll(/^ {2}zk-elect (.*?)(?: {2}.*)?$/gm)].map(([, line]) => String(line).split(" "));
    expect(commands.length).toBeGreaterThan(1);
    for (const argv of commands) expect(await run(argv)).toMatchObject({ code: 0, err: "" });
  });

  test.each([
    [["--json"]],
    [["-f", "csv"]],
    [["-o", "file"]],
    [["--seed", "1"]],
    [["--servers", "3"]],
  ])("but with %s, it is known what to try", async (options) => {
    expect(await run(["simulate", ...options])).toMatchObject({ code: 0, err: "" });
  });
});

describe("from flags", () => {
  test("leader 3 and server 5 fail", async () => {
    const argv = ["simulate", "--servers", "5", "--zxid", "8,8,8,7,7", "--leader", "3", "--fail", "3,5"];
    expect(await resultOf(argv)).toMatchObject({ leader: 2, rounds: 2 });
  });

  test("one after another", async () => {
    expect(await resultOf(["simulate", "--servers", "5", "--start", "1,2,3,4,5"])).toMatchObject({ leader: 3 });
    expect(await resultOf(["simulate", "--servers", "5", "--start", "1+2+3+4,5"])).toMatchObject({ leader: 4 });
  });

  test("epochs and zxids of named servers", async () => {
    const argv = ["--servers", "1,2,4", "--epoch", "1,1,2", "--zxid", "0x100000008,0x100000008,0x200000001"];
    expect(await resultOf(["simulate", ...argv])).toMatchObject({ leader: 4 });
  });

  test("zxids of 64 bits, exactly", async () => {
    const argv = ["--servers", "3", "--zxid", "9007199254740993,9007199254740992,0", "--epoch", "0"];
    expect(await resultOf(["simulate", ...argv])).toMatchObject({
      leader: 1,
      servers: [{ zxid: "0x20000000000001" }, {}, {}],
    });
  });

  test("change a scenario of a file, which then expects nothing", async () => {
    const files = { "cluster.yaml": "servers: 3\nleader: 3\nsteps: [{ fail: [3] }]\nexpect: { leader: 2 }\n" };
    const changed = await resultOf(["simulate", "cluster.yaml", "--zxid", "9,8,8"], { files });
    expect(changed).toMatchObject({ leader: 1 });
    expect(changed).not.toHaveProperty("expect");
  });

  test("what is wrong in the file keeps its place", async () => {
    const files = { "cluster.yaml": "servers: 3\nleader: 9\n" };
    expect(await problems(["simulate", "cluster.yaml", "--zxid", "9,8"], { files })).toEqual([
      "--zxid: 2 values for 3 servers (1 to 3); expected one for all, or one for each",
      "cluster.yaml:2:9: leader: no server 9; servers are 1 to 3",
    ]);
  });

  test("the same seed gives the same trace, another seed another", async () => {
    const seeded = async (seed: string) =>
      (await run(["simulate", "observer", "--latency", "1-20", "--seed", seed, "--json"])).out;
    expect(await seeded("1")).toBe(await seeded("1"));
    // The header names the seed; the rest differs by what was drawn.
    const events = (trace: string) => trace.split("\n").slice(1);
    expect(events(await seeded("1"))).not.toEqual(events(await seeded("2")));
  });
});

describe("the exit code", () => {
  const files = { "hopeful.yaml": "servers: 3\nexpect: { leader: 1 }\n" };

  test.each([
    "table",
    "markdown",
    "csv",
    "ndjson",
    "json",
  ])("is 1 when the expectation fails, as %s", async (format) => {
    const simulated = await run(["simulate", "hopeful.yaml", "-f", format], { files });
    expect(simulated).toMatchObject({ code: 1, err: "" });
    const { out: stdin } = await run(["simulate", "hopeful.yaml", "--json"], { files });
    expect(await run(["table", "-f", format], { stdin })).toMatchObject({ code: 1, out: simulated.out, err: "" });
  });
});

describe("the examples of --help", () => {
  test.each(["simulate", "table", "scenarios"])("of %s run", async (command) => {
    const { out } = await run([command, "--help"]);
    const lines = [...out.matchAll(/^ {2}zk-elect (.*?)(?: {2}.*)?$/gm)].map(([, line]) => String(line));
    expect(lines.length).toBeGreaterThan(0);
    const files = {
      "cluster.yaml": "servers: 3\n",
      "mine.yaml": "servers: 3\n",
      "zoo.cfg": "server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\n",
      "trace.ndjson": (await run(["simulate", "observer", "--json"])).out,
    };
    for (const line of lines) {
      const [first = ""] = line.split(/ [|>] /);
      expect(await run(first.split(" "), { files }), line).toMatchObject({ code: 0 });
    }
  });
});
