import { describe, expect, test } from "vitest";
import { readProperties } from "../../src/scenario/properties.ts";
import { readServerAddress } from "../../src/scenario/server-address.ts";
import { problemsOf, read } from "./helpers.ts";

const config = `# The number of milliseconds of each tick
tickTime=3000
initLimit=20
  syncLimit = 8
dataDir=/var/lib/zookeeper
clientPort=2181
server.1=zoo1:2888:3888
server.2: zoo2:2888:3888:participant;2181
server.10=zoo10:2888:3888:OBSERVER;0.0.0.0:2181
server.3=[2001:db8::3]:2888:3888|zoo3-b:2889:3889;[::]:2181
`;

describe("zoo.cfg", () => {
  test("servers, roles and timing", async () => {
    const cluster = await read(config, "zoo.cfg");
    expect(cluster.servers.map(({ sid, role }) => [sid, role])).toEqual([
      [1, "participant"],
      [2, "participant"],
      [3, "participant"],
      [10, "observer"],
    ]);
    expect(cluster.timing).toMatchObject({ tickTime: 3000, initLimit: 20, syncLimit: 8 });
    expect(cluster.steps).toEqual([{ action: { kind: "start", sids: [1, 2, 3, 10] } }]);
  });

  test("known by its lines, with CRLF and a byte order mark too", async () => {
    expect(await read(`\ufeff${config.replaceAll("\n", "\r\n")}`, "-")).toEqual(await read(config, "zoo.cfg"));
  });

  test("a description in YAML may be called .cfg", async () => {
    expect((await read("servers: 3", "zoo.cfg")).servers).toHaveLength(3);
  });

  test("groups and weights", async () => {
    const text = "server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\ngroup.1=1:2\ngroup.2=3\nweight.2=0\nweight.3=4\n";
    expect((await read(text, "zoo.cfg")).servers.map(({ group, weight }) => [group, weight])).toEqual([
      [1, 1],
      [1, 0],
      [2, 4],
    ]);
  });

  test("every problem, by line and property", async () => {
    const text = `tickTime=abc
server.1=a:2888:3888
server.1=b:2888:3888
server.x=c:1:2
server.2=c:2888
group.1=1:9:1
group.2=1:2:y
group.2=2
group.z=2
weight.7=1
weight.1=x
weight.1=2
syncLimit=0
`;
    expect(await problemsOf(text, "zoo.cfg")).toEqual([
      'zoo.cfg:1:1: tickTime: expected milliseconds, an integer from 1 to 2147483647, found "abc"',
      "zoo.cfg:3:1: server.1: sid 1 is taken by line 2",
      'zoo.cfg:4:1: server.x: expected a server id from 0 to 9007199254740991 after "server."',
      'zoo.cfg:5:1: server.2: expected host:port:port[:participant|observer][;[address:]clientPort], found "c:2888"',
      "zoo.cfg:6:1: group.1: no server 9; servers are 1, 2",
      "zoo.cfg:6:1: group.1: server 1 is in this group twice",
      "zoo.cfg:7:1: group.2: server 1 is in group 1 already",
      'zoo.cfg:7:1: group.2: expected a server id, found "y"',
      "zoo.cfg:8:1: group.2: group 2 is already there",
      'zoo.cfg:9:1: group.z: expected a group number from 0 to 9007199254740991 after "group."',
      "zoo.cfg:10:1: weight.7: no server 7; servers are 1, 2",
      'zoo.cfg:11:1: weight.1: expected an integer from 0 to 2147483647, found "x"',
      "zoo.cfg:12:1: weight.1: server 1 has a weight already",
      "zoo.cfg:13:1: syncLimit: expected ticks, an integer from 1 to 1000000, found 0",
    ]);
  });

  test.each([
    [
      "server.1=a:1:2\nserver.2=b:1:2\nweight.2=3\n",
      "zoo.cfg:3:1: weight.2: a weight counts only with groups; give every participant a group",
    ],
    [
      "server.1=a:1:2\nserver.2=b:1:2\ngroup.1=1\n",
      "zoo.cfg:2:1: server.2: server 2 has no group; when one server names a group, every participant must",
    ],
    [
      "group.1=1:2\nserver.1=a:1:2\nserver.2=b:1:2:observer\n",
      "zoo.cfg:1:1: group.1: server 2 is an observer; only participants have a group",
    ],
    [
      "server.1=a:1:2:observer\n",
      "zoo.cfg:1:1: server.1: every server is an observer; expected at least one participant",
    ],
    ["clientPort=2181\n", "zoo.cfg: no server.N line; a server that stands alone holds no election"],
    [
      "tickTime=2000\ndynamicConfigFile=/conf/zoo.cfg.dynamic\n",
      'zoo.cfg:2:1: dynamicConfigFile: the servers are in another file, "/conf/zoo.cfg.dynamic"; give that one',
    ],
  ])("%s", async (text, problem) => {
    expect(await problemsOf(text, "zoo.cfg")).toEqual([problem]);
  });
});

test.each([
  ["zoo1:2888:3888", "participant"],
  ["zoo1:2888:3888:observer", "observer"],
  ["10.0.0.1:2888:3888:Participant;2181", "participant"],
  ["[fe80::1%eth0]:2888:3888;[::1]:2181", "participant"],
  ["a:1:2|b:3:4|c:5:6;2181", "participant"],
  ["a:1:2:observer|b:3:4:observer", "observer"],
  ["a:1:2:observer|b:3:4", undefined],
  ["a:1", undefined],
  ["a:1:x", undefined],
  ["a:1:65536", undefined],
  ["a:1:2;2181;2182", undefined],
  ["a:1:2;x", undefined],
  ["a:1:2:leader", undefined],
  ["fe80::1:2888:3888", undefined],
  ["", undefined],
])("server address %s: %s", (value, role) => {
  expect(readServerAddress(value)).toBe(role);
});

test("properties are read as Java reads them", () => {
  const text = "! comment\n\n  a = 1 \nb:2\nc 3\nd\\=e=f\\u0041\\\n    g\\\\\n#x\\\nh=\n";
  expect(readProperties(text).map(({ key, value, line, column }) => [key, value, line, column])).toEqual([
    ["a", "1", 3, 3],
    ["b", "2", 4, 1],
    ["c", "3", 5, 1],
    ["d=e", "fAg\\", 6, 1],
    ["h", "", 9, 1],
  ]);
});
