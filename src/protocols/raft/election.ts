/** Terms and votes: Raft §5.1, §5.2, §5.4.1, and pre-vote (thesis, §9.6; etcd-io/raft, PreVote). */
import type { BallotReason, RaftEvent } from "./events.ts";
import { endOf, isUpToDate } from "./log.ts";
import type { VoteRequest, VoteResult } from "./messages.ts";
import { lead } from "./replication.ts";
import type { Turn } from "./turn.ts";

/** Nothing came from a leader, and nobody got its vote, for as long as its timeout. */
export function electionTimeout(turn: Turn): void {
  const { tries, unanswered, config } = turn.server;
  turn.set({ tries: tries + 1, unanswered: unanswered + 1 });
  if (config.options.preVote) askBefore(turn);
  else campaign(turn, "timeout");
}

/** Asks who would vote for it, and leaves its term as it is until a majority would. */
function askBefore(turn: Turn): void {
  const { sid, currentTerm } = turn.server;
  turn.become("pre-candidate", "timeout", { leader: null, leaderAlive: false, votes: [sid], answered: [sid] });
  ask(turn, "PreVote", currentTerm + 1, "timeout");
  if (turn.server.config.majority === 1) campaign(turn, "pre-vote");
}

/** Begins a term, votes for itself, and asks for the other votes. */
function campaign(turn: Turn, cause: "timeout" | "pre-vote"): void {
  const { sid, currentTerm, config } = turn.server;
  const term = currentTerm + 1;
  const own = { votedFor: sid, leader: null, leaderAlive: false, votes: [sid], answered: [sid] };
  turn.become("candidate", "timeout", { currentTerm: term, ...own });
  ask(turn, "RequestVote", term, cause);
  if (config.majority === 1) lead(turn);
}

function ask(turn: Turn, kind: VoteRequest["kind"], term: number, cause: "timeout" | "pre-vote"): void {
  const { sid, log, config } = turn.server;
  const { term: lastLogTerm, index: lastLogIndex } = endOf(log);
  turn.tell({ type: "candidate", sid, term, pre: kind === "PreVote", cause, lastLogTerm, lastLogIndex });
  turn.resetElection();
  for (const voter of config.voters) if (voter !== sid) turn.send(voter, { kind, term, lastLogTerm, lastLogIndex });
}

/** A candidate asks: one vote a term, first come first served, and none for a log that is behind. */
export function voteRequested(turn: Turn, from: number, request: VoteRequest): void {
  const pre = request.kind === "PreVote";
  if (!pre) learnTerm(turn, from, request);
  const why = judge(turn, from, request);
  const voteGranted = why === "granted";
  tellBallot(turn, from, request, why);
  if (voteGranted && !pre) {
    turn.set({ votedFor: from });
    turn.resetElection();
  }
  const kind = pre ? "PreVoteResult" : "RequestVoteResult";
  turn.send(from, { kind, term: turn.server.currentTerm, asked: request.term, voteGranted });
}

function judge({ server }: Turn, from: number, request: VoteRequest): BallotReason {
  const { currentTerm, votedFor, log, role, leaderAlive } = server;
  if (request.term < currentTerm) return "older-term";
  if (request.kind === "PreVote" && (role === "leader" || leaderAlive)) return "leader-alive";
  if (request.term === currentTerm && votedFor !== null && votedFor !== from) return "already-voted";
  const candidate = { term: request.lastLogTerm, index: request.lastLogIndex };
  return isUpToDate(candidate, endOf(log)) ? "granted" : "log-behind";
}

function tellBallot(turn: Turn, candidate: number, request: VoteRequest, why: BallotReason): void {
  const { sid, currentTerm, log, votedFor, leader } = turn.server;
  const { term: lastLogTerm, index: lastLogIndex } = endOf(log);
  const ballot: Extract<RaftEvent, { type: "ballot" }> = {
    type: "ballot",
    sid,
    candidate,
    term: request.term,
    pre: request.kind === "PreVote",
    granted: why === "granted",
    why,
    voterTerm: currentTerm,
    lastLogTerm,
    lastLogIndex,
    candidateLogTerm: request.lastLogTerm,
    candidateLogIndex: request.lastLogIndex,
    ...(why === "already-voted" && votedFor !== null && { votedFor }),
    ...(why === "leader-alive" && leader !== null && { leader }),
  };
  turn.tell(ballot);
}

/** A voter answers. What belongs to an earlier candidacy counts no more. */
export function voteAnswered(turn: Turn, from: number, result: VoteResult): void {
  const pre = result.kind === "PreVoteResult";
  // Who grants a pre-vote may already be in the term that was asked about: its vote there is still free.
  if (!(pre && result.voteGranted)) learnTerm(turn, from, result);
  const { server } = turn;
  const { role, currentTerm, config } = server;
  if (role !== (pre ? "pre-candidate" : "candidate") || result.asked !== currentTerm + (pre ? 1 : 0)) return;
  const answered = withSid(server.answered, from);
  const votes = result.voteGranted ? withSid(server.votes, from) : server.votes;
  turn.set({ answered, votes, ...(answered.length >= config.majority && { unanswered: 0 }) });
  if (votes.length < config.majority) return;
  if (pre) campaign(turn, "pre-vote");
  else lead(turn);
}

function withSid(sids: readonly number[], sid: number): readonly number[] {
  return sids.includes(sid) ? sids : [...sids, sid];
}

/** Whoever learns of a higher term is in it from then on, and follows whoever will lead there (§5.1). */
export function learnTerm(turn: Turn, from: number, { term, kind }: { term: number; kind: string }): void {
  const { sid, currentTerm: was } = turn.server;
  if (term <= was) return;
  turn.set({ currentTerm: term, votedFor: null });
  turn.tell({ type: "term", sid, term, was, from, by: kind });
  stepDown(turn, "higher-term");
}

/** A follower again, which as yet knows of no leader. */
export function stepDown(turn: Turn, reason: "higher-term" | "leader"): void {
  const led = turn.server.role === "leader";
  turn.become("follower", reason, {
    leader: null,
    leaderAlive: false,
    votes: [],
    answered: [],
    progress: new Map(),
    hold: null,
  });
  if (!led) return;
  turn.cancel("heartbeat");
  turn.resetElection();
}
