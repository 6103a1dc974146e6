import type { Configured, Ensemble } from "../protocol.ts";
import { counterOf, epochOf } from "../zab/log.ts";
import { append, emptyLog, endOf, isUpToDate, type Log, lengthOf, sharedBy } from "./log.ts";
import { type Config, type Disk, down, type RaftOptions, type Server } from "./server.ts";

/** Everybody before the first step, down: what each has on its disk comes from the description. */
export function begin({ servers, options }: Ensemble<RaftOptions>): ReadonlyMap<number, Server> {
  const common = commonCounters(servers);
  const logs = new Map(servers.map((server) => [server.sid, logOf(server, common)]));
  // Whoever made the newest entry led its term, by the votes of a majority: nobody can win that term, or one before it.
  const newest = Math.max(...[...logs.values()].map((log) => endOf(log).term));
  const diskOf = ({ sid, epoch }: Configured): Disk => ({
    term: Math.max(epoch, newest),
    log: logs.get(sid) ?? emptyLog,
  });
  const disks = new Map(servers.map((server) => [server.sid, diskOf(server)]));
  const sidsOf = (role: Configured["role"]) => servers.filter((one) => one.role === role).map(({ sid }) => sid);
  const voters = sidsOf("participant");
  const learners = sidsOf("observer");
  const config: Config = { options, voters, learners, majority: Math.floor(voters.length / 2) + 1, disks };
  return new Map([...disks].map(([sid, disk]) => [sid, down(sid, config, disk)]));
}

/** A zxid is an entry whose term is the zxid's epoch; its index is its place in the server's log. */
function logOf({ zxid, log }: Configured, common: ReadonlyMap<number, number>): Log {
  return log ? append(historyUpTo(common, beforeLog(log)), entriesOf(log)) : historyUpTo(common, zxid);
}

/** How many transactions each epoch has had, as far as the zxids say. */
function commonCounters(servers: readonly Configured[]): ReadonlyMap<number, number> {
  const counters = new Map<number, number>();
  for (const { zxid, log } of servers) {
    const last = log ? beforeLog(log) : zxid;
    counters.set(epochOf(last), Math.max(counters.get(epochOf(last)) ?? 0, counterOf(last)));
  }
  return new Map([...counters].sort(([a], [b]) => a - b));
}

/** The history that servers have in common, up to a zxid. */
function historyUpTo(counters: ReadonlyMap<number, number>, zxid: bigint): Log {
  let log: Log = emptyLog;
  for (const [term, counter] of counters) {
    if (term > epochOf(zxid)) break;
    const count = term < epochOf(zxid) ? counter : counterOf(zxid);
    if (count > 0) log = append(log, [{ term, count }]);
  }
  return log;
}

function entriesOf(zxids: readonly bigint[]): Log {
  return append(
    emptyLog,
    zxids.map((zxid) => ({ term: epochOf(zxid), count: 1 })),
  );
}

/** The zxid before a log that is given; nothing, where that is empty or begins with the first of all. */
function beforeLog([first = 1n]: readonly bigint[]): bigint {
  return first - 1n;
}

/**
 * Up to which index of the log of a leader in office everything is committed: what a majority has, unless somebody who
 * could be elected lacks it (then it can only have been logged, §5.4.2).
 */
export function committedBefore({ disks, voters, majority }: Config, leader: number): number {
  const logs = voters.map((sid) => disks.get(sid)?.log ?? emptyLog);
  const own = disks.get(leader)?.log ?? emptyLog;
  const shared = logs.map((log) => sharedBy(log, own)).sort((a, b) => b - a);
  const electable = logs.filter((log) => {
    return logs.filter((other) => isUpToDate(endOf(log), endOf(other))).length >= majority;
  });
  return Math.min(shared[majority - 1] ?? 0, ...electable.map((log) => sharedBy(log, own)));
}

/**
 * The term of a leader in office: the highest of those who are up. A leader has all entries of its term; where others
 * have more of that one, it leads the next.
 */
export function termOfOffice({ disks }: Config, leader: number, up: readonly number[]): number {
  const own = disks.get(leader)?.log ?? emptyLog;
  const term = Math.max(...up.map((sid) => disks.get(sid)?.term ?? 0));
  const others = [...disks.values()].filter(({ log }) => endOf(log).term === term);
  return others.every(({ log }) => sharedBy(log, own) === lengthOf(log)) ? term : term + 1;
}
