import type { History } from "./history.ts";
import { after, counterOf, emptyLog, epochOf, holds, type Log, lastOf, upTo } from "./log.ts";
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
 * queueCommittedProposals). One way of Java's is left out, to send what is only on the leader's disk: that needs a
 * snapshot three times as large as the log files, which are 64 MiB from the start (snapshotSizeFactor).
 *
 * @param leader the leader's history; only what it has applied is looked at
 */
export function planSync(zxid: bigint, leader: History): SyncPlan {
  const { processed, committedLog } = leader;
  const least = committedLog[0]?.first ?? processed;
  const most = committedLog.length > 0 ? lastOf(committedLog) : processed;
  // The beginning of an epoch is in nobody's log: such a learner has taken a snapshot, and has logged nothing since.
  const isBegin = counterOf(zxid) === 0;
  const with_ = (mode: SyncPlan["mode"], why: SyncReason, to: bigint, proposals = emptyLog): SyncPlan => {
    const last = proposals.length > 0 ? lastOf(proposals) : mode === "DIFF" ? zxid : to;
    return { mode, why, zxid: to, proposals, last };
  };
  const snapshot = (why: SyncReason) => with_("SNAP", why, processed);

  if (zxid === processed) return with_("DIFF", "same", zxid);
  if (zxid > most && !isBegin) return with_("TRUNC", "ahead", most);
  if (zxid < least) return snapshot("too-far");
  if (zxid > most) return snapshot("unknown");
  const lacking = after(committedLog, zxid);
  if (holds(committedLog, zxid)) return with_("DIFF", lacking.length > 0 ? "behind" : "same", most, lacking);
  if (isBegin) return with_("DIFF", "new-epoch", most, lacking);
  const next = lacking[0]?.first ?? zxid;
  if (epochOf(next) !== epochOf(zxid)) return snapshot("other-epoch");
  return with_("TRUNC", "diverged", lastOf(upTo(committedLog, zxid)), lacking);
}
