import type { Effect, Input, Notification } from "../protocols/fle/messages.ts";
import { pollMs, proposalOf, type ServerState } from "../protocols/fle/server.ts";
import { step } from "../protocols/fle/step.ts";
import { InputError } from "../scenario/problem.ts";
import type { StateReason } from "../trace/events.ts";
import type { Network } from "./network.ts";
import { kill, type Node } from "./node.ts";
import type { Reporter } from "./report.ts";
import { isSettled } from "./settled.ts";

/** Inputs that one step may take: beyond what waiting long needs, and what many servers tell each other. */
const inputsPerStep = 2_000_000;
const inputsPerPair = 50;

/** Virtual time, in ms, shared by all that happens in one simulation. */
export interface Clock {
  now: number;
}

/** The servers' processes: gives their elections what happens to them, and does what they want done. */
export class Processes {
  readonly #nodes: readonly Node[];
  readonly #bySid: ReadonlyMap<number, Node>;
  readonly #network: Network;
  readonly #clock: Clock;
  readonly #report: Reporter | undefined;
  readonly #onDecided: (node: Node) => void;
  /** Notifications handled, those of servers to themselves among them. */
  notifications = 0;
  /** Notifications of servers to themselves, which never leave the process. */
  #loopback: Notification[] = [];
  #inputs = 0;
  /** Counts what changes what anybody knows or may come to know. */
  #changes = 0;
  /** By node: the count of changes when it last sent its vote again. */
  readonly #sentAgainAt: number[];
  /** By node and the sender's sid: what it heard last; kept only where votes may be lost. */
  readonly #heard = new Map<Node, Map<number, Notification>>();
  readonly #rounds = new Map<number, number>();

  /** @param onDecided told when a server has decided on a leader */
  constructor(
    nodes: readonly Node[],
    network: Network,
    clock: Clock,
    report: Reporter | undefined,
    onDecided: (node: Node) => void,
  ) {
    this.#nodes = nodes;
    this.#bySid = new Map(nodes.map((node) => [node.sid, node]));
    this.#network = network;
    this.#clock = clock;
    this.#report = report;
    this.#onDecided = onDecided;
    this.#sentAgainAt = new Array(nodes.length).fill(-1);
  }

  /** @param changes whether the step changes what servers may come to know */
  beginStep(changes: boolean): void {
    this.#inputs = 0;
    if (changes) this.#changes++;
  }

  /** Highest round of the votes cast in that election; 0 when there were none. */
  highestRound(electionEpoch: number): number {
    return this.#rounds.get(electionEpoch) ?? 0;
  }

  /** Whether servers have told themselves something that they have not read yet. */
  get hasOwnMail(): boolean {
    return this.#loopback.length > 0;
  }

  crash(node: Node): void {
    const { peerState, logicalClock } = this.#running(node);
    this.#network.close(node.index);
    kill(node);
    this.#report?.state(this.#clock.now, node, logicalClock, peerState, "crash");
  }

  pause(node: Node): void {
    node.paused = true;
    this.#network.pause(node.index);
  }

  /** It goes on, and reads what came meanwhile. */
  resume(node: Node): void {
    node.paused = false;
    this.#network.resume(node.index);
    const { inbox } = node;
    node.inbox = [];
    for (const notification of inbox) this.#deliver(node, notification);
  }

  /** The server looks for a leader, from what it has logged. */
  look(node: Node, reason: StateReason): void {
    const from = reason === "start" || reason === "restart" ? "DOWN" : (node.fle?.peerState ?? "DOWN");
    this.#heard.delete(node);
    this.#report?.forget(node);
    const input: Input = { kind: "look", zxid: node.history.zxid, currentEpoch: node.history.currentEpoch };
    const before = this.#running(node);
    const effects = this.#step(node, input);
    this.#report?.state(this.#clock.now, node, this.#running(node).logicalClock, from, reason);
    this.#perform(node, before, effects);
  }

  /** The server serves in that epoch: its vote takes it on. */
  establish(node: Node, epoch: number): void {
    this.#step(node, { kind: "established", epoch });
  }

  #running(node: Node): ServerState {
    if (!node.fle) throw new Error(`server ${node.sid} is down`);
    return node.fle;
  }

  /** Gives a server something and keeps what it becomes. */
  #step(node: Node, input: Input): readonly Effect[] {
    const limit = inputsPerStep + inputsPerPair * this.#nodes.length ** 2;
    if (++this.#inputs > limit) {
      throw new InputError([{ fault: ["unsettled", limit, this.#clock.now] }]);
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
    if (node.pollUntil === this.#clock.now && this.#waitsLongest(node)) this.#timeOut(node);
    this.notifications++;
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
    this.#report?.effects(this.#clock.now, node, before, effects, notification);
    const state = this.#running(node);
    for (const effect of effects) {
      switch (effect.kind) {
        case "poll":
          node.pollUntil = this.#clock.now + pollMs(state);
          break;
        case "broadcast":
          this.#broadcast(node, proposalOf(state));
          break;
        case "answer":
          this.#send(node, this.#named(effect.to), effect.notification);
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
    const { logicalClock } = this.#running(node);
    this.#report?.state(this.#clock.now, node, logicalClock, "LOOKING", via === "quorum" ? "elected" : "joined");
    this.#onDecided(node);
  }

  #send(node: Node, to: Node, notification: Notification): void {
    if (to === node) this.#loopback.push(notification);
    else this.#network.queue(node.index, to.index, notification);
  }

  /** Hands out what arrives at this time. */
  arrive(): void {
    for (const { to, notification } of this.#network.arrivals()) {
      for (const index of to) {
        const node = this.#nodes[index];
        if (node) this.#deliver(node, notification);
      }
    }
  }

  /** Ends the waits that are over. */
  expire(): void {
    for (const node of this.#nodes) {
      if (node.pollUntil <= this.#clock.now && !node.paused) this.#timeOut(node);
    }
  }

  #timeOut(node: Node): void {
    node.pollUntil = Number.POSITIVE_INFINITY;
    this.#sentAgainAt[node.index] = this.#changes;
    const delivered = this.#network.haveDelivered(node.index);
    const before = this.#running(node);
    this.#perform(node, before, this.#step(node, { kind: "timeout", delivered }));
  }

  /** Hands servers what they told themselves. */
  loop(): void {
    const due = this.#loopback;
    if (due.length === 0) return;
    this.#loopback = [];
    for (const notification of due) this.#deliver(this.#named(notification.from), notification);
  }

  /** When the next wait is over; Infinity when nobody waits. */
  nextTimeout(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const node of this.#nodes) if (!node.paused && node.pollUntil < next) next = node.pollUntil;
    return next;
  }

  /** Whether nothing is left but doubling waits, when nothing is in flight. */
  settled(): boolean {
    return isSettled(
      this.#nodes,
      this.#network,
      (node, sender) => this.#heard.get(node)?.get(sender.sid),
      (node) => this.#sentAgainAt[node.index] === this.#changes,
    );
  }

  #named(sid: number): Node {
    const node = this.#bySid.get(sid);
    if (!node) throw new Error(`no server ${sid}`);
    return node;
  }
}
