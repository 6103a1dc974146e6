import type { QuorumVerifier } from "../protocols/fle/quorum.ts";
import type { Cluster, Timing } from "../scenario/cluster.ts";
import type { StateReason } from "../trace/events.ts";
import { type Link, Links } from "./links.ts";
import type { Node } from "./node.ts";
import type { Clock } from "./processes.ts";
import type { Reporter } from "./report.ts";
import { Serving } from "./serving.ts";

/** How often and how far apart a follower tries to connect to its leader (Learner.LeaderConnector.connectToLeader). */
const connectTries = 5;
const connectPauseMs = 100;

/** One side of a connection between a leader and a learner. */
interface Side {
  readonly link: Link;
  /** Since when this side hears nothing of the other, in virtual ms. */
  silentSince: number | undefined;
}

/** What a server that has decided keeps of its ensemble. */
interface Office {
  /** When it decided; of a leader, when it last came a step further. */
  since: number;
  /** A learner's side of its connection to the leader, once there is one. */
  leader: (Side & { heardAt: number }) | null;
  /** A leader's sides of the connections to its learners. */
  readonly learners: Map<Node, Side>;
  /** A leader's: whether a quorum has ever followed it. */
  inOffice: boolean;
  /** Why it must give up, whatever its connections are. */
  leaving: StateReason | undefined;
}

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
  readonly #timing: Timing;
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
    this.#timing = cluster.timing;
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
      if (!node.paused) next = Math.min(next, this.#deadline(node, office));
    }
    return next;
  }

  /** The server that leads with a quorum following it; null when none does. */
  leader(): Node | null {
    for (const [node, office] of this.#offices) {
      if (this.#isInOffice(node, office) && !node.paused && this.#isQuorum(node, this.#heard(node, office)))
        return node;
    }
    return null;
  }

  /**
   * Clients want so many transactions of the leader in office, if there is one that serves.
   *
   * @param reach those who get the proposals before the next step; without it, all do who can
   */
  write(count: number, reach: readonly number[] | undefined): void {
    const leader = this.leader();
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

  get #syncMs(): number {
    return this.#timing.syncLimit * this.#timing.tickTime;
  }

  get #initMs(): number {
    return this.#timing.initLimit * this.#timing.tickTime;
  }

  #isInOffice(node: Node, office: Office): boolean {
    return office.inOffice || node.leader?.stage === "broadcast";
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
    return this.#establishes && this.#clock.now >= this.#connectUntil(node, office) ? "leader-unreachable" : undefined;
  }

  #leaderLosesOffice(node: Node, office: Office): StateReason | undefined {
    for (const [learner, side] of office.learners) {
      const ready = !this.#establishes || node.leader?.learners.get(learner.sid)?.stage === "ready";
      if (!this.#losesOther(node, learner, side, ready ? this.#syncMs : this.#initMs)) continue;
      this.#drop(node, learner, side);
    }
    if (this.#isInOffice(node, office)) {
      return this.#isQuorum(node, office.learners.keys()) ? undefined : "quorum-lost";
    }
    return this.#establishes && this.#clock.now >= office.since + this.#initMs ? "quorum-never" : undefined;
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

  #learnerLosesLeader(node: Node, side: Side & { heardAt: number }): StateReason | undefined {
    const serves = !node.learner || node.learner.stage === "broadcast";
    if (!serves && this.#clock.now >= this.#syncUntil(node, side)) return "sync-timeout";
    if (!this.#losesOther(node, side.link.leader, side, serves ? this.#syncMs : Number.POSITIVE_INFINITY))
      return undefined;
    return side.silentSince === undefined ? "leader-lost" : "leader-silent";
  }

  /** Until when a learner that does not serve yet waits for the next word of its leader (Learner's socket timeouts). */
  #syncUntil({ learner }: Node, { heardAt }: { heardAt: number }): number {
    return heardAt + (learner?.stage === "newleader" ? this.#syncMs : this.#initMs);
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

  #connectUntil(node: Node, office: Office): number {
    const leader = this.#chosen(node);
    const refused = leader && !this.#cut(node, leader);
    return office.since + (refused ? Math.min((connectTries - 1) * connectPauseMs, this.#initMs) : this.#initMs);
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

  #deadline(node: Node, office: Office): number {
    let next = Number.POSITIVE_INFINITY;
    for (const [learner, { silentSince }] of office.learners) {
      if (silentSince === undefined) continue;
      const ready = !this.#establishes || node.leader?.learners.get(learner.sid)?.stage === "ready";
      next = Math.min(next, silentSince + (ready ? this.#syncMs : this.#initMs));
    }
    if (office.leader) {
      const serves = !node.learner || node.learner.stage === "broadcast";
      const { silentSince = Number.POSITIVE_INFINITY } = office.leader;
      return Math.min(next, serves ? silentSince + this.#syncMs : this.#syncUntil(node, office.leader));
    }
    if (!this.#establishes || this.#isInOffice(node, office)) return next;
    const leads = node.fle?.peerState === "LEADING";
    return Math.min(next, leads ? office.since + this.#initMs : this.#connectUntil(node, office));
  }
}

function newOffice(since: number): Office {
  return { since, leader: null, learners: new Map(), inOffice: false, leaving: undefined };
}
