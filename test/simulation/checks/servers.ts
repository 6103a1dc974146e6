/** Every server of a trace, lived again by the Java twin from what the trace says that it heard. */
import { expect } from "vitest";
import type { Notification } from "../../../src/protocols/fle/messages.ts";
import type { Voter } from "../../../src/protocols/fle/quorum.ts";
import type { Cluster } from "../../../src/scenario/cluster.ts";
import type {
  DecideEvent,
  ReceiveEvent,
  SendEvent,
  StateEvent,
  StepEvent,
  TallyEvent,
  TimeoutEvent,
  TraceEvent,
  VoteEvent,
} from "../../../src/trace/events.ts";
import { type Done, JavaServer, javaContainsQuorum } from "../../protocols/fle/java.ts";
import { text } from "../../protocols/fle/told.ts";
import { Disks } from "./disks.ts";
import { World } from "./world.ts";

/** A server, and what the trace has still to say of it. */
interface Life {
  readonly twin: JavaServer;
  /** What it wants sent, by destination: only the newest. */
  readonly wants: Map<number, string>;
  /** Destinations for which the newest has not left yet, and those of them that were out of reach when it should have. */
  readonly due: Set<number>;
  readonly stuck: Set<number>;
  /** Its notifications to itself. */
  readonly own: string[];
  /** Whether the events so far announce that it casts a vote, and what it decides. */
  casts: boolean;
  decision: Done["decided"];
  /** Whether it looks for a leader anew, with a zxid that only its vote will say. */
  begins: boolean;
  /** What the last tally of its present vote said. */
  tally: readonly number[];
}

/**
 * Votes, waits, tallies, decisions and answers are those of Java; every notification that a server wants sent leaves
 * in the same instant when there is a connection, only the newest for each destination; what it sends itself arrives.
 */
export class ServersCheck {
  readonly #cluster: Cluster;
  readonly #voters: Voter[];
  readonly #world: World;
  readonly #lives = new Map<number, Life>();
  readonly #disks: Disks;
  #t = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#world = new World(cluster);
    const participants = cluster.servers.filter(({ role }) => role === "participant");
    this.#voters = participants.map(({ sid, weight = 1, group = 0 }) => ({ sid, weight, group }));
    this.#disks = new Disks(cluster);
    const leader = cluster.servers.find(({ sid }) => sid === cluster.leader);
    for (const { sid, electionEpoch } of cluster.servers) {
      const life = this.#begin(sid, electionEpoch);
      if (!leader || !this.#world.up.has(sid)) continue;
      const { sid: chosen, zxid, epoch } = leader;
      life.twin.install({ leader: chosen, zxid, peerEpoch: epoch, electionEpoch, round: 1 });
    }
  }

  add(event: TraceEvent): void {
    if (event.t > this.#t || event.type === "step" || event.type === "settled") this.finish();
    this.#t = event.t;
    if (event.type === "step") this.#step(event);
    else this.#world.add(event);
    this.#disks.add(event);
    if ("sid" in event && this.#world.paused.has(event.sid)) expect.fail(`paused server ${event.sid} acts`);
    if (event.type === "state") this.#state(event);
    else if (event.type === "vote") this.#vote(event);
    else if (event.type === "send") this.#send(event);
    else if (event.type === "receive") this.#receive(event);
    else if (event.type === "timeout") this.#timeout(event);
    else if (event.type === "decide") this.#decide(event);
    else if (event.type === "tally") this.#tally(event);
    else if (event.type === "phase" && event.phase === "broadcast") {
      this.#life(event.sid).twin.established(event.detail.epoch ?? Number.NaN);
    }
  }

  /** What must be true when an instant is over. */
  finish(): void {
    for (const sid of this.#world.up) {
      const { twin, casts, decision, own, tally, due, stuck } = this.#life(sid);
      const paused = this.#world.still(sid);
      if (casts || decision) expect.fail(`server ${sid} did not tell its vote or decision`);
      if (!paused && own.length > 0) expect.fail(`server ${sid} did not hear itself`);
      const counts = twin.peerState === "LOOKING" && twin.proposal.leader !== null;
      if (counts && twin.supporters.join() !== tally.join()) expect.fail(`server ${sid} did not tell its tally`);
      for (const to of due) {
        if (!paused && this.#world.linked(sid, to)) expect.fail(`server ${sid} did not send to ${to}`);
        stuck.add(to);
      }
    }
  }

  /** Connections that are made anew carry what was not sent, or else what was sent last, again. */
  #step(event: StepEvent): void {
    const links = (): Set<string> =>
      new Set(
        this.#cluster.servers.flatMap(({ sid: a }) =>
          this.#cluster.servers.filter(({ sid: b }) => this.#world.linked(a, b)).map(({ sid: b }) => `${a}>${b}`),
        ),
      );
    const before = links();
    this.#world.add(event);
    for (const link of links()) {
      const [from = -1, to = -1] = link.split(">").map(Number);
      const life = this.#life(from);
      if (!before.has(link) && from !== to && life.wants.has(to)) life.due.add(to);
    }
  }

  #state({ sid, to, reason }: StateEvent): void {
    if (to === "DOWN") this.#begin(sid, 0);
    else if (to === "LOOKING") {
      const { zxid, currentEpoch, unsure } = this.#disks.of(sid);
      if (unsure) this.#life(sid).begins = true;
      else this.#did(sid, this.#life(sid).twin.look(zxid, currentEpoch));
    } else expect({ sid, reason, state: this.#life(sid).twin.peerState }).toEqual({ sid, reason, state: to });
  }

  #vote({ sid, vote, electionEpoch, round }: VoteEvent): void {
    const life = this.#life(sid);
    if (life.begins) this.#did(sid, life.twin.look(vote.zxid, this.#disks.of(sid).currentEpoch));
    life.begins = false;
    const { proposal, clock, round: expected } = life.twin;
    expect(text({ sid, vote, electionEpoch, round })).toBe(
      text({ sid, vote: proposal, electionEpoch: clock, round: expected }),
    );
    expect(life.casts, `server ${sid} casts a vote`).toBe(true);
    life.casts = false;
    life.tally = [];
  }

  #send(event: SendEvent): void {
    const life = this.#life(event.sid);
    expect(life.due.has(event.to), `server ${event.sid} has something new for ${event.to}`).toBe(true);
    expect(content(event)).toBe(life.wants.get(event.to));
    life.due.delete(event.to);
    life.stuck.delete(event.to);
  }

  #receive(event: ReceiveEvent): void {
    const life = this.#life(event.sid);
    if (event.from === event.sid) expect(content(event)).toBe(life.own.shift());
    const { from, vote, electionEpoch, state, round } = event;
    const done = life.twin.receive({ from, vote, electionEpoch, state, round });
    expect(event.outcome, `outcome of ${text(event)}`).toBe(done.outcome);
    this.#did(event.sid, done);
  }

  #timeout({ sid, wait }: TimeoutEvent): void {
    const { twin, stuck } = this.#life(sid);
    expect({ sid, wait, finalizing: false }).toEqual({ sid, wait: twin.notTimeout, finalizing: twin.finalizing });
    // QuorumCnxManager.haveDelivered
    this.#did(sid, twin.timeout(this.#voters.some((voter) => voter.sid !== sid && !stuck.has(voter.sid))), false);
  }

  #decide({ sid, leader, via, vote, electionEpoch, round, supporters }: DecideEvent): void {
    const life = this.#life(sid);
    if (via === "quorum") this.#did(sid, life.twin.timeout(true), false);
    const expected = life.decision && [...life.decision.supporters].sort((a, b) => a - b);
    expect({ sid, via, supporters }).toEqual({ sid, via: life.decision?.via, supporters: expected });
    expect(text({ ...vote, electionEpoch, round })).toBe(text(life.twin.current));
    expect(leader).toBe(vote.leader);
    life.decision = undefined;
  }

  #tally({ sid, vote, electionEpoch, supporters, quorum }: TallyEvent): void {
    const life = this.#life(sid);
    const { supporters: expected, proposal, clock } = life.twin;
    const enough = javaContainsQuorum(this.#voters, new Set(expected));
    expect(text({ sid, vote, electionEpoch, supporters, quorum })).toBe(
      text({ sid, vote: proposal, electionEpoch: clock, supporters: expected, quorum: enough }),
    );
    expect({ sid, news: supporters }).not.toEqual({ sid, news: life.tally });
    life.tally = supporters;
  }

  /** Takes down what the trace must now tell. */
  #did(sid: number, { sent, answers, decided }: Done, casts = sent.length > 0): void {
    const life = this.#life(sid);
    life.casts = casts;
    life.decision = decided;
    for (const notification of sent) {
      for (const { sid: to } of this.#voters) this.#want(life, to, content(notification));
    }
    for (const { to, notification } of answers) this.#want(life, to, content(notification));
  }

  #want(life: Life, to: number, what: string): void {
    if (to === life.twin.sid) {
      life.own.push(what);
      return;
    }
    life.wants.set(to, what);
    life.due.add(to);
  }

  #begin(sid: number, clock: number): Life {
    const twin = new JavaServer(sid, this.#voters, clock, this.#cluster.timing);
    const life: Life = {
      twin,
      wants: new Map(),
      due: new Set(),
      stuck: new Set(),
      own: [],
      casts: false,
      begins: false,
      decision: undefined,
      tally: [],
    };
    this.#lives.set(sid, life);
    return life;
  }

  #life(sid: number): Life {
    const life = this.#lives.get(sid);
    if (!life) throw new Error(`no server ${sid}`);
    return life;
  }
}

function content({ electionEpoch, round, vote, state }: Omit<Notification, "from">): string {
  return text({ electionEpoch, round, vote, state });
}
