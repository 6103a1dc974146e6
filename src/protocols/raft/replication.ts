/** A leader's side of the log: Raft §5.3, §5.4.2, and §8 for the entry with which a term begins. */
import { after, append, endOf, lengthOf, termAt, upTo } from "./log.ts";
import type { AppendEntries, AppendEntriesResult } from "./messages.ts";
import type { Progress } from "./server.ts";
import type { Turn } from "./turn.ts";

/** A majority voted for it. */
export function lead(turn: Turn): void {
  const { sid, currentTerm: term, log, votes } = turn.server;
  const next = lengthOf(log) + 1;
  turn.tell({ type: "won", sid, term, votes: [...votes].sort((a, b) => a - b) });
  const progress = new Map(others(turn).map((other): [number, Progress] => [other, { match: 0, next, probing: true }]));
  turn.become("leader", "elected", { leader: sid, progress, hold: null });
  turn.cancel("election");
  turn.setTimer("heartbeat", turn.server.config.options.heartbeat);
  // Entries of earlier terms are committed only with one of its own (§5.4.2): it need not wait for clients (§8).
  appendOwn(turn, 1, true);
  for (const other of others(turn)) sendEntries(turn, other);
  advanceCommit(turn);
}

/** Clients write. */
export function write(turn: Turn, count: number, reach: readonly number[] | undefined): void {
  if (turn.server.role !== "leader") return;
  const index = lengthOf(turn.server.log);
  if (reach) turn.set({ hold: turn.server.hold ?? { index, reach } });
  appendOwn(turn, count, false);
  sendToAll(turn);
  advanceCommit(turn);
}

/** What was held back goes to everybody. Answers to it count when they are read: not while the leader is paused. */
export function release(turn: Turn): void {
  if (turn.server.role !== "leader" || turn.server.hold === null) return;
  turn.set({ hold: null });
  sendToAll(turn);
  turn.setTimer("answers", 0);
}

/** Answers that came while entries were held back count now. */
export function countAnswers(turn: Turn): void {
  if (turn.server.role === "leader") advanceCommit(turn);
}

function appendOwn(turn: Turn, count: number, noop: boolean): void {
  const { sid, currentTerm: term, log } = turn.server;
  const entries = [{ term, count }];
  const last = lengthOf(log) + count;
  turn.set({ log: append(log, entries) });
  const first = last - count + 1;
  turn.tell({ type: "append", sid, leader: sid, term, first, last, entries, ...(noop && { noop }) });
}

function others({ server: { sid, config } }: Turn): number[] {
  return [...config.voters, ...config.learners].filter((other) => other !== sid);
}

function sendToAll(turn: Turn): void {
  for (const other of others(turn)) if (!progressOf(turn, other).probing) sendEntries(turn, other);
}

/** Sends all that the other lacks. Connections lose nothing while both ends live: what is sent counts as there. */
function sendEntries(turn: Turn, to: number): void {
  const progress = progressOf(turn, to);
  const { log, hold } = turn.server;
  const last = hold && !hold.reach.includes(to) ? hold.index : lengthOf(log);
  if (progress.next > last) return;
  const entries = upTo(after(log, progress.next - 1), last - progress.next + 1);
  turn.send(to, { ...heartbeatTo(turn, to), entries });
  if (!progress.probing) setProgress(turn, to, { ...progress, next: last + 1 });
}

/** It makes itself heard, and what it sends tells who lacks something. */
export function heartbeat(turn: Turn): void {
  if (turn.server.role !== "leader") return;
  for (const other of others(turn)) turn.sendRoutine(other, heartbeatTo(turn, other));
  turn.setTimer("heartbeat", turn.server.config.options.heartbeat);
}

function heartbeatTo(turn: Turn, to: number): AppendEntries {
  const { currentTerm: term, log, commitIndex: leaderCommit } = turn.server;
  const prevLogIndex = progressOf(turn, to).next - 1;
  const prevLogTerm = termAt(log, prevLogIndex);
  return { kind: "AppendEntries", term, prevLogIndex, prevLogTerm, entries: [], leaderCommit };
}

/** A follower answers: it has everything up to there, or its log does not fit there and an earlier place is tried. */
export function entriesAnswered(turn: Turn, from: number, result: AppendEntriesResult): void {
  if (turn.server.role !== "leader" || result.term < turn.server.currentTerm) return;
  const { match, next, probing } = progressOf(turn, from);
  if (!result.success) {
    const stale = result.index <= match || (probing && result.index !== next - 1);
    if (stale || result.retry === undefined) return;
    const retry = Math.max(match + 1, Math.min(result.retry, result.index));
    setProgress(turn, from, { match, next: retry, probing: true });
    sendEntries(turn, from);
    return;
  }
  const reached = Math.max(match, result.index);
  if (reached > match || probing) {
    setProgress(turn, from, {
      match: reached,
      next: probing ? reached + 1 : Math.max(next, reached + 1),
      probing: false,
    });
  }
  sendEntries(turn, from);
  if (reached > match) advanceCommit(turn);
}

/** What is under way to a server that crashed is lost; what it has logged is on its disk. */
export function disconnected(turn: Turn, from: number): void {
  if (turn.server.role !== "leader") return;
  const { match } = progressOf(turn, from);
  setProgress(turn, from, { match, next: match + 1, probing: true });
}

/** Of its own term, and on a majority: then it is committed, and everything before it (§5.4.2). */
function advanceCommit(turn: Turn): void {
  const { sid, config, log, hold, commitIndex: was, currentTerm: term } = turn.server;
  const reached = config.voters.map((voter) => (voter === sid ? endOf(log).index : progressOf(turn, voter).match));
  const onMajority = reached.sort((a, b) => b - a)[config.majority - 1] ?? 0;
  const index = hold ? Math.min(onMajority, hold.index) : onMajority;
  if (index <= was || termAt(log, index) !== term) return;
  turn.set({ commitIndex: index });
  turn.tell({ type: "commit", sid, term, index, was });
}

function progressOf({ server }: Turn, sid: number): Progress {
  const progress = server.progress.get(sid);
  if (!progress) throw new Error(`leader ${server.sid} knows nothing of ${sid}`);
  return progress;
}

function setProgress(turn: Turn, sid: number, progress: Progress): void {
  turn.set({ progress: new Map(turn.server.progress).set(sid, progress) });
}
