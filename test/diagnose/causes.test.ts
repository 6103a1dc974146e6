import { describe, expect, test } from "vitest";
import { diagnosed } from "./diagnosed.ts";
import { cfg, findingsOf, heard, logOf, refused, type Said } from "./lines.ts";

// Every cause of which field reports tell, by the lines that ZooKeeper's source writes; the numbers are the order of
// how often they were found.

const three = { "zoo.cfg": cfg([1, 2, 3]) };
const looking: Said = [0, "LOOKING"];
const following: Said = [1, "FOLLOWING"];
const broadcast: Said = [2, "Peer state changed: following - broadcast"];

/** Tries to reach a peer for a time, once a second. */
const tries = (from: number, to: number, each: (seconds: number) => Said): Said[] =>
  Array.from({ length: to - from + 1 }, (_, at) => each(from + at));

describe("1: a peer is down, or its port blocked", () => {
  test("connections that are refused until the peer starts are normal", async () => {
    const log = logOf(1, looking, ...tries(0, 300, (at) => refused(at, 2)), heard(301, 2), [302, "FOLLOWING"]);
    expect(await findingsOf({ ...three, "zk1.log": log })).toEqual([]);
  });

  test("so are those of a few seconds", async () => {
    const log = logOf(1, looking, ...tries(0, 5, (at) => refused(at, 3)), heard(5, 2), [6, "FOLLOWING"]);
    expect(await findingsOf({ ...three, "zk1.log": log })).toEqual([]);
  });

  test("a peer that stays away while the others serve is told with what is left", async () => {
    const log = logOf(1, looking, ...tries(0, 12, (at) => refused(at, 3)), heard(5, 2), [13, "FOLLOWING"]);
    const { findings } = await diagnosed({ ...three, "zk1.log": log });
    expect(findings).toMatchObject([
      {
        kind: "unreachable",
        severity: "warning",
        sids: [1],
        peer: 3,
        cause: "refused",
        peerRuns: false,
        count: 13,
        standing: { without: [3], left: [1, 2], support: { have: 2, need: 2, of: 3 } },
      },
    ]);
    expect(findings[0]?.first?.line).toBe(2);
    expect(findings[0]?.last?.at).toBe("2026-11-22 10:00:12,000");
  });

  test("as is one that was refused once, a minute before the logs end", async () => {
    const log = (end: number) => logOf(1, looking, refused(0, 3), heard(1, 2), [2, "FOLLOWING"], [end, "LOOKING"]);
    expect(await findingsOf({ ...three, "zk1.log": log(59) })).toEqual([]);
    expect(await findingsOf({ ...three, "zk1.log": log(60) })).toEqual(["warning unreachable [1] zk1.log:2"]);
  });

  test("a port that is blocked is told from a server that is down by the log of that server", async () => {
    const one = logOf(1, looking, ...tries(0, 20, (at) => refused(at, 3)), heard(5, 2), [21, "FOLLOWING"]);
    const other = logOf(3, [0, "Starting quorum peer, myid=3"], looking, [22, "Notification time out: 12800 ms"]);
    const { findings } = await diagnosed({ ...three, "zk1.log": one, "zk3.log": other });
    expect(findings[0]).toMatchObject({ kind: "unreachable", severity: "error", sids: [1], peer: 3, peerRuns: true });
  });
});

test("no quorum, and who is missing why", async () => {
  const five = { "zoo.cfg": cfg([1, 2, 3, 4, 5]) };
  const unresolved = (at: number): Said => [
    at,
    "Cannot open channel to 4 at election address zk4/<unresolved>:3888",
    "java.net.UnknownHostException: zk4",
  ];
  const tried = tries(0, 20, (at) => refused(at, 3)).flatMap((one, at) => [one, unresolved(at), heard(at, 2)]);
  const log = logOf(1, looking, ...tried, [21, "Notification time out: 12800 ms"]);
  const { findings } = await diagnosed({
    ...five,
    "zk1.log": log,
    "zk2.log": logOf(2, looking, heard(0, 1), heard(10, 1), heard(20, 1)),
  });
  expect(findings).toMatchObject([
    { kind: "unresolved", sids: [1], peer: 4, host: "zk4", count: 21 },
    {
      kind: "no-quorum",
      looking: [1, 2],
      missing: [
        { sid: 3, why: "refused" },
        { sid: 4, why: "unresolved" },
        { sid: 5, why: "silent" },
      ],
      support: { have: 2, need: 3, of: 5 },
      ms: 21_000,
    },
  ]);
});

test("2: a name that does not resolve, in the words of 3.4 and 3.5", async () => {
  const log = logOf(
    1,
    ...tries(0, 3, (at) => [
      at,
      "Failed to resolve address: zk3.example",
      "java.net.UnknownHostException: zk3.example",
    ]),
  );
  const { findings } = await diagnosed({ ...three, "zk1.log": log });
  expect(findings).toMatchObject([{ kind: "unresolved", peer: null, host: "zk3.example", count: 4 }]);
});

test("3: an id that is not in the list", async () => {
  const log = logOf(
    4,
    [0, "Starting quorum peer, myid=4"],
    [1, "Unexpected exception, exiting abnormally", "java.lang.RuntimeException: My id 4 not in the peer list"],
  );
  const { findings } = await diagnosed({ ...three, "zk4.log": log });
  expect(findings).toMatchObject([{ kind: "not-in-list", id: 4, listed: [1, 2, 3], evidence: [{ line: 2 }] }]);
});

describe("4: myid", () => {
  test("two logs of one id at one time", async () => {
    const start = (at: number): Said => [at, "Starting quorum peer, myid=2"];
    const one = logOf(2, start(0), [0, "LOOKING"], [9, "FOLLOWING"]);
    const other = logOf(2, start(1), [1, "LOOKING"], [8, "LOOKING"]);
    expect(await findingsOf({ ...three, "a.log": one, "b.log": other })).toEqual([
      "error duplicate-sid [2] a.log:1 b.log:1",
    ]);
  });

  test("but not one log after another, as when they are rolled", async () => {
    const one = logOf(2, [0, "Starting quorum peer, myid=2"], [0, "LOOKING"], [9, "FOLLOWING"]);
    const other = logOf(2, [9.5, "LOOKING"], [18, "FOLLOWING"]);
    expect(await findingsOf({ ...three, "zk.log.1": one, "zk.log": other })).toEqual([]);
  });

  test("a call from a server with one's own id", async () => {
    const text =
      "We got a connection request from a server with our own ID. This should be either a configuration error, or a bug.";
    expect(await findingsOf({ "zk2.log": logOf(2, [0, text]) })).toEqual(["error duplicate-sid [2] zk2.log:1"]);
  });

  test.each([
    ["myid file is missing", "myid-missing"],
    ["/var/lib/zookeeper/myid file is missing", "myid-missing"],
    ["serverid zk1 is not a number", "myid-not-number"],
    ["initLimit is not set", "invalid-config"],
  ])("%s", async (reason, kind) => {
    const below = [
      "org.apache.zookeeper.server.quorum.QuorumPeerConfig$ConfigException: Error processing /etc/zoo.cfg",
      "\tat org.apache.zookeeper.server.quorum.QuorumPeerConfig.parse(QuorumPeerConfig.java:198)",
      `Caused by: java.lang.IllegalArgumentException: ${reason}`,
    ];
    const { findings } = await diagnosed({ "zk3.log": logOf(3, [0, "Invalid config, exiting abnormally", ...below]) });
    expect(findings).toMatchObject([{ kind, sids: [3] }]);
    if (kind === "invalid-config") expect(findings).toMatchObject([{ reason }]);
  });
});

test("4: a server without an id is not known by its log, but why it does not start is", async () => {
  const log = logOf(1, [0, "Invalid config, exiting abnormally", "a.b.ConfigException: Error processing zoo.cfg"]);
  const cause = "Caused by: java.lang.IllegalArgumentException: myid file is missing\n";
  const { findings, looked } = await diagnosed({ "zk.log": log.replace("[myid:1]", "[myid:]") + cause });
  expect(findings).toMatchObject([{ kind: "myid-missing", sids: [], evidence: [{ file: "zk.log", line: 3 }] }]);
  expect(looked).toMatchObject({ logs: 1, servers: [] });
});

test("5: 0.0.0.0 as one's own address, but the line alone is normal", async () => {
  const dropped = (at: number): Said => [
    at,
    "Have smaller server identifier, so dropping the connection: (myId:1 --> sid:3)",
  ];
  const own = { "zoo-1.cfg": cfg([2, 3], "server.1=0.0.0.0:2888:3888") };
  const waiting = tries(0, 12, dropped).flatMap((one, at) => [one, heard(at, 2)]);
  const other = logOf(3, looking, [15, "Notification time out: 12800 ms"]);
  const { findings } = await diagnosed({ ...own, "zk1.log": logOf(1, looking, ...waiting), "zk3.log": other });
  expect(findings[0]).toMatchObject({ kind: "wildcard-address", sids: [1], peer: 3, proven: true, count: 13 });
  const well = logOf(1, looking, dropped(0), dropped(1), dropped(2), heard(3, 3), [4, "FOLLOWING"]);
  expect(await findingsOf({ ...three, "zk1.log": well })).toEqual([]);
});

test("6: a server that never hears another, which runs and hears it", async () => {
  const one = logOf(1, looking, ...tries(0, 20, (at) => heard(at, 2)), [21, "Notification time out: 25600 ms"]);
  const other = logOf(3, looking, heard(0, 2), ...tries(0, 20, (at) => heard(at, 1)), [22, "FOLLOWING"]);
  const { findings } = await diagnosed({ ...three, "zk1.log": one, "zk3.log": other });
  expect(findings).toMatchObject([{ kind: "one-way", sids: [1], peer: 3, mutual: false, longestWaitMs: 12_800 }]);
});

describe("7: ports that cannot be had", () => {
  test.each([
    ["Exception while listening", "election", ""],
    ["Exception while listening to address /10.0.0.2:3888", "election", "/10.0.0.2:3888"],
    ["Couldn't bind to /10.0.0.2:2888", "quorum", "/10.0.0.2:2888"],
    ["Couldn't bind to port 2888", "quorum", "2888"],
  ])("%s", async (message, port, address) => {
    const log = logOf(2, [0, message, "java.net.BindException: Address already in use"]);
    const { findings } = await diagnosed({ ...three, "zk2.log": log });
    expect(findings).toMatchObject([{ kind: "cannot-bind", sids: [2], port, address, inUse: true }]);
  });

  test.each([
    "As I'm leaving the listener thread, I won't be able to participate in leader election any longer: 10.0.0.2:3888",
    "As I'm leaving the listener thread after 3 errors. I won't be able to participate in leader election any longer: 10.0.0.2:3888. Use zookeeper.electionPortBindRetry property to increase retry count.",
  ])("%s", async (message) => {
    const { findings } = await diagnosed({ "zk2.log": logOf(2, [0, message]) });
    expect(findings).toMatchObject([{ kind: "cannot-bind", port: "election", address: "10.0.0.2:3888" }]);
  });
});

describe("8: elected, but never synchronised", () => {
  test.each([
    ["Shutdown called. For the reason Waiting for a quorum of followers, only synced with sids: [ [3] ]", [3]],
    [
      "Shutdown called. For the reason Waiting for a quorum of followers, only synced with sids: [ [2, 3],[3] ]",
      [2, 3],
    ],
  ])("%s", async (message, synced) => {
    const { findings } = await diagnosed({ ...three, "zk3.log": logOf(3, [0, "LEADING"], [20, message]) });
    expect(findings).toMatchObject([{ kind: "never-synchronised", sids: [3], synced, need: 2, count: 1 }]);
  });

  test("again and again", async () => {
    const once = (at: number): Said[] => [
      [at, "LEADING"],
      [at + 20, "Unexpected exception", "java.lang.InterruptedException: Timeout while waiting for epoch from quorum"],
      [at + 20, "Shutdown called. For the reason Forcing shutdown"],
      [at + 20, "LOOKING"],
    ];
    const log = logOf(3, ...once(0), ...once(21), [42, "LEADING"], [43, "Peer state changed: leading - broadcast"]);
    const { findings } = await diagnosed({ ...three, "zk3.log": log });
    expect(findings).toMatchObject([{ kind: "never-synchronised", sids: [3], synced: null, count: 2 }]);
  });

  test("a leader that loses its quorum later", async () => {
    const message = "Shutdown called. For the reason Not sufficient followers synced, only synced with sids: [ [3] ]";
    const { findings } = await diagnosed({ ...three, "zk3.log": logOf(3, [0, "LEADING"], [20, message]) });
    expect(findings).toMatchObject([{ kind: "quorum-lost", severity: "warning", synced: [3], need: 2 }]);
  });

  const readTimeout = "java.net.SocketTimeoutException: Read timed out";
  const gaveUp = (at: number, cause: string): Said => [at, "Exception when following the leader", cause];

  test("a follower that waits in vain, before and after it was synchronised", async () => {
    const before = logOf(1, heard(0, 1, "LOOKING", 3), following, gaveUp(20, readTimeout));
    const after = logOf(1, heard(0, 1, "LOOKING", 3), following, broadcast, gaveUp(20, readTimeout));
    expect((await diagnosed({ ...three, "zk1.log": before })).findings).toMatchObject([
      { kind: "cannot-follow", sids: [1], leader: 3, cause: "read-timeout" },
    ]);
    expect((await diagnosed({ ...three, "zk1.log": after })).findings).toMatchObject([
      { kind: "leader-silent", sids: [1], leader: 3 },
    ]);
  });

  test("one that cannot connect: once is a leader that has gone, twice is not", async () => {
    const failed = gaveUp(5, "java.net.ConnectException: Connection refused");
    const once = logOf(1, following, failed);
    expect(await findingsOf({ ...three, "zk1.log": once })).toEqual([]);
    const twice = logOf(1, following, failed, [6, "LOOKING"], [7, "FOLLOWING"], gaveUp(11, failed[2] ?? ""));
    expect(await findingsOf({ ...three, "zk1.log": twice })).toEqual(["error cannot-follow [1] zk1.log:2"]);
  });

  test("a connection that breaks because the leader ends is normal", async () => {
    const log = logOf(
      1,
      following,
      broadcast,
      gaveUp(20, "java.io.EOFException"),
      gaveUp(30, "java.net.SocketException: Connection reset"),
    );
    expect(await findingsOf({ ...three, "zk1.log": log })).toEqual([]);
  });

  test("a slow disk", async () => {
    const fsync = (at: number, ms: number): Said => [
      at,
      `fsync-ing the write ahead log in SyncThread:2 took ${ms}ms which will adversely effect operation latency.File size is 67108880 bytes. See the ZooKeeper troubleshooting guide`,
    ];
    const slow = await diagnosed({ "zk2.log": logOf(2, fsync(0, 1100), fsync(5, 3932)) });
    expect(slow.findings).toMatchObject([{ kind: "slow-disk", sids: [2], longestMs: 3932, count: 2 }]);
    expect(await findingsOf({ "zk2.log": logOf(2, fsync(0, 1100)) })).toEqual([]);
  });
});

describe("9: epochs and data that disagree", () => {
  test.each([
    ["The current epoch, 1, is older than the last zxid, 8589934595", "current-epoch"],
    ["The accepted epoch, 1 is less than the current epoch, 2", "accepted-epoch"],
    ["The current epoch, 1 is less than the accepted epoch, 2", "accepted-epoch"],
    ["No snapshot found, but there are log entries. Something is broken!", "no-snapshot"],
  ])("%s", async (reason, problem) => {
    const log = logOf(
      1,
      [0, "Unable to load database on disk", `java.io.IOException: ${reason}`],
      [0, "Unexpected exception, exiting abnormally", "java.lang.RuntimeException: Unable to run quorum server "],
    );
    const { findings } = await diagnosed({ ...three, "zk1.log": log });
    expect(findings).toMatchObject([{ kind: "database", sids: [1], problem, reason }]);
  });

  test.each([
    "Leaders epoch, 1 is less than accepted epoch, 2",
    "Error: Epoch of leader is lower",
  ])("a leader of a lower epoch: %s", async (reason) => {
    const log = logOf(1, following, [5, "Exception when following the leader", `java.io.IOException: ${reason}`]);
    const { findings } = await diagnosed({ ...three, "zk1.log": log });
    expect(findings).toMatchObject([{ kind: "cannot-follow", cause: "leader-older" }]);
  });

  test("a follower that is ahead of its leader", async () => {
    const cause =
      "java.io.IOException: Follower is ahead of the leader, leader summary: 1 (current epoch), 4294967296 (last zxid)";
    const log = logOf(3, [0, "Unexpected exception causing shutdown while sock still open", cause]);
    const { findings } = await diagnosed({ ...three, "zk3.log": log });
    expect(findings).toMatchObject([{ kind: "ahead-of-leader", sids: [3] }]);
  });
});

test.each([
  ["Ignoring notification for non-cluster member sid 4 from sid 2", "vote"],
  ["Ignoring notification for sid 2 from non-quorum member sid 4", "sender"],
  ["Invalid server id: 4 ", "target"],
  ["Couldn't find the leader with id = 4", "leader"],
])("10: servers that disagree on who is a member: %s", async (message, how) => {
  const { findings } = await diagnosed({ ...three, "zk1.log": logOf(1, [0, message]) });
  expect(findings).toMatchObject([{ kind: "members-disagree", sids: [1], stranger: 4, how }]);
});

test.each([
  ["Cannot open secure channel to 3 at election address zk3/10.0.0.3:3888", "tls"],
  ["Quit leading due to voter changed mind.", "voter-left"],
  ["zxid lower 32 bits have rolled over, forcing re-election, and therefore new epoch start", "zxid-rollover"],
  ["Command mntr is not executed because it is not in the whitelist.", "command-blocked"],
])("rarer: %s", async (message, kind) => {
  const { findings } = await diagnosed({ ...three, "zk1.log": logOf(1, [0, message]) });
  expect(findings).toMatchObject([{ kind, sids: [1] }]);
});

test.each([
  ["PARTICIPANT", "OBSERVER", "error observer-votes [4] zk4.log:1"],
  ["OBSERVER", "PARTICIPANT", "note observer-untold [4] zk4.log:1"],
])("an %s by the list whose peerType is %s", async (listed, type, finding) => {
  const message = `Peer type from servers list (${listed}) doesn't match peerType (${type}). Defaulting to servers list.`;
  expect(await findingsOf({ "zk4.log": logOf(4, [0, message]) })).toEqual([finding]);
});

test("rarer: who connects does not speak the protocol", async () => {
  const cause =
    "org.apache.zookeeper.server.quorum.QuorumCnxManager$InitialMessage$InitialMessageException: Got unrecognized protocol version 369295616";
  const { findings } = await diagnosed({ "zk1.log": logOf(1, [0, "Initial message parsing error!", cause]) });
  expect(findings).toMatchObject([{ kind: "bad-greeting", version: "369295616" }]);
});
