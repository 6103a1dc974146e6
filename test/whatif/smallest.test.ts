/** The smallest change with which a server wins: that it wins, and that the next smaller one does not do. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyChanges } from "../../src/scenario/apply-changes.ts";
import type { Cluster } from "../../src/scenario/cluster.ts";
import { parseChanges } from "../../src/scenario/parse-changes.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { smallestChange } from "../../src/whatif/smallest.ts";
import { property, runs } from "../runs.ts";
import { read } from "../scenario/helpers.ts";
import { zookeeperScenarios } from "../scenario/zookeeper.ts";
import { runOf } from "../simulation/arbitrary.ts";
import { again, scenario } from "./run.ts";

const names = zookeeperScenarios.map(({ name }) => name);

/** Who leads with the changes that a text names, by the simulation alone. */
function leaderWith(cluster: Cluster, text: string): number | null {
  return simulate(text === "" ? cluster : applyChanges(cluster, parseChanges(text))).leader;
}

/** `4.zxid=8`, and what the runs with less came to; or why there is none. */
function smallest(cluster: Cluster, sid: number): string {
  const found = smallestChange(again(cluster), sid);
  if (found.kind === "none") return found.text === "" ? found.reason : `${found.reason} (${found.text})`;
  const less = found.attempts.map(({ text, leader }) => `[${text}] ${leader ?? "nobody"}`);
  return `${found.text}: not ${less.join(", ")}`;
}

/** Runs everything that is claimed of a server. */
function check(cluster: Cluster, sid: number): void {
  const found = smallestChange(again(cluster), sid);
  if (found.kind === "none") return;
  expect(leaderWith(cluster, found.text), found.text).toBe(sid);
  expect(found.after.result.leader).toBe(sid);
  // A group is given up with the role that needs it.
  const needed = found.changes.filter(({ field }) => field !== "group").map(({ text }) => text);
  expect(found.attempts.map(({ change }) => change.text)).toEqual(needed);
  for (const { text, leader } of found.attempts) {
    expect(leader).not.toBe(sid);
    expect(leaderWith(cluster, text), text).toBe(leader);
  }
}

describe.each(names)("in %s", (name) => {
  const cluster = scenario(name);
  const { leader } = simulate(cluster);
  test.each(
    cluster.servers.filter(({ sid }) => sid !== leader).map(({ sid }) => sid),
  )("server %i wins with what is claimed, and not with less", (sid) => {
    expect(smallestChange(again(cluster), sid).kind).toBe("found");
    check(cluster, sid);
  });
});

// By hand. five-server-restart: 2 wins with (2, 8); 1 and 4 are up, 3 was in office, 5 has zxid 7.
test.each([
  ["five-server-restart", 1, "1.zxid=9: not [] 2"],
  ["five-server-restart", 3, "3.up: not [] 2"],
  ["five-server-restart", 4, "4.zxid=8: not [] 2"],
  ["five-server-restart", 5, "5.up 5.zxid=8: not [5.zxid=8] 2, [5.up] 2"],
  // 3 has 9 and sid 3 wins against 1, so 1 needs 10; 2 was in office.
  ["five-server-zxid-wins", 1, "1.up 1.zxid=10: not [1.zxid=10] 3, [1.up] 3"],
  ["five-server-zxid-wins", 2, "2.up: not [] 3"],
  ["five-server-zxid-wins", 5, "5.zxid=9: not [] 3"],
  // 3 makes the quorum: with it is early enough, after it is not.
  ["five-server-cold-start", 4, "start=1,2,3+4,5: not [] 3"],
  ["five-server-cold-start", 5, "start=1,2,3+5,4: not [start=1,2,3,4+5] 3"],
  ["five-server-cold-start", 2, "2.zxid=1: not [] 3"],
  ["three-server-first-pair", 3, "start=1,2+3: not [] 2"],
  ["three-server-same-zxid", 1, "1.zxid=124: not [] 2"],
  ["three-server-leader-fails", 3, "3.zxid=123: not [] 1"],
  ["late-joiner", 5, "start=1+2+3+4+5: not [] 4"],
  // With the epoch of 2 the zxid 1:900 still loses to 2:1.
  ["epoch-beats-zxid", 1, "1.epoch=3: not [1.epoch=2] 2"],
  ["observer", 4, "4.role=participant: not [] 2"],
  ["hierarchical-groups", 9, "9.up 9.weight=1: not [9.weight=1] 5, [9.up] 5"],
  // Two are up, three are needed; the third would win by its sid.
  ["no-quorum", 2, "2.zxid=1 3.up: not [3.up] 3, [2.zxid=1] nobody"],
  ["no-quorum", 5, "5.up: not [] nobody"],
])("%s, server %i: %s", (name, sid, told) => {
  expect(smallest(scenario(name), sid)).toBe(told);
});

async function told(description: object, sid: number): Promise<string> {
  return smallest(await read(JSON.stringify(description), "cluster.json"), sid);
}

test("the winner's epoch is enough for a server whose zxid is then the better one", async () => {
  const servers = [
    { sid: 1, zxid: 5, epoch: 1 },
    { sid: 2, zxid: 4, epoch: 2 },
    { sid: 3, zxid: 3, epoch: 2 },
  ];
  expect(await told({ servers }, 1)).toBe("1.epoch=2: not [] 2");
});

test("where no zxid is left, the epoch decides; where no epoch is left either, nothing does", async () => {
  // All ones would be an unknown zxid.
  const zxid = "0xfffffffffffffffe";
  const servers = [1, 2, 3].map((sid) => ({ sid, zxid }));
  expect(await told({ servers, epoch: 7 }, 1)).toBe("1.epoch=8: not [] 3");
  expect(await told({ servers, epoch: 2 ** 32 - 1 }, 1)).toBe("limit");
});

test("an observer among groups needs a role and a group, which is the winner's", async () => {
  const servers = [
    { sid: 1, group: 1 },
    { sid: 2, group: 2 },
    { sid: 3, zxid: 1, role: "observer" },
  ];
  expect(await told({ servers }, 3)).toBe("3.role=participant 3.group=2: not [] 2");
});

test("a server that a step starts after the leader has fallen would have to be up in time", async () => {
  const steps = [{ fail: [3] }, { start: [5] }];
  expect(await told({ servers: 5, leader: 3, steps }, 5)).toBe("5.up: not [] 4");
});

test("as many others are up as a quorum lacks, those first that do not beat the server", async () => {
  expect(await told({ servers: 7, steps: [{ start: [1, 7] }] }, 7)).toBe("2.up 3.up: not [3.up] nobody, [2.up] nobody");
});

test("no change of its own helps a server that cannot be heard", async () => {
  const steps = [{ partition: [[1, 2], [3]] }, { start: [1, 2, 3] }];
  expect(await told({ servers: 3, steps }, 3)).toBe("cut-off");
});

test("without an election there is nothing to win", async () => {
  expect(await told({ servers: 3, leader: 1, steps: [{ write: 1 }] }, 3)).toBe("no-election");
});

test("all that is claimed of any server in any cluster has been run", property, () => {
  fc.assert(
    fc.property(runOf({ maxSteps: 5 }), ({ cluster }) => {
      const { leader } = simulate(cluster);
      for (const { sid } of cluster.servers) if (sid !== leader) check(cluster, sid);
    }),
    runs(40),
  );
});
