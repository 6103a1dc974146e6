import { describe, expect, test } from "vitest";
import { problemsOf } from "./helpers.ts";
import { knownFields } from "./known.ts";

/** What is wrong with each YAML text, every problem, without the file's name. */
const cases: { [what: string]: { text: string; problems: string[] } } = {
  "no content": {
    text: "\n# only a comment\n",
    problems: [" is empty; expected a cluster description (JSON, YAML or zoo.cfg)"],
  },
  "a null document": {
    text: "---\n",
    problems: ["1:4: expected a cluster description, an object with the field servers, found nothing"],
  },
  "a list": {
    text: "- 1",
    problems: ["1:1: expected a cluster description, an object with the field servers, found a list"],
  },
  "a sentence": {
    text: "five servers",
    problems: ['1:1: expected a cluster description, an object with the field servers, found "five servers"'],
  },
  "no servers": {
    text: "leader: 1",
    problems: ["1:1: servers: missing; expected a list of servers, or a number of servers"],
  },
  "servers in words": {
    text: "servers: five",
    problems: ['1:10: servers: expected a list of servers, or a number of servers, found "five"'],
  },
  "no number of servers": {
    text: "servers: 0",
    problems: ["1:10: servers: expected a number of servers from 1 to 2000, found 0"],
  },
  "half a server": {
    text: "servers: 1.5",
    problems: ["1:10: servers: expected a number of servers from 1 to 2000, found 1.5"],
  },
  "an empty list of servers": {
    text: "servers: []",
    problems: ["1:10: servers: expected a list of servers, found an empty list"],
  },
  "unknown and missing fields, all of them": {
    text: "sevrers: 1\nservers:\n  - { sid: 1, zxidd: 8 }\n  - { zxid: 8, foo: 1, Role: 2 }\n  - 3\n",
    problems: [
      '1:1: unknown field "sevrers"; did you mean servers?',
      '3:15: servers[0]: unknown field "zxidd"; did you mean zxid?',
      "4:5: servers[1].sid: missing; expected a server id",
      '4:16: servers[1]: unknown field "foo"; known: sid, zxid, epoch, acceptedEpoch, log, snapshot, electionEpoch, role, weight, group',
      '4:24: servers[1]: unknown field "Role"; did you mean role?',
      "5:5: servers[2]: expected a server such as { sid: 1, zxid: 8 }, found 3",
    ],
  },
  "bad zxids": {
    text: [
      "servers:",
      "- { sid: 1, zxid: '0x1ffffffffffffffff' }",
      "- { sid: 2, zxid: -1 }",
      "- { sid: 3, zxid: '8' }",
      "- { sid: 4, zxid: '5000000000:1' }",
      "- { sid: 5, zxid: 18446744073709551616 }",
      "- { sid: 6, zxid: 1.5 }",
      "- { sid: 7, zxid: }",
    ].join("\n"),
    problems: [
      '2:19: servers[0].zxid: "0x1ffffffffffffffff" does not fit 64 bits (0x0 to 0xffffffffffffffff)',
      '3:19: servers[1].zxid: expected a zxid (an integer, "0x…" or "epoch:counter"), found -1',
      '4:19: servers[2].zxid: expected a zxid (an integer, "0x…" or "epoch:counter"), found "8"',
      '5:19: servers[3].zxid: "5000000000:1": epoch and counter are 32 bits each (0 to 4294967295)',
      "6:19: servers[4].zxid: 18446744073709551616 does not fit 64 bits (0x0 to 0xffffffffffffffff)",
      '7:19: servers[5].zxid: expected a zxid (an integer, "0x…" or "epoch:counter"), found 1.5',
      '8:19: servers[6].zxid: expected a zxid (an integer, "0x…" or "epoch:counter"), found nothing',
    ],
  },
  "bad numbers of a server": {
    text: [
      "servers:",
      "- sid: -1",
      "- sid: 9007199254740993",
      "- sid: 3",
      "  epoch: 4294967296",
      "  electionEpoch: -1",
      "  role: master",
      "  weight: -1",
      "  group: a",
    ].join("\n"),
    problems: [
      "2:8: servers[0].sid: expected a server id, an integer from 0 to 9007199254740991, found -1",
      "3:8: servers[1].sid: expected a server id, an integer from 0 to 9007199254740991, found 9007199254740993",
      "5:10: servers[2].epoch: expected an integer from 0 to 4294967295, found 4294967296",
      "6:18: servers[2].electionEpoch: expected an integer from 0 to 4294967295, found -1",
      '7:9: servers[2].role: expected participant or observer, found "master"',
      "8:11: servers[2].weight: expected an integer from 0 to 2147483647, found -1",
      '9:10: servers[2].group: expected an integer from 0 to 9007199254740991, found "a"',
    ],
  },
  "one sid twice": {
    text: "servers:\n- { sid: 7 }\n- { sid: 2 }\n- { sid: 7 }",
    problems: ["4:10: servers[2].sid: sid 7 is taken by servers[0]"],
  },
  "a weight without groups, an observer's group": {
    text: "servers:\n- { sid: 2, weight: 3 }\n- { sid: 3, role: observer, group: 1 }",
    problems: [
      "2:21: servers[0].weight: a weight counts only with groups; give every participant a group",
      "3:36: servers[1].group: server 3 is an observer; only participants have a group",
    ],
  },
  "participants without a group": {
    text: "servers:\n- { sid: 1, group: 1 }\n- { sid: 2 }\n- { sid: 3 }\n- { sid: 4, role: observer }",
    problems: ["3:3: servers[1]: servers 2, 3 have no group; when one server names a group, every participant must"],
  },
  "only observers": {
    text: "servers:\n- { sid: 4, role: observer }\nleader: 4\nexpect: { leader: 4 }",
    problems: [
      "2:1: servers: every server is an observer; expected at least one participant",
      "3:9: leader: server 4 is an observer and cannot lead",
      "4:19: expect.leader: server 4 is an observer and cannot lead",
    ],
  },
  "a leader that cannot be": {
    text: "servers: [{ sid: 1, group: 1, weight: 0 }, { sid: 2, group: 1 }]\nleader: 1\nexpect: { leader: 3 }",
    problems: [
      "2:9: leader: server 1 has weight 0 and cannot lead",
      "3:19: expect.leader: no server 3; servers are 1, 2",
    ],
  },
  "a leader in office that starts": {
    text: "servers: 3\nleader: 2\nsteps:\n- start: [2]",
    problems: ["2:9: leader: server 2 is in office before the first step, yet steps[0] starts it"],
  },
  "bad network and timing": {
    text: [
      "servers: 3",
      "network: { latency: [20, 1], loss: 2, seed: -1, speed: 1 }",
      "timing: { tickTime: 0, initLimit: 1000001, maxNotificationInterval: x }",
    ].join("\n"),
    problems: [
      "2:36: network.loss: expected a probability from 0 to 1, found 2",
      "2:45: network.seed: expected an integer from 0 to 4294967295, found -1",
      '2:49: network: unknown field "speed"; did you mean seed?',
      "3:21: timing.tickTime: expected milliseconds, an integer from 1 to 2147483647, found 0",
      "3:35: timing.initLimit: expected ticks, an integer from 1 to 1000000, found 1000001",
      '3:69: timing.maxNotificationInterval: expected milliseconds, an integer from 1 to 2147483647, found "x"',
    ],
  },
  "ranges upside down": {
    text: "servers: 3\nnetwork: { latency: [20, 1] }\ntiming: { maxNotificationInterval: 100 }",
    problems: [
      "2:21: network.latency: expected [min, max] with min at most max, found [20, 1]",
      "3:36: timing.maxNotificationInterval: minNotificationInterval (200) is larger than maxNotificationInterval (100)",
    ],
  },
  "half a range": {
    text: "servers: 3\nnetwork: { latency: [1] }",
    problems: ["2:21: network.latency: expected milliseconds, or [min, max], found a list"],
  },
  "wrong kinds of values": {
    text: "servers: 3\ntitle: 5\nsource: [1]\nuntil: never\nexpect: 3\nsteps: 5\ntiming: 3\nnetwork: []\nleader: x",
    problems: [
      "2:8: title: expected text, or { en: …, zh-CN: …, zh-TW: … }, found 5",
      "3:9: source: expected text, found a list",
      '4:8: until: expected elected or established, found "never"',
      "5:9: expect: expected an object such as { leader: 2 }, found 3",
      "6:8: steps: expected a list of steps such as [{ fail: [3] }], found 5",
      "7:9: timing: expected an object such as { tickTime: 2000 }, found 3",
      "8:10: network: expected an object such as { latency: 1, loss: 0, seed: 1 }, found an empty list",
      '9:9: leader: expected a server id or null, an integer from 0 to 9007199254740991, found "x"',
    ],
  },
  "parts missing": {
    text: "servers: 3\ntitle: { zh-CN: 三 }\nexpect: {}",
    problems: [
      "2:8: title.en: missing; expected the English text",
      "3:9: expect.leader: missing; expected a server id or null",
    ],
  },
  "control characters": {
    text: 'servers: 2\n"\\e[31mservers": 3\nuntil: "\\e[31m\\u202e\\n"',
    problems: [
      `2:1: unknown field "\\u001b[31mservers"; known: ${knownFields}`,
      '3:8: until: expected elected or established, found "\\u001b[31m\\u202e\\n"',
    ],
  },
  "a field given twice": {
    text: "servers:\n- sid: 1\n  sid: 2\n",
    problems: ['3:3: field "sid" is given twice'],
  },
  "two documents": {
    text: "servers: 3\n---\nservers: 4\n",
    problems: ["2:1: a second YAML document; expected one cluster description in a file"],
  },
  "broken YAML": {
    text: "servers:\n\t- sid: 1\n",
    problems: ["2:1: not valid YAML: Tabs are not allowed as indentation"],
  },
  "an alias of nothing": {
    text: "servers: *all",
    problems: ["1:1: not valid YAML: Unresolved alias (the anchor must be set before the alias): all"],
  },
  "an alias inside itself": {
    text: "servers: &all [*all]",
    problems: ["1:1: not valid YAML: an alias stands inside its own anchor"],
  },
  "aliases for aliases": {
    text: [..."abcdefgh"]
      .map((name, index, all) => `${name}: &${name} [${Array(9).fill(index ? `*${all[index - 1]}` : "1")}]`)
      .join("\n"),
    problems: ["1:1: not valid YAML: Excessive alias count indicates a resource exhaustion attack"],
  },
  "brackets without end": { text: `servers: ${"[".repeat(5000)}`, problems: ["1:74: more than 64 levels deep"] },
  "dashes without end": { text: "- ".repeat(5000), problems: ["1:1: more than 64 levels deep"] },
};

describe("problems in YAML", () => {
  test.each(Object.entries(cases))("%s", async (_, { text, problems }) => {
    expect(await problemsOf(text, "c.yaml")).toEqual(problems.map((problem) => `c.yaml:${problem}`));
  });

  test("a long value is cut", async () => {
    expect(await problemsOf(`servers: ${"x".repeat(1000)}`, "c.yaml")).toEqual([
      `c.yaml:1:10: servers: expected a list of servers, or a number of servers, found "${"x".repeat(60)}…"`,
    ]);
  });

  test("a field with unknown fields is still checked, one of the wrong shape is not checked further", async () => {
    const text = "servers:\n- { sid: 1, zxidd: 8 }\n- { sid: 1 }\nsteps: [{ fail: [9] }, { fail: 1 }]";
    expect(await problemsOf(text, "c.yaml")).toEqual([
      'c.yaml:2:13: servers[0]: unknown field "zxidd"; did you mean zxid?',
      "c.yaml:3:10: servers[1].sid: sid 1 is taken by servers[0]",
      "c.yaml:4:32: steps[1].fail: expected a list of server ids such as [3], found 1",
    ]);
  });
});
