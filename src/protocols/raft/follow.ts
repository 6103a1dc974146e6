/** A follower's side of the log: AppendEntries as figure 2 has it (Raft §5.3). */
import { learnTerm, stepDown } from "./election.ts";
import { after, append, firstOfTerm, type Log, lengthOf, sharedBy, termAt, upTo } from "./log.ts";
import type { AppendEntries } from "./messages.ts";
import type { Turn } from "./turn.ts";

/** A leader sends entries, or only makes itself heard. */
export function entriesCame(turn: Turn, from: number, message: AppendEntries): void {
  learnTerm(turn, from, message);
  const { currentTerm, role } = turn.server;
  const isHeartbeat = message.entries.length === 0;
  if (message.term < currentTerm || role === "leader") {
    answer(turn, from, { success: false, index: message.prevLogIndex });
    return;
  }
  hearFrom(turn, from);
  const { log } = turn.server;
  const { prevLogIndex, prevLogTerm } = message;
  if (termAt(log, prevLogIndex) !== prevLogTerm) {
    const end = lengthOf(log) + 1;
    const retry = prevLogIndex >= end ? end : firstOfTerm(log, prevLogIndex);
    answer(turn, from, { success: false, index: prevLogIndex, retry });
    return;
  }
  if (!isHeartbeat) take(turn, from, prevLogIndex, message.entries);
  const index = prevLogIndex + lengthOf(message.entries);
  follow(turn, Math.min(message.leaderCommit, index));
  if (isHeartbeat) {
    const term = turn.server.currentTerm;
    turn.sendRoutine(from, { kind: "AppendEntriesResult", term, success: true, index });
  } else answer(turn, from, { success: true, index });
}

function answer(turn: Turn, to: number, result: { success: boolean; index: number; retry?: number }): void {
  turn.send(to, { kind: "AppendEntriesResult", term: turn.server.currentTerm, ...result });
}

/** There is a leader of this term: candidates give up (§5.2), timeouts begin anew. */
function hearFrom(turn: Turn, leader: number): void {
  if (turn.server.role !== "follower") stepDown(turn, "leader");
  const { options } = turn.server.config;
  if (turn.server.leader !== leader || (options.preVote && !turn.server.leaderAlive)) {
    turn.set({ leader, leaderAlive: true, unanswered: 0 });
  }
  turn.resetElection();
  if (options.preVote) turn.setTimer("lease", options.electionTimeout[0]);
}

/** What conflicts goes, with all that follows it; what is there already stays; the rest is appended. */
function take(turn: Turn, leader: number, prevLogIndex: number, entries: Log): void {
  const { sid, log, currentTerm: term } = turn.server;
  const own = after(log, prevLogIndex);
  const shared = prevLogIndex + sharedBy(own, entries);
  const last = prevLogIndex + lengthOf(entries);
  const length = lengthOf(log);
  if (shared === last) return;
  if (shared < length) {
    const discarded = after(log, shared);
    turn.tell({ type: "discard", sid, leader, term, first: shared + 1, last: length, entries: discarded });
  }
  const added = after(entries, shared - prevLogIndex);
  turn.set({ log: append(upTo(log, shared), added) });
  turn.tell({ type: "append", sid, leader, term, first: shared + 1, last, entries: added });
}

function follow(turn: Turn, index: number): void {
  const { sid, commitIndex: was, currentTerm: term } = turn.server;
  if (index <= was) return;
  turn.set({ commitIndex: index });
  turn.tell({ type: "commit", sid, term, index, was });
}
