import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/diagnose/finding.ts";
import { diagnosed, diagnosedFolder } from "./diagnosed.ts";

// Logs of real servers. What was wrong with them is known, and most were well.

const folder = join(import.meta.dirname, "../../fixtures/logs");

interface Expected {
  readonly kind: Finding["kind"];
  readonly sids: readonly number[];
  /** A line that proves it. */
  readonly file: string;
  readonly says: string;
}

const one = (kind: Finding["kind"], sids: readonly number[], file: string, says: string): Expected => {
  return { kind, sids, file, says };
};
const silent = "Exception when following the leader";
const unheard = one("leader-silent", [1, 2], "zookeeper-1.log", silent);
const cutOff = [
  unheard,
  one("quorum-lost", [3], "zookeeper-3.log", "Not sufficient followers synced, only synced with sids: [ [3] ]"),
];
const notListed = "server.4=127.0.0.1:22804:23804";

/** What is found in the recordings in which something was wrong, in order; in all others, nothing. */
const ill: Record<string, readonly Expected[]> = {
  "accepted-epoch-behind": [one("database", [1], "zookeeper-1.log", "Unable to load database on disk")],
  "deposed-leader": cutOff,
  "deposed-leader-killed": [unheard],
  "deposed-leader-late": cutOff,
  "duplicate-myid": [
    one("duplicate-sid", [2], "zookeeper-3.log", "Exception while listening to address /127.0.0.1:23802"),
  ],
  "epoch-older-than-zxid": [one("database", [1], "zookeeper-1.log", "Unable to load database on disk")],
  // Two of three groups were killed at last.
  hierarchical: [one("no-quorum", [1, 2, 3, 5], "zookeeper-3.log", "Cannot open channel to 4 at election address")],
  "id-not-in-list": [one("not-in-list", [4], "zookeeper-4.log", "Unexpected exception, exiting abnormally")],
  "leader-port-blocked": [
    one("never-synchronised", [3], "zookeeper-3.log", "Unexpected exception"),
    one("cannot-follow", [1, 2], "zookeeper-1.log", "Exception when following the leader"),
  ],
  "members-disagree": [
    one("members-differ", [2, 4], "zoo-1.cfg", "server.3=127.0.0.1:22803:23803"),
    one("members-differ", [1], "zoo-2.cfg", notListed),
    one("members-disagree", [1], "zookeeper-1.log", "Ignoring notification for non-cluster member sid 4 from sid 2"),
  ],
  "missing-myid": [one("myid-missing", [3], "zookeeper-3.log", "Caused by: java.lang.IllegalArgumentException: myid")],
  "no-quorum": [one("no-quorum", [1, 2], "zookeeper-1.log", "Cannot open channel to 3 at election address")],
  "one-way": [
    one("one-way", [3], "zookeeper-3.log", "Notification time out: 12800 ms"),
    one("never-synchronised", [3], "zookeeper-3.log", "Unexpected exception"),
    one("unreachable", [1, 3], "zookeeper-1.log", "Cannot open channel to 2 at election address"),
  ],
  // The leader was cut off, or paused, for longer than syncLimit.
  partition: [one("partition", [1, 5, 2, 3, 4], "zookeeper-2.log", silent)],
  "paused-leader": [
    one("leader-silent", [1, 2], "zookeeper-1.log", silent),
    one("quorum-lost", [3], "zookeeper-3.log", ""),
  ],
  "port-taken": [one("cannot-bind", [2], "zookeeper-2.log", "Exception while listening to address /127.0.0.1:23802")],
  "slow-snapshot": [
    one(
      "never-synchronised",
      [3],
      "zookeeper-3.log",
      "Waiting for a quorum of followers, only synced with sids: [ [3] ]",
    ),
    one("cannot-follow", [1], "zookeeper-1.log", "Exception when following the leader"),
    one("unreachable", [1, 3], "zookeeper-1.log", "Cannot open channel to 2 at election address zoo2"),
  ],
  "unlisted-follower": [
    one("members-differ", [4], "zoo-1.cfg", "server.3=127.0.0.1:22803:23803"),
    one("members-differ", [1, 2], "zoo-4.cfg", notListed),
  ],
  "unresolved-host": [
    one("unresolved", [1], "zookeeper-1.log", "Cannot open channel to 3 at election address no-such-host.invalid"),
  ],
  "wiped-majority": [
    one("data-lost", [1, 2], "zookeeper-1.log", "New election. My id = 1, proposed zxid=0x0"),
    one("cannot-follow", [3], "zookeeper-3.log", "Exception when following the leader"),
  ],
};

describe.each(readdirSync(folder))("%s", (name) => {
  const expected = ill[name] ?? [];

  test(expected.length === 0 ? "is silent" : "names the cause, with its line", async () => {
    const { findings: all, looked } = await diagnosedFolder(join(folder, name));
    // That a server was killed at last, and the others go on, is a note.
    const findings = all.filter(({ kind, severity }) => kind !== "server-down" || severity !== "note");
    expect(looked.logs).toBeGreaterThan(1);
    expect(findings.map(({ kind, sids }) => ({ kind, sids }))).toEqual(
      expected.map(({ kind, sids }) => ({ kind, sids })),
    );
    for (const [at, { file, says }] of expected.entries()) {
      const proof = findings[at]?.evidence.find((line) => line.file === file && line.text.startsWith(says));
      const lines = readFileSync(join(folder, name, file), "utf8").split("\n");
      expect(lines[(proof?.line ?? 0) - 1]).toContain(says);
    }
  });
});

test("of one of two servers that look in vain, the other is known to be there", async () => {
  const file = join(folder, "no-quorum/zookeeper-1.log");
  const { findings } = await diagnosed({ "zookeeper-1.log": readFileSync(file, "utf8") });
  expect(findings).toMatchObject([{ kind: "no-quorum", looking: [1, 2], support: { have: 2, need: 3, of: 5 } }]);
});
