import type { QuorumVerifier } from "../fle/quorum.ts";
import type { History } from "./history.ts";
import type { Packet, StepResult } from "./packets.ts";

/** What a leader knows of one who has connected to it (LearnerHandler). */
export interface LearnerView {
  readonly votes: boolean;
  /** `connected`; `acked`: it has accepted the epoch, or had before; `syncing`; `ready`: it has acknowledged NEWLEADER. */
  readonly stage: "connected" | "acked" | "syncing" | "ready";
  /** Its last zxid, as it said. */
  readonly zxid: bigint;
  /** Up to where it has been sent proposals; an observer: committed transactions. */
  readonly sent: bigint;
  /** Up to where it has acknowledged proposals. */
  readonly acked: bigint;
}

/** One leader, from the election on. Immutable. */
export interface LeaderState {
  readonly sid: number;
  readonly verifier: QuorumVerifier;
  readonly commitLogCount: number;
  readonly history: History;
  /** What it waits for a quorum of: their acceptedEpoch, their ACKEPOCH, their ACK of NEWLEADER; then nothing. */
  readonly stage: "epoch" | "ackepoch" | "newleader" | "broadcast";
  /** The epoch that it proposes, once it has heard a quorum. */
  readonly epoch: number;
  /** Currently connected, by sid. */
  readonly learners: ReadonlyMap<number, LearnerView>;
  /** By sid: acceptedEpoch of the participants heard so far, its own among them (connectingFollowers). */
  readonly heard: ReadonlyMap<number, number>;
  /** Who has acknowledged the epoch (electingFollowers), and who NEWLEADER. */
  readonly electing: ReadonlySet<number>;
  readonly newLeader: ReadonlySet<number>;
  /** The last zxid that it proposed, and the last that it committed. */
  readonly proposed: bigint;
  readonly committed: bigint;
}

export type LeaderInput =
  | { readonly kind: "packet"; readonly from: number; readonly packet: Packet }
  /** The connection of a learner is gone. */
  | { readonly kind: "gone"; readonly from: number }
  /** Clients want so many transactions. */
  | { readonly kind: "write"; readonly count: number };

export type LeaderResult = StepResult<LeaderState>;

export function withView(state: LeaderState, sid: number, view: LearnerView): LeaderState {
  return { ...state, learners: new Map(state.learners).set(sid, view) };
}

export function viewOf(state: LeaderState, sid: number): LearnerView {
  const view = state.learners.get(sid);
  if (!view) throw new Error(`server ${sid} has not connected to leader ${state.sid}`);
  return view;
}
