import type { Effect } from "../protocols/fle/messages.ts";
import type { ServerState } from "../protocols/fle/server.ts";
import type { PeerState } from "../trace/events.ts";
import type { Ballot } from "./world.ts";

export type Decided = Extract<Effect, { kind: "decided" }>;

/**
 * What a server decided by its log, where by the protocol it would not have decided, or otherwise: its own proposal, or,
 * where it cannot follow that, the leader that it was last told of.
 *
 * @param told the last report of a leader that it heard while it was looking
 */
export function decisionByLog(
  sid: number,
  before: ServerState,
  peerState: PeerState,
  told: Ballot | null,
): { readonly state: ServerState; readonly decided: Decided } {
  const { proposal, logicalClock, round, recvset, outofelection } = before;
  const joins = peerState !== "LEADING" && (proposal.leader === sid || proposal.leader === null) && told !== null;
  const vote = joins ? told.vote : peerState === "LEADING" ? { ...proposal, leader: sid } : proposal;
  const current = { vote, electionEpoch: joins ? told.electionEpoch : logicalClock, round };
  return {
    state: { ...before, peerState, current, finalizing: false },
    decided: { kind: "decided", via: joins ? "joined" : "quorum", votes: joins ? outofelection : recvset },
  };
}
