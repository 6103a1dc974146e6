import type { Ensemble, Outcome, View } from "../protocol.ts";
import { endOf, isUpToDate, lengthOf } from "./log.ts";
import { isVoter, type RaftOptions, type Server, stateOf } from "./server.ts";

/** What a server is at the end. */
export function status(server: Server) {
  const { term: lastTerm, index: lastIndex } = endOf(server.log);
  const { leader, currentTerm: term, commitIndex: committed } = server;
  return { state: stateOf(server), leader, term, lastTerm, lastIndex, committed };
}

/**
 * Who leads: in the highest term, and a majority that it reaches follows it there. Who could: whoever would get the
 * votes of a majority if its timeout were the next to run out.
 */
export function outcome(view: View<Server>, _: Ensemble<RaftOptions>): Outcome {
  const all = [...view.states.values()];
  const voters = all.filter(isVoter).filter(({ sid }) => view.running(sid));
  const reachedBy = ({ sid }: Server) => voters.filter((other) => view.reachable(sid, other.sid));
  const isMajority = (sids: readonly Server[]) => sids.length >= (all[0]?.config.majority ?? 1);
  const leaders = voters.filter((one) => {
    const follows = (other: Server) => other.leader === one.sid && other.currentTerm === one.currentTerm;
    return one.role === "leader" && isMajority(reachedBy(one).filter(follows));
  });
  const eligible = voters.filter((one) => {
    return isMajority(reachedBy(one).filter(({ log }) => isUpToDate(endOf(one.log), endOf(log))));
  });
  const [leader] = leaders.sort((a, b) => b.currentTerm - a.currentTerm);
  const term = Math.max(...all.map(({ currentTerm }) => currentTerm));
  const committed = Math.max(...all.map(({ commitIndex, log }) => Math.min(commitIndex, lengthOf(log))));
  return {
    leader: leader?.sid ?? null,
    eligible: eligible.map(({ sid }) => sid),
    term: leader?.currentTerm ?? term,
    committed,
  };
}

/** Whether everybody who runs follows one leader, has all that it has, committed, and hears it before a timeout runs out. */
export function atRest(view: View<Server>, { options }: Ensemble<RaftOptions>, latencyMs: number): boolean {
  if (options.heartbeat + latencyMs >= options.electionTimeout[0]) return false;
  const up = [...view.states.values()].filter(({ sid }) => view.running(sid));
  const leader = up.find(({ role }) => role === "leader");
  if (!leader) return false;
  const last = endOf(leader.log);
  return up.every((one) => {
    const end = endOf(one.log);
    const inStep = end.term === last.term && end.index === last.index && one.commitIndex === last.index;
    const follows = one === leader || (one.role === "follower" && one.leader === leader.sid);
    return follows && one.currentTerm === leader.currentTerm && inStep && view.reachable(one.sid, leader.sid);
  });
}
