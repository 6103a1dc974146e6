/** What an election must never do, whatever fails. */
import { expect } from "vitest";
import type { QuorumVerifier } from "../../../src/protocols/fle/quorum.ts";
import type { Cluster } from "../../../src/scenario/cluster.ts";
import type { DecideEvent, PhaseEvent, ReceiveEvent, TraceEvent, Vote, VoteEvent } from "../../../src/trace/events.ts";
import { verifierOf } from "../arbitrary.ts";

/**
 * - A leader is a participant that has weight.
 * - A leader decided by a quorum of votes has a vote at least as high as the one that each server of that quorum cast
 *   for itself in that election, but for those that have joined the leader since.
 * - In one electionEpoch no two leaders are each decided on by a quorum. finalizeWait is a wager, so single servers may
 *   still decide on somebody else. And electionEpochs recur: a logical clock begins at 0 again when its server restarts,
 *   and goes back when it joins an ensemble that was elected in an older election. What a server decided in elections
 *   above the one that it goes back to counts no longer, for it can hold them again.
 * - An epoch is established by one leader only, ever: currentEpoch survives a crash, and any two quorums share a
 *   server. It is what keeps ZooKeeper safe when electionEpochs recur. A leader that the description puts in office
 *   has established its epoch only where a quorum is described as having it.
 */
export class SafetyCheck {
  readonly #cluster: Cluster;
  readonly #verifier: QuorumVerifier;
  /** The vote that each server cast for itself last. */
  readonly #initial = new Map<number, VoteEvent>();
  /** By receiver and sender: the lowest vote that a supporter's own may be. */
  readonly #ownVotes = new Map<string, Vote>();
  /** By electionEpoch and leader: who decided on it. */
  readonly #deciders = new Map<number, Map<number, Set<number>>>();
  readonly #epochs = new Map<number, number>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#verifier = verifierOf(cluster.servers);
  }

  add(event: TraceEvent): void {
    if (event.type === "vote" && event.by === "initial") this.#initial.set(event.sid, event);
    if (event.type === "receive") this.#hear(event);
    if (event.type === "decide") this.#decide(event);
    if (event.type === "state") this.#goBack(event.sid, event.to === "DOWN" ? 0 : event.electionEpoch);
    if (event.type === "phase" && event.phase !== "discovery" && !this.#onlyDescribed(event)) {
      const { epoch = Number.NaN, leader } = event.detail;
      expect({ epoch, leader }).toEqual({ epoch, leader: this.#epochs.get(epoch) ?? leader });
      this.#epochs.set(epoch, leader);
    }
  }

  #hear({ sid, from, state, electionEpoch }: ReceiveEvent): void {
    // A server's own vote changes only when it looks for a leader anew, under a clock of its own: its last one counts,
    // unless the notification is older and was on its way while the server began anew.
    const own = this.#initial.get(from);
    if (state === "LOOKING" && own && own.electionEpoch <= electionEpoch)
      this.#ownVotes.set(`${sid}<${from}`, own.vote);
    // Who reports a leader may have joined it, whatever it would have voted: it supports an election that is over.
    if (state !== "LOOKING") this.#ownVotes.delete(`${sid}<${from}`);
  }

  #decide(event: DecideEvent): void {
    const { sid, leader, electionEpoch, via, vote } = event;
    const server = this.#cluster.servers.find((other) => other.sid === leader);
    expect({ role: server?.role, weightless: server?.weight === 0 }).toEqual({
      role: "participant",
      weightless: false,
    });
    if (this.#verifier.indexOf(sid) === undefined) return;
    if (via === "quorum") {
      for (const supporter of event.supporters) {
        const own = this.#ownVotes.get(`${sid}<${supporter}`);
        expect({ supporter, own, beaten: !own || atLeast(vote, own) }).toEqual({ supporter, own, beaten: true });
      }
    }
    const byLeader = this.#deciders.get(electionEpoch) ?? new Map<number, Set<number>>();
    this.#deciders.set(electionEpoch, byLeader);
    byLeader.set(leader, (byLeader.get(leader) ?? new Set()).add(sid));
    const elected = [...byLeader].filter(([, sids]) => this.#verifier.containsQuorum(sids));
    expect(elected.length, `leaders of electionEpoch ${electionEpoch}`).toBeLessThanOrEqual(1);
  }

  /** Whether the epoch is that of a leader in office from the beginning, which no quorum is in. */
  #onlyDescribed({ detail: { epoch, leader } }: PhaseEvent): boolean {
    const { leader: first, servers } = this.#cluster;
    const inIt = servers.filter((server) => server.epoch === epoch).map(({ sid }) => sid);
    return leader === first && inIt.includes(leader) && !this.#verifier.containsQuorum(inIt);
  }

  #goBack(sid: number, clock: number): void {
    for (const [electionEpoch, byLeader] of this.#deciders) {
      if (electionEpoch > clock) for (const sids of byLeader.values()) sids.delete(sid);
    }
  }
}

function atLeast(vote: Vote, own: Vote): boolean {
  if (vote.peerEpoch !== own.peerEpoch) return vote.peerEpoch > own.peerEpoch;
  if (vote.zxid !== own.zxid) return vote.zxid > own.zxid;
  return (vote.leader ?? -1) >= (own.leader ?? -1);
}
