import { committedBefore, termOfOffice } from "./begin.ts";
import { emptyLog, type Log, lengthOf, sharedBy } from "./log.ts";
import type { Config, Progress } from "./server.ts";
import type { Turn } from "./turn.ts";

/**
 * There is a leader in office before the first step: those who are up know it, and voted for it; it knows how far their
 * logs go along with its own.
 */
export function putInOffice(turn: Turn, leader: number, up: readonly number[]): void {
  const { sid, config, log } = turn.server;
  const term = termOfOffice(config, leader, up);
  const own = logOf(config, leader);
  const commitIndex = Math.min(committedBefore(config, leader), sharedBy(log, own));
  const votedFor = config.voters.includes(sid) ? leader : null;
  turn.set({ currentTerm: term, votedFor, leader, commitIndex, role: sid === leader ? "leader" : "follower" });
  if (sid !== leader) {
    turn.set({ leaderAlive: true });
    turn.resetElection();
    if (config.options.preVote) turn.setTimer("lease", config.options.electionTimeout[0]);
    return;
  }
  const others = [...config.voters, ...config.learners].filter((other) => other !== sid);
  const progress = others.map((other): [number, Progress] => {
    if (!up.includes(other)) return [other, { match: 0, next: lengthOf(own) + 1, probing: true }];
    const match = sharedBy(logOf(config, other), own);
    return [other, { match, next: match + 1, probing: false }];
  });
  turn.set({ progress: new Map(progress) });
  turn.setTimer("heartbeat", config.options.heartbeat);
}

function logOf({ disks }: Config, sid: number): Log {
  return disks.get(sid)?.log ?? emptyLog;
}
