import type { CommitEvent, PhaseEvent, ProposeEvent, ZxidRange } from "./events.ts";

/** Transactions that were proposed together, and what has become of them: as many as are treated alike. */
export interface Batch {
  /** Their zxids. */
  readonly range: ZxidRange;
  /** Undefined where they were there before the first event, or the trace does not show who proposed them. */
  readonly proposed: ProposeEvent | undefined;
  /** Who has them, now, in sid order. */
  readonly servers: readonly number[];
  /** The synchronizations in which servers dropped them. */
  readonly dropped: readonly PhaseEvent[];
  /** How they were committed: by a quorum that logged them, or as the history with which a leader began to serve. */
  readonly committed: CommitEvent | PhaseEvent | undefined;
  /** Not committed, and never to be: a leader of a later epoch began to serve without them. */
  readonly lost: PhaseEvent | undefined;
}

/** What is to become of a batch: `open` as long as a later leader may have it, and commit it. */
export function fateOf({ committed, lost, servers }: Batch): "committed" | "lost" | "open" {
  if (committed) return "committed";
  return lost || servers.length === 0 ? "lost" : "open";
}
