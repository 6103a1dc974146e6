import type { Notification } from "../protocols/fle/messages.ts";
import { QuorumVerifier } from "../protocols/fle/quorum.ts";
import { serverInOffice } from "../protocols/fle/server.ts";
import { type History, load } from "../protocols/zab/history.ts";
import { lastOf } from "../protocols/zab/log.ts";
import type { Action, Cluster, Step } from "../scenario/cluster.ts";
import { actionJson } from "../scenario/describe.ts";
import type { ResultEvent, StateReason, TraceEvent } from "../trace/events.ts";
import { Ensemble } from "./ensemble.ts";
import { historiesOf } from "./histories.ts";
import { Network } from "./network.ts";
import { boot, type Node, newNode, reportedVote } from "./node.ts";
import { type Clock, Processes } from "./processes.ts";
import { Reporter } from "./report.ts";

/** A cluster under a virtual clock: its servers, the network between them, and what the steps do to both. */
export class Simulation {
  readonly #cluster: Cluster;
  readonly #nodes: readonly Node[];
  readonly #bySid: ReadonlyMap<number, Node>;
  readonly #network: Network;
  readonly #ensemble: Ensemble;
  readonly #report: Reporter | undefined;
  readonly #clock: Clock = { now: 0 };
  readonly #processes: Processes;
  #ensembleStirred = false;
  /** Servers that have been turned away by a leader which serves in too low an epoch. */
  readonly #resting = new Set<Node>();

  constructor(cluster: Cluster, emit?: (event: TraceEvent) => void) {
    this.#cluster = cluster;
    const participants = cluster.servers
      .filter((server) => server.role === "participant")
      .map(({ sid, weight = 1, group = 0 }) => ({ sid, weight, group }));
    const verifier = new QuorumVerifier(participants);
    const histories = historiesOf(cluster);
    this.#nodes = cluster.servers.map((server, index) => {
      return newNode(index, server, histories.get(server.sid) as History, verifier, cluster.timing);
    });
    this.#bySid = new Map(this.#nodes.map((node) => [node.sid, node]));
    const voters = this.#nodes.filter((node) => node.voter !== undefined).map((node) => node.index);
    this.#network = new Network(this.#nodes.length, voters, cluster.network);
    this.#report = emit && new Reporter(emit);
    this.#processes = new Processes(this.#nodes, this.#network, this.#clock, this.#report, (node) => {
      this.#ensemble.decided(node);
      this.#ensembleStirred = true;
    });
    const reachable = (a: number, b: number) => this.#network.reachable(a, b);
    this.#ensemble = new Ensemble(this.#nodes, verifier, cluster, this.#clock, reachable, this.#report, {
      look: (node, reason) => this.#look(node, reason),
      serves: (node, epoch) => this.#processes.establish(node, epoch),
    });
    if (cluster.leader !== null) this.#putInOffice(cluster.leader);
  }

  /** Runs one step: what it does, then until the cluster settles or for the time the step allows. */
  run(step: Step, index: number): void {
    const { action, forMs } = step;
    this.#report?.event({ type: "step", t: this.#clock.now, index, action: actionJson(step) });
    const begin = this.#clock.now;
    this.#processes.beginStep(action.kind !== "write" && action.kind !== "wait");
    this.#ensembleStirred = true;
    this.#wake(action.kind === "pause" || action.kind === "fail" ? action.sids : []);
    this.#begin(action);
    this.#instant();
    if (action.kind === "wait") this.#advance(begin + action.ms);
    if (forMs !== undefined) this.#advance(begin + forMs);
    else this.#settle();
  }

  /** What everything came to. */
  result(): ResultEvent {
    const leader = this.#ensemble.leader()?.sid ?? null;
    const { expect } = this.#cluster;
    const electionEpoch = this.#lastElection(leader);
    return {
      type: "result",
      leader,
      electionEpoch,
      rounds: this.#processes.highestRound(electionEpoch),
      notifications: this.#processes.notifications,
      t: this.#clock.now,
      ...(expect && { expect: expect.leader === leader ? "met" : "failed" }),
      servers: this.#nodes.map((node) => {
        const { vote, electionEpoch } = reportedVote(node);
        const state = node.fle?.peerState ?? "DOWN";
        return { sid: node.sid, state, ...vote, electionEpoch, ...diskOf(node) };
      }),
    };
  }

  #lastElection(leader: number | null): number {
    if (leader !== null) return this.#bySid.get(leader)?.decided?.electionEpoch ?? 0;
    return Math.max(0, ...this.#nodes.map((node) => node.fle?.logicalClock ?? 0));
  }

  #putInOffice(sid: number): void {
    const late = new Set(this.#cluster.steps.flatMap(({ action }) => (action.kind === "start" ? action.sids : [])));
    const leader = this.#node(sid);
    const up = this.#nodes.filter((node) => !late.has(node.sid));
    for (const node of up) {
      const vote = { leader: sid, zxid: leader.history.zxid, peerEpoch: leader.history.currentEpoch };
      const current = { vote, electionEpoch: node.startClock, round: 1 };
      node.fle = serverInOffice(node.self, current);
      node.decided = current;
      // It has been running for some time: it goes on in the file that it logs to, if that is not full.
      const { log, snapshot } = node.history;
      node.history = { ...node.history, beginsFile: lastOf(log) <= snapshot };
      this.#network.open(node.index);
    }
    this.#ensemble.install(
      leader,
      up.filter((node) => node !== leader),
      this.#cluster.committed,
    );
  }

  #node(sid: number): Node {
    const node = this.#bySid.get(sid);
    if (!node) throw new Error(`no server ${sid}`);
    return node;
  }

  /** What the step before held back goes on, but for what this step takes away. */
  #begin(action: Action): void {
    if (action.kind !== "write") {
      this.#act(action);
      this.#ensemble.release();
      return;
    }
    this.#ensemble.release();
    this.#instant();
    this.#act(action);
    // A leader whose epoch is full gives up.
    this.#ensembleStirred = true;
  }

  #act(action: Action): void {
    const network = this.#network;
    switch (action.kind) {
      case "start":
      case "restart":
        for (const sid of action.sids) this.#start(this.#node(sid), action.kind);
        break;
      case "fail":
        for (const sid of action.sids) this.#crash(this.#node(sid));
        break;
      case "pause":
        for (const sid of action.sids) this.#processes.pause(this.#node(sid));
        break;
      case "resume":
        for (const sid of action.sids) this.#processes.resume(this.#node(sid));
        break;
      case "partition":
        network.partition(action.groups.map((group) => new Set(group.map((sid) => this.#node(sid).index))));
        break;
      case "heal":
        network.heal();
        break;
      case "write":
        this.#ensemble.write(action.count, action.reach);
        break;
      case "wait":
      // No command is ZooKeeper's.
      case "command":
        break;
    }
  }

  #start(node: Node, reason: "start" | "restart"): void {
    // A command that ZooKeeper does not know was to take it down.
    if (node.fle) this.#crash(node);
    boot(node);
    this.#network.open(node.index);
    this.#look(node, reason);
  }

  #crash(node: Node): void {
    this.#ensemble.left(node);
    this.#processes.crash(node);
    node.history = load(node.history, this.#cluster.commitLogCount);
  }

  #look(node: Node, reason: StateReason): void {
    const isFutile = reason === "leader-behind" && this.#serves(node.learner?.leader);
    this.#ensemble.left(node);
    this.#ensembleStirred = true;
    this.#processes.look(node, reason);
    if (isFutile) this.#rest(node);
    else this.#wake([]);
  }

  #serves(sid: number | undefined): boolean {
    return sid !== undefined && this.#node(sid).leader?.stage === "broadcast";
  }

  /**
   * A server that has accepted a higher epoch than that of the leader in office finds it, and leaves it, for ever. When
   * that is all that happens nothing happens any more: it rests until the next step, or until somebody else looks.
   */
  #rest(node: Node): void {
    this.#resting.add(node);
    this.#processes.pause(node);
  }

  #wake(butNot: readonly number[]): void {
    for (const node of this.#resting) {
      if (node.paused && !butNot.includes(node.sid)) this.#processes.resume(node);
    }
    this.#resting.clear();
  }

  /** Handles all that is due now and all that follows from it without time passing; then tells the tallies. */
  #instant(): void {
    const onSend =
      this.#report &&
      ((to: number, notification: Notification, lost: boolean) =>
        this.#report?.send(this.#clock.now, this.#nodes[to]?.sid ?? -1, notification, lost));
    let again = true;
    while (again) {
      if (this.#network.nextArrival() <= this.#clock.now) this.#processes.arrive();
      this.#processes.expire();
      if (this.#network.hasUnsent) this.#network.flush(this.#clock.now, onSend);
      this.#processes.loop();
      if (this.#ensemble.nextArrival() <= this.#clock.now) {
        this.#ensemble.deliver();
        this.#ensembleStirred = true;
      }
      this.#stirEnsemble();
      again = this.#network.hasUnsent || this.#processes.hasOwnMail || this.#nextArrival() <= this.#clock.now;
    }
    this.#ensemble.tell();
    if (this.#report) for (const node of this.#nodes) this.#report.tally(this.#clock.now, node);
  }

  #stirEnsemble(): void {
    if (!this.#ensembleStirred && this.#ensemble.nextDeadline() > this.#clock.now) return;
    this.#ensembleStirred = false;
    this.#ensemble.update();
  }

  #nextArrival(): number {
    return Math.min(this.#network.nextArrival(), this.#ensemble.nextArrival());
  }

  #nextTime(): number {
    return Math.min(this.#nextArrival(), this.#ensemble.nextDeadline(), this.#processes.nextTimeout());
  }

  /** Lets virtual time pass up to `until`. */
  #advance(until: number): void {
    for (let next = this.#nextTime(); next <= until; next = this.#nextTime()) {
      this.#clock.now = next;
      this.#instant();
    }
    this.#clock.now = Math.max(this.#clock.now, until);
  }

  /** Lets virtual time pass until nothing but doubling waits is left. */
  #settle(): void {
    while (!this.#settled()) {
      this.#clock.now = this.#nextTime();
      this.#instant();
    }
    this.#report?.event({ type: "settled", t: this.#clock.now, leader: this.#ensemble.leader()?.sid ?? null });
  }

  #settled(): boolean {
    if (this.#nextArrival() < Number.POSITIVE_INFINITY) return false;
    return this.#ensemble.nextDeadline() === Number.POSITIVE_INFINITY && this.#processes.settled();
  }
}

function diskOf({ history: { currentEpoch, acceptedEpoch, zxid } }: Node) {
  return { currentEpoch, acceptedEpoch, lastZxid: zxid };
}
