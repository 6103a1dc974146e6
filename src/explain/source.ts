import type { Fact } from "./facts.ts";

/** The classes and methods of ZooKeeper 3.8 that do what a fact tells, in the order in which they do it. */
export const javaOf: Record<Fact["kind"], readonly string[]> = {
  crashed: ["QuorumCnxManager.RecvWorker.run", "Learner.readPacket"],
  looking: ["QuorumPeer.run", "FastLeaderElection.lookForLeader"],
  "still-looking": ["FastLeaderElection.lookForLeader"],
  "initial-vote": ["FastLeaderElection.updateProposal", "FastLeaderElection.sendNotifications"],
  "vote-changed": [
    "FastLeaderElection.lookForLeader",
    "FastLeaderElection.totalOrderPredicate",
    "FastLeaderElection.updateProposal",
    "FastLeaderElection.sendNotifications",
  ],
  "election-joined": [
    "FastLeaderElection.lookForLeader",
    "FastLeaderElection.totalOrderPredicate",
    "FastLeaderElection.updateProposal",
  ],
  "vote-lost": ["FastLeaderElection.lookForLeader", "FastLeaderElection.totalOrderPredicate"],
  agreed: ["FastLeaderElection.lookForLeader", "FastLeaderElection.totalOrderPredicate"],
  "older-election": ["FastLeaderElection.Messenger.WorkerReceiver.run", "FastLeaderElection.lookForLeader"],
  "not-counted": ["FastLeaderElection.Messenger.WorkerReceiver.run", "FastLeaderElection.validVoter"],
  reported: ["FastLeaderElection.Messenger.WorkerReceiver.run", "FastLeaderElection.lookForLeader"],
  "quorum-reached": ["FastLeaderElection.getVoteTracker", "SyncedLearnerTracker.hasAllQuorums"],
  "wait-broken": ["FastLeaderElection.lookForLeader"],
  decided: [
    "SyncedLearnerTracker.hasAllQuorums",
    "FastLeaderElection.lookForLeader",
    "FastLeaderElection.setPeerState",
  ],
  joined: ["FastLeaderElection.lookForLeader", "FastLeaderElection.checkLeader", "FastLeaderElection.setPeerState"],
  waited: [
    "FastLeaderElection.lookForLeader",
    "QuorumCnxManager.haveDelivered",
    "FastLeaderElection.sendNotifications",
  ],
  established: ["Leader.getEpochToPropose", "Leader.waitForNewLeaderAck", "QuorumPeer.updateElectionVote"],
  committed: ["Leader.propose", "Leader.tryToCommit"],
  short: ["SyncedLearnerTracker.hasAllQuorums"],
  "too-few": ["SyncedLearnerTracker.hasAllQuorums"],
};
