import type { Protocol } from "../protocol.ts";
import { begin } from "./begin.ts";
import type { RaftEvent } from "./events.ts";
import type { RaftMessage } from "./messages.ts";
import { atRest, outcome, status } from "./outcome.ts";
import { crash, type RaftOptions, type Server } from "./server.ts";
import { step } from "./step.ts";

/**
 * Raft (Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", extended version, 2014: §5.1 to
 * §5.4, and the entry of §8 with which a leader begins), with pre-vote (Ongaro's thesis, §9.6; etcd-io/raft) as an option.
 */
export const protocol: Protocol<Server, RaftMessage, RaftEvent, RaftOptions> = {
  name: "raft",
  begin,
  step,
  crash,
  status,
  quietMs: ({ options }) => 2 * options.electionTimeout[1],
  outcome,
  atRest,
};
