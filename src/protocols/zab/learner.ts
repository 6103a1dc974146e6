import { commit, type History, load, logged, truncated } from "./history.ts";
import { after, append, beginOf, countOf, emptyLog, type Log, lastOf, upTo, without } from "./log.ts";
import type { Effect, Packet, StepResult } from "./packets.ts";

/** A follower or an observer, from the election on. Immutable. */
export interface LearnerState {
  readonly leader: number;
  /** Whether it may vote: false for an observer. */
  readonly votes: boolean;
  readonly commitLogCount: number;
  readonly history: History;
  /** `newleader`: it has acknowledged NEWLEADER, and waits for UPTODATE. */
  readonly stage: "discovery" | "synchronization" | "newleader" | "broadcast";
  /** The epoch of its leader, once it knows. */
  readonly epoch: number;
  readonly mode: "DIFF" | "TRUNC" | "SNAP" | null;
  /** A snapshot that it has taken in, and not written yet. */
  readonly snapshot: { readonly zxid: bigint; readonly log: Log } | null;
  /** What it has been sent and not logged yet, and up to where that is committed. */
  readonly queued: Log;
  readonly queuedCommit: bigint;
  /** Up to where the synchronization itself brings it. */
  readonly synced: bigint;
}

type Result = StepResult<LearnerState>;

/** Begins to follow that leader. */
export function follow(leader: number, votes: boolean, history: History, commitLogCount: number): LearnerState {
  return {
    ...{ leader, votes, commitLogCount, history },
    stage: "discovery",
    epoch: 0,
    mode: null,
    snapshot: null,
    queued: emptyLog,
    queuedCommit: 0n,
    synced: 0n,
  };
}

/** One that serves already under a leader in office. */
export function learnerInOffice(
  leader: number,
  votes: boolean,
  history: History,
  commitLogCount: number,
): LearnerState {
  return { ...follow(leader, votes, history, commitLogCount), stage: "broadcast", epoch: history.currentEpoch };
}

/** What it says first when it has connected (Learner.registerWithLeader). */
export function introduction({ history, votes }: LearnerState): Packet {
  return { kind: "FOLLOWERINFO", acceptedEpoch: history.acceptedEpoch, votes };
}

/** What the server has when it gives its leader up: a snapshot that it has not written is lost (Learner.shutdown). */
export function historyLeft({ history, snapshot, commitLogCount }: LearnerState): History {
  return snapshot ? load(history, commitLogCount) : history;
}

/**
 * What a learner becomes and what it wants done when a packet of its leader comes. Pure. The source is Learner.java,
 * Follower.java and Observer.java of ZooKeeper 3.8; what came before UPTODATE and is not committed is logged after it,
 * as later versions do (3.8.0 logged it with NEWLEADER, and acknowledged it too early).
 *
 * @throws Error when the packet does not fit the learner's state, which is a bug of the caller
 */
export function stepLearner(state: LearnerState, packet: Packet): Result {
  switch (packet.kind) {
    case "LEADERINFO":
      return acceptEpoch(state, packet.epoch);
    case "DIFF":
    case "TRUNC":
    case "SNAP":
      return beginSync(state, packet);
    case "PROPOSAL":
      return state.stage === "broadcast" ? log(state, packet.log) : quietly(queue(state, packet.log));
    case "COMMIT":
      return quietly(
        state.stage === "broadcast" ? applied(state, packet.zxid) : { ...state, queuedCommit: packet.zxid },
      );
    case "INFORM":
      return inform(state, packet.log);
    case "NEWLEADER":
      return newLeader(state, packet.epoch);
    case "UPTODATE":
      return upToDate(state);
    default:
      throw new Error(`a leader does not send ${packet.kind}`);
  }
}

function quietly(state: LearnerState): Result {
  return { state, effects: [] };
}

function toLeader(state: LearnerState, packet: Packet): Effect {
  return { kind: "send", to: state.leader, packet };
}

function acceptEpoch(state: LearnerState, epoch: number): Result {
  const { history } = state;
  const { acceptedEpoch, currentEpoch, zxid } = history;
  if (epoch < acceptedEpoch) return { state, effects: [{ kind: "leave", reason: "leader-behind" }] };
  const isNew = epoch > acceptedEpoch;
  const ack = toLeader(state, { kind: "ACKEPOCH", currentEpoch: isNew ? currentEpoch : null, zxid });
  const accepted: Effect = { kind: "epoch", file: "acceptedEpoch", epoch, was: acceptedEpoch };
  return {
    state: { ...state, stage: "synchronization", epoch, history: { ...history, acceptedEpoch: epoch } },
    effects: isNew ? [accepted, ack] : [ack],
  };
}

/** The first packets of Learner.syncWithLeader. A DIFF and a SNAP are written with NEWLEADER, a TRUNC at once. */
function beginSync(before: LearnerState, packet: Extract<Packet, { kind: "DIFF" | "TRUNC" | "SNAP" }>): Result {
  const { history, commitLogCount, epoch } = before;
  const { kind: mode, zxid, log: sent, why } = packet;
  const isSnapshot = mode === "SNAP";
  const state: LearnerState = {
    ...before,
    mode,
    history: mode === "TRUNC" ? truncated(history, zxid, commitLogCount) : history,
    snapshot: isSnapshot ? { zxid, log: sent } : null,
    queued: isSnapshot ? emptyLog : sent,
    queuedCommit: isSnapshot ? 0n : lastOf(sent),
    synced: isSnapshot ? zxid : lastOf(sent),
  };
  const synchronized: Effect = {
    kind: "synchronized",
    ...{ epoch, mode, why },
    from: history.zxid,
    zxid: isSnapshot ? zxid : sent.length > 0 ? lastOf(sent) : state.history.zxid,
    discarded: isSnapshot ? without(history.log, sent) : without(history.log, state.history.log),
    received: isSnapshot ? without(sent, history.log) : sent,
  };
  return { state, effects: [synchronized] };
}

function queue(state: LearnerState, more: Log): LearnerState {
  return { ...state, queued: append(state.queued, more) };
}

/** It writes what it got, and the epoch, and says so. */
function newLeader(state: LearnerState, epoch: number): Result {
  const { history: before, snapshot, mode, queued, queuedCommit, synced, commitLogCount } = state;
  const base: History = snapshot
    ? { ...before, log: snapshot.log, zxid: snapshot.zxid, processed: snapshot.zxid, committedLog: emptyLog }
    : before;
  const ready = upTo(queued, queuedCommit);
  const written = commit(logged(base, ready), lastOf(ready), commitLogCount);
  const history: History = {
    ...written,
    currentEpoch: epoch,
    // Snapshots are taken but for a DIFF; what came with one is applied without passing through the committed log.
    ...(mode !== "DIFF" && { snapshot: written.zxid }),
    ...(mode === "SNAP" && { committedLog: emptyLog }),
  };
  const more = after(ready, synced);
  const effects: Effect[] = [
    ...loggedEffects(more),
    { kind: "epoch", file: "currentEpoch", epoch, was: before.currentEpoch },
    toLeader(state, { kind: "ACK", zxid: beginOf(epoch) }),
  ];
  const left = after(queued, lastOf(ready));
  return { state: { ...state, stage: "newleader", history, snapshot: null, queued: left }, effects };
}

function loggedEffects(log: Log): Effect[] {
  return log.length === 0 ? [] : [{ kind: "logged", count: countOf(log), zxid: lastOf(log) }];
}

/** It serves. What came meanwhile it logs and acknowledges now. */
function upToDate(before: LearnerState): Result {
  const { queued, queuedCommit, epoch } = before;
  const state: LearnerState = { ...before, stage: "broadcast", queued: emptyLog };
  const { state: caughtUp, effects } = log(state, queued);
  return { state: applied(caughtUp, queuedCommit), effects: [...effects, { kind: "serves", epoch }] };
}

/** It logs proposals and acknowledges them; an observer has nothing to acknowledge. */
function log(state: LearnerState, more: Log): Result {
  if (more.length === 0) return quietly(state);
  const history = logged(state.history, more);
  const ack = state.votes ? [toLeader(state, { kind: "ACK", zxid: lastOf(more) })] : [];
  return { state: { ...state, history }, effects: [...loggedEffects(more), ...ack] };
}

function applied(state: LearnerState, zxid: bigint): LearnerState {
  const { history, commitLogCount } = state;
  const known = zxid < history.zxid ? zxid : history.zxid;
  return { ...state, history: commit(history, known, commitLogCount) };
}

/** An observer hears of transactions when they are committed. */
function inform(state: LearnerState, more: Log): Result {
  if (state.stage !== "broadcast") return quietly({ ...queue(state, more), queuedCommit: lastOf(more) });
  const { state: next, effects } = log(state, more);
  return { state: applied(next, lastOf(more)), effects };
}
