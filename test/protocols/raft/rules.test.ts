/** Raft's rules one by one, as the paper has them (figure 2 and §5.1 to §5.4; pre-vote: thesis, §9.6). */
import { describe, expect, test } from "vitest";
import type { Effect, Ensemble, Input } from "../../../src/protocols/protocol.ts";
import { begin } from "../../../src/protocols/raft/begin.ts";
import type { RaftEvent } from "../../../src/protocols/raft/events.ts";
import type { RaftMessage } from "../../../src/protocols/raft/messages.ts";
import { crash, type RaftOptions, type Server } from "../../../src/protocols/raft/server.ts";
import { step } from "../../../src/protocols/raft/step.ts";

const options: RaftOptions = { electionTimeout: [150, 300], heartbeat: 50, preVote: false };
const zxid = (epoch: number, counter: number) => (BigInt(epoch) << 32n) + BigInt(counter);

/** Of five servers, all in term 2 with the log (2, 8); the second is another one. */
function five(preVote = false, second = zxid(2, 8)): Ensemble<RaftOptions> {
  const servers = [1, 2, 3, 4, 5].map((sid) => ({
    sid,
    zxid: sid === 2 ? second : zxid(2, 8),
    epoch: 2,
    role: "participant" as const,
  }));
  return { servers, leader: null, timing: { tickTime: 2000 }, options: { ...options, preVote } };
}

type Own = Effect<RaftMessage, RaftEvent>;

/** One server, and what it wanted done last. */
class One {
  server: Server;
  effects: readonly Own[] = [];

  constructor(sid: number, ensemble = five()) {
    const server = begin(ensemble).get(sid);
    if (!server) throw new Error(`no server ${sid}`);
    this.server = server;
    this.give({ kind: "start", reason: "start" });
  }

  give(input: Input<RaftMessage>): this {
    const { state, effects } = step(this.server, input);
    this.server = state;
    this.effects = effects;
    return this;
  }

  hear(from: number, message: RaftMessage): this {
    return this.give({ kind: "message", from, message });
  }

  timeOut(): this {
    return this.give({ kind: "timer", name: "election" });
  }

  get sent(): RaftMessage[] {
    return this.effects.flatMap((effect) => (effect.kind === "send" ? [effect.message] : []));
  }

  get why(): string[] {
    return this.effects.flatMap(({ ...effect }) =>
      effect.kind === "event" && effect.event.type === "ballot" ? [effect.event.why] : [],
    );
  }
}

const asks = (term: number, lastLogTerm = 2, lastLogIndex = 8): RaftMessage => ({
  kind: "RequestVote",
  term,
  lastLogTerm,
  lastLogIndex,
});
const agrees = (term: number): RaftMessage => ({ kind: "RequestVoteResult", term, asked: term, voteGranted: true });
const sends = (
  term: number,
  prevLogIndex: number,
  prevLogTerm: number,
  entries: { term: number; count: number }[],
  leaderCommit = 0,
): RaftMessage => ({
  kind: "AppendEntries",
  term,
  prevLogIndex,
  prevLogTerm,
  entries,
  leaderCommit,
});

/** Server 1 after it won term 3, by the votes of 2 and 3. */
const leader = () => new One(1).timeOut().hear(2, agrees(3)).hear(3, agrees(3));

describe("a candidate (§5.2)", () => {
  test("begins a term, votes for itself, and asks all others", () => {
    const one = new One(1).timeOut();
    expect(one.server).toMatchObject({ role: "candidate", currentTerm: 3, votedFor: 1 });
    expect(one.sent).toEqual(Array(4).fill(asks(3)));
    expect(one.effects).toContainEqual({ kind: "timer", name: "election", ms: [150, 300] });
  });

  test("leads with a majority of all, not before", () => {
    const one = new One(1).timeOut().hear(2, agrees(3));
    expect(one.server.role).toBe("candidate");
    expect(one.hear(2, agrees(3)).server.role).toBe("candidate");
    expect(one.hear(4, agrees(3)).server.role).toBe("leader");
  });

  test("counts no votes of an earlier term", () => {
    const one = new One(1).timeOut().timeOut().hear(2, agrees(3)).hear(3, agrees(3));
    expect(one.server).toMatchObject({ role: "candidate", currentTerm: 4 });
  });

  test("gives up when it hears of a leader of its term", () => {
    const one = new One(1).timeOut().hear(2, sends(3, 8, 2, []));
    expect(one.server).toMatchObject({ role: "follower", leader: 2, currentTerm: 3, votedFor: 1 });
  });
});

describe("a voter", () => {
  test("gives one vote a term, first come, first served (§5.2)", () => {
    const one = new One(1).hear(2, asks(3));
    expect(one.why).toEqual(["granted"]);
    expect(one.hear(3, asks(3)).why).toEqual(["already-voted"]);
    expect(one.hear(2, asks(3)).why).toEqual(["granted"]);
    expect(one.hear(3, asks(4)).why).toEqual(["granted"]);
  });

  test("keeps term, vote and log when it crashes, and forgets what is committed (figure 2)", () => {
    const one = new One(1).hear(2, asks(3)).hear(2, sends(3, 8, 2, [{ term: 3, count: 1 }], 9));
    expect(one.server.commitIndex).toBe(9);
    const { currentTerm, votedFor, log, commitIndex } = crash(one.server);
    expect({ currentTerm, votedFor, log, commitIndex }).toEqual({
      currentTerm: 3,
      votedFor: 2,
      log: [
        { term: 2, count: 8 },
        { term: 3, count: 1 },
      ],
      commitIndex: 0,
    });
  });

  test("refuses an older term (§5.1)", () => {
    expect(new One(1).hear(2, asks(5)).hear(3, asks(4)).why).toEqual(["older-term"]);
  });

  test.each([
    [2, 7, "log-behind"],
    [1, 99, "log-behind"],
    [2, 8, "granted"],
    [2, 9, "granted"],
    [3, 1, "granted"],
  ])("judges a log that ends at (%i, %i): %s (§5.4.1)", (term, index, why) => {
    expect(new One(1).hear(3, asks(4, term, index)).why).toEqual([why]);
  });

  test("is in the higher term even if it refuses, and waits no longer for that", () => {
    const one = new One(1).hear(3, asks(7, 2, 7));
    expect(one.server).toMatchObject({ currentTerm: 7, votedFor: null });
    expect(one.effects.some(({ kind }) => kind === "timer")).toBe(false);
  });
});

describe("a leader", () => {
  test("begins with an entry of its own term (§8) and says where its log ends (§5.3)", () => {
    const one = leader();
    expect(one.server.log).toEqual([
      { term: 2, count: 8 },
      { term: 3, count: 1 },
    ]);
    expect(one.sent).toEqual(Array(4).fill(sends(3, 8, 2, [{ term: 3, count: 1 }])));
  });

  test("commits what a majority has, if it is of its own term (§5.4.2)", () => {
    const one = leader().hear(2, { kind: "AppendEntriesResult", term: 3, success: true, index: 8 });
    one.hear(3, { kind: "AppendEntriesResult", term: 3, success: true, index: 8 });
    // Three have entry 8, but it is of term 2.
    expect(one.server.commitIndex).toBe(0);
    one.hear(2, { kind: "AppendEntriesResult", term: 3, success: true, index: 9 });
    expect(one.server.commitIndex).toBe(0);
    one.hear(3, { kind: "AppendEntriesResult", term: 3, success: true, index: 9 });
    expect(one.server.commitIndex).toBe(9);
  });

  test("tries an earlier place when a log does not fit (§5.3)", () => {
    const one = leader().hear(2, { kind: "AppendEntriesResult", term: 3, success: false, index: 8, retry: 6 });
    expect(one.sent).toEqual([
      sends(3, 5, 2, [
        { term: 2, count: 3 },
        { term: 3, count: 1 },
      ]),
    ]);
  });

  test("steps down when it hears of a higher term (§5.1)", () => {
    const one = leader().hear(2, { kind: "AppendEntriesResult", term: 4, success: false, index: 8 });
    expect(one.server).toMatchObject({ role: "follower", currentTerm: 4, votedFor: null, leader: null });
    expect(one.effects).toContainEqual({ kind: "cancel", name: "heartbeat" });
  });

  test("holds back what only some get, and commits nothing of it, until the next step", () => {
    const one = leader();
    for (const sid of [2, 3]) one.hear(sid, { kind: "AppendEntriesResult", term: 3, success: true, index: 9 });
    one.give({ kind: "write", count: 2, reach: [2, 3] });
    expect(one.effects.flatMap((effect) => (effect.kind === "send" ? [effect.to] : []))).toEqual([2, 3]);
    for (const sid of [2, 3]) one.hear(sid, { kind: "AppendEntriesResult", term: 3, success: true, index: 11 });
    expect(one.server.commitIndex).toBe(9);
    // The answers may have to wait: a leader that is paused now has sent everything, but reads nothing.
    expect(one.give({ kind: "release" }).server.commitIndex).toBe(9);
    expect(one.effects).toContainEqual({ kind: "timer", name: "answers", ms: 0 });
    expect(one.give({ kind: "timer", name: "answers" }).server.commitIndex).toBe(11);
  });
});

describe("a follower (§5.3)", () => {
  test("refuses entries whose predecessor it lacks, and says where to try", () => {
    const [answer] = new One(1).hear(2, sends(3, 12, 3, [{ term: 3, count: 1 }])).sent;
    expect(answer).toMatchObject({ success: false, index: 12, retry: 9 });
  });

  test("refuses entries after another term, and names the first of its own of that term", () => {
    const [answer] = new One(1).hear(2, sends(3, 8, 1, [{ term: 3, count: 1 }])).sent;
    expect(answer).toMatchObject({ success: false, index: 8, retry: 1 });
  });

  test("discards what conflicts, and keeps what does not", () => {
    const one = new One(1).hear(
      2,
      sends(3, 5, 2, [
        { term: 2, count: 1 },
        { term: 3, count: 1 },
      ]),
    );
    expect(one.server.log).toEqual([
      { term: 2, count: 6 },
      { term: 3, count: 1 },
    ]);
    expect(one.effects).toContainEqual({
      kind: "event",
      event: { type: "discard", sid: 1, leader: 2, term: 3, first: 7, last: 8, entries: [{ term: 2, count: 2 }] },
    });
  });

  test("keeps its log when older entries come late", () => {
    const one = new One(1).hear(2, sends(3, 3, 2, [{ term: 2, count: 2 }]));
    expect(one.server.log).toEqual([{ term: 2, count: 8 }]);
  });

  test("commits no more than what it has from the leader (figure 2)", () => {
    expect(new One(1).hear(2, sends(3, 5, 2, [], 8)).server.commitIndex).toBe(5);
  });
});

describe("pre-vote (thesis, §9.6)", () => {
  const would = (asked: number): RaftMessage => ({ kind: "PreVoteResult", term: 2, asked, voteGranted: true });

  test("begins no term before a majority would vote", () => {
    const one = new One(1, five(true)).timeOut();
    expect(one.server).toMatchObject({ role: "pre-candidate", currentTerm: 2, votedFor: null });
    expect(one.hear(2, would(3)).server.currentTerm).toBe(2);
    expect(one.hear(3, would(3)).server).toMatchObject({ role: "candidate", currentTerm: 3, votedFor: 1 });
  });

  test("binds nobody, and is refused while a leader is heard", () => {
    const asked: RaftMessage = { kind: "PreVote", term: 3, lastLogTerm: 2, lastLogIndex: 8 };
    const one = new One(2, five(true)).hear(1, asked);
    expect(one.why).toEqual(["granted"]);
    expect(one.server).toMatchObject({ currentTerm: 2, votedFor: null });
    one.hear(4, sends(2, 8, 2, []));
    expect(one.hear(1, asked).why).toEqual(["leader-alive"]);
    one.give({ kind: "timer", name: "lease" });
    expect(one.hear(1, asked).why).toEqual(["granted"]);
  });
});

test("an epoch is a term, a counter a place in the log, however large (zxids)", () => {
  const server = begin(five(false, zxid(2, 2 ** 31))).get(2);
  expect(server?.log).toEqual([{ term: 2, count: 2 ** 31 }]);
});
