/** A trace's result, recomputed from its events. */
import { expect } from "vitest";
import type { Cluster } from "../../../src/scenario/cluster.ts";
import type { DecideEvent, ResultEvent, ServerState, TraceEvent, VoteEvent } from "../../../src/trace/events.ts";
import { Disks } from "./disks.ts";
import { World } from "./world.ts";

/** The states, votes, counts and the leader of the result are what the events came to. */
export class OutcomeCheck {
  readonly #cluster: Cluster;
  readonly #states = new Map<number, ServerState>();
  readonly #votes = new Map<number, VoteEvent>();
  readonly #decisions = new Map<number, DecideEvent>();
  readonly #disks: Disks;
  readonly #rounds = new Map<number, number>();
  #receives = 0;
  #t = 0;
  #settled: number | null | undefined;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#disks = new Disks(cluster);
    const { up } = new World(cluster);
    for (const { sid, role } of cluster.servers) {
      const state = sid === cluster.leader ? "LEADING" : role === "observer" ? "OBSERVING" : "FOLLOWING";
      this.#states.set(sid, up.has(sid) ? state : "DOWN");
    }
  }

  add(event: TraceEvent): void {
    this.#t = event.t;
    this.#disks.add(event);
    this.#settled = event.type === "settled" ? event.leader : undefined;
    if (event.type === "state") {
      expect({ sid: event.sid, from: event.from }).toEqual({ sid: event.sid, from: this.#states.get(event.sid) });
      this.#states.set(event.sid, event.to);
    } else if (event.type === "vote") {
      const before = event.by === "initial" ? null : (this.#votes.get(event.sid)?.vote ?? null);
      expect({ sid: event.sid, was: event.was }).toEqual({ sid: event.sid, was: before });
      this.#votes.set(event.sid, event);
      this.#rounds.set(event.electionEpoch, Math.max(event.round, this.#rounds.get(event.electionEpoch) ?? 0));
    } else if (event.type === "decide") this.#decisions.set(event.sid, event);
    else if (event.type === "receive") this.#receives++;
  }

  finish(result: ResultEvent): void {
    expect(result.t).toBeGreaterThanOrEqual(this.#t);
    expect(result.notifications).toBe(this.#receives);
    expect(result.rounds).toBe(this.#rounds.get(result.electionEpoch) ?? 0);
    if (this.#settled !== undefined) expect(result.leader).toBe(this.#settled);
    expect(result.servers.map(({ sid }) => sid)).toEqual(this.#cluster.servers.map(({ sid }) => sid));
    for (const server of result.servers) {
      const { sid, state, leader, zxid, peerEpoch, electionEpoch, currentEpoch, acceptedEpoch, lastZxid } = server;
      const disk = this.#disks.of(sid);
      expect({ sid, state, currentEpoch, acceptedEpoch }).toEqual({
        sid,
        state: this.#states.get(sid),
        currentEpoch: disk.currentEpoch,
        acceptedEpoch: disk.acceptedEpoch,
      });
      // While it is brought up to date, nobody sees how far it has come.
      if (!disk.sync && !disk.unsure) expect({ sid, lastZxid }).toEqual({ sid, lastZxid: disk.zxid });
      const last = state === "LOOKING" ? this.#votes.get(sid) : this.#decisions.get(sid);
      const told = { leader, zxid, peerEpoch };
      if (last)
        expect({ sid, told, electionEpoch }).toEqual({ sid, told: last.vote, electionEpoch: last.electionEpoch });
    }
    if (result.leader !== null) expect(this.#states.get(result.leader)).toBe("LEADING");
  }
}
