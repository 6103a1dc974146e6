import { failure } from "./failure-pattern.ts";
import type { Pattern } from "./record.ts";

/** What goes wrong once a leader is elected. */
export const serviceFailures: readonly Pattern[] = [
  // QuorumPeer.run: the exception says what Leader.getEpochToPropose or waitForEpochAck waited for.
  failure("peer-exception", ["Unexpected exception"], /^Unexpected exception$/),
  // LearnerHandler.run: the leader on one of its followers.
  failure(
    "learner-broken",
    ["Unexpected exception causing shutdown while sock", "Unexpected exception in LearnerHandler"],
    /^Unexpected exception (?:causing shutdown while sock still open|in LearnerHandler)/,
  ),
  // Leader.getEpochToPropose and waitForEpochAck, where the message itself says it.
  failure(
    "epoch-timeout",
    ["Timeout while waiting for epoch"],
    /Timeout while waiting for epoch (?:from quorum|to be acked by quorum)/,
  ),
  // Follower.followLeader, Observer.observeLeader.
  failure(
    "old-epoch",
    ["is less than our accepted epoch"],
    /^Proposed leader epoch (?<leader>\S+) is less than our accepted epoch (?<accepted>\S+)/,
  ),
  // FileTxnLog.commit.
  failure(
    "slow-fsync",
    ["fsync-ing the write ahead log in "],
    /^fsync-ing the write ahead log in .* took (?<ms>\d+)ms/,
  ),
  // Leader.propose, XidRolloverException.
  failure("zxid-rollover", ["zxid lower 32 bits have rolled over"], /zxid lower 32 bits have rolled over/),
  // Leader.reportLookingSid, from 3.6.
  failure("voter-left", ["Quit leading due to voter changed mind"], /^Quit leading due to voter changed mind/),
  // NIOServerCnxn and NettyServerCnxn, from 3.4.10: AbstractFourLetterCommand.
  failure(
    "command-blocked",
    ["is not executed because it is not in the whitelist"],
    /^Command (?<command>\w+) is not executed because it is not in the whitelist/,
  ),
];
