import type { Effect, Input, Notification, Outcome, Reason, StepResult } from "./messages.ts";
import { answerToObserver, decidedState, decisionOf, proposalOf, type ServerState } from "./server.ts";
import { type Comparison, compareVotes, noVote, type Rule, unknownZxid, type Vote } from "./vote.ts";
import { VoteSet } from "./votes.ts";

type Result = StepResult<ServerState>;

const rules: readonly Rule[] = ["peerEpoch", "zxid", "sid", "weight", "equal"];
const broadcast: Effect = Object.freeze({ kind: "broadcast" });
const poll: Effect = Object.freeze({ kind: "poll" });
// The effects of nearly every notification are lists made once and shared.
const kept = effectsByRule((by) => [handled("kept", by), poll]);
const adopted = effectsByRule((by) => [handled("adopted", by), { kind: "vote", by }, broadcast, poll]);

/**
 * One server's FastLeaderElection: what it becomes and what it wants done when something happens to it. Pure.
 * The source is FastLeaderElection.java of ZooKeeper 3.8: lookForLeader, Messenger.WorkerReceiver, and QuorumPeer
 * for what surrounds them.
 *
 * @throws Error when the input does not fit the server's state, which is a bug of the caller
 */
export function step(server: ServerState, input: Input): Result {
  switch (input.kind) {
    case "receive":
      return receive(server, input.notification);
    case "timeout":
      return server.finalizing ? becomeDecided(server) : sendAgain(server, input.delivered);
    case "look":
      return becomeLooking(server, input.zxid, input.currentEpoch);
    case "established":
      return { state: withPeerEpoch(server, input.epoch), effects: [] };
  }
}

/** The start of lookForLeader. */
function becomeLooking(server: ServerState, zxid: bigint, currentEpoch: number): Result {
  const { self } = server;
  const vote: Vote = self.votes ? { leader: self.sid, zxid, peerEpoch: currentEpoch } : noVote;
  const votes = VoteSet.empty(self.verifier);
  const logicalClock = server.logicalClock + 1;
  const fresh = server.round === 0 && server.peerState === "LOOKING";
  const state: ServerState = {
    self,
    peerState: "LOOKING",
    logicalClock,
    initial: vote,
    proposal: vote,
    round: 1,
    // A process that has just started has settled on nothing but itself (QuorumPeer.startLeaderElection).
    current: fresh ? { vote, electionEpoch: logicalClock, round: 1 } : server.current,
    recvset: votes,
    outofelection: votes,
    notTimeout: self.minNotificationInterval,
    finalizing: false,
  };
  return {
    state,
    effects: [{ kind: "vote", by: "initial" }, broadcast, poll],
  };
}

function withPeerEpoch(server: ServerState, epoch: number): ServerState {
  assertState(server, server.peerState !== "LOOKING", "take on an established epoch");
  const { current } = server;
  return { ...server, current: { ...current, vote: { ...current.vote, peerEpoch: epoch } } };
}

/** The wait ran out before a quorum was found: send again if anything was ever delivered, and wait twice as long. */
function sendAgain(server: ServerState, delivered: boolean): Result {
  assertState(server, server.peerState === "LOOKING", "time out");
  const next = Math.min(server.notTimeout * 2, server.self.maxNotificationInterval);
  const state = { ...server, notTimeout: next };
  const backoff: Effect = { kind: "backoff", waited: server.notTimeout };
  return { state, effects: delivered ? [backoff, broadcast, poll] : [backoff, poll] };
}

/** finalizeWait passed without a better vote: the proposal is the leader. */
function becomeDecided(server: ServerState): Result {
  assertState(server, server.peerState === "LOOKING", "decide");
  const { proposal, logicalClock, round, recvset } = server;
  const current = { vote: proposal, electionEpoch: logicalClock, round };
  return {
    state: { ...server, peerState: decidedState(server.self, proposal.leader), current, finalizing: false },
    effects: [{ kind: "decided", via: "quorum", votes: recvset }],
  };
}

/**
 * The receiving thread (WorkerReceiver), which hears everything and answers some of it itself. Unlike there, an observer
 * answers no voter: the voter would answer back at once, and real servers then go on like that without end.
 */
function receive(server: ServerState, n: Notification): Result {
  const sender = server.self.verifier.indexOf(n.from);
  if (sender === undefined) {
    return settled(server, handled("replied", "observer"), answer(n, answerToObserver(server)));
  }
  if (server.peerState === "LOOKING") {
    const result = takeFromQueue(server, sender, n);
    if (n.state !== "LOOKING" || n.electionEpoch >= server.logicalClock || !server.self.votes) return result;
    return { state: result.state, effects: [...result.effects, answer(n, proposalOf(server))] };
  }
  if (n.state !== "LOOKING") return settled(server, handled("ignored", "decided"));
  if (!server.self.votes) return settled(server, handled("ignored", "observer"));
  return settled(server, handled("replied", "looking"), answer(n, decisionOf(server)));
}

/** One turn of the loop of lookForLeader, while waiting for a quorum or through finalizeWait. */
function takeFromQueue(server: ServerState, sender: number, n: Notification): Result {
  const { self } = server;
  const leader = n.vote.leader === null ? undefined : self.verifier.indexOf(n.vote.leader);
  if (server.finalizing) {
    const comparison = compareVotes(n.vote, server.proposal, weightOf(server, leader));
    if (!comparison.wins) return { state: server, effects: kept[comparison.by] };
    return takeFromQueue({ ...server, finalizing: false }, sender, n);
  }
  if (leader === undefined) return waiting(server, handled("ignored", "member"));
  switch (n.state) {
    case "LOOKING":
      return hearLooking(server, sender, leader, n);
    case "OBSERVING":
      return waiting(server, handled("ignored", "observer"));
    default:
      return hearDecided(server, sender, leader, n);
  }
}

/** A vote that is still being cast: compare, adopt the better one, count. */
function hearLooking(server: ServerState, sender: number, leader: number, n: Notification): Result {
  if (server.initial.zxid === unknownZxid || n.vote.zxid === unknownZxid) {
    return waiting(server, handled("ignored", "zxid-unknown"));
  }
  if (n.electionEpoch < server.logicalClock) {
    return waiting(server, server.self.votes ? handled("replied", "electionEpoch") : handled("ignored", "observer"));
  }
  const newer = n.electionEpoch > server.logicalClock;
  const comparison = compareVotes(n.vote, newer ? server.initial : server.proposal, weightOf(server, leader));
  if (newer) return joinNewerElection(server, sender, leader, n, comparison);
  if (comparison.wins) return adopt(server, sender, leader, n, comparison);
  const { logicalClock, proposal, round, recvset } = server;
  return count(server, logicalClock, proposal, round, recvset, sender, leader, n, kept[comparison.by]);
}

function adopt(server: ServerState, sender: number, leader: number, n: Notification, { by }: Comparison): Result {
  return count(server, server.logicalClock, n.vote, n.round + 1, server.recvset, sender, leader, n, adopted[by]);
}

/** A newer election: forget the votes of this one, and start from the better of theirs and one's own initial vote. */
function joinNewerElection(
  server: ServerState,
  sender: number,
  leader: number,
  n: Notification,
  comparison: Comparison,
): Result {
  const vote = comparison.wins ? n.vote : server.initial;
  return count(server, n.electionEpoch, vote, n.round + 1, VoteSet.empty(server.self.verifier), sender, leader, n, [
    { kind: "handled", outcome: comparison.wins ? "adopted" : "kept", by: "electionEpoch", rule: comparison.by },
    { kind: "vote", by: "electionEpoch" },
    broadcast,
    poll,
  ]);
}

/**
 * Puts a vote into recvset, under the clock and the proposal that it may have brought about; with a quorum for that
 * proposal, the last wait begins.
 */
function count(
  server: ServerState,
  logicalClock: number,
  proposal: Vote,
  round: number,
  votes: VoteSet,
  sender: number,
  leader: number,
  n: Notification,
  effects: readonly Effect[],
): Result {
  const { self } = server;
  const recvset = votes.put(sender, leader, n);
  const proposed = proposal.leader === null ? undefined : self.verifier.indexOf(proposal.leader);
  const finalizing =
    proposed !== undefined && self.verifier.isQuorum(recvset.supportOfProposal(proposed, proposal, logicalClock));
  if (recvset === server.recvset && proposal === server.proposal && !finalizing) return { state: server, effects };
  // Written out field by field, not spread: this is made for nearly every notification.
  const state: ServerState = {
    self,
    peerState: server.peerState,
    logicalClock,
    initial: server.initial,
    proposal,
    round,
    current: server.current,
    recvset,
    outofelection: server.outofelection,
    notTimeout: server.notTimeout,
    finalizing,
  };
  return { state, effects };
}

/** The report of a server that has decided: join its leader once a quorum and the leader itself say so. */
function hearDecided(server: ServerState, sender: number, leader: number, n: Notification): Result {
  const { verifier } = server.self;
  let { recvset } = server;
  if (n.electionEpoch === server.logicalClock) {
    recvset = recvset.put(sender, leader, n);
    const support = recvset.supportOfDecided(leader, n.vote, n.electionEpoch);
    if (verifier.isQuorum(support) && checkLeader(server, recvset, leader, n)) return join(server, n, recvset);
  }
  const outofelection = server.outofelection.put(sender, leader, n);
  const quorum = verifier.isQuorum(outofelection.supportOfDecided(leader, n.vote, n.electionEpoch));
  if (quorum && checkLeader(server, outofelection, leader, n)) return join(server, n, outofelection);
  const changed = recvset !== server.recvset || outofelection !== server.outofelection;
  const state = changed ? { ...server, recvset, outofelection } : server;
  return waiting(state, handled("kept", quorum ? "leader" : "quorum"));
}

/** Whether the reported leader really leads (FastLeaderElection.checkLeader). */
function checkLeader(server: ServerState, votes: VoteSet, leader: number, n: Notification): boolean {
  if (n.vote.leader === server.self.sid) return server.logicalClock === n.electionEpoch;
  return votes.get(leader)?.state === "LEADING";
}

function join(server: ServerState, n: Notification, votes: VoteSet): Result {
  const current = { vote: n.vote, electionEpoch: n.electionEpoch, round: n.round };
  return {
    state: {
      ...server,
      peerState: decidedState(server.self, n.vote.leader),
      logicalClock: n.electionEpoch,
      current,
      finalizing: false,
    },
    effects: [handled("joined", "established"), { kind: "decided", via: "joined", votes }],
  };
}

function weightOf(server: ServerState, voter: number | undefined): number {
  return voter === undefined ? 0 : server.self.verifier.weightOf(voter);
}

function settled(state: ServerState, ...effects: Effect[]): Result {
  return { state, effects };
}

function waiting(state: ServerState, effect: Effect): Result {
  return { state, effects: [effect, poll] };
}

function answer(to: Notification, notification: Notification): Effect {
  return { kind: "answer", to: to.from, notification };
}

function handled(outcome: Outcome, by: Reason): Effect {
  return { kind: "handled", outcome, by };
}

function effectsByRule(effectsOf: (rule: Rule) => Effect[]): Record<Rule, readonly Effect[]> {
  return Object.fromEntries(rules.map((rule) => [rule, Object.freeze(effectsOf(rule))])) as Record<
    Rule,
    readonly Effect[]
  >;
}

function assertState(server: ServerState, holds: boolean, action: string): void {
  if (!holds) throw new Error(`server ${server.self.sid} is ${server.peerState} and cannot ${action}`);
}
