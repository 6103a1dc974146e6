import type { History } from "./history.ts";
import { after, append, counterOf, emptyLog, epochOf, holds, type Log, lastOf, upTo } from "./log.ts";
import type { SyncReason } from "./packets.ts";

/** How a leader brings a learner up to date. */
export interface SyncPlan {
  readonly mode: "DIFF" | "TRUNC" | "SNAP";
  readonly why: SyncReason;
  /** What the packet says: where a DIFF or a snapshot ends, or up to where the learner keeps its log. */
  readonly zxid: bigint;
  /** Committed proposals that follow the packet. */
  readonly proposals: Log;
  /** The last zxid that the learner has with that. */
  readonly last: bigint;
}

/**
 * How a leader brings a learner up to date whose last zxid is that (LearnerHandler.syncFollower and
 * queueCommittedProposals): from what it keeps in memory, or else from its newest log file on; from older files never,
 * which count for their 64 MiB each, more than a third of any but a very large snapshot (snapshotSizeFactor).
 *
 * @param leader the leader's history; only what it has applied is looked at
 */
export function planSync(zxid: bigint, leader: History): SyncPlan {
  const { processed, committedLog } = leader;
  const least = committedLog[0]?.first ?? processed;
  const most = committedLog.length > 0 ? lastOf(committedLog) : processed;
  // The beginning of an epoch is in nobody's log: such a learner has taken a snapshot, and has logged nothing since.
  const isBegin = counterOf(zxid) === 0;

  if (zxid === processed) return { mode: "DIFF", why: "same", zxid, proposals: emptyLog, last: zxid };
  if (zxid > most && !isBegin) return { mode: "TRUNC", why: "ahead", zxid: most, proposals: emptyLog, last: most };
  if (zxid > most) return snapshot("unknown", processed);
  if (zxid >= least) return proposalsFrom(committedLog, zxid, most, processed);
  const onDisk = fromDisk(zxid, least, leader);
  if (lastOf(onDisk) < least) return snapshot("too-far", processed);
  return proposalsFrom(append(onDisk, after(committedLog, least)), zxid, most, processed);
}

/** What can be read from the newest log file, up to where memory begins; nothing where that begins after the zxid. */
function fromDisk(zxid: bigint, least: bigint, { files, log }: History): Log {
  const newest = files.at(-1);
  const isThere = newest !== undefined && (newest < zxid || (newest === zxid && files.length === 1));
  return isThere ? after(upTo(log, least), newest - 1n) : emptyLog;
}

function snapshot(why: SyncReason, zxid: bigint): SyncPlan {
  return { mode: "SNAP", why, zxid, proposals: emptyLog, last: zxid };
}

/** A DIFF of what stands behind the zxid; a TRUNC before that where the log goes on without it, in the same epoch. */
function proposalsFrom(log: Log, zxid: bigint, most: bigint, processed: bigint): SyncPlan {
  const proposals = after(log, zxid);
  const last = proposals.length > 0 ? lastOf(proposals) : zxid;
  const known = holds(log, zxid);
  if (known || counterOf(zxid) === 0) {
    const why = !known ? "new-epoch" : proposals.length > 0 ? "behind" : "same";
    return { mode: "DIFF", why, zxid: most, proposals, last };
  }
  const next = proposals[0]?.first ?? zxid;
  if (epochOf(next) !== epochOf(zxid)) return snapshot("other-epoch", processed);
  return { mode: "TRUNC", why: "diverged", zxid: lastOf(upTo(log, zxid)), proposals, last };
}
