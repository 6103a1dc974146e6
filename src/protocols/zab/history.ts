import { after, append, emptyLog, type Log, lastOf, newest, upTo } from "./log.ts";

/** What a server has on disk and in memory of the ensemble's history. Immutable. */
export interface History {
  /** The epochs in its files: the one it has accepted last, and the one it has served in last. */
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;
  /** Every transaction of which its state is made, logged or taken with a snapshot. */
  readonly log: Log;
  /** On disk: the zxid of its last snapshot; when it starts it replays only what it logged after that. */
  readonly snapshot: bigint;
  /**
   * On disk: with which zxids the files of its log begin, in order; of what came with a snapshot no file is left that
   * could be read on from there. A process that has started begins a new file with what it logs first.
   */
  readonly files: readonly bigint[];
  readonly beginsFile: boolean;
  /**
   * The zxid that it votes with: that of its last transaction, or where an epoch begins, when it has led in that epoch
   * (in memory only) or has taken a snapshot from its leader.
   */
  readonly zxid: bigint;
  /** In memory: up to where it has applied what it logged (DataTree.lastProcessedZxid). */
  readonly processed: bigint;
  /** In memory: the newest of what it has applied, as it could send it to others (ZKDatabase.committedLog). */
  readonly committedLog: Log;
}

/** The process starts: it reads its snapshot, and applies all that it logged since (ZKDatabase.loadDataBase). */
export function load(history: History, commitLogCount: number): History {
  const { log, snapshot } = history;
  const last = lastOf(log);
  const zxid = last > snapshot ? last : snapshot;
  const committedLog = remembered(after(log, snapshot), commitLogCount);
  return { ...history, zxid, processed: zxid, committedLog, beginsFile: true };
}

/** It leaves its leader, or its office: all that it logged now counts (ZKDatabase.fastForwardDataBase). */
export function fastForward(history: History, commitLogCount: number): History {
  return commit(history, history.zxid, commitLogCount);
}

/** It applies what it has logged, up to that zxid. */
export function commit(history: History, zxid: bigint, commitLogCount: number): History {
  if (zxid <= history.processed) return history;
  const applied = after(upTo(history.log, zxid), history.processed);
  const committedLog = remembered(append(history.committedLog, applied), commitLogCount);
  // Once for every write and server: V8 makes an object of named fields faster than it spreads one.
  const { acceptedEpoch, currentEpoch, log, snapshot, files, beginsFile, zxid: last } = history;
  return { acceptedEpoch, currentEpoch, log, snapshot, files, beginsFile, zxid: last, processed: zxid, committedLog };
}

/** It logs transactions. */
export function logged(history: History, log: Log): History {
  const [run] = log;
  if (!run) return history;
  const files = history.beginsFile ? [...history.files, run.first] : history.files;
  const { acceptedEpoch, currentEpoch, snapshot, processed, committedLog } = history;
  const all = append(history.log, log);
  const zxid = lastOf(log);
  return { acceptedEpoch, currentEpoch, log: all, snapshot, files, beginsFile: false, zxid, processed, committedLog };
}

/** It takes in a snapshot of its leader's, in the place of all that it had. */
export function restored(history: History, log: Log, zxid: bigint): History {
  return { ...history, log, zxid, processed: zxid, committedLog: emptyLog, files: [], beginsFile: true };
}

/** It drops all that it logged after that zxid (ZKDatabase.truncateLog), and starts from its disk anew. */
export function truncated(history: History, zxid: bigint, commitLogCount: number): History {
  const snapshot = history.snapshot < zxid ? history.snapshot : zxid;
  const files = history.files.filter((first) => first <= zxid);
  const left = load({ ...history, log: upTo(history.log, zxid), snapshot, files }, commitLogCount);
  return { ...left, zxid, processed: zxid };
}

/** What fits in memory. One more than the setting says: the oldest goes before the newest comes (addCommittedProposal). */
function remembered(log: Log, commitLogCount: number): Log {
  return newest(log, commitLogCount + 1);
}
