import type { QuorumVerifier } from "../fle/quorum.ts";
import { acknowledged, proposalAcked, propose } from "./broadcast.ts";
import type { History } from "./history.ts";
import type { LeaderInput, LeaderState, LearnerView, LeaderResult as Result } from "./leader-state.ts";
import { viewOf, withView } from "./leader-state.ts";
import { after, beginOf, counterOf, emptyLog, upTo } from "./log.ts";
import type { Effect, Packet } from "./packets.ts";
import { planSync } from "./sync.ts";

/** A zxid that none is behind. */
const everything = 2n ** 64n - 1n;

/** Begins to lead: it takes a snapshot and waits for a quorum to connect (Leader.lead). */
export function lead(sid: number, verifier: QuorumVerifier, history: History, commitLogCount: number): Result {
  const state: LeaderState = {
    ...{ sid, verifier, commitLogCount },
    history: { ...history, snapshot: history.zxid },
    stage: "epoch",
    epoch: 0,
    learners: new Map(),
    heard: new Map([[sid, history.acceptedEpoch]]),
    electing: new Set(),
    newLeader: new Set(),
    proposed: history.zxid,
    committed: history.zxid,
  };
  return chooseEpoch(state);
}

/**
 * A leader that is in office already, with those who follow it. What not every one of them has got so far it sends
 * them with its next proposal.
 *
 * @param followers the last zxid of each, and whether it may vote
 * @param committed the last zxid that is committed; without it, the last one that a quorum has
 */
export function leaderInOffice(
  sid: number,
  verifier: QuorumVerifier,
  history: History,
  commitLogCount: number,
  followers: ReadonlyMap<number, { readonly zxid: bigint; readonly votes: boolean }>,
  committed: bigint | undefined,
): LeaderState {
  const { zxid, currentEpoch } = history;
  const learners = new Map<number, LearnerView>();
  for (const [follower, view] of followers) {
    const has = view.zxid < zxid ? view.zxid : zxid;
    // One that has more than its leader is sent nothing that would take its place, until it is brought up to date.
    const sent = view.zxid > zxid ? everything : has;
    learners.set(follower, { votes: view.votes, stage: "ready", zxid: view.zxid, sent, acked: has });
  }
  const state: LeaderState = {
    ...{ sid, verifier, commitLogCount, history, learners },
    stage: "broadcast",
    epoch: currentEpoch,
    heard: new Map(),
    electing: new Set(),
    newLeader: new Set(),
    proposed: zxid,
    committed: 0n,
  };
  const known = committed ?? acknowledged(state);
  const processed = known < zxid ? known : zxid;
  // What no quorum has it has logged, and nothing more.
  const memory = { processed, committedLog: upTo(history.committedLog, processed) };
  return { ...state, history: { ...history, ...memory }, committed: processed };
}

/**
 * What a leader becomes and what it wants done when something happens to it. Pure. The source is Leader.java and
 * LearnerHandler.java of ZooKeeper 3.8.
 *
 * @throws Error when the input does not fit the leader's state, which is a bug of the caller
 */
export function stepLeader(state: LeaderState, input: LeaderInput): Result {
  switch (input.kind) {
    case "packet":
      return receive(state, input.from, input.packet);
    case "gone": {
      const learners = new Map(state.learners);
      learners.delete(input.from);
      return { state: { ...state, learners }, effects: [] };
    }
    case "write":
      return propose(state, input.count);
  }
}

function receive(state: LeaderState, from: number, packet: Packet): Result {
  switch (packet.kind) {
    case "FOLLOWERINFO":
      return connected(state, from, packet.acceptedEpoch, packet.votes);
    case "ACKEPOCH":
      return epochAcked(state, from, packet.currentEpoch, packet.zxid);
    case "ACK":
      return counterOf(packet.zxid) === 0 ? newLeaderAcked(state, from) : proposalAcked(state, from, packet.zxid);
    default:
      throw new Error(`a learner does not send ${packet.kind}`);
  }
}

/** One step after another: the effects of all, the state of the last. */
function then(first: Result, next: (state: LeaderState) => Result): Result {
  const { state, effects } = next(first.state);
  return { state, effects: [...first.effects, ...effects] };
}

function connected(before: LeaderState, from: number, acceptedEpoch: number, votes: boolean): Result {
  const state = withView(before, from, { votes, stage: "connected", zxid: 0n, sent: 0n, acked: 0n });
  if (state.stage !== "epoch") return { state, effects: [leaderInfo(from, state.epoch)] };
  // An observer is no part of the quorum, but its epoch counts (Leader.getEpochToPropose).
  return chooseEpoch({ ...state, heard: new Map(state.heard).set(from, acceptedEpoch) });
}

function leaderInfo(to: number, epoch: number): Effect {
  return { kind: "send", to, packet: { kind: "LEADERINFO", epoch } };
}

/** A quorum is there: the highest epoch that any of them has accepted, plus one (Leader.getEpochToPropose). */
function chooseEpoch(state: LeaderState): Result {
  const { sid, verifier, history, heard } = state;
  if (!verifier.containsQuorum(heard.keys())) return { state, effects: [] };
  const epoch = Math.max(...heard.values()) + 1;
  const accepted: Effect = {
    kind: "epoch",
    file: "acceptedEpoch",
    epoch,
    was: history.acceptedEpoch,
    heard: [...heard].map(([heardSid, own]) => ({ sid: heardSid, epoch: own })).sort((a, b) => a.sid - b.sid),
  };
  const next: LeaderState = {
    ...state,
    stage: "ackepoch",
    epoch,
    history: { ...history, acceptedEpoch: epoch },
    electing: new Set([sid]),
  };
  const infos = [...state.learners.keys()].map((to) => leaderInfo(to, epoch));
  return then({ state: next, effects: [accepted, ...infos] }, finishElection);
}

function epochAcked(before: LeaderState, from: number, currentEpoch: number | null, zxid: bigint): Result {
  const view = viewOf(before, from);
  const { history, stage } = before;
  const state = withView(before, from, { ...view, stage: "acked", zxid });
  if (stage !== "ackepoch") return synchronize(state, from);
  if (currentEpoch === null) return { state, effects: [] };
  const isAhead = currentEpoch > history.currentEpoch || (currentEpoch === history.currentEpoch && zxid > history.zxid);
  if (isAhead) {
    const learners = new Map(state.learners);
    learners.delete(from);
    return { state: { ...state, learners }, effects: [{ kind: "refuse", from, currentEpoch, zxid }] };
  }
  const electing = view.votes ? new Set(state.electing).add(from) : state.electing;
  return finishElection({ ...state, electing });
}

/** A quorum has accepted the epoch (Leader.waitForEpochAck): the leader serves in it, and brings them up to date. */
function finishElection(state: LeaderState): Result {
  const { sid, verifier, history, epoch, electing } = state;
  if (!verifier.containsQuorum(electing)) return { state, effects: [] };
  const { currentEpoch: was } = history;
  const next: LeaderState = {
    ...state,
    stage: "newleader",
    history: { ...history, currentEpoch: epoch },
    newLeader: new Set([sid]),
  };
  const effects: Effect[] = [
    { kind: "epoch", file: "currentEpoch", epoch, was },
    { kind: "synchronizes", epoch },
  ];
  let result: Result = { state: next, effects };
  for (const [from, view] of state.learners) {
    if (view.stage === "acked") result = then(result, (reached) => synchronize(reached, from));
  }
  return then(result, serve);
}

/** DIFF, TRUNC or SNAP, what has been committed or proposed since, and NEWLEADER. */
function synchronize(state: LeaderState, to: number): Result {
  const view = viewOf(state, to);
  const { history, epoch, committed } = state;
  const { mode, why, zxid, proposals, last } = planSync(view.zxid, history);
  const send = (packet: Packet): Effect => ({ kind: "send", to, packet });
  const log = mode === "SNAP" ? upTo(history.log, zxid) : proposals;
  const effects: Effect[] = [send({ kind: mode, zxid, log, why })];
  // What is proposed and not committed yet (Leader.startForwarding); an observer gets it when it is committed.
  const open = view.votes && state.stage === "broadcast" ? after(history.log, max(last, committed)) : emptyLog;
  if (open.length > 0) effects.push(send({ kind: "PROPOSAL", log: open }));
  effects.push(send({ kind: "NEWLEADER", epoch }));
  const sent = view.votes ? state.proposed : committed;
  return { state: withView(state, to, { ...view, stage: "syncing", sent: max(sent, last) }), effects };
}

function newLeaderAcked(state: LeaderState, from: number): Result {
  const view = viewOf(state, from);
  // UPTODATE is acknowledged as well, to no effect (Leader.processAck).
  if (view.stage !== "syncing") return { state, effects: [] };
  const next = withView(state, from, { ...view, stage: "ready" });
  if (state.stage === "broadcast") return { state: next, effects: [upToDate(from)] };
  const newLeader = view.votes ? new Set(state.newLeader).add(from) : state.newLeader;
  return serve({ ...next, newLeader });
}

function upToDate(to: number): Effect {
  return { kind: "send", to, packet: { kind: "UPTODATE" } };
}

/** A quorum has the leader's history and serves in its epoch: that history is committed (Leader.startZkServer). */
function serve(state: LeaderState): Result {
  const { verifier, newLeader, epoch, history, learners } = state;
  if (state.stage !== "newleader" || !verifier.containsQuorum(newLeader)) return { state, effects: [] };
  const begin = beginOf(epoch);
  const next: LeaderState = {
    ...state,
    stage: "broadcast",
    history: { ...history, zxid: begin, processed: begin },
    proposed: begin,
    committed: begin,
  };
  const ready = [...learners].filter(([, view]) => view.stage === "ready").map(([sid]) => upToDate(sid));
  return { state: next, effects: [{ kind: "serves", epoch }, ...ready] };
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
