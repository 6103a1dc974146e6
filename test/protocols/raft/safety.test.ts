/** What Raft promises (figure 3 of the paper) holds of every run, and what would break it is noticed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { protocol } from "../../../src/protocols/raft/protocol.ts";
import { runProtocol } from "../../../src/simulation/actors/run-protocol.ts";
import { property, runs } from "../../runs.ts";
import { type Run, runOf } from "./arbitrary.ts";
import { type Line, NaiveRaft } from "./naive.ts";

function traced({ cluster, options }: Run) {
  const lines: Line[] = [];
  const result = runProtocol(protocol, cluster, options, (event) => lines.push(event as unknown as Line));
  return { lines, result };
}

test("one leader a term, logs that match, nothing committed is lost", property, () => {
  const seen = { leaders: 0, ballots: 0, commits: 0, discards: 0 };
  fc.assert(
    fc.property(runOf(), (run) => {
      const naive = new NaiveRaft(run.cluster);
      const { lines, result } = traced(run);
      for (const line of lines) naive.add(line);
      naive.finish(result);
      for (const what of ["leaders", "ballots", "commits", "discards"] as const) seen[what] += naive.seen[what];
    }),
    runs(400),
  );
  // The runs are about something.
  expect(seen.leaders).toBeGreaterThan(150);
  expect(seen.discards).toBeGreaterThan(20);
});

test("a leader comes, and commits what is written, once nothing fails any more", property, () => {
  fc.assert(
    fc.property(runOf({ calm: true }), (run) => {
      const { result } = traced(run);
      const voters = run.cluster.servers.filter(({ role }) => role === "participant");
      expect(result.leader).not.toBeNull();
      expect(voters.map(({ sid }) => sid)).toContain(result.leader);
      const ends = new Set(result.servers.map((one) => `${one["lastTerm"]} ${one["lastIndex"]} ${one["committed"]}`));
      expect([...ends]).toHaveLength(1);
    }),
    runs(150),
  );
});

test("the same cluster gives the same trace", () => {
  fc.assert(
    fc.property(runOf(), (run) => {
      expect(traced(run)).toEqual(traced(run));
    }),
    runs(30),
  );
});

/** A run in which everything happens: a stale leader's entries are discarded, others commit. */
const eventful: Run = {
  cluster: {
    servers: [1, 2, 3, 4, 5].map((sid) => ({
      sid,
      zxid: (1n << 32n) + 3n,
      epoch: 1,
      acceptedEpoch: 1,
      electionEpoch: 0,
      role: "participant",
    })),
    leader: 3,
    commitLogCount: 500,
    until: "established",
    steps: [
      {
        action: {
          kind: "partition",
          groups: [
            [3, 5],
            [1, 2, 4],
          ],
        },
      },
      { action: { kind: "write", count: 2 } },
      { action: { kind: "heal" } },
    ],
    network: { latency: { min: 1, max: 1 }, loss: 0, seed: 1 },
    timing: {
      tickTime: 2000,
      initLimit: 10,
      syncLimit: 5,
      finalizeWait: 200,
      minNotificationInterval: 200,
      maxNotificationInterval: 60_000,
    },
  },
  options: { electionTimeout: [150, 300], heartbeat: 50, preVote: false },
};

describe("a spoilt trace is noticed:", () => {
  const spoils: [string, (line: Line) => Line | undefined | Line[]][] = [
    [
      "a vote for another",
      (line) => (line.type === "ballot" && line["granted"] ? [line, { ...line, candidate: 99 }] : line),
    ],
    ["a second winner", (line) => (line.type === "won" ? [line, { ...line, sid: 5 }] : line)],
    ["too few votes", (line) => (line.type === "won" ? { ...line, votes: [1, 2] } : line)],
    ["a term that falls", (line) => (line.type === "term" ? { ...line, term: 0 } : line)],
    [
      "a term that is skipped",
      (line) => (line.type === "candidate" ? { ...line, term: Number(line["term"]) + 1 } : line),
    ],
    ["a log that is not discarded", (line) => (line.type === "discard" ? undefined : line)],
    ["a discard of too much", (line) => (line.type === "discard" ? { ...line, first: 1 } : line)],
    [
      "entries that never come",
      (line) => (line.type === "append" && line["sid"] !== line["leader"] ? undefined : line),
    ],
    [
      "entries of another term",
      (line) => (line.type === "append" ? { ...line, entries: [{ term: 9, count: 1 }] } : line),
    ],
    ["a commit too far", (line) => (line.type === "commit" ? { ...line, index: Number(line["index"]) + 1 } : line)],
    [
      "a vote for a log that is behind",
      (line) => (line.type === "ballot" && line["granted"] ? { ...line, candidateLogIndex: 1 } : line),
    ],
  ];
  test.each(spoils)("%s", (_, spoil) => {
    const { lines, result } = traced(eventful);
    const check = (told: readonly Line[]) => {
      const naive = new NaiveRaft(eventful.cluster);
      for (const line of told) naive.add(line);
      naive.finish(result);
    };
    check(lines);
    expect(() => check(lines.flatMap((line) => spoil(line) ?? []))).toThrow();
  });
});
