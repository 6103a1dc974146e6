import type { StateReason } from "../trace/events.ts";
import type { Link } from "./links.ts";
import type { Node } from "./node.ts";

/** One side of a connection between a leader and a learner. */
export interface Side {
  readonly link: Link;
  /** Since when this side hears nothing of the other, in virtual ms. */
  silentSince: number | undefined;
}

/** A learner's side. */
export interface LeaderSide extends Side {
  /** When something last came from the leader, in virtual ms. */
  heardAt: number;
}

/** What a server that has decided keeps of its ensemble. */
export interface Office {
  /** When it decided; of a leader, when it last came a step further. */
  since: number;
  /** A learner's side of its connection to the leader, once there is one. */
  leader: LeaderSide | null;
  /** A leader's sides of the connections to its learners. */
  readonly learners: Map<Node, Side>;
  /** A leader's: whether a quorum has ever followed it. */
  inOffice: boolean;
  /** Why it must give up, whatever its connections are. */
  leaving: StateReason | undefined;
}

/** @param since virtual ms */
export function newOffice(since: number): Office {
  return { since, leader: null, learners: new Map(), inOffice: false, leaving: undefined };
}

/** Whether a leader's quorum has come to follow it. */
export function isInOffice(node: Node, office: Office): boolean {
  return office.inOffice || node.leader?.stage === "broadcast";
}
