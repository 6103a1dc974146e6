import { failure } from "./failure-pattern.ts";
import type { Pattern } from "./record.ts";

/** What keeps votes from arriving or from counting. */
export const voteFailures: readonly Pattern[] = [
  // QuorumCnxManager.initiateConnection, from 3.5.
  failure(
    "no-secure-channel",
    ["Cannot open secure channel to "],
    /^Cannot open secure channel to (?<to>\d+) at election address (?<address>\S+)/,
  ),
  // QuorumPeer.QuorumServer.recreateSocketAddresses, 3.4 and 3.5.
  failure("unresolved", ["Failed to resolve address: "], /^Failed to resolve address: (?<host>\S+)/),
  // QuorumCnxManager.handleConnection (3.5.8, 3.6).
  failure(
    "own-id",
    ["We got a connection request from a server with our own ID"],
    /^We got a connection request from a server with our own ID/,
  ),
  // QuorumCnxManager.startConnection from 3.5; initiateConnection before, which names the other server first.
  failure(
    "smaller-id",
    ["Have smaller server identifier"],
    /^Have smaller server identifier, so dropping the connection: \((?:myId:(?<my>\d+) --> sid:(?<sid>\d+)|(?<to>\d+), \d+)\)/,
  ),
  // FastLeaderElection.validVoter.
  failure(
    "vote-for-stranger",
    ["Ignoring notification for non-cluster member"],
    /^Ignoring notification for non-cluster member sid (?<leader>-?\d+) from sid (?<from>-?\d+)/,
  ),
  failure(
    "vote-of-stranger",
    ["Ignoring notification for sid "],
    /^Ignoring notification for sid (?<leader>-?\d+) from non-quorum member sid (?<from>-?\d+)/,
  ),
  // QuorumCnxManager.connectOne.
  failure("unknown-sid", ["Invalid server id: "], /^Invalid server id: (?<to>-?\d+)/),
  // Learner.findLeader.
  failure(
    "unknown-leader",
    ["Couldn't find the leader with id"],
    /^Couldn't find the leader with id ?= ?(?<leader>-?\d+)/,
  ),
  // QuorumCnxManager.handleConnection, from 3.5; the exception is InitialMessageException. Others log its text.
  failure("bad-greeting", ["Initial message parsing error"], /^Initial message parsing error/),
  failure("bad-greeting", ["Got unrecognized protocol version"], /Got unrecognized protocol version (?<version>\S+)/),
];
