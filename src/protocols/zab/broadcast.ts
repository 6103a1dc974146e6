import { commit, logged } from "./history.ts";
import { type LeaderState, type LeaderResult as Result, viewOf, withView } from "./leader-state.ts";
import { after, counterOf, countOf, upTo } from "./log.ts";
import type { Effect } from "./packets.ts";

/** The last counter of an epoch that a transaction can have (Leader.propose). */
const maxCounter = 0xffff_fffe;

/** Logs transactions and sends them to all who follow (Leader.propose). */
export function propose(state: LeaderState, count: number): Result {
  if (state.stage !== "broadcast") throw new Error(`leader ${state.sid} does not serve yet`);
  const room = Math.max(0, maxCounter - counterOf(state.proposed));
  const fits = Math.min(count, room);
  const full: Effect[] = fits < count ? [{ kind: "leave", reason: "zxid-rollover" }] : [];
  if (fits === 0) return { state, effects: full };
  const first = state.proposed + 1n;
  const zxid = state.proposed + BigInt(fits);
  const history = logged(state.history, [{ first, last: zxid }]);
  const effects: Effect[] = [{ kind: "proposed", count: fits, zxid }];
  const learners = new Map(state.learners);
  for (const [to, view] of state.learners) {
    if (!view.votes || view.stage === "connected" || view.stage === "acked") continue;
    const log = after(history.log, view.sent);
    if (log.length === 0) continue;
    effects.push({ kind: "send", to, packet: { kind: "PROPOSAL", log } });
    learners.set(to, { ...view, sent: zxid });
  }
  const committed = tryToCommit({ ...state, history, learners, proposed: zxid });
  return { state: committed.state, effects: [...effects, ...committed.effects, ...full] };
}

export function proposalAcked(state: LeaderState, from: number, zxid: bigint): Result {
  const view = viewOf(state, from);
  if (zxid <= view.acked) return { state, effects: [] };
  return tryToCommit(withView(state, from, { ...view, acked: zxid }));
}

/** The last zxid that a quorum has acknowledged, the leader itself among them. */
export function acknowledged({ sid, verifier, learners, proposed }: LeaderState): bigint {
  const acks = [...learners].map(([learner, { acked }]) => ({ learner, acked }));
  acks.push({ learner: sid, acked: proposed });
  acks.sort((a, b) => (a.acked < b.acked ? 1 : a.acked > b.acked ? -1 : 0));
  let support = verifier.none;
  for (const { learner, acked } of acks) {
    const index = verifier.indexOf(learner);
    if (index === undefined) continue;
    support = verifier.add(support, index);
    if (verifier.isQuorum(support)) return acked;
  }
  return 0n;
}

/** The voters that have acknowledged all up to that zxid, the leader first. */
export function ackersOf({ sid, learners }: LeaderState, zxid: bigint): number[] {
  const servers = [sid];
  for (const [learner, { votes, acked }] of learners) if (votes && acked >= zxid) servers.push(learner);
  return servers;
}

/** Commits, in order, what a quorum has logged (Leader.tryToCommit). */
function tryToCommit(state: LeaderState): Result {
  const zxid = acknowledged(state);
  if (zxid <= state.committed) return { state, effects: [] };
  const news = after(upTo(state.history.log, zxid), state.committed);
  const history = commit(state.history, zxid, state.commitLogCount);
  const effects: Effect[] = [{ kind: "committed", count: countOf(news), zxid, servers: ackersOf(state, zxid) }];
  const learners = new Map(state.learners);
  for (const [to, view] of state.learners) {
    if (view.stage === "connected" || view.stage === "acked") continue;
    if (view.votes) {
      effects.push({ kind: "send", to, packet: { kind: "COMMIT", zxid } });
    } else {
      const log = after(upTo(history.log, zxid), view.sent);
      if (log.length === 0) continue;
      effects.push({ kind: "send", to, packet: { kind: "INFORM", log } });
      learners.set(to, { ...view, sent: zxid });
    }
  }
  return { state: { ...state, history, learners, committed: zxid }, effects };
}
