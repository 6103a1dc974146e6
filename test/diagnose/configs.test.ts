import { describe, expect, test } from "vitest";
import { looksLikeConfig } from "../../src/diagnose/config-file.ts";
import { diagnosed } from "./diagnosed.ts";
import { cfg, findingsOf } from "./lines.ts";

const head = ["tickTime=2000", "initLimit=10", "syncLimit=5", "dataDir=/data", "clientPort=2181"];
const file = (...lines: readonly string[]) => `${[...head, ...lines].join("\n")}\n`;

test.each([
  ["three servers", cfg([1, 2, 3])],
  ["five, with gaps between the ids", cfg([1, 2, 5, 7, 9])],
  ["three and an observer", cfg([1, 2, 3], "server.4=zk4:2888:3888:observer")],
  ["a server that stands alone", file()],
  ["a file that names another", file("dynamicConfigFile=/etc/zoo.cfg.dynamic")],
  ["a dynamic file", "server.1=a:2888:3888;2181\nserver.2=b:2888:3888;2181\nserver.3=c:2888:3888;2181\n"],
  ["one host, a port for each", file("server.1=h:1:2", "server.2=h:3:4", "server.3=h:5:6")],
  [
    "0.0.0.0 for whoever reads it",
    file("server.1=a:1:2", "server.2=0.0.0.0:1:2", "server.3=c:1:2").replace("2181", "9"),
  ],
])("%s: nothing to say, or but a note", async (_, text) => {
  const { findings } = await diagnosed({ "zoo.cfg": text });
  expect(findings.filter(({ severity }) => severity !== "note")).toEqual([]);
});

describe("one file", () => {
  test.each([
    ["two servers", cfg([1, 2]), "warning tiny-ensemble [] zoo.cfg:6 zoo.cfg:7"],
    ["four", cfg([1, 2, 3, 4]), "warning even-ensemble [] zoo.cfg:6 zoo.cfg:7 zoo.cfg:8 zoo.cfg:9"],
    ["an id twice", cfg([1, 2, 3, 2]), "error id-twice [] zoo.cfg:7 zoo.cfg:9"],
    ["a line that is wrong", cfg([1, 2, 3], "server.4=zk4:2888"), "error bad-server-line [] zoo.cfg:9"],
    ["an id that is no number", cfg([1, 2, 3], "server.x=zk4:1:2"), "error bad-server-line [] zoo.cfg:9"],
    [
      "quorum and election port alike",
      cfg([1, 2], "server.3=zk3:2888:2888"),
      "error port-collision [] zoo.cfg:8 zoo.cfg:8",
    ],
    [
      "two servers at one port",
      file("server.1=h:1:2", "server.2=h:3:4", "server.3=h:5:2"),
      "error port-collision [] zoo.cfg:6 zoo.cfg:8",
    ],
    [
      "a client port that is every server's quorum port",
      cfg([1, 2, 3]).replace("2181", "2888"),
      "error port-collision [] zoo.cfg:6 zoo.cfg:5",
    ],
    ["peerType alone", cfg([1, 2, 3], "peerType=observer"), "error observer-votes [] zoo.cfg:9"],
    ["no initLimit", cfg([1, 2, 3]).replace("initLimit=10\n", ""), "error setting-missing [] zoo.cfg:3"],
    ["commands closed", cfg([1, 2, 3], "4lw.commands.whitelist=ruok"), "note commands-closed [] zoo.cfg:9"],
    ["a server in no group", cfg([1, 2, 3], "group.1=1:2"), "error groupless [] zoo.cfg:8"],
    [
      "a group without a say",
      cfg([1, 2, 3], "group.1=1:2", "group.2=3", "weight.3=0"),
      "warning weightless-group [] zoo.cfg:10",
    ],
  ])("%s", async (_, text, finding) => {
    expect(await findingsOf({ "zoo.cfg": text })).toEqual([finding]);
  });

  test("it is known whose it is by the myid file beside it", async () => {
    const text = cfg([1, 2, 3], "server.4=zk4:2888:3888:observer");
    expect(await findingsOf({ "zk4/zoo.cfg": text, "zk4/myid": "4\n" })).toEqual([
      "note observer-untold [4] zk4/zoo.cfg:9",
    ]);
    expect(await findingsOf({ "zk1/zoo.cfg": `${text}peerType=observer\n`, "zk1/myid": "1\n" })).toEqual([
      "error observer-votes [1] zk1/zoo.cfg:10 zk1/zoo.cfg:6",
    ]);
  });
});

describe("several files", () => {
  const all = { "a/zoo.cfg": cfg([1, 2, 3]), "b/zoo.cfg": cfg([1, 2, 3]) };

  test("a member that one of them has not", async () => {
    const { findings } = await diagnosed({ ...all, "c/zoo.cfg": cfg([1, 2]) });
    expect(findings).toMatchObject([
      { kind: "members-differ", id: 3, how: "missing", files: ["c/zoo.cfg"] },
      { kind: "tiny-ensemble" },
    ]);
  });

  test("one that is an observer to one of them, or elsewhere", async () => {
    const role = cfg([1, 2], "server.3=zk3:2888:3888:observer");
    const place = cfg([1, 2], "server.3=zk4:2888:3888");
    expect((await diagnosed({ ...all, "c/zoo.cfg": role })).findings[0]).toMatchObject({
      how: "role",
      files: ["c/zoo.cfg"],
    });
    expect((await diagnosed({ ...all, "c/zoo.cfg": place })).findings).toMatchObject([{ how: "address", id: 3 }]);
  });

  test("0.0.0.0 is no other address", async () => {
    const { findings } = await diagnosed({ ...all, "c/zoo.cfg": cfg([1, 2], "server.3=0.0.0.0:2888:3888") });
    expect(findings.map(({ kind, severity }) => ({ kind, severity }))).toEqual([
      { kind: "wildcard-address", severity: "note" },
    ]);
  });

  test("servers on one host with one client port", async () => {
    const text = file("server.1=h:1:2", "server.2=h:3:4", "server.3=h:5:6");
    const { findings } = await diagnosed({
      "zoo-1.cfg": text,
      "zoo-2.cfg": text,
      "zoo-3.cfg": text.replace("2181", "9"),
    });
    expect(findings).toMatchObject([{ kind: "port-collision", host: "h", port: 2181, sids: [1, 2] }]);
  });

  test("versions of a dynamic file are no disagreement", async () => {
    const version = (number: number, ...ids: readonly number[]) =>
      `${ids.map((id) => `server.${id}=zk${id}:1:2;3`).join("\n")}\nversion=${number}\n`;
    const files = { "zoo.cfg.dynamic.1": version(1, 1, 2, 3), "zoo.cfg.dynamic.2": version(2, 1, 2, 3, 4, 5) };
    expect(await findingsOf(files)).toEqual([]);
  });
});

describe("myid files", () => {
  test("what is no number, no member, or there twice", async () => {
    const files = { "zoo.cfg": cfg([1, 2, 3]), "1/myid": "1\n", "2/myid": "one\n", "3/myid": "1\n", "4/myid": "4\n" };
    expect(await findingsOf(files)).toEqual([
      "error duplicate-sid [1] 1/myid:1 3/myid:1",
      "error not-in-list [4] 4/myid:1",
      "error myid-not-number [] 2/myid:1",
    ]);
  });
});

test("a log that repeats its configuration is no configuration", () => {
  const log = "2026-11-22 10:00:00,000 [myid:1] - INFO  [main:A@1] - LOOKING\n".repeat(9);
  expect(looksLikeConfig(`${log}server.1=a:1:2\nserver.2=b:1:2\n${log}`)).toBe(false);
  expect(looksLikeConfig(`# a comment\n\n${cfg([1, 2, 3])}`)).toBe(true);
  expect(looksLikeConfig("key=value\n")).toBe(false);
});
