/** What happens to nodes, for the trace. */
import type { ActorState } from "../protocol.ts";

/** Why a node has no master, or no longer is one. */
export type Reason =
  | "start"
  | "restart"
  | "elected"
  | "joined"
  /** MasterFaultDetection: the connection broke; no answer; what the answer said. */
  | "master-crashed"
  | "master-silent"
  | "no-longer-master"
  | "not-in-cluster"
  /** A master gives up: `stepped-down` says more. */
  | "stepped-down";

export interface State {
  readonly type: "state";
  readonly sid: number;
  readonly from: ActorState;
  readonly to: ActorState;
  readonly reason: Reason;
  /** Whom it has joined, or lost. */
  readonly master?: number;
}

/** How a round of pings ended: ZenDiscovery.findMaster. */
export interface Pinged {
  readonly type: "pinged";
  readonly sid: number;
  /** The master-eligible nodes that answered, and itself if it is one, the best candidate first. */
  readonly sees: readonly number[];
  /** Of each of these, how new its cluster state is. */
  readonly versions: readonly number[];
  /** Whom those that answered take for the master. */
  readonly masters: readonly number[];
  /** minimumMasterNodes. */
  readonly need: number;
  readonly chosen: number | null;
  /** `named`: by those that answered; `unreachable`: so named, but without an answer itself. */
  readonly why: "named" | "unreachable" | "first" | "too-few";
}

/** Who elected itself counts joins: NodeJoinController. */
export interface Joins {
  readonly type: "joins";
  readonly sid: number;
  readonly from: readonly number[];
  /** Master-eligible nodes for it so far, itself among them. */
  readonly have: number;
  readonly need: number;
}

/** An attempt failed, and it pings again. */
export interface Again {
  readonly type: "again";
  readonly sid: number;
  /** Whom it wanted to join; itself when it was elected. */
  readonly chosen: number;
  readonly why: "refused" | "no-answer" | "crashed" | "too-few-joins" | "failed-to-publish";
}

/** A master's cluster state is committed: these are its nodes now. */
export interface Nodes {
  readonly type: "nodes";
  readonly sid: number;
  readonly version: number;
  readonly nodes: readonly number[];
}

/** Fault detection: the other side did not answer a ping in time. */
export interface Unanswered {
  readonly type: "unanswered";
  readonly sid: number;
  readonly from: number;
  readonly attempt: number;
  readonly of: number;
}

/** A master takes a node out of its cluster. */
export interface Removed {
  readonly type: "removed";
  readonly sid: number;
  readonly node: number;
  readonly why: "crashed" | "silent";
}

/** A master learns that there is another one: ZenDiscovery.handleAnotherMaster. */
export interface AnotherMaster {
  readonly type: "another-master";
  readonly sid: number;
  readonly other: number;
  readonly version: number;
  readonly otherVersion: number;
  /** Who is to give it up: the one with the older cluster state, of equals the other. */
  readonly yields: number;
}

/** A master gives up. */
export interface SteppedDown {
  readonly type: "stepped-down";
  readonly sid: number;
  readonly why: "not-enough-nodes" | "failed-to-publish" | "older-state" | "told-to";
  /** Master-eligible nodes that it has left, or that acknowledged, itself among them. */
  readonly have: number;
  readonly need: number;
}

export type ZenEvent = State | Pinged | Joins | Again | Nodes | Unanswered | Removed | AnotherMaster | SteppedDown;
