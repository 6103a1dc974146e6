import type { QuorumVerifier } from "../protocols/fle/quorum.ts";
import type { Timing } from "../scenario/cluster.ts";
import type { StateReason } from "../trace/events.ts";
import type { Node } from "./node.ts";

/** How often and how far apart a follower tries to connect to its leader (Learner.LeaderConnector.connectToLeader). */
const connectTries = 5;
const connectPauseMs = 100;

/** One side of a connection between a leader and a learner. */
interface Side {
  /** Since when this side hears nothing of the other, in virtual ms. */
  silentSince: number | undefined;
}

/** What a server that has decided keeps of its ensemble. */
interface Office {
  readonly decidedAt: number;
  /** A learner's side of its connection to the leader, once there is one. */
  leader: ({ readonly node: Node } & Side) | null;
  /** A leader's sides of the connections to its learners. */
  readonly learners: Map<Node, Side>;
  /** A leader's: whether a quorum has ever followed it. */
  inOffice: boolean;
  /** A leader's: the zxid after which its next transaction comes. */
  zxidBase: bigint;
}

/** What the ensemble asks of the simulation. */
export interface EnsembleEvents {
  /** The server looks for a leader again. */
  look(node: Node, reason: StateReason): void;
  /** The server serves in that epoch, under that leader. */
  established(node: Node, leader: Node, epoch: number): void;
}

/**
 * Who follows whom once elections have decided, and when they lose each other: a stand-in for Zab that knows only
 * connections, ticks and epochs. A broken connection is noticed at once, silence after syncLimit ticks.
 */
export class Ensemble {
  readonly #nodes: readonly Node[];
  readonly #verifier: QuorumVerifier;
  readonly #timing: Timing;
  readonly #establishes: boolean;
  readonly #reachable: (a: number, b: number) => boolean;
  readonly #events: EnsembleEvents;
  readonly #bySid: ReadonlyMap<number, Node>;
  readonly #offices = new Map<Node, Office>();

  constructor(
    nodes: readonly Node[],
    verifier: QuorumVerifier,
    timing: Timing,
    establishes: boolean,
    reachable: (a: number, b: number) => boolean,
    events: EnsembleEvents,
  ) {
    this.#nodes = nodes;
    this.#bySid = new Map(nodes.map((node) => [node.sid, node]));
    this.#verifier = verifier;
    this.#timing = timing;
    this.#establishes = establishes;
    this.#reachable = reachable;
    this.#events = events;
  }

  /** The server has decided to lead or to follow. */
  decided(node: Node, now: number): void {
    this.#offices.set(node, {
      decidedAt: now,
      leader: null,
      learners: new Map(),
      inOffice: false,
      zxidBase: node.zxid,
    });
  }

  /** The server looks for a leader again, or its process is gone: it closes all its connections. */
  left(node: Node): void {
    this.#offices.delete(node);
  }

  /** Puts a leader in office before the simulation begins, with the followers it has. */
  install(leader: Node, learners: readonly Node[]): void {
    for (const node of [leader, ...learners]) this.decided(node, 0);
    const office = this.#office(leader);
    office.inOffice = true;
    for (const node of learners) this.#attach(node, leader);
  }

  /** Makes and breaks connections until nothing changes at this instant. */
  update(now: number): void {
    let changed = true;
    while (changed) {
      changed = false;
      for (const node of this.#nodes) {
        const reason = node.paused ? undefined : this.#reasonToLook(node, now);
        if (reason) {
          this.#events.look(node, reason);
          changed = true;
        }
      }
      for (const node of this.#nodes) if (this.#tryAttach(node)) changed = true;
      for (const node of this.#nodes) if (this.#tryEstablish(node)) changed = true;
    }
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
      if (office.inOffice && !node.paused && this.#isQuorum(node, this.#heard(node, office))) return node;
    }
    return null;
  }

  /** The leader in office commits transactions; returns those who have them, in sid order, or null without a leader. */
  commit(count: number): { leader: Node; zxid: bigint; nodes: Node[] } | null {
    const leader = this.leader();
    if (!leader) return null;
    const office = this.#office(leader);
    const zxid = office.zxidBase + BigInt(count);
    office.zxidBase = zxid;
    const nodes = [leader, ...this.#heard(leader, office)].sort((a, b) => a.index - b.index);
    for (const node of nodes) node.zxid = zxid;
    return { leader, zxid, nodes };
  }

  #office(node: Node): Office {
    const office = this.#offices.get(node);
    if (!office) throw new Error(`server ${node.sid} has not decided on a leader`);
    return office;
  }

  #cut(a: Node, b: Node): boolean {
    return b.paused || !this.#reachable(a.index, b.index);
  }

  get #syncMs(): number {
    return this.#timing.syncLimit * this.#timing.tickTime;
  }

  get #initMs(): number {
    return this.#timing.initLimit * this.#timing.tickTime;
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

  #reasonToLook(node: Node, now: number): StateReason | undefined {
    const office = this.#offices.get(node);
    if (!office) return undefined;
    if (node.fle?.peerState === "LEADING") return this.#leaderLosesOffice(node, office, now);
    if (office.leader) return this.#learnerLosesLeader(node, office.leader, now);
    return this.#establishes && now >= this.#connectUntil(node, office) ? "leader-unreachable" : undefined;
  }

  #leaderLosesOffice(node: Node, office: Office, now: number): StateReason | undefined {
    for (const [learner, side] of office.learners) {
      const attached = this.#offices.get(learner)?.leader?.node === node;
      if (this.#losesOther(node, learner, side, attached, now)) office.learners.delete(learner);
    }
    if (this.#isQuorum(node, office.learners.keys())) return undefined;
    if (office.inOffice) return "quorum-lost";
    return this.#establishes && now >= office.decidedAt + this.#initMs ? "quorum-never" : undefined;
  }

  #learnerLosesLeader(node: Node, side: { readonly node: Node } & Side, now: number): StateReason | undefined {
    const attached = this.#offices.get(side.node)?.learners.has(node) === true;
    if (!this.#losesOther(node, side.node, side, attached, now)) return undefined;
    return side.silentSince === undefined ? "leader-lost" : "leader-silent";
  }

  /** Whether this side gives the connection up: it is closed over there and that can be seen, or silent for too long. */
  #losesOther(node: Node, other: Node, side: Side, attached: boolean, now: number): boolean {
    if (this.#cut(node, other)) {
      side.silentSince ??= now;
      return now >= side.silentSince + this.#syncMs;
    }
    side.silentSince = undefined;
    return !attached;
  }

  #connectUntil(node: Node, office: Office): number {
    const leader = this.#chosen(node);
    const refused = leader && !this.#cut(node, leader);
    return office.decidedAt + (refused ? Math.min((connectTries - 1) * connectPauseMs, this.#initMs) : this.#initMs);
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
    this.#attach(node, leader);
    if (this.#office(leader).inOffice) this.#bringUp(node, leader);
    return true;
  }

  #attach(node: Node, leader: Node): void {
    this.#office(node).leader = { node: leader, silentSince: undefined };
    this.#office(leader).learners.set(node, { silentSince: undefined });
  }

  /** A quorum follows: the highest epoch among them, plus one, is theirs (Leader.getEpochToPropose). */
  #tryEstablish(node: Node): boolean {
    const office = this.#offices.get(node);
    if (!office || office.inOffice || node.paused || node.fle?.peerState !== "LEADING") return false;
    const learners = this.#heard(node, office);
    if (!this.#isQuorum(node, learners)) return false;
    office.inOffice = true;
    if (!this.#establishes) return true;
    const epoch = Math.max(node.currentEpoch, ...learners.map((learner) => learner.currentEpoch)) + 1;
    const first = BigInt(epoch) << 32n;
    if (first > office.zxidBase) office.zxidBase = first;
    node.currentEpoch = epoch;
    this.#events.established(node, node, epoch);
    for (const learner of learners) this.#bringUp(learner, node);
    return true;
  }

  /** The learner takes on its leader's history and epoch. */
  #bringUp(node: Node, leader: Node): void {
    if (!this.#establishes) return;
    node.zxid = leader.zxid;
    node.currentEpoch = leader.currentEpoch;
    this.#events.established(node, leader, leader.currentEpoch);
  }

  #deadline(node: Node, office: Office): number {
    let next = Number.POSITIVE_INFINITY;
    const sides = office.leader ? [office.leader] : office.learners.values();
    for (const side of sides) {
      if (side.silentSince !== undefined) next = Math.min(next, side.silentSince + this.#syncMs);
    }
    if (!this.#establishes || office.leader || office.inOffice) return next;
    const leads = node.fle?.peerState === "LEADING";
    return Math.min(next, leads ? office.decidedAt + this.#initMs : this.#connectUntil(node, office));
  }
}
