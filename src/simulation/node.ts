import type { Notification } from "../protocols/fle/messages.ts";
import type { QuorumVerifier } from "../protocols/fle/quorum.ts";
import { newServer, type Self, type ServerState } from "../protocols/fle/server.ts";
import { noVote, type Vote } from "../protocols/fle/vote.ts";
import type { History } from "../protocols/zab/history.ts";
import type { LeaderState } from "../protocols/zab/leader-state.ts";
import type { LearnerState } from "../protocols/zab/learner.ts";
import type { Server, Timing } from "../scenario/cluster.ts";

/** One simulated server: the process, what it has on disk, and what is on its way to it. */
export interface Node {
  /** Its place among the configured servers, in sid order. */
  readonly index: number;
  readonly sid: number;
  readonly self: Self;
  /** Its place among the voters; undefined for an observer. */
  readonly voter: number | undefined;
  /** Its election; null while the process is down. */
  fle: ServerState | null;
  /** What it has on disk, which survives a crash, and what its process knows of it. */
  history: History;
  /** Its part in Zab, once it has decided: one of the two, or none. */
  leader: LeaderState | null;
  learner: LearnerState | null;
  /** Logical clock with which the process starts: the configured one at first, 0 after a crash. */
  startClock: number;
  paused: boolean;
  /** What arrived while it was paused. */
  inbox: Notification[];
  /** When its wait for a notification ends, in virtual ms; Infinity when it does not wait. */
  pollUntil: number;
  /** The vote it last decided on, as it decided. */
  decided: { readonly vote: Vote; readonly electionEpoch: number } | null;
}

export function newNode(
  index: number,
  server: Server,
  history: History,
  verifier: QuorumVerifier,
  timing: Timing,
): Node {
  const self: Self = {
    sid: server.sid,
    verifier,
    votes: server.role === "participant",
    minNotificationInterval: timing.minNotificationInterval,
    maxNotificationInterval: timing.maxNotificationInterval,
    finalizeWait: timing.finalizeWait,
  };
  return {
    index,
    sid: server.sid,
    self,
    voter: verifier.indexOf(server.sid),
    fle: null,
    history,
    leader: null,
    learner: null,
    startClock: server.electionEpoch,
    paused: false,
    inbox: [],
    pollUntil: Number.POSITIVE_INFINITY,
    decided: null,
  };
}

/** Starts the process; it looks for a leader only when told to. */
export function boot(node: Node): ServerState {
  node.fle = newServer(node.self, node.startClock);
  return node.fle;
}

/** Ends the process: what it knew only in memory is gone. */
export function kill(node: Node): void {
  node.fle = null;
  node.startClock = 0;
  node.paused = false;
  node.inbox = [];
  node.pollUntil = Number.POSITIVE_INFINITY;
}

/** What the server proposes, or last decided on; a server that never ran has nothing but its own numbers. */
export function reportedVote(node: Node): { vote: Vote; electionEpoch: number } {
  if (node.fle?.peerState === "LOOKING") return { vote: node.fle.proposal, electionEpoch: node.fle.logicalClock };
  if (node.decided) return node.decided;
  const vote = node.self.votes
    ? { leader: null, zxid: node.history.zxid, peerEpoch: node.history.currentEpoch }
    : noVote;
  return { vote, electionEpoch: node.startClock };
}
