import { describe, expect, test } from "vitest";
import { builtin, builtinDescription, builtinScenarios } from "../../src/scenario/builtins.ts";
import { read } from "./helpers.ts";
import { zookeeperScenarios } from "./zookeeper.ts";

describe("built-in scenarios", () => {
  test("are these", () => {
    expect(zookeeperScenarios.map(({ name }) => name)).toEqual([
      "deposed-leader",
      "deposed-leader-late",
      "epoch-beats-zxid",
      "far-behind",
      "five-server-cold-start",
      "five-server-restart",
      "five-server-zxid-wins",
      "four-servers",
      "hierarchical-groups",
      "higher-clock-loses",
      "late-joiner",
      "late-joiners-win",
      "leader-dies-in-discovery",
      "leader-dies-in-synchronization",
      "leader-fails-after-commit",
      "leader-fails-before-commit",
      "leader-fails-while-committing",
      "no-quorum",
      "observer",
      "old-epoch-loses",
      "repeated-failures",
      "three-server-first-pair",
      "three-server-leader-fails",
      "three-server-same-zxid",
    ]);
  });

  test.each(builtinScenarios())("$name can be read, and printed to be copied", async ({ name, title, text }) => {
    const cluster = builtin(name);
    expect(cluster).toEqual(await read(text, `${name}.yaml`));
    expect(cluster?.title).toEqual(title);
    expect(Object.keys(title)).toEqual(["en", "zh-CN", "zh-TW"]);
    expect(cluster?.source).toBeDefined();
    // Under other protocols chance may decide who leads.
    if (cluster?.protocol === undefined) expect(cluster?.expect).toBeDefined();
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(120);
  });

  test("another name is none", () => {
    expect(builtin("five-server-restar")).toBeUndefined();
    expect(builtinDescription("toString")).toBeUndefined();
  });

  test("five-server-restart", () => {
    const cluster = builtin("five-server-restart");
    expect(cluster?.servers.map(({ sid, zxid, epoch }) => [sid, zxid, epoch])).toEqual([
      [1, 8n, 1],
      [2, 8n, 1],
      [3, 8n, 1],
      [4, 7n, 1],
      [5, 7n, 1],
    ]);
    expect(cluster).toMatchObject({
      leader: 3,
      steps: [{ action: { kind: "fail", sids: [3, 5] } }],
      expect: { leader: 2 },
    });
  });
});
