import { type History, load } from "../protocols/zab/history.ts";
import {
  after,
  append,
  beginOf,
  counterOf,
  emptyLog,
  epochOf,
  type Log,
  type Run,
  upTo,
} from "../protocols/zab/log.ts";
import type { Cluster, Server } from "../scenario/cluster.ts";

/**
 * What every server has when the simulation begins, by sid. Servers whose log is not given have one history in common,
 * each up to its zxid; those whose log is given have that, and before it what the others have.
 */
export function historiesOf({ servers, commitLogCount }: Cluster): Map<number, History> {
  const common = commonHistory(servers);
  return new Map(servers.map((server) => [server.sid, historyOf(server, common, commitLogCount)]));
}

function historyOf(server: Server, common: Log, commitLogCount: number): History {
  const { zxid, epoch, acceptedEpoch } = server;
  const snapshot = server.snapshot ?? impliedSnapshot(server);
  const log = server.log ? append(upTo(common, beforeLog(server)), runsOf(server.log)) : upTo(common, zxid);
  const files = { acceptedEpoch, currentEpoch: epoch };
  // A snapshot is taken when a file of the log is full: the next one goes on behind it.
  const [newest] = after(log, snapshot);
  const [oldest] = log;
  const begins = [oldest, newest].flatMap((run) => run?.first ?? []);
  const onDisk = { ...files, log, snapshot, files: [...new Set(begins)] };
  const memory = { zxid, processed: zxid, committedLog: emptyLog, beginsFile: true };
  return { ...load({ ...onDisk, ...memory }, commitLogCount), zxid, processed: zxid };
}

/** The beginning of an epoch can only have come with a snapshot; so has what stands before a log that is given. */
function impliedSnapshot(server: Server): bigint {
  if (server.log) return beforeLog(server);
  return counterOf(server.zxid) === 0 ? server.zxid : 0n;
}

/** The zxid before a given log: nothing, where it begins with the first transaction of all. */
function beforeLog({ log = [] }: Server): bigint {
  const [first = 1n] = log;
  return first - 1n;
}

/** Of every epoch as many transactions as the zxids say that there were. */
function commonHistory(servers: readonly Server[]): Log {
  const counters = new Map<number, number>();
  for (const server of servers) {
    const zxid = server.log ? beforeLog(server) : server.zxid;
    const epoch = epochOf(zxid);
    counters.set(epoch, Math.max(counters.get(epoch) ?? 0, counterOf(zxid)));
  }
  return [...counters]
    .filter(([, counter]) => counter > 0)
    .sort(([a], [b]) => a - b)
    .map(([epoch, counter]): Run => ({ first: beginOf(epoch) + 1n, last: beginOf(epoch) + BigInt(counter) }));
}

function runsOf(zxids: readonly bigint[]): Log {
  let log: Log = emptyLog;
  for (const zxid of zxids) log = append(log, [{ first: zxid, last: zxid }]);
  return log;
}
