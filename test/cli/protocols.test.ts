/** Other protocols than ZooKeeper's on the command line, with one that only tests know. */
import { describe, expect, test, vi } from "vitest";
import { problems, run } from "./fake-io.ts";

vi.mock("../../src/protocols/registry.ts", async (original) => {
  const { withParrot } = await import("../protocols/parrot/registered.ts");
  return withParrot(await original<typeof import("../../src/protocols/registry.ts")>());
});

const talk = `title: { en: Two talk, zh-CN: 两台说话, zh-TW: 兩台說話 }
protocol: parrot
servers:
  - { sid: 1, zxid: 8 }
  - { sid: 2, zxid: "1:7" }
parrot: { quiet: 50 }
steps:
  - start: [1, 2]
  - command: { say: { from: 1, to: 2, text: "hello, you" } }
  - command: { lead: 2 }
expect: { leader: 2 }
`;
const files = { "talk.yaml": talk };

async function traceOf(text: string, ...more: string[]): Promise<string> {
  const { code, out, err } = await run(["simulate", "t.yaml", "--json", ...more], { files: { "t.yaml": text } });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

describe("a scenario of another protocol", () => {
  test("as tables", async () => {
    const { code, out, err } = await run(["simulate", "talk.yaml"], { files });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatchInlineSnapshot(`
      "Two talk
      parrot · 2 servers

      Step 1 of 3: servers 1 and 2 start
      en: 0-4

      Step 2 of 3: command say {"from":1,"to":2,"text":"hello, you"}

      ┌─────┬──────┬────────────┬──────┐
      │ sid │ from │ text       │ zxid │
      ├─────┼──────┼────────────┼──────┤
      │ 2   │ 1    │ hello, you │ 8    │
      └─────┴──────┴────────────┴──────┘

      Step 3 of 3: command lead 2  at 1 ms
      en: 8-12

      In the end server 2 is the leader: LEADING 2; FOLLOWING 1.
      As expected: leader 2.
      "
    `);
  });

  test("as a trace", async () => {
    expect(await traceOf(talk)).toMatchInlineSnapshot(`
      "{"type":"trace","version":1,"source":"simulation","protocol":"parrot","cluster":{"title":{"en":"Two talk","zh-CN":"两台说话","zh-TW":"兩台說話"},"protocol":"parrot","leader":null,"until":"established","steps":[{"start":[1,2]},{"command":{"say":{"from":1,"to":2,"text":"hello, you"}}},{"command":{"lead":2}}],"expect":{"leader":2},"parrot":{"quiet":50},"servers":[{"sid":1,"zxid":"0x8","epoch":0,"electionEpoch":0,"role":"participant"},{"sid":2,"zxid":"0x100000007","epoch":1,"electionEpoch":0,"role":"participant"}]}}
      {"type":"step","t":0,"index":0,"action":{"start":[1,2]}}
      {"type":"state","t":0,"sid":1,"from":"DOWN","to":"LOOKING","reason":"start"}
      {"type":"state","t":0,"sid":2,"from":"DOWN","to":"LOOKING","reason":"start"}
      {"type":"settled","t":0,"leader":null}
      {"type":"step","t":0,"index":1,"action":{"command":{"say":{"from":1,"to":2,"text":"hello, you"}}}}
      {"type":"message","t":0,"from":1,"to":2,"kind":"say","content":{"text":"hello, you","zxid":"0x8"}}
      {"type":"heard","t":1,"sid":2,"from":1,"text":"hello, you","zxid":"0x8"}
      {"type":"settled","t":1,"leader":null}
      {"type":"step","t":1,"index":2,"action":{"command":{"lead":2}}}
      {"type":"state","t":1,"sid":1,"from":"LOOKING","to":"FOLLOWING","reason":"command"}
      {"type":"state","t":1,"sid":2,"from":"LOOKING","to":"LEADING","reason":"command"}
      {"type":"settled","t":1,"leader":2}
      {"type":"result","leader":2,"eligible":[1,2],"messages":1,"highest":"0x7","t":1,"expect":"met","servers":[{"sid":1,"state":"FOLLOWING","leader":2,"zxid":"0x8"},{"sid":2,"state":"LEADING","leader":2,"zxid":"0x100000007"}]}
      "
    `);
  });

  test("as CSV", async () => {
    const { out } = await run(["simulate", "talk.yaml", "--format", "csv"], { files });
    expect(out.split("\r\n")).toMatchInlineSnapshot(`
      [
        "t,type,index,action.start,sid,from,to,reason,action.command.say.from,action.command.say.to,action.command.say.text,kind,content.text,content.zxid,text,zxid,action.command.lead,leader",
        "0,step,0,1 2,,,,,,,,,,,,,,",
        "0,state,,,1,DOWN,LOOKING,start,,,,,,,,,,",
        "0,state,,,2,DOWN,LOOKING,start,,,,,,,,,,",
        "0,settled,,,,,,,,,,,,,,,,",
        "0,step,1,,,,,,1,2,"hello, you",,,,,,,",
        "0,message,,,,1,2,,,,,say,"hello, you",0x8,,,,",
        "1,heard,,,2,1,,,,,,,,,"hello, you",0x8,,",
        "1,settled,,,,,,,,,,,,,,,,",
        "1,step,2,,,,,,,,,,,,,,2,",
        "1,state,,,1,LOOKING,FOLLOWING,command,,,,,,,,,,",
        "1,state,,,2,LOOKING,LEADING,command,,,,,,,,,,",
        "1,settled,,,,,,,,,,,,,,,,2",
        "",
      ]
    `);
  });

  test("explained", async () => {
    const { code, out, err } = await run(["explain", "talk.yaml", "--source", "--lang", "zh-CN"], { files });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatchInlineSnapshot(`
      "2 leads.
      第 8 行

      What was said
        all  zh-CN: 1 heard.
             第 8 行

      如今的版本
        Parrots are as they were.
      "
    `);
    expect((await run(["explain", "talk.yaml", "--brief"], { files })).out).toBe("2 leads.\n");
  });

  test("explained as facts", async () => {
    const { out } = await run(["explain", "talk.yaml", "--json"], { files });
    expect(JSON.parse(out)).toMatchObject({
      type: "explanation",
      version: 1,
      protocol: "parrot",
      answer: { fact: { kind: "lead", count: 2 }, lines: [8] },
      today: [{ kind: "past" }],
      result: { leader: 2, highest: "0x7" },
    });
  });

  test.each([
    [[]],
    [["--format", "markdown"]],
    [["--format", "csv"]],
    [["--lang", "zh-TW"]],
  ])("looks the same simulated and from its trace: %s", async (options) => {
    const { out } = await run(["simulate", "talk.yaml", ...options], { files });
    expect(await run(["table", ...options], { stdin: await traceOf(talk) })).toMatchObject({ code: 0, out });
    const told = await run(["explain", "talk.yaml", "--source", "--lang", "zh-TW"], { files });
    const again = await run(["explain", "--source", "--lang", "zh-TW"], { stdin: await traceOf(talk) });
    expect(again.out).toBe(told.out);
  });

  test("comes from its trace as it was written", async () => {
    const trace = await traceOf(talk);
    expect((await run(["table", "--format", "ndjson"], { stdin: trace })).out).toBe(trace);
    const { out: array } = await run(["table", "--json"], { stdin: trace });
    expect((await run(["table", "--format", "ndjson"], { stdin: array })).out).toBe(trace);
    const header = JSON.parse(trace.split("\n")[0] ?? "");
    const again = await run(["simulate", "-", "--json"], { stdin: JSON.stringify(header.cluster) });
    expect(again).toMatchObject({ code: 0, out: trace });
  });

  test("fails where it comes out otherwise than expected", async () => {
    const other = { "t.yaml": talk.replace("expect: { leader: 2 }", "expect: { leader: 1 }") };
    const { code, out } = await run(["simulate", "t.yaml"], { files: other });
    expect({ code, last: out.trimEnd().split("\n").at(-1) }).toEqual({ code: 1, last: "Expected leader 1, found 2." });
    expect(await run(["explain", "t.yaml"], { files: other })).toMatchObject({
      code: 1,
      out: expect.stringContaining("Expected leader 1, found 2."),
    });
  });
});

describe("--protocol and --set", () => {
  test("run a scenario of ZooKeeper's under another, of which nothing is expected then", async () => {
    const { code, out, err } = await run(["simulate", "five-server-restart", "--protocol", "parrot"]);
    expect({ code, err }).toEqual({ code: 0, err: "zk-elect: note: parrot has no use for epoch\n" });
    expect(out).toContain("parrot · 5 servers · leader 3 is in office");
    expect(out).not.toContain("xpected");
    expect((await run(["explain", "five-server-restart", "--protocol", "parrot", "--brief"])).out).toBe(
      "Nobody leads.\n",
    );
  });

  test("and back", async () => {
    const { code, out, err } = await run(["simulate", "talk.yaml", "--protocol", "zookeeper"], { files });
    expect({ code, err }).toEqual({ code: 0, err: "zk-elect: note: zookeeper has no use for say, lead\n" });
    expect(out).toContain("Server 2 leads");
  });

  test("a setting of another protocol is to no avail, and said to be", async () => {
    const set = ["--set", "raft.preVote=true", "--set", "raft.heartbeat=20", "--set", "raft.heartbeat=30"];
    const { code, out, err } = await run(["simulate", "talk.yaml", ...set], { files });
    expect({ code, err }).toEqual({
      code: 0,
      err: "zk-elect: note: parrot has no use for raft.preVote, raft.heartbeat\n",
    });
    expect(out).toBe((await run(["simulate", "talk.yaml"], { files })).out);
    // What the description itself says to several protocols is no mistake.
    const two = { "t.yaml": `${talk}raft: { preVote: true }\n` };
    expect(await run(["simulate", "t.yaml"], { files: two })).toMatchObject({ code: 0, err: "" });
  });

  test("change options", async () => {
    const trace = await traceOf(talk, "--set", "parrot.quiet=70", "--set", "timing.tickTime=500");
    expect(JSON.parse(trace.split("\n")[0] ?? "").cluster).toMatchObject({
      parrot: { quiet: 70 },
      timing: { tickTime: 500 },
    });
    const { out } = await run([
      "simulate",
      "--servers",
      "3",
      "--protocol",
      "parrot",
      "--set",
      "parrot.quiet=9",
      "--json",
    ]);
    expect(JSON.parse(out.split("\n")[0] ?? "").cluster).toMatchObject({ protocol: "parrot", parrot: { quiet: 9 } });
  });

  test.each([
    [["--protocol", "parot"], '--protocol: unknown protocol "parot"; did you mean parrot?'],
    [["--set", "parrot.quiet=0"], "--set parrot.quiet: expected an integer from 1 to 10000, found 0"],
    [["--set", "parrot.quiet=soon"], '--set parrot.quiet: expected an integer from 1 to 10000, found "soon"'],
    [["--set", "parrot.quite=5"], '--set parrot.quite: unknown field "quite"; did you mean quiet?'],
    [["--set", "parrrot.quiet=5"], '--set parrrot.quiet: unknown field "parrrot"; did you mean parrot?'],
    [["--set", "servers.0.sid=5"], /^--set servers\[?\.?0\]?\.sid: unknown field "servers"; known: .*timing$/],
    [["--set", "quiet"], '--set: expected an option and its value, such as timing.tickTime=500, found "quiet"'],
    [
      ["--set", "timing.tickTime=0"],
      "--set timing.tickTime: expected milliseconds, an integer from 1 to 2147483647, found 0",
    ],
    [["--rounds", "1"], "--rounds: means nothing in a trace of protocol parrot; only ZooKeeper's own election has it"],
    [["--phases"], "--phases: means nothing in a trace of protocol parrot; only ZooKeeper's own election has it"],
    [["--server", "1"], "--server: means nothing in a trace of protocol parrot; only ZooKeeper's own election has it"],
  ])("%s is refused", async (options, expected) => {
    const told = await problems(["simulate", "talk.yaml", ...options], { files });
    expect(told).toEqual([typeof expected === "string" ? expected : expect.stringMatching(expected)]);
  });

  test.each(["--why-not=1", "--what-if=1.up", "--round=1", "--server=1"])("explain refuses %s", async (option) => {
    const told = await problems(["explain", "talk.yaml", option], { files });
    const [name] = option.split("=");
    expect(told).toEqual([
      `${name}: means nothing in a trace of protocol parrot; only ZooKeeper's own election has it`,
    ]);
  });

  test("change no trace", async () => {
    const stdin = await traceOf(talk);
    expect(await problems(["explain", "--protocol", "zookeeper", "--set", "parrot.quiet=1"], { stdin })).toEqual([
      "--protocol: is for a scenario that is to be run; a trace tells what has been",
      "--set: is for a scenario that is to be run; a trace tells what has been",
    ]);
  });
});

describe("a description that is wrong", () => {
  test.each([
    ["protocol: parrot", "protocol: parot", '2:11: protocol: unknown protocol "parot"; did you mean parrot?'],
    ["protocol: parrot", "protocol: 5", "2:11: protocol: expected text, found 5"],
    ["quiet: 50", "quiet: [5]", "6:18: parrot.quiet: expected an integer from 1 to 10000, found a list"],
    ["{ lead: 2 }", "{ laed: 2 }", '10:14: steps[2].command: unknown command "laed"; did you mean lead?'],
    ["{ lead: 2 }", "{ lead: x }", /^10:22: steps\[2\]\.command\.lead: expected a server id, .* found "x"$/],
    ["{ lead: 2 }", "2", "10:14: steps[2].command: expected an object such as { close: … }, found 2"],
    ["{ lead: 2 }", "{}", "10:14: steps[2].command: expected an object such as { close: … }, found an object"],
    ["sid: 2, zxid", "sid: 2, role: observer, zxid", "5:21: servers[1].role: server 2 is an observer and cannot lead"],
  ])("%s as %s", async (from, to, expected) => {
    const text = talk.replace(from, to).replace("expect: { leader: 2 }\n", "");
    const told = await problems(["simulate", "t.yaml"], { files: { "t.yaml": text } });
    expect(told).toEqual([
      typeof expected === "string"
        ? `t.yaml:${expected}`
        : expect.stringMatching(new RegExp(`^t\\.yaml:${expected.source.slice(1)}`)),
    ]);
  });
});
