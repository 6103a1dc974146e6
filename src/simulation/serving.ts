import type { QuorumVerifier } from "../protocols/fle/quorum.ts";
import { ackersOf } from "../protocols/zab/broadcast.ts";
import { fastForward } from "../protocols/zab/history.ts";
import { lead, leaderInOffice, stepLeader } from "../protocols/zab/leader.ts";
import type { LeaderInput, LeaderState } from "../protocols/zab/leader-state.ts";
import { follow, historyLeft, introduction, learnerInOffice, stepLearner } from "../protocols/zab/learner.ts";
import type { Effect, Packet } from "../protocols/zab/packets.ts";
import type { Cluster } from "../scenario/cluster.ts";
import type { StateReason } from "../trace/events.ts";
import type { Link, Links } from "./links.ts";
import type { Node } from "./node.ts";
import type { Clock } from "./processes.ts";
import type { Reporter } from "./report.ts";
import { zabEvent } from "./zab-event.ts";

/** What leaders and learners want of the ensemble around them. */
export interface Wishes {
  /** The leader's link to that learner; undefined when there is none any more. */
  linkTo(leader: Node, learner: number): Link | undefined;
  /** The learner's link to its leader. */
  linkFrom(learner: Node): Link | undefined;
  /** The leader closes that connection, since the learner is ahead of it. */
  refuse(leader: Node, learner: number): void;
  /** The server gives up, as soon as it has done what it is doing. */
  leave(node: Node, reason: StateReason): void;
  /** The server serves in that epoch: what it votes takes it on. */
  serves(node: Node, epoch: number): void;
}

/** Runs Zab on servers that have decided: gives leaders and learners what happens, and does what they want done. */
export class Serving {
  readonly #verifier: QuorumVerifier;
  readonly #commitLogCount: number;
  readonly #clock: Clock;
  readonly #links: Links;
  readonly #report: Reporter | undefined;
  readonly #wishes: Wishes;
  /** What leaders have committed and not told yet: they tell it when all has been heard that comes at that moment. */
  readonly #untold = new Map<Node, { count: number; zxid: bigint; servers: readonly number[] }>();

  constructor(
    verifier: QuorumVerifier,
    { commitLogCount }: Cluster,
    clock: Clock,
    links: Links,
    report: Reporter | undefined,
    wishes: Wishes,
  ) {
    this.#verifier = verifier;
    this.#commitLogCount = commitLogCount;
    this.#clock = clock;
    this.#links = links;
    this.#report = report;
    this.#wishes = wishes;
  }

  /** The server has decided on a leader: discovery begins. */
  begin(node: Node, leader: number): void {
    const { history } = node;
    const detail = { leader, zxid: history.zxid };
    this.#report?.event({ type: "phase", t: this.#clock.now, sid: node.sid, phase: "discovery", detail });
    if (leader === node.sid) {
      const { state, effects } = lead(node.sid, this.#verifier, history, this.#commitLogCount);
      this.#led(node, state, effects);
    } else node.learner = follow(leader, node.self.votes, history, this.#commitLogCount);
  }

  /** Puts a leader in office, with those who follow it, before anything has happened. */
  install(leader: Node, learners: readonly Node[], committed: bigint | undefined): void {
    const followers = new Map(learners.map((node) => [node.sid, { zxid: node.history.zxid, votes: node.self.votes }]));
    const { sid, history } = leader;
    const count = this.#commitLogCount;
    leader.leader = leaderInOffice(sid, this.#verifier, history, count, followers, committed);
    leader.history = leader.leader.history;
    for (const node of learners) node.learner = learnerInOffice(sid, node.self.votes, node.history, count);
  }

  /** The server leaves its leader or its office; what it has logged stays. */
  end(node: Node): void {
    this.tell();
    const history = node.learner ? historyLeft(node.learner) : node.history;
    if (node.learner || node.leader) node.history = fastForward(history, this.#commitLogCount);
    node.leader = null;
    node.learner = null;
  }

  /** The learner has connected, and says who it is. */
  introduce(link: Link): void {
    const { learner } = link.learner;
    if (learner) this.#links.send(this.#clock.now, link, link.leader, introduction(learner));
  }

  /** The leader hears that a learner's connection is gone. */
  gone(leader: Node, learner: number): void {
    if (leader.leader) this.#lead(leader, leader.leader, { kind: "gone", from: learner });
  }

  receive({ learner }: Link, to: Node, packet: Packet): void {
    if (to.learner) {
      const { state, effects } = stepLearner(to.learner, packet);
      to.learner = state;
      to.history = state.history;
      this.#perform(to, state.leader, effects);
    } else if (to.leader) this.#lead(to, to.leader, { kind: "packet", from: learner.sid, packet });
  }

  /**
   * Clients want so many transactions of a leader that serves.
   *
   * @param reach who gets them before the next step, where the step says so: told with them
   */
  write(leader: Node, count: number, reach: readonly number[] | undefined): void {
    if (leader.leader) this.#lead(leader, leader.leader, { kind: "write", count }, reach);
  }

  /** Tells what has been committed since it was last told. */
  tell(): void {
    for (const [node, { count, zxid, servers: first }] of this.#untold) {
      const now = node.leader ? ackersOf(node.leader, zxid) : [];
      const servers = [...new Set([...first, ...now])].sort((a, b) => a - b);
      this.#report?.event({ type: "commit", t: this.#clock.now, sid: node.sid, count, zxid, servers });
    }
    this.#untold.clear();
  }

  #lead(node: Node, before: LeaderState, input: LeaderInput, reach?: readonly number[]): void {
    const { state, effects } = stepLeader(before, input);
    this.#led(node, state, effects, reach);
  }

  #led(node: Node, state: LeaderState, effects: readonly Effect[], reach?: readonly number[]): void {
    node.leader = state;
    node.history = state.history;
    this.#perform(node, node.sid, effects, reach);
  }

  #perform(node: Node, leader: number, effects: readonly Effect[], reach?: readonly number[]): void {
    const { now } = this.#clock;
    for (const effect of effects) {
      if (this.#report) {
        const event = zabEvent(now, node, leader, effect, reach);
        if (event) this.#report.event(event);
      }
      switch (effect.kind) {
        case "send": {
          const link = leader === node.sid ? this.#wishes.linkTo(node, effect.to) : this.#wishes.linkFrom(node);
          if (link) this.#links.send(now, link, link.leader === node ? link.learner : link.leader, effect.packet);
          break;
        }
        case "refuse":
          this.#wishes.refuse(node, effect.from);
          break;
        case "leave":
          this.#wishes.leave(node, effect.reason);
          break;
        case "serves":
          this.#wishes.serves(node, effect.epoch);
          break;
        case "committed": {
          const { count = 0 } = this.#untold.get(node) ?? {};
          const { zxid, servers } = effect;
          if (this.#report) this.#untold.set(node, { count: count + effect.count, zxid, servers });
          break;
        }
      }
    }
  }
}
