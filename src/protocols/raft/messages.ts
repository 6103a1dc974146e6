import type { Log } from "./log.ts";

/** What every message has. */
interface Common {
  /** The sender's currentTerm; in a PreVote the term that it would begin. */
  readonly term: number;
  /** The sender has tried in vain for so long that nothing new comes of its messages, nor of those that answer them. */
  readonly vain?: true;
}

/** RequestVote RPC (figure 2), or the question before it that binds nobody (thesis, §9.6). */
export interface VoteRequest extends Common {
  readonly kind: "RequestVote" | "PreVote";
  readonly lastLogTerm: number;
  readonly lastLogIndex: number;
}

export interface VoteResult extends Common {
  readonly kind: "RequestVoteResult" | "PreVoteResult";
  /** The term that was asked about. */
  readonly asked: number;
  readonly voteGranted: boolean;
}

/** AppendEntries RPC (figure 2); with no entries it is a heartbeat. */
export interface AppendEntries extends Common {
  readonly kind: "AppendEntries";
  readonly prevLogIndex: number;
  readonly prevLogTerm: number;
  readonly entries: Log;
  readonly leaderCommit: number;
}

export interface AppendEntriesResult extends Common {
  readonly kind: "AppendEntriesResult";
  readonly success: boolean;
  /** Up to where the log is now known to be the leader's; when it was refused, prevLogIndex. */
  readonly index: number;
  /** When it was refused: where the leader may try next, so that it skips all of a term at once (end of §5.3). */
  readonly retry?: number;
}

export type RaftMessage = VoteRequest | VoteResult | AppendEntries | AppendEntriesResult;
