/**
 * The one normalised cluster that every way of describing an ensemble (YAML, JSON, zoo.cfg, flags, a built-in
 * name) is turned into, and the only form the simulation accepts.
 */

/** A text in one language, or in several with English always among them. */
export type LocalizedText = string | { en: string; "zh-CN"?: string; "zh-TW"?: string };

/** One configured server. */
export interface Server {
  /** Server id (myid), 0 to 2^53-1. */
  sid: number;
  /** Last logged zxid: 64 bits, unsigned. */
  zxid: bigint;
  /** currentEpoch: the peerEpoch of the vote it casts for itself. */
  epoch: number;
  /** The highest epoch that it has promised a leader to accept; never below `epoch`. */
  acceptedEpoch: number;
  /**
   * zxids of the transactions on its disk since its last snapshot, ascending, the last of them being `zxid`. Absent:
   * it has what the others have, up to its zxid.
   */
  log?: bigint[];
  /** Up to which zxid its last snapshot holds everything. Absent: what it logged is all it has. */
  snapshot?: bigint;
  /** Logical clock before it first looks for a leader; that election uses one more. */
  electionEpoch: number;
  role: "participant" | "observer";
  /** Hierarchical quorums only: 0 never counts and never wins. Absent with majority quorums. */
  weight?: number;
  /** Hierarchical quorums only; named by every participant or by none. */
  group?: number;
}

/** What a step does. */
export type Action =
  | { kind: "start" | "fail" | "restart" | "pause" | "resume"; sids: number[] }
  | { kind: "partition"; groups: number[][] }
  | { kind: "heal" }
  /** `reach`: those who get the proposals before the next step, beside the leader; nothing of it commits before that. */
  | { kind: "write"; count: number; reach?: number[] }
  | { kind: "wait"; ms: number }
  /** What only some protocols know. */
  | { kind: "command"; name: string; argument: unknown };

/** A step of the scenario: what it does, and how long it may run (without `forMs`, until the cluster settles). */
export interface Step {
  action: Action;
  forMs?: number;
}

/** Network conditions; a one-way latency is drawn from [min, max] ms, each notification is lost with probability `loss`. */
export interface Network {
  latency: { min: number; max: number };
  loss: number;
  seed: number;
}

/** ZooKeeper's own names; `initLimit` and `syncLimit` in ticks, the rest in ms. */
export interface Timing {
  tickTime: number;
  initLimit: number;
  syncLimit: number;
  finalizeWait: number;
  minNotificationInterval: number;
  maxNotificationInterval: number;
}

export interface Cluster {
  title?: LocalizedText;
  /** The protocol that it is run with, if that is not ZooKeeper's own. */
  protocol?: string;
  /** What the description says to single protocols, by their names. */
  parts?: Readonly<Record<string, unknown>>;
  source?: string;
  /** In sid order, at least one participant. */
  servers: Server[];
  /** In office before the first step, every server up but those that a `start` step names; null: all are down at first. */
  leader: number | null;
  /** The last zxid that is committed before the first step. Absent: with a leader in office, what a quorum has logged. */
  committed?: bigint;
  /** How many committed proposals a leader keeps in memory for followers that lack them (zookeeper.commitLogCount). */
  commitLogCount: number;
  until: "elected" | "established";
  /** Never empty unless a leader is in office: a description that starts nobody starts everybody. */
  steps: Step[];
  network: Network;
  timing: Timing;
  expect?: { leader: number | null };
}
