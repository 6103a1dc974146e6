import type { QuorumVerifier } from "../protocols/fle/quorum.ts";
import type { Cluster } from "../scenario/cluster.ts";
import type { StateReason } from "../trace/events.ts";
import { Limits } from "./limits.ts";
import { type Link, Links } from "./links.ts";
import type { Node } from "./node.ts";
import { isInOffice, type LeaderSide, newOffice, type Office, type Side } from "./office.ts";
import type { Clock } from "./processes.ts";
import type { Reporter } from "./report.ts";
import { Serving } from "./serving.ts";

/** What the ensemble asks of the simulation. */
export interface EnsembleEvents {
  /** The server looks for a leader again. */
  look(node: Node, reason: StateReason): void;
  /** The server serves in that epoch. */
  serves(node: Node, epoch: number): void;
}

/**
 * Who follows whom once elections have decided, and when they lose each other: connections, ticks and limits. A broken
 * connection is noticed at once, silence after syncLimit ticks. What goes through the connections is Zab's.
 */
export class Ensemble {
  readonly #nodes: readonly Node[];
  readonly #verifier: QuorumVerifier;
  readonly #limits: Limits;
  readonly #establishes: boolean;
  readonly #clock: Clock;
  readonly #reachable: (a: number, b: number) => boolean;
  readonly #events: EnsembleEvents;
  readonly #bySid: ReadonlyMap<number, Node>;
  readonly #offices = new Map<Node, Office>();
  readonly #links: Links;
  readonly #serving: Serving;
  /** From which zxid on a step holds back what a leader proposes; null when none does. */
  #heldFrom: bigint | null = null;

  constructor(
    nodes: readonly Node[],
    verifier: QuorumVerifier,
    cluster: Cluster,
    clock: Clock,
    reachable: (a: number, b: number) => boolean,
    report: Reporter | undefined,
    events: EnsembleEvents,
  ) {
    this.#nodes = nodes;
    this.#bySid = new Map(nodes.map((node) => [node.sid, node]));
    this.#verifier = verifier;
    this.#limits = new Limits(cluster, (node) => this.#isRefused(node));
    this.#establishes = cluster.until === "established";
    this.#clock = clock;
    this.#reachable = reachable;
    this.#events = events;
    this.#links = new Links(cluster.network, (from, to) => this.#cut(from, to));
    this.#serving = new Serving(verifier, cluster, clock, this.#links, report, {
      linkTo: (leader, learner) => this.#sideOf(leader, learner)?.link,
      linkFrom: (learner) => this.#offices.get(learner)?.leader?.link,
      refuse: (leader, learner) => this.#refuse(leader, learner),
      leave: (node, reason) => {
        this.#office(node).leaving = reason;
      },
      serves: (node, epoch) => events.serves(node, epoch),
    });
  }

  /** The server has decided to lead or to follow. */
  decided(node: Node): void {
    this.#offices.set(node, newOffice(this.#clock.now));
    if (this.#establishes) this.#serving.begin(node, node.fle?.current.vote.leader ?? -1);
  }

  /** The server looks for a leader again, or its process is gone: it closes all its connections. */
  left(node: Node): void {
    const office = this.#offices.get(node);
    if (!office) return;
    if (office.leader) this.#links.close(office.leader.link);
    for (const { link } of office.learners.values()) this.#links.close(link);
    this.#offices.delete(node);
    this.#serving.end(node);
  }

  /** Puts a leader in office before the simulation begins, with the followers it has. */
  install(leader: Node, learners: readonly Node[], committed: bigint | undefined): void {
    for (const node of [leader, ...learners]) this.#offices.set(node, newOffice(0));
    for (const node of learners) this.#attach(node, leader);
    this.#office(leader).inOffice = true;
    this.#serving.install(leader, learners, committed);
  }

  /** Makes and breaks connections until nothing changes at this instant. */
  update(): void {
    this.#links.unblock(this.#clock.now);
    // What has waited is heard before anybody gives up for silence.
    if (this.nextArrival() <= this.#clock.now) return;
    let changed = true;
    while (changed) {
      changed = false;
      for (const node of this.#nodes) {
        const reason = node.paused ? undefined : this.#reasonToLook(node);
        if (reason) {
          this.#events.look(node, reason);
          changed = true;
        }
      }
      for (const node of this.#nodes) if (this.#tryAttach(node)) changed = true;
      for (const node of this.#nodes) if (this.#tryTakeOffice(node)) changed = true;
    }
  }

  /** When the next packet arrives; Infinity when none is on its way. */
  nextArrival(): number {
    return this.#links.nextArrival();
  }

  /** Hands out the packets that arrive next. */
  deliver(): void {
    this.#serving.tell();
    for (const { link, to, packet } of this.#links.arrivals()) {
      // What came just before may have closed it.
      if (!link.open) continue;
      const office = this.#office(to);
      if (office.leader) office.leader.heardAt = this.#clock.now;
      const stage = to.leader?.stage;
      this.#serving.receive(link, to, packet);
      if (to.leader?.stage !== stage) office.since = this.#clock.now;
    }
  }

  /** The instant is over: what was committed in it is told. */
  tell(): void {
    this.#serving.tell();
  }

  /** When silence or a vain wait next makes somebody act, in virtual ms; Infinity when nothing of it is pending. */
  nextDeadline(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const [node, office] of this.#offices) {
      if (!node.paused) next = Math.min(next, this.#limits.next(node, office));
    }
    return next;
  }

  /** The server that leads with a quorum following it; null when none does. */
  leader(): Node | null {
    for (const [node, office] of this.#offices) {
      if (isInOffice(node, office) && !node.paused && this.#isQuorum(node, this.#heard(node, office))) return node;
    }
    return null;
  }

  /**
   * Clients want so many transactions of the leader in office. Where none has a quorum, one that has lost it and does
   * not know yet logs them, and waits for acknowledgements.
   *
   * @param reach those who get the proposals before the next step; without it, all do who can
   */
  write(count: number, reach: readonly number[] | undefined): void {
    const leader = this.leader() ?? this.#nodes.find((node) => !node.paused && node.leader?.stage === "broadcast");
    if (!leader) return;
    if (reach && leader.leader) this.#hold(leader, leader.leader.proposed + 1n, reach);
    this.#serving.write(leader, count, reach);
  }

  /**
   * Transactions from that zxid on get only to those of `reach`, and no acknowledgement of them back. Who is being
   * brought up to date gets them with that, whoever it is, but is not heard either.
   */
  #hold(leader: Node, from: bigint, reach: readonly number[]): void {
    this.#heldFrom = from;
    for (const [learner, { link }] of this.#office(leader).learners) {
      this.#links.hold(link, leader, from);
      const serves = leader.leader?.learners.get(learner.sid)?.stage === "ready";
      if (serves && !reach.includes(learner.sid)) this.#links.hold(link, learner, from);
    }
  }

  /** What a step has held back goes on its way. */
  release(): void {
    if (this.#heldFrom === null) return;
    this.#heldFrom = null;
    for (const { learners } of this.#offices.values()) {
      for (const { link } of learners.values()) {
        this.#links.hold(link, link.learner, null);
        this.#links.hold(link, link.leader, null);
      }
    }
  }

  #office(node: Node): Office {
    const office = this.#offices.get(node);
    if (!office) throw new Error(`server ${node.sid} has not decided on a leader`);
    return office;
  }

  #sideOf(leader: Node, learner: number): Side | undefined {
    const node = this.#bySid.get(learner);
    return node && this.#offices.get(leader)?.learners.get(node);
  }

  #cut(from: Node, to: Node): boolean {
    return to.paused || !this.#reachable(from.index, to.index);
  }

  /** Learners that the leader still hears. */
  #heard(leader: Node, office: Office): Node[] {
    return [...office.learners.keys()].filter((learner) => !this.#cut(leader, learner));
  }

  #isQuorum(leader: Node, learners: Iterable<Node>): boolean {
    let support = this.#verifier.none;
    for (const node of [leader, ...learners]) {
      if (node.voter !== undefined) support = this.#verifier.add(support, node.voter);
    }
    return this.#verifier.isQuorum(support);
  }

  #reasonToLook(node: Node): StateReason | undefined {
    const office = this.#offices.get(node);
    if (!office) return undefined;
    if (node.fle?.peerState === "LEADING") return this.#leaderLosesOffice(node, office) ?? office.leaving;
    if (office.leader) return office.leaving ?? this.#learnerLosesLeader(node, office.leader);
    return this.#clock.now >= this.#limits.connectUntil(node, office) ? "leader-unreachable" : undefined;
  }

  #leaderLosesOffice(node: Node, office: Office): StateReason | undefined {
    for (const [learner, side] of office.learners) {
      if (this.#losesOther(node, learner, side, this.#limits.silenceOf(learner, node))) this.#drop(node, learner, side);
    }
    if (isInOffice(node, office)) {
      return this.#isQuorum(node, office.learners.keys()) ? undefined : "quorum-lost";
    }
    return this.#clock.now >= this.#limits.quorumUntil(office) ? "quorum-never" : undefined;
  }

  #drop(leader: Node, learner: Node, { link }: Side): void {
    this.#office(leader).learners.delete(learner);
    this.#links.close(link);
    this.#serving.gone(leader, learner.sid);
  }

  #refuse(leader: Node, sid: number): void {
    const side = this.#sideOf(leader, sid);
    if (!side) return;
    this.#drop(leader, side.link.learner, side);
    const office = this.#offices.get(side.link.learner);
    if (office) office.leaving = "leader-behind";
  }

  #learnerLosesLeader(node: Node, side: LeaderSide): StateReason | undefined {
    if (this.#clock.now >= this.#limits.syncUntil(node, side)) return "sync-timeout";
    if (!this.#losesOther(node, side.link.leader, side, this.#limits.silenceOfLeader(node))) return undefined;
    return side.silentSince === undefined ? "leader-lost" : "leader-silent";
  }

  /** Whether this side gives the connection up: it is closed over there and that can be seen, or silent for too long. */
  #losesOther(node: Node, other: Node, side: Side, limitMs: number): boolean {
    if (this.#cut(node, other)) {
      side.silentSince ??= this.#clock.now;
      return this.#clock.now >= side.silentSince + limitMs;
    }
    side.silentSince = undefined;
    return !side.link.open;
  }

  /** The server that it has decided on is there, but does not listen as its leader. */
  #isRefused(node: Node): boolean {
    const leader = this.#chosen(node);
    return leader !== undefined && !this.#cut(node, leader);
  }

  #chosen(node: Node): Node | undefined {
    return this.#bySid.get(node.fle?.current.vote.leader ?? -1);
  }

  #tryAttach(node: Node): boolean {
    const office = this.#offices.get(node);
    if (!office || office.leader || node.paused || node.fle?.peerState === "LEADING") return false;
    const leader = this.#chosen(node);
    if (leader?.fle?.peerState !== "LEADING" || this.#cut(node, leader)) return false;
    if (!this.#offices.has(leader)) return false;
    this.#serving.introduce(this.#attach(node, leader));
    return true;
  }

  #attach(node: Node, leader: Node): Link {
    const { learners } = this.#office(leader);
    const old = learners.get(node);
    if (old) this.#drop(leader, node, old);
    const link = this.#links.open(leader, node);
    this.#links.hold(link, leader, this.#heldFrom);
    this.#office(node).leader = { link, silentSince: undefined, heardAt: this.#clock.now };
    learners.set(node, { link, silentSince: undefined });
    return link;
  }

  /** Where elections are followed to the decisions only, a leader is in office when a quorum has connected to it. */
  #tryTakeOffice(node: Node): boolean {
    const office = this.#offices.get(node);
    if (this.#establishes || !office || office.inOffice || node.paused || node.fle?.peerState !== "LEADING")
      return false;
    if (!this.#isQuorum(node, this.#heard(node, office))) return false;
    office.inOffice = true;
    return true;
  }
}
