import type { Effect, Input, Notification } from "../protocols/fle/messages.ts";
import { QuorumVerifier } from "../protocols/fle/quorum.ts";
import { pollMs, proposalOf, type ServerState, serverInOffice } from "../protocols/fle/server.ts";
import { step } from "../protocols/fle/step.ts";
import type { Action, Cluster, Step } from "../scenario/cluster.ts";
import { actionJson } from "../scenario/describe.ts";
import { InputError } from "../scenario/problem.ts";
import type { ResultEvent, StateReason, TraceEvent } from "../trace/events.ts";
import { Ensemble } from "./ensemble.ts";
import { Network } from "./network.ts";
import { boot, kill, type Node, newNode, reportedVote } from "./node.ts";
import { Reporter } from "./report.ts";
import { isSettled } from "./settled.ts";

/** Inputs that one step may take: beyond what waiting long needs, and what many servers tell each other. */
const inputsPerStep = 2_000_000;
const inputsPerPair = 50;

/** A cluster under a virtual clock: the servers' elections, the network between them, and what the steps do to them. */
export class Simulation {
  readonly #cluster: Cluster;
  readonly #nodes: readonly Node[];
  readonly #bySid: ReadonlyMap<number, Node>;
  readonly #network: Network;
  readonly #ensemble: Ensemble;
  readonly #report: Reporter | undefined;
  #now = 0;
  /** Notifications of servers to themselves, which never leave the process. */
  #loopback: Notification[] = [];
  #ensembleStirred = false;
  #inputs = 0;
  #notifications = 0;
  /** Counts what changes what anybody knows or may come to know. */
  #changes = 0;
  /** By node: the count of changes when it last sent its vote again. */
  readonly #sentAgainAt: number[];
  /** By node and the sender's sid: what it heard last; kept only where votes may be lost. */
  readonly #heard = new Map<Node, Map<number, Notification>>();
  readonly #rounds = new Map<number, number>();

  constructor(cluster: Cluster, emit?: (event: TraceEvent) => void) {
    this.#cluster = cluster;
    const participants = cluster.servers
      .filter((server) => server.role === "participant")
      .map(({ sid, weight = 1, group = 0 }) => ({ sid, weight, group }));
    const verifier = new QuorumVerifier(participants);
    this.#nodes = cluster.servers.map((server, index) => newNode(index, server, verifier, cluster.timing));
    this.#bySid = new Map(this.#nodes.map((node) => [node.sid, node]));
    const voters = this.#nodes.filter((node) => node.voter !== undefined).map((node) => node.index);
    this.#network = new Network(this.#nodes.length, voters, cluster.network);
    this.#report = emit && new Reporter(emit);
    this.#sentAgainAt = new Array(this.#nodes.length).fill(-1);
    const reachable = (a: number, b: number) => this.#network.reachable(a, b);
    this.#ensemble = new Ensemble(this.#nodes, verifier, cluster.timing, cluster.until === "established", reachable, {
      look: (node, reason) => this.#look(node, reason),
      established: (node, leader, epoch) => this.#established(node, leader, epoch),
    });
    if (cluster.leader !== null) this.#putInOffice(cluster.leader);
  }

  /** Runs one step: what it does, then until the cluster settles or for the time the step allows. */
  run(step: Step, index: number): void {
    const { action, forMs } = step;
    this.#report?.event({ type: "step", t: this.#now, index, action: actionJson(step) });
    const begin = this.#now;
    this.#inputs = 0;
    if (action.kind !== "write" && action.kind !== "wait") this.#changes++;
    this.#ensembleStirred = true;
    this.#act(action);
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
      rounds: this.#rounds.get(electionEpoch) ?? 0,
      notifications: this.#notifications,
      t: this.#now,
      ...(expect && { expect: expect.leader === leader ? "met" : "failed" }),
      servers: this.#nodes.map((node) => {
        const { vote, electionEpoch } = reportedVote(node);
        const state = node.fle?.peerState ?? "DOWN";
        return { sid: node.sid, state, ...vote, electionEpoch, currentEpoch: node.currentEpoch };
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
      const vote = { leader: sid, zxid: leader.zxid, peerEpoch: leader.currentEpoch };
      const current = { vote, electionEpoch: node.startClock, round: 1 };
      node.fle = serverInOffice(node.self, current);
      node.decided = current;
      this.#network.open(node.index);
    }
    this.#ensemble.install(
      leader,
      up.filter((node) => node !== leader),
    );
  }

  #node(sid: number): Node {
    const node = this.#bySid.get(sid);
    if (!node) throw new Error(`no server ${sid}`);
    return node;
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
        for (const sid of action.sids) this.#pause(this.#node(sid));
        break;
      case "resume":
        for (const sid of action.sids) this.#resume(this.#node(sid));
        break;
      case "partition":
        network.partition(action.groups.map((group) => new Set(group.map((sid) => this.#node(sid).index))));
        break;
      case "heal":
        network.heal();
        break;
      case "write":
        this.#write(action.count);
        break;
      case "wait":
        break;
    }
  }

  #start(node: Node, reason: "start" | "restart"): void {
    boot(node);
    this.#network.open(node.index);
    this.#look(node, reason);
  }

  #crash(node: Node): void {
    const { peerState, logicalClock } = this.#running(node);
    this.#network.close(node.index);
    this.#ensemble.left(node);
    kill(node);
    this.#report?.state(this.#now, node, logicalClock, peerState, "crash");
  }

  #pause(node: Node): void {
    node.paused = true;
    this.#network.pause(node.index);
  }

  #resume(node: Node): void {
    node.paused = false;
    this.#network.resume(node.index);
    const { inbox } = node;
    node.inbox = [];
    for (const notification of inbox) this.#deliver(node, notification);
  }

  #write(count: number): void {
    const done = this.#ensemble.commit(count);
    if (!done) return;
    const servers = done.nodes.map((node) => node.sid);
    this.#report?.event({ type: "commit", t: this.#now, sid: done.leader.sid, count, zxid: done.zxid, servers });
  }

  #look(node: Node, reason: StateReason): void {
    const from = reason === "start" || reason === "restart" ? "DOWN" : (node.fle?.peerState ?? "DOWN");
    this.#ensemble.left(node);
    this.#ensembleStirred = true;
    this.#heard.delete(node);
    this.#report?.forget(node);
    const input: Input = { kind: "look", zxid: node.zxid, currentEpoch: node.currentEpoch };
    const before = this.#running(node);
    const effects = this.#step(node, input);
    this.#report?.state(this.#now, node, this.#running(node).logicalClock, from, reason);
    this.#perform(node, before, effects);
  }

  #established(node: Node, leader: Node, epoch: number): void {
    this.#step(node, { kind: "established", epoch });
    const detail = { leader: leader.sid, epoch, zxid: node.zxid };
    this.#report?.event({ type: "phase", t: this.#now, sid: node.sid, phase: "broadcast", detail });
  }

  #running(node: Node): ServerState {
    if (!node.fle) throw new Error(`server ${node.sid} is down`);
    return node.fle;
  }

  /** Gives a server something and keeps what it becomes. */
  #step(node: Node, input: Input): readonly Effect[] {
    const limit = inputsPerStep + inputsPerPair * this.#nodes.length ** 2;
    if (++this.#inputs > limit) {
      throw new InputError(
        `the cluster has not settled after ${limit} events in one step, ${this.#now} ms into the scenario; \`for\` can end a step early`,
      );
    }
    const before = this.#running(node);
    const { state, effects } = step(before, input);
    node.fle = state;
    if (state !== before && input.kind !== "timeout") this.#changes++;
    return effects;
  }

  #deliver(node: Node, notification: Notification): void {
    if (!node.fle) return;
    if (node.paused) {
      node.inbox.push(notification);
      return;
    }
    if (node.pollUntil === this.#now && this.#waitsLongest(node)) this.#timeOut(node);
    this.#notifications++;
    if (this.#network.lossy) this.#note(node, notification);
    const before = node.fle;
    this.#perform(node, before, this.#step(node, { kind: "receive", notification }), notification);
  }

  /**
   * Waits that no longer grow can end in the same ms for ever, each put off by what the other server sends at that
   * moment. So a wait of that length that ends now is over before what arrives now is read.
   */
  #waitsLongest({ fle }: Node): boolean {
    return fle !== null && !fle.finalizing && fle.notTimeout === fle.self.maxNotificationInterval;
  }

  #note(node: Node, notification: Notification): void {
    const heard = this.#heard.get(node) ?? new Map<number, Notification>();
    heard.set(notification.from, notification);
    this.#heard.set(node, heard);
  }

  #perform(node: Node, before: ServerState, effects: readonly Effect[], notification?: Notification): void {
    this.#report?.effects(this.#now, node, before, effects, notification);
    const state = this.#running(node);
    for (const effect of effects) {
      switch (effect.kind) {
        case "poll":
          node.pollUntil = this.#now + pollMs(state);
          break;
        case "broadcast":
          this.#broadcast(node, proposalOf(state));
          break;
        case "answer":
          this.#send(node, this.#node(effect.to), effect.notification);
          break;
        case "vote":
          this.#noteRound(state.logicalClock, state.round);
          break;
        case "decided":
          this.#decide(node, effect.via);
          break;
      }
    }
  }

  #broadcast(node: Node, notification: Notification): void {
    if (node.voter !== undefined) this.#loopback.push(notification);
    this.#network.broadcast(node.index, notification);
  }

  #noteRound(electionEpoch: number, round: number): void {
    if (round > (this.#rounds.get(electionEpoch) ?? 0)) this.#rounds.set(electionEpoch, round);
  }

  #decide(node: Node, via: "quorum" | "joined"): void {
    node.pollUntil = Number.POSITIVE_INFINITY;
    node.decided = node.fle?.current ?? null;
    this.#changes++;
    this.#ensemble.decided(node, this.#now);
    this.#ensembleStirred = true;
    const { logicalClock } = this.#running(node);
    this.#report?.state(this.#now, node, logicalClock, "LOOKING", via === "quorum" ? "elected" : "joined");
  }

  #send(node: Node, to: Node, notification: Notification): void {
    if (to === node) this.#loopback.push(notification);
    else this.#network.queue(node.index, to.index, notification);
  }

  /** Handles all that is due now and all that follows from it without time passing; then tells the tallies. */
  #instant(): void {
    const onSend =
      this.#report &&
      ((to: number, notification: Notification, lost: boolean) =>
        this.#report?.send(this.#now, this.#nodes[to]?.sid ?? -1, notification, lost));
    let again = true;
    while (again) {
      if (this.#network.nextArrival() <= this.#now) this.#arrive();
      this.#expire();
      if (this.#network.hasUnsent) this.#network.flush(this.#now, onSend);
      this.#loop();
      this.#stirEnsemble();
      again = this.#network.hasUnsent || this.#loopback.length > 0 || this.#network.nextArrival() <= this.#now;
    }
    if (this.#report) for (const node of this.#nodes) this.#report.tally(this.#now, node);
  }

  #arrive(): void {
    for (const { to, notification } of this.#network.arrivals()) {
      for (const index of to) {
        const node = this.#nodes[index];
        if (node) this.#deliver(node, notification);
      }
    }
  }

  #expire(): void {
    for (const node of this.#nodes) {
      if (node.pollUntil <= this.#now && !node.paused) this.#timeOut(node);
    }
  }

  #timeOut(node: Node): void {
    node.pollUntil = Number.POSITIVE_INFINITY;
    this.#sentAgainAt[node.index] = this.#changes;
    const delivered = this.#network.haveDelivered(node.index);
    const before = this.#running(node);
    this.#perform(node, before, this.#step(node, { kind: "timeout", delivered }));
  }

  #loop(): void {
    const due = this.#loopback;
    if (due.length === 0) return;
    this.#loopback = [];
    for (const notification of due) this.#deliver(this.#node(notification.from), notification);
  }

  #stirEnsemble(): void {
    if (!this.#ensembleStirred && this.#ensemble.nextDeadline() > this.#now) return;
    this.#ensembleStirred = false;
    this.#ensemble.update(this.#now);
  }

  #nextTime(): number {
    let next = Math.min(this.#network.nextArrival(), this.#ensemble.nextDeadline());
    for (const node of this.#nodes) if (!node.paused && node.pollUntil < next) next = node.pollUntil;
    return next;
  }

  /** Lets virtual time pass up to `until`. */
  #advance(until: number): void {
    for (let next = this.#nextTime(); next <= until; next = this.#nextTime()) {
      this.#now = next;
      this.#instant();
    }
    this.#now = Math.max(this.#now, until);
  }

  /** Lets virtual time pass until nothing but doubling waits is left. */
  #settle(): void {
    while (!this.#settled()) {
      this.#now = this.#nextTime();
      this.#instant();
    }
    this.#report?.event({ type: "settled", t: this.#now, leader: this.#ensemble.leader()?.sid ?? null });
  }

  #settled(): boolean {
    if (this.#network.nextArrival() < Number.POSITIVE_INFINITY) return false;
    if (this.#ensemble.nextDeadline() < Number.POSITIVE_INFINITY) return false;
    return isSettled(
      this.#nodes,
      this.#network,
      (node, sender) => this.#heard.get(node)?.get(sender.sid),
      (node) => this.#sentAgainAt[node.index] === this.#changes,
    );
  }
}
