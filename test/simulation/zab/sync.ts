/** `LearnerHandler.syncFollower` of ZooKeeper 3.8.0 once more, over plain arrays. */
import type { SyncReason } from "../../../src/trace/events.ts";
import { counterOf, epochOf } from "./account.ts";

/** What a leader has when it looks at a learner. */
export interface View {
  /** `DataTree.lastProcessedZxid`. */
  readonly processed: bigint;
  /** `ZKDatabase.committedLog`. */
  readonly kept: readonly bigint[];
  /** With which zxids the files of its log begin, and what is in them. */
  readonly files: readonly bigint[];
  readonly logged: readonly bigint[];
  /** All that it has committed. */
  readonly committed: readonly bigint[];
  /** What it has proposed, and not committed. */
  readonly outstanding: readonly bigint[];
}

export interface Sync {
  readonly mode: "DIFF" | "TRUNC" | "SNAP";
  readonly why: SyncReason;
  /** With which zxid a learner goes on after a TRUNC or SNAP; its own after a DIFF. */
  readonly to: bigint;
  /** What follows one by one. */
  readonly sent: readonly bigint[];
}

export function syncFollower(peer: bigint, view: View): Sync {
  const { processed, kept } = view;
  const min = kept[0] ?? processed;
  const max = kept.at(-1) ?? processed;
  if (processed === peer) return { mode: "DIFF", why: "same", to: peer, sent: [] };
  if (peer > max && !isNewEpoch(peer)) return { mode: "TRUNC", why: "ahead", to: max, sent: [] };
  if (max >= peer && min <= peer) return queueCommitted(peer, kept) ?? snap("other-epoch");
  if (peer >= min) return snap("unknown");
  const onDisk = proposalsFromLog(peer, view).filter((zxid) => zxid <= min);
  // A gap between the end of the log and what is in memory.
  if ((onDisk.at(-1) ?? 0n) < min) return snap("too-far");
  return queueCommitted(peer, [...onDisk, ...kept.filter((zxid) => zxid > min)]) ?? snap("other-epoch");

  function snap(why: SyncReason): Sync {
    return { mode: "SNAP", why, to: processed, sent: [] };
  }
}

/**
 * `ZKDatabase.getProposalsFromTxnLog`: nothing when the log begins later, or when there are files behind the one that
 * it begins to read: of 64 MiB each, they are larger than a third of any snapshot here.
 */
function proposalsFromLog(peer: bigint, { files, logged }: View): readonly bigint[] {
  const before = files.filter((first) => first < peer).at(-1);
  const stored = files.filter((first) => first >= (before ?? peer));
  const [opened, ...later] = stored;
  if (opened === undefined || opened > peer || later.length > 0) return [];
  return logged.filter((zxid) => zxid >= opened);
}

function isNewEpoch(zxid: bigint): boolean {
  return counterOf(zxid) === 0n;
}

/** `LearnerHandler.queueCommittedProposals`; undefined when it queues no DIFF and no TRUNC. */
function queueCommitted(peer: bigint, kept: readonly bigint[]): Sync | undefined {
  let previous = -1n;
  let op: Omit<Sync, "sent"> | undefined;
  const sent: bigint[] = [];
  for (const zxid of kept) {
    if (zxid < peer) {
      previous = zxid;
      continue;
    }
    if (!op) {
      if (zxid === peer) {
        op = { mode: "DIFF", why: "behind", to: peer };
        continue;
      }
      if (isNewEpoch(peer)) op = { mode: "DIFF", why: "new-epoch", to: peer };
      else if (epochOf(zxid) !== epochOf(peer)) return undefined;
      else op = { mode: "TRUNC", why: "diverged", to: previous };
    }
    sent.push(zxid);
  }
  if (!op) return undefined;
  // Nothing to send: they end with the same transaction, though the leader has gone on to the zxid of its epoch.
  return sent.length === 0 && op.why === "behind" ? { ...op, why: "same", sent } : { ...op, sent };
}
