import type { Notification, PeerState } from "./messages.ts";
import type { QuorumVerifier } from "./quorum.ts";
import { noVote, type Vote } from "./vote.ts";
import { VoteSet } from "./votes.ts";

/** What one server knows of itself and its ensemble, and what never changes while it runs. */
export interface Self {
  readonly sid: number;
  readonly verifier: QuorumVerifier;
  /** Whether it may vote: false for an observer. */
  readonly votes: boolean;
  /** Waits in ms (zookeeper.fastleader.minNotificationInterval, maxNotificationInterval; finalizeWait). */
  readonly minNotificationInterval: number;
  readonly maxNotificationInterval: number;
  readonly finalizeWait: number;
}

/** A vote that a server has settled on (QuorumPeer.currentVote). */
export interface CurrentVote {
  readonly vote: Vote;
  readonly electionEpoch: number;
  readonly round: number;
}

/** One server's whole state. Immutable: `step` makes a new one. */
export interface ServerState {
  readonly self: Self;
  readonly peerState: PeerState;
  readonly logicalClock: number;
  /** Its vote for itself in this election (getInitId, getInitLastLoggedZxid, getPeerEpoch). */
  readonly initial: Vote;
  readonly proposal: Vote;
  /** Round of the proposal. */
  readonly round: number;
  /** What it decided last; before that, its vote for itself. */
  readonly current: CurrentVote;
  /** Votes of this election, by voter. */
  readonly recvset: VoteSet;
  /** What servers that have decided report, whatever their election. */
  readonly outofelection: VoteSet;
  /** How long it waits for a notification before it sends again, in ms (notTimeout). */
  readonly notTimeout: number;
  /** A quorum supports its proposal and it waits for finalizeWait in case a better vote is on its way. */
  readonly finalizing: boolean;
}

/**
 * A server before its first election.
 *
 * @param electionEpoch its logical clock; the first election uses one more
 */
export function newServer(self: Self, electionEpoch: number): ServerState {
  const votes = VoteSet.empty(self.verifier);
  return {
    self,
    peerState: "LOOKING",
    logicalClock: electionEpoch,
    initial: noVote,
    proposal: noVote,
    round: 0,
    current: { vote: noVote, electionEpoch, round: 0 },
    recvset: votes,
    outofelection: votes,
    notTimeout: self.minNotificationInterval,
    finalizing: false,
  };
}

/** A server that already follows or leads, in an ensemble whose leader was elected earlier. */
export function serverInOffice(self: Self, current: CurrentVote): ServerState {
  const peerState = decidedState(self, current.vote.leader);
  return { ...newServer(self, current.electionEpoch), peerState, proposal: current.vote, current };
}

/** The state of a server that has decided on a leader (FastLeaderElection.learningState, setPeerState). */
export function decidedState(self: Self, leader: number | null): PeerState {
  if (leader === self.sid) return "LEADING";
  return self.votes ? "FOLLOWING" : "OBSERVING";
}

/** How long a LOOKING server waits for the next notification, in ms. */
export function pollMs({ finalizing, self, notTimeout }: ServerState): number {
  return finalizing ? self.finalizeWait : notTimeout;
}

/** The notification a server sends to the voting members while it is looking (sendNotifications). */
export function proposalOf(server: ServerState): Notification {
  const { self, proposal, logicalClock, round } = server;
  return { from: self.sid, vote: proposal, electionEpoch: logicalClock, state: "LOOKING", round };
}

/** The notification with which a server that has decided answers one that is looking. */
export function decisionOf(server: ServerState): Notification {
  const { self, current, peerState } = server;
  return { from: self.sid, ...current, state: peerState };
}

/**
 * The answer to a server that may not vote. It carries the vote last settled on, even while the sender is looking,
 * under the logical clock of now (WorkerReceiver, the branch for non-voting servers).
 */
export function answerToObserver(server: ServerState): Notification {
  return { ...decisionOf(server), electionEpoch: server.logicalClock };
}
