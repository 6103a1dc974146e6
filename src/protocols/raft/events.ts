import type { ActorState } from "../protocol.ts";
import type { Log } from "./log.ts";

/** Why a vote was given or refused. */
export type BallotReason =
  | "granted"
  /** The voter is in a later term: what is older is refused (§5.1). */
  | "older-term"
  /** It has voted for somebody else in this term (§5.2). */
  | "already-voted"
  /** Its own log is more up to date (§5.4.1). */
  | "log-behind"
  /** Pre-vote: it has heard from a leader within the shortest election timeout, or leads itself (thesis, §9.6). */
  | "leader-alive";

/** What a trace tells of a Raft server, besides what all protocols tell. */
export type RaftEvent =
  | {
      readonly type: "state";
      readonly sid: number;
      readonly from: ActorState;
      readonly to: ActorState;
      /** start, restart; timeout; elected; leader (there is another one), higher-term. */
      readonly reason: "start" | "restart" | "timeout" | "elected" | "leader" | "higher-term";
      readonly term: number;
    }
  /** It asks for votes: in a new term of its own; with `pre`, whether it would get them in that term. */
  | {
      readonly type: "candidate";
      readonly sid: number;
      readonly term: number;
      readonly pre: boolean;
      /** What made it: its election timeout, or a majority's answers to its pre-vote. */
      readonly cause: "timeout" | "pre-vote";
      readonly lastLogTerm: number;
      readonly lastLogIndex: number;
    }
  /** A voter answers a candidate. The logs' ends are those that it compares. */
  | {
      readonly type: "ballot";
      readonly sid: number;
      readonly candidate: number;
      /** The candidate's. */
      readonly term: number;
      readonly pre: boolean;
      readonly granted: boolean;
      readonly why: BallotReason;
      /** The voter's term when it answers. */
      readonly voterTerm: number;
      readonly lastLogTerm: number;
      readonly lastLogIndex: number;
      readonly candidateLogTerm: number;
      readonly candidateLogIndex: number;
      /** Whom it has voted for in this term. */
      readonly votedFor?: number;
      /** The leader that it hears from. */
      readonly leader?: number;
    }
  /** A candidate has the votes of a majority. */
  | { readonly type: "won"; readonly sid: number; readonly term: number; readonly votes: readonly number[] }
  /** A server learns of a higher term. */
  | {
      readonly type: "term";
      readonly sid: number;
      readonly term: number;
      readonly was: number;
      readonly from: number;
      /** The message that told it. */
      readonly by: string;
    }
  /** Entries come to a server's log: `first` to `last`. */
  | {
      readonly type: "append";
      readonly sid: number;
      /** Who sent them; a leader's own come from itself. */
      readonly leader: number;
      readonly term: number;
      readonly first: number;
      readonly last: number;
      readonly entries: Log;
      /** The entry with which a leader begins its term, and that says nothing (§8). */
      readonly noop?: true;
    }
  /** Entries go that conflict with the leader's (§5.3). */
  | {
      readonly type: "discard";
      readonly sid: number;
      readonly leader: number;
      readonly term: number;
      readonly first: number;
      readonly last: number;
      readonly entries: Log;
    }
  /** What a server knows to be committed. */
  | {
      readonly type: "commit";
      readonly sid: number;
      readonly term: number;
      readonly index: number;
      readonly was: number;
    };
