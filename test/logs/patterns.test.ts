import { describe, expect, test } from "vitest";
import { electionPatterns } from "../../src/logs/election-patterns.ts";
import type { Entry } from "../../src/logs/record.ts";
import { read, said } from "./reading.ts";

const vote = { leader: 3, zxid: 0x100000008n, peerEpoch: 1, electionEpoch: 2 };
const heard: Entry = { kind: "notification", from: 2, vote, state: "FOLLOWING", myState: "LOOKING" };
const sent: Entry = { kind: "sending", to: 2, vote };

/** Texts as the versions have them, by the kind of what they say. */
const texts: [version: string, message: string, entry: Entry][] = [
  [
    "3.6",
    "Notification: my state:LOOKING; n.sid:2, n.state:FOLLOWING, n.leader:3, n.round:0x2, n.peerEpoch:0x1, " +
      "n.zxid:0x100000008, message format version:0x2, n.config version:0x0",
    heard,
  ],
  [
    "3.5",
    "Notification: 2 (message format version), 3 (n.leader), 0x100000008 (n.zxid), 0x2 (n.round), FOLLOWING (n.state), " +
      "2 (n.sid), 0x1 (n.peerEPoch), LOOKING (my state)0 (n.config version)",
    heard,
  ],
  [
    "3.5, from a server that sent no configuration",
    "Notification: 1 (message format version), 3 (n.leader), 0x100000008 (n.zxid), 0x2 (n.round), FOLLOWING (n.state), " +
      "2 (n.sid), 0x1 (n.peerEPoch), LOOKING (my state)",
    heard,
  ],
  [
    "3.4.6",
    "Notification: 1 (message format version), 3 (n.leader), 0x100000008 (n.zxid), 0x2 (n.round), FOLLOWING (n.state), " +
      "2 (n.sid), 0x1 (n.peerEpoch) LOOKING (my state)",
    heard,
  ],
  [
    "3.4.5",
    "Notification: 3 (n.leader), 0x100000008 (n.zxid), 0x2 (n.round), FOLLOWING (n.state), 2 (n.sid), " +
      "0x1 (n.peerEPoch), LOOKING (my state)",
    heard,
  ],
  [
    "3.4.0",
    "Notification: 3 (n.leader), 4294967304 (n.zxid), 2 (n.round), FOLLOWING (n.state), 2 (n.sid), 1 (n.peerEPoch), " +
      "LOOKING (my state)",
    heard,
  ],
  [
    "3.8, from an observer",
    "Notification: my state:LEADING; n.sid:4, n.state:LOOKING, n.leader:-9223372036854775808, n.round:0x1, " +
      "n.peerEpoch:0x8000000000000000, n.zxid:0x8000000000000000, message format version:0x2, n.config version:0x0",
    {
      kind: "notification",
      from: 4,
      vote: { leader: null, zxid: 0x8000000000000000n, peerEpoch: 0, electionEpoch: 1 },
      state: "LOOKING",
      myState: "LEADING",
    },
  ],
  [
    "3.4.0, from an observer",
    "Notification: -9223372036854775808 (n.leader), -9223372036854775808 (n.zxid), 1 (n.round), LOOKING (n.state), " +
      "4 (n.sid), -9223372036854775808 (n.peerEPoch), OBSERVING (my state)",
    {
      kind: "notification",
      from: 4,
      vote: { leader: null, zxid: 0x8000000000000000n, peerEpoch: 0, electionEpoch: 1 },
      state: "LOOKING",
      myState: "OBSERVING",
    },
  ],
  [
    "3.4.6, from a leader whose vote has no election",
    "Notification: 1 (message format version), 2 (n.leader), 0xffffffffffffffff (n.zxid), 0xffffffffffffffff (n.round), " +
      "LEADING (n.state), 2 (n.sid), 0x1 (n.peerEpoch) LOOKING (my state)",
    {
      kind: "notification",
      from: 2,
      vote: { leader: 2, zxid: 0xffffffffffffffffn, peerEpoch: 1, electionEpoch: -1 },
      state: "LEADING",
      myState: "LOOKING",
    },
  ],
  [
    "3.8",
    "Sending Notification: 3 (n.leader), 0x100000008 (n.zxid), 0x1 (n.peerEpoch), 0x2 (n.round), 2 (recipient), 3 (myid) ",
    sent,
  ],
  [
    "3.6",
    "Sending Notification: 3 (n.leader), 0x100000008 (n.zxid), 0x2 (n.round), 2 (recipient), 3 (myid), 0x1 (n.peerEpoch) ",
    sent,
  ],
  [
    "3.5",
    "Sending Notification: 3 (n.leader), 0x100000008 (n.zxid), 0x2 (n.round), 2 (recipient), 3 (myid), 0x1 (n.peerEpoch)",
    sent,
  ],
  [
    "3.4.0",
    "Sending Notification: 3 (n.leader), 4294967304 (n.zxid), 2 (n.round), 2 (recipient), 3 (myid), 1 (n.peerEpoch)",
    sent,
  ],
  [
    "3.4.5",
    "Updating proposal: 3 (newleader), 0x8 (newzxid), 2 (oldleader), 0x7 (oldzxid)",
    { kind: "proposal", leader: 3, zxid: 8n },
  ],
  [
    "3.4.0, of an observer",
    "Updating proposal: 3 (newleader), 8 (newzxid), -9223372036854775808 (oldleader), -9223372036854775808 (oldzxid)",
    { kind: "proposal", leader: 3, zxid: 8n },
  ],
  [
    "3.4.5",
    "Adding vote: from=2, proposed leader=3, proposed zxid=0x10, proposed election epoch=0x1",
    { kind: "counted", from: 2, leader: 3, zxid: 16n, electionEpoch: 1 },
  ],
  [
    "3.4.0",
    "Adding vote: From = 2, Proposed leader = 3, Proposed zxid = 16, Proposed election epoch = 1",
    { kind: "counted", from: 2, leader: 3, zxid: 16n, electionEpoch: 1 },
  ],
  ["3.6", "New election. My id = 1, proposed zxid=0x10", { kind: "look", zxid: 16n }],
  ["3.5", "New election. My id =  1, proposed zxid=0x10", { kind: "look", zxid: 16n }],
  ["3.4.0", "New election. My id =  1, Proposed zxid = 16", { kind: "look", zxid: 16n }],
  ["3.8", "Notification time out: 400 ms", { kind: "timeout", next: 400 }],
  ["3.7", "Notification time out: 400", { kind: "timeout", next: 400 }],
  ["every version", "LOOKING", { kind: "state", state: "LOOKING" }],
  ["every version", "FOLLOWING", { kind: "state", state: "FOLLOWING" }],
  ["every version", "LEADING", { kind: "state", state: "LEADING" }],
  ["every version", "OBSERVING", { kind: "state", state: "OBSERVING" }],
  ["3.6", "Peer state changed: looking", { kind: "phase", state: "LOOKING", phase: null, mode: null }],
  [
    "3.6",
    "Peer state changed: following - synchronization - snap",
    { kind: "phase", state: "FOLLOWING", phase: "synchronization", mode: "SNAP" },
  ],
  [
    "3.6",
    "Peer state changed: leading - broadcast",
    { kind: "phase", state: "LEADING", phase: "broadcast", mode: null },
  ],
  ["3.5.5", "Starting quorum peer, myid=1", { kind: "start" }],
  ["3.4", "Starting quorum peer", { kind: "start" }],
  ["every version", "Getting a diff from the leader 0x8", { kind: "sync", mode: "DIFF", zxid: 8n }],
  ["3.6", "Getting a snapshot from leader 0x8", { kind: "sync", mode: "SNAP", zxid: 8n }],
  ["3.4.10", "Getting a snapshot from leader", { kind: "sync", mode: "SNAP", zxid: null }],
  ["every version", "Truncating log to get in sync with the leader 0x8", { kind: "sync", mode: "TRUNC", zxid: 8n }],
  [
    "3.6",
    "Have quorum of supporters, sids: [[1, 3]]; starting up and setting last processed zxid: 0x100000000",
    { kind: "quorum", sids: [1, 3], zxid: 0x100000000n },
  ],
  [
    "3.6, between two configurations",
    "Have quorum of supporters, sids: [[1, 3],[3, 2]]; starting up and setting last processed zxid: 0x100000000",
    { kind: "quorum", sids: [1, 2, 3], zxid: 0x100000000n },
  ],
  [
    "3.4.6",
    "Have quorum of supporters, sids: [ 1,3 ]; starting up and setting last processed zxid: 0x100000000",
    { kind: "quorum", sids: [1, 3], zxid: 0x100000000n },
  ],
  [
    "3.4.5",
    "Have quorum of supporters; starting up and setting last processed zxid: 0x100000000",
    { kind: "quorum", sids: [], zxid: 0x100000000n },
  ],
  [
    "3.4.0",
    "Have quorum of supporters; starting up and setting last processed zxid: 4294967296",
    { kind: "quorum", sids: [], zxid: 0x100000000n },
  ],
  ["3.6", "Snapshot loaded in 28 ms, highest zxid is 0x8, digest is -19627866731", { kind: "loaded", zxid: 8n }],
  ["3.6", "shutdown Follower", { kind: "left", role: "FOLLOWING", reason: "" }],
  ["3.6", "shutdown Observer", { kind: "left", role: "OBSERVING", reason: "" }],
  [
    "3.6",
    "Shutdown called. For the reason Not sufficient followers synced, only synced with sids: [ [1] ]",
    { kind: "left", role: "LEADING", reason: "Not sufficient followers synced, only synced with sids: [ [1] ]" },
  ],
  [
    "every version",
    "Exception when following the leader",
    { kind: "left", role: "FOLLOWING", reason: "Exception when following the leader" },
  ],
  [
    "every version",
    "Exception when observing the leader",
    { kind: "left", role: "OBSERVING", reason: "Exception when observing the leader" },
  ],
  ["3.6", "Exiting JVM with code 14", { kind: "exit", code: 14 }],
  ["every version", "QuorumPeer main thread exited", { kind: "exit", code: null }],
  ["every version", "Exiting normally", { kind: "exit", code: null }],
  ["3.6", "Connection broken for id 3, my id = 1", { kind: "broken", to: 3 }],
  ["3.4", "Connection broken for id 3, my id = 1, error = ", { kind: "broken", to: 3 }],
  [
    "every version",
    "Cannot open channel to 3 at election address zoo3/<unresolved>:3888",
    { kind: "unreachable", to: 3, address: "zoo3/<unresolved>:3888" },
  ],
  [
    "3.6",
    "Follower sid: 4 : info : 127.0.0.1:23805:23905:participant",
    { kind: "learner", sid: 4, role: "participant" },
  ],
  [
    "3.5",
    "Follower sid: 4 : info : zoo4:2888:3888:observer;0.0.0.0:2181",
    { kind: "learner", sid: 4, role: "observer" },
  ],
  [
    "3.4",
    "Follower sid: 4 : info : org.apache.zookeeper.server.quorum.QuorumPeer$QuorumServer@6d3b1a",
    { kind: "learner", sid: 4, role: null },
  ],
  ["3.5", "Follower sid: 4 not in the current config 0", { kind: "learner", sid: 4, role: null }],
  [
    "3.6",
    "Synchronizing with Learner sid: 4 maxCommittedLog=0x0 minCommittedLog=0x0 lastProcessedZxid=0x0 peerLastZxid=0x0",
    { kind: "learner", sid: 4, role: null },
  ],
  [
    "3.4.0",
    "Synchronizing with Follower sid: 4 maxCommittedLog =0 minCommittedLog = 0 peerLastZxid = 0",
    { kind: "learner", sid: 4, role: null },
  ],
  ["every version", "server.12 = zoo12:2888:3888", { kind: "member", sid: 12, value: "zoo12:2888:3888" }],
  ["3.8", "zookeeper.fastleader.minNotificationInterval = 200 ms", { kind: "interval", which: "min", ms: 200 }],
  ["3.6", "zookeeper.fastleader.maxNotificationInterval=60000", { kind: "interval", which: "max", ms: 60000 }],
];

test.each(texts)("%s: %s", async (_, message, entry) => {
  expect(await said(message)).toEqual([entry]);
});

test("every kind of entry has its texts here", () => {
  const all: Record<Exclude<Entry["kind"], "failure">, true> = {
    start: true,
    look: true,
    notification: true,
    timeout: true,
    state: true,
    phase: true,
    sync: true,
    quorum: true,
    loaded: true,
    left: true,
    exit: true,
    broken: true,
    unreachable: true,
    learner: true,
    member: true,
    interval: true,
    sending: true,
    proposal: true,
    counted: true,
  };
  expect(new Set(texts.map(([, , entry]) => entry.kind))).toEqual(new Set(Object.keys(all)));
});

describe("what is none of these", () => {
  const others = [
    "LEADING - LEADER ELECTION TOOK - 3 MS",
    "I am LOOKING",
    "Cannot open secure channel to 3 at election address zoo3:3888",
    "Follower sid: 99999999999999999 : info : x",
    "Notification time out: 40o ms",
    "Notification: my state:LOOKING; n.sid:-2, n.state:FOLLOWING, n.leader:3, n.round:0x2, n.peerEpoch:0x1, " +
      "n.zxid:0x8, message format version:0x2, n.config version:0x0",
    "Notification: my state:LOOKING; n.sid:2, n.state:FOLLOWING, n.leader:-3, n.round:0x2, n.peerEpoch:0x1, " +
      "n.zxid:0x8, message format version:0x2, n.config version:0x0",
    "at org.apache.zookeeper.server.NIOServerCnxn",
  ];
  test.each(others)("%s", async (message) => {
    expect(await said(message)).toEqual([]);
  });
});

test("no text is taken for whole before its end, and none loses its meaning by what follows", () => {
  for (const [, message, entry] of texts) {
    const parsed = (text: string) => electionPatterns.map(({ parse }) => parse(text, "main")).find(Boolean);
    if (entry.kind !== "notification" && entry.kind !== "sending") continue;
    for (let length = 0; length < message.trimEnd().length; length++) {
      const half = parsed(message.slice(0, length));
      // The version of the configuration comes last, and nobody asks for it.
      if (half && !/n\.config|LOOKING \(my state\)$/.test(message.slice(0, length)))
        expect([message, length]).toEqual([]);
      if (half) expect(half).toEqual(entry);
    }
    expect(parsed(`${message} x`)).toBeUndefined();
  }
});

test("every text has one of the words by which its pattern is looked for", () => {
  for (const [, message] of texts) {
    const found = electionPatterns.find(({ parse }) => parse(message, "main"));
    // Something stands before every message, and a blank between.
    expect([message, found?.words.some((word) => ` ${message}`.includes(word))]).toEqual([message, true]);
  }
});

test("words are long enough to be looked for fast", () => {
  for (const { words } of electionPatterns) for (const word of words) expect(word.length).toBeGreaterThanOrEqual(8);
});

test("a quorum peer that starts is not told twice where DEBUG lines are there", async () => {
  expect(await said("Starting quorum peer", "QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181")).toEqual([]);
});

test("what 3.4 says in an exception is found there", async () => {
  const text = [
    "2026-11-22 09:42:08,070 [myid:1] - INFO  [QuorumPeer[myid=1]/0.0.0.0:2181:Leader@496] - Shutdown called",
    "java.lang.Exception: shutdown Leader! reason: Only 1 followers, need 1",
    "\tat org.apache.zookeeper.server.quorum.Leader.shutdown(Leader.java:497)",
    "2026-11-22 09:42:09,070 [myid:1] - INFO  [QuorumPeer[myid=1]/0.0.0.0:2181:Follower@166] - shutdown called",
    "java.lang.Exception: shutdown Follower",
    "",
  ].join("\n");
  const { records } = await read(text);
  expect(records).toMatchObject([
    { line: 2, at: "2026-11-22 09:42:08,070", entry: { role: "LEADING", reason: "Only 1 followers, need 1" } },
    { line: 5, at: "2026-11-22 09:42:09,070", entry: { role: "FOLLOWING", reason: "" } },
  ]);
});
