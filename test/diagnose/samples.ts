/** A finding of each kind, and of those that are told in several ways one for each. */
import type { Detail, Finding } from "../../src/diagnose/finding.ts";

const line = { file: "zk1.log", line: 7, at: "2026-11-22 10:00:00,000", ms: 0, text: "as it is" };
const common = { severity: "error", sids: [1, 2], evidence: [line], first: line, last: line, count: 2 } as const;

const votes = (have: number, left: number[]) =>
  ({ without: [3], left, support: { unit: "votes", have, need: 2, of: 3 } }) as const;
const groups = (have: number) =>
  ({ without: [3], left: [1, 2], support: { unit: "groups", have, need: 2, of: 3 } }) as const;

const details: readonly Detail[] = [
  ...[{ sid: 3, zxid: "0x200000003" }, null].flatMap((holder) => [
    { kind: "data-lost", lost: [{ sid: 1, had: "0x100000003", now: "0x0" }], holder } as const,
    {
      kind: "data-lost",
      lost: [
        { sid: 1, had: "0x100000003", now: "0x0" },
        { sid: 2, had: "0x100000004", now: "0x0" },
      ],
      holder,
    } as const,
  ]),
  { kind: "log-copy", files: [{ file: "a.log.gz", of: "a.log" }] },
  {
    kind: "log-copy",
    files: [
      { file: "a.log.gz", of: "a.log" },
      { file: "b.log.gz", of: "b.log" },
    ],
  },
  ...(["refused", "timeout", "no-route", "other"] as const).flatMap((cause) =>
    [votes(2, [1, 2]), votes(1, [1]), votes(0, []), groups(1), groups(2), groups(3)].flatMap((standing) =>
      [true, false].map(
        (peerRuns) => ({ kind: "unreachable", peer: 3, address: "zk3:3888", cause, peerRuns, standing }) as const,
      ),
    ),
  ),
  { kind: "unresolved", peer: 3, host: "zk3", standing: votes(3, [1, 2, 4]) },
  { kind: "unresolved", peer: null, host: "zk3", standing: { ...votes(3, [1]), without: [] } },
  { kind: "tls", peer: 3, address: "zk3:3888", standing: votes(2, [1, 2]) },
  { kind: "server-down", since: "09:53:45", standing: votes(2, [1, 2]) },
  { kind: "server-down", since: null, standing: votes(3, [1, 2, 4]) },
  { kind: "server-down", since: null, standing: groups(2) },
  ...[null, 18_000].flatMap((silentMs) => [
    { kind: "one-way", peer: 3, mutual: false, silentMs, isHeard: false, longestWaitMs: 60_000 } as const,
    { kind: "one-way", peer: 3, mutual: false, silentMs, isHeard: true, longestWaitMs: 0 } as const,
    { kind: "one-way", peer: 2, mutual: true, silentMs, isHeard: false, longestWaitMs: 0 } as const,
  ]),
  {
    kind: "partition",
    leader: 5,
    groups: [
      [1, 5],
      [2, 3, 4],
    ],
  },
  { kind: "wildcard-address", peer: null, proven: true },
  { kind: "wildcard-address", peer: 3, proven: false },
  { kind: "bad-greeting", version: "1" },
  { kind: "bad-greeting", version: null },
  { kind: "not-in-list", id: 4, listed: [1, 2, 3] },
  { kind: "not-in-list", id: 4, listed: [] },
  ...(["logs", "files", "connection"] as const).map(
    (how) => ({ kind: "duplicate-sid", how, files: ["a.log", "b.log"] }) as const,
  ),
  { kind: "myid-missing" },
  { kind: "myid-not-number", found: "one" },
  { kind: "invalid-config", reason: "initLimit is not set" },
  { kind: "aborted", reason: "Unable to run quorum server" },
  { kind: "cannot-bind", port: "election", address: "", inUse: false },
  { kind: "cannot-bind", port: "quorum", address: "/10.0.0.1:2888", inUse: true },
  ...(["current-epoch", "accepted-epoch", "no-snapshot", "other"] as const).map(
    (problem) => ({ kind: "database", problem, reason: "reason" }) as const,
  ),
  {
    kind: "no-quorum",
    looking: [1],
    missing: (["refused", "timeout", "no-route", "other", "unresolved", "tls", "exited", "silent"] as const).map(
      (why, at) => ({ sid: at + 2, why }),
    ),
    support: { unit: "votes", have: 1, need: 5, of: 9 },
    ms: 90_000,
  },
  { kind: "no-quorum", looking: [1, 2], missing: [], support: votes(2, []).support, ms: 15_000 },
  { kind: "no-quorum", looking: [1, 2], missing: [{ sid: 3, why: "silent" }], support: groups(1).support, ms: 120_000 },
  { kind: "left-out", leader: 3, ms: 20_000 },
  { kind: "left-out", leader: null, ms: 20_000 },
  ...[[3], [], null].flatMap((synced) => [
    { kind: "never-synchronised", synced, need: 2, deaf: synced ?? [] } as const,
    { kind: "quorum-lost", synced, need: 2 } as const,
  ]),
  ...(["read-timeout", "unreachable", "leader-older", "other"] as const).map(
    (cause) => ({ kind: "cannot-follow", leader: 3, cause, newer: false, reason: "reason" }) as const,
  ),
  { kind: "cannot-follow", leader: 3, cause: "leader-older", newer: true, reason: "reason" },
  { kind: "leader-silent", leader: null },
  { kind: "leader-silent", leader: 3 },
  { kind: "slow-disk", longestMs: 3932 },
  { kind: "ahead-of-leader", reason: "reason" },
  ...(["sender", "vote", "target", "leader"] as const).map(
    (how) => ({ kind: "members-disagree", stranger: 4, how }) as const,
  ),
  { kind: "repeated-elections", elections: 5, withinMs: 400_000, triggers: [], slowDisks: [] },
  {
    kind: "repeated-elections",
    elections: 5,
    withinMs: 400_000,
    triggers: [
      { reason: "leader-lost", times: 3 },
      { reason: "leader-silent", times: 2 },
    ],
    slowDisks: [2],
  },
  { kind: "zxid-rollover" },
  { kind: "voter-left" },
  { kind: "command-blocked", commands: ["mntr", "ruok"] },
  { kind: "bad-server-line", key: "server.1", value: "zk1:2888" },
  { kind: "id-twice", id: 2 },
  ...(["missing", "role", "address"] as const).map(
    (how) => ({ kind: "members-differ", id: 3, how, files: ["zoo.cfg"] }) as const,
  ),
  {
    kind: "port-collision",
    host: "zk1",
    port: 2888,
    uses: [
      { id: 1, what: "quorum" },
      { id: null, what: "client" },
      { id: 2, what: "election" },
    ],
  },
  { kind: "tiny-ensemble", participants: 1 },
  { kind: "tiny-ensemble", participants: 2 },
  { kind: "even-ensemble", participants: 4 },
  { kind: "observer-votes" },
  { kind: "observer-untold" },
  { kind: "groupless", ids: [3] },
  { kind: "weightless-group", group: 2, ids: [3, 4] },
  { kind: "setting-missing", key: "initLimit" },
  { kind: "commands-closed", allowed: [] },
  { kind: "commands-closed", allowed: ["ruok"] },
];

/** Kinds of which it may not be known which server they are of. */
const ofNobody: ReadonlySet<Finding["kind"]> = new Set([
  ...(["myid-missing", "myid-not-number", "invalid-config", "aborted", "cannot-bind", "database"] as const),
  ...(["bad-server-line", "id-twice", "members-differ", "port-collision", "setting-missing"] as const),
  ...(["tiny-ensemble", "even-ensemble", "observer-votes", "groupless", "weightless-group"] as const),
  "commands-closed",
]);

/** Each of several servers, of one, and of nobody where that can be. */
export const samples: readonly Finding[] = details.flatMap((detail) => [
  { ...common, ...detail },
  { ...common, count: 1, sids: [1], ...detail },
  { ...common, severity: "warning", ...detail },
  ...(ofNobody.has(detail.kind) ? [{ ...common, sids: [], ...detail }] : []),
]);
