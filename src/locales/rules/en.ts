/** Every text of the page of rules, in English. The other languages have the same keys, which are the ids in JSON. */
export const en = {
  title: "The rules of ZooKeeper's leader election",
  source: "FastLeaderElection, as the servers of version 3.8 run it",
  /** A claim that is not true. */
  quoted: (claim: string) => `"${claim}"`,

  sections: {
    order: {
      title: "Which vote wins",
      rules: {
        vote: {
          term: "vote",
          text: "the proposed server's sid, last zxid and peerEpoch",
        },
        notification: { term: "notification", text: "the sender's vote, electionEpoch and state" },
        peerEpoch: { term: "peerEpoch", text: "that server's currentEpoch; compared first, the higher wins" },
        zxid: { term: "zxid", text: "decides between equal peerEpochs: the higher wins" },
        sid: { term: "sid", text: "decides when the zxids are equal, too: the larger wins" },
        weight: { term: "weight", text: "a vote for a server of weight 0 never beats another" },
      },
    },
    looking: {
      title: "How servers look for a leader",
      rules: {
        looking: {
          term: "LOOKING",
          text: "a server that has started, or lost its leader, or as leader its quorum; a voter sends every voter a vote for itself",
        },
        electionEpoch: {
          term: "electionEpoch",
          text: "the logical clock: one more each time a server goes LOOKING",
        },
        "same-election": {
          term: "same",
          text: "a better vote is adopted and sent to all; all go into recvset",
        },
        "newer-election": {
          term: "newer",
          text: "the server sets its clock to it and empties recvset; of that vote and its own initial one, it sends the better to all",
        },
        "older-election": { term: "older", text: "the vote is ignored, its sender answered with one's own" },
        notTimeout: {
          term: "notTimeout",
          text: "after 200 ms without a notification it sends its vote again, or reconnects, and doubles this wait, up to 60 s",
        },
      },
    },
    decision: {
      title: "When a leader is found",
      rules: {
        majority: {
          term: "quorum",
          text: "more than half of the configured voters, up or not, have the same vote in the same election; observers are no voters",
        },
        groups: {
          term: "with groups",
          text: "more than half of the weight in more than half of the groups",
        },
        finalizeWait: {
          term: "finalizeWait",
          text: "with a quorum for its vote, a server decides only after 200 ms without a notification: a better vote may be on its way",
        },
        decided: {
          term: "LEADING",
          text: "has decided on itself; one that decides on another: FOLLOWING",
        },
        observing: { term: "OBSERVING", text: "an observer that has learned who leads; it is never elected" },
        "late-server": {
          term: "late server",
          text: "is answered by those that have decided; it joins once a quorum names one leader and that leader says LEADING",
        },
      },
    },
    epoch: {
      title: "What follows",
      rules: {
        discovery: {
          term: "discovery",
          text: "the new epoch: the highest acceptedEpoch of a quorum, plus 1",
        },
        synchronization: {
          term: "synchronization",
          text: "servers take over the leader's history and set currentEpoch; once a quorum has, the epoch is established",
        },
        broadcast: {
          term: "broadcast",
          text: "zxids: the new epoch in the upper 32 bits, a counter below it",
        },
      },
    },
  },

  notTrue: { title: "Often said, and wrong", note: "each with a run that shows it" },
  misunderstandings: {
    "clock-decides": {
      claim: "The logical clock decides who wins.",
      truth: "It only tells elections apart; within one, peerEpoch, zxid and sid decide.",
    },
    "zxid-and-sid-only": {
      claim: "Only zxid and sid count.",
      truth: "peerEpoch comes first: the server's currentEpoch, which is no part of its zxid.",
    },
    "epoch-per-vote": {
      claim: "The epoch rises with each vote.",
      truth:
        "Votes change within one electionEpoch, and each has the peerEpoch of the server it proposes. A new epoch comes only once a leader is elected.",
    },
    "largest-sid": {
      claim: "The largest sid always wins.",
      truth: "The sid decides only between votes with equal peerEpochs and equal zxids.",
    },
    "late-takeover": {
      claim: "A late server with a larger zxid takes over.",
      truth: "It joins the leader that a quorum follows, and drops what that leader lacks.",
    },
    "even-number": {
      claim: "An even number of servers cannot elect.",
      truth:
        "Of any two votes one is better, so no tie lasts: three of four servers elect. Two do not: four survive one failure, as three do.",
    },
  },
};

/** What a language must provide. */
export type RulesTexts = typeof en;
