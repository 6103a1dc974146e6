import type { Notification } from "../protocols/fle/messages.ts";
import type { Network as Conditions } from "../scenario/cluster.ts";
import { randomNumbers } from "./random.ts";
import { Timeline } from "./timeline.ts";

/** A notification on its way, to all those that get it at the same time; servers are named by their index. */
export interface Delivery {
  readonly from: number;
  readonly to: readonly number[];
  readonly notification: Notification;
}

/** Told of each notification that leaves, and whether the network loses it. */
export type OnSend = (to: number, notification: Notification, lost: boolean) => void;

/** What one server wants sent when the instant is over: to every voter, and to single servers. */
interface Queued {
  broadcast: Notification | undefined;
  direct: Map<number, Notification> | undefined;
}

/**
 * The connections between servers, as QuorumCnxManager keeps them: one unsent notification per destination, of which
 * only the newest is kept; the last one sent goes out again when a connection is made anew and nothing is queued.
 */
export class Network {
  readonly #size: number;
  readonly #conditions: Conditions;
  readonly #random: () => number;
  readonly #up: boolean[];
  readonly #paused: boolean[];
  #groups: ReadonlySet<number>[] | null = null;
  readonly #unsent: (Notification | undefined)[][] = [];
  readonly #lastSent: (Notification | undefined)[][] = [];
  /** By sender: what was queued since the last flush. A broadcast stands for one notification to every voter. */
  readonly #queued: Queued[] = [];
  readonly #voters: readonly number[];
  readonly #isVoter: boolean[];
  #dirty = false;
  readonly #inFlight = new Timeline<Delivery>();
  /** When the last delivery of a connection is due: a connection does not reorder. */
  readonly #lastDue = new Map<number, number>();

  /**
   * @param size how many servers there are
   * @param voters indexes of those that a broadcast reaches
   */
  constructor(size: number, voters: readonly number[], conditions: Conditions) {
    this.#size = size;
    this.#conditions = conditions;
    this.#random = randomNumbers(conditions.seed);
    this.#up = new Array(size).fill(false);
    this.#paused = new Array(size).fill(false);
    this.#voters = voters;
    this.#isVoter = new Array(size).fill(false);
    for (let server = 0; server < size; server++) this.#reset(server);
    for (const voter of voters) this.#isVoter[voter] = true;
  }

  #reset(server: number): void {
    this.#unsent[server] = [];
    this.#lastSent[server] = [];
    this.#queued[server] = { broadcast: undefined, direct: undefined };
  }

  /** Whether the network lets two servers reach each other, up or not. */
  reachable(a: number, b: number): boolean {
    return this.#groups === null || this.#groups.some((group) => group.has(a) && group.has(b));
  }

  /** Whether some votes may be lost for good, so that silence does not mean that all were heard. */
  get lossy(): boolean {
    return this.#conditions.loss > 0 && this.#conditions.loss < 1;
  }

  /** The process starts: it connects to all it can reach, and they to it. */
  open(server: number): void {
    this.#up[server] = true;
    for (let other = 0; other < this.#size; other++) this.#connect(server, other);
  }

  /** The process is gone, with what it had queued and what was in flight to and from it. */
  close(server: number): void {
    this.#up[server] = false;
    this.#paused[server] = false;
    this.#reset(server);
    this.#drop((from, to) => from === server || to === server);
  }

  /** The process stops, its connections open: what it would send on one made anew leaves when it goes on. */
  pause(server: number): void {
    this.#paused[server] = true;
  }

  resume(server: number): void {
    this.#paused[server] = false;
    this.#dirty = true;
  }

  /** Only servers that share a group reach each other from now on; what is in flight between others is lost. */
  partition(groups: readonly ReadonlySet<number>[]): void {
    this.#regroup([...groups]);
    this.#drop((from, to) => !this.reachable(from, to));
  }

  heal(): void {
    this.#regroup(null);
  }

  /** Loses what is in flight on the connections that match. */
  #drop(matches: (from: number, to: number) => boolean): void {
    this.#inFlight.replace((delivery) => {
      const to = delivery.to.filter((server) => !matches(delivery.from, server));
      return to.length > 0 ? { ...delivery, to } : undefined;
    });
  }

  #regroup(groups: ReadonlySet<number>[] | null): void {
    const before = this.#groups;
    const wasReachable = (a: number, b: number) =>
      before === null || before.some((group) => group.has(a) && group.has(b));
    this.#groups = groups;
    for (let a = 0; a < this.#size; a++) {
      for (let b = a + 1; b < this.#size; b++) if (!wasReachable(a, b)) this.#connect(a, b);
    }
  }

  #connect(a: number, b: number): void {
    if (!this.#linked(a, b)) return;
    this.#resend(a, b);
    this.#resend(b, a);
  }

  #linked(a: number, b: number): boolean {
    return a !== b && this.#up[a] === true && this.#up[b] === true && this.reachable(a, b);
  }

  /** The start of SendWorker.run: what waits in the queue goes out, else the last one sent, again. */
  #resend(from: number, to: number): void {
    const notification = this.#unsent[from]?.[to] ?? this.#lastSent[from]?.[to];
    if (notification && !this.#hasQueued(from, to)) this.queue(from, to, notification);
  }

  /** Whether something newer waits: a process that has stopped sends it when it goes on. */
  #hasQueued(from: number, to: number): boolean {
    const queued = this.#queued[from];
    if (!queued) return false;
    return (queued.broadcast !== undefined && this.#isVoter[to] === true) || queued.direct?.has(to) === true;
  }

  /** Queues a notification for a destination, in place of one that has not left yet. */
  queue(from: number, to: number, notification: Notification): void {
    const queued = this.#queued[from];
    if (!queued) return;
    queued.direct ??= new Map();
    queued.direct.set(to, notification);
    this.#dirty = true;
  }

  /** Queues a notification for every voter but the sender, in place of what has not left yet. */
  broadcast(from: number, notification: Notification): void {
    const queued = this.#queued[from];
    if (!queued) return;
    queued.broadcast = notification;
    if (queued.direct) for (const to of this.#voters) queued.direct.delete(to);
    this.#dirty = true;
  }

  /** Whether anything ever left, or could leave, towards a voter (QuorumCnxManager.haveDelivered). */
  haveDelivered(from: number): boolean {
    return this.#voters.some((to) => to !== from && this.#unsent[from]?.[to] === undefined);
  }

  get hasUnsent(): boolean {
    return this.#dirty;
  }

  /** Sends what is queued on every connection that stands, in the order of the senders. */
  flush(now: number, onSend: OnSend | undefined): void {
    this.#dirty = false;
    for (let from = 0; from < this.#size; from++) {
      const queued = this.#queued[from];
      if (!queued || this.#paused[from]) continue;
      const { broadcast, direct } = queued;
      if (broadcast) {
        queued.broadcast = undefined;
        this.#sendToVoters(now, from, broadcast, direct, onSend);
      }
      if (!direct) continue;
      queued.direct = undefined;
      for (const [to, notification] of direct) {
        if (!broadcast || !this.#isVoter[to]) this.#launch(now, from, to, notification, onSend);
      }
    }
  }

  /** A broadcast; where every copy takes equally long, those that are alike travel as one. */
  #sendToVoters(
    now: number,
    from: number,
    broadcast: Notification,
    direct: ReadonlyMap<number, Notification> | undefined,
    onSend: OnSend | undefined,
  ): void {
    const together: number[] = [];
    const steady = this.#conditions.latency.min === this.#conditions.latency.max;
    for (const to of this.#voters) {
      if (to === from) continue;
      const other = direct?.get(to);
      if (other || !steady) this.#launch(now, from, to, other ?? broadcast, onSend);
      else if (this.#leaves(from, to, broadcast, onSend)) together.push(to);
    }
    if (together.length === 0) return;
    this.#inFlight.add(now + this.#conditions.latency.min, { from, to: together, notification: broadcast });
  }

  #launch(now: number, from: number, to: number, notification: Notification, onSend: OnSend | undefined): void {
    if (!this.#leaves(from, to, notification, onSend)) return;
    this.#inFlight.add(this.#due(now, from, to), { from, to: [to], notification });
  }

  /** Whether a notification gets out and will arrive; one for which there is no connection stays queued. */
  #leaves(from: number, to: number, notification: Notification, onSend: OnSend | undefined): boolean {
    const unsent = this.#unsent[from];
    const lastSent = this.#lastSent[from];
    if (!unsent || !lastSent) return false;
    if (!this.#linked(from, to)) {
      unsent[to] = notification;
      return false;
    }
    unsent[to] = undefined;
    lastSent[to] = notification;
    const lost = this.#conditions.loss > 0 && this.#random() < this.#conditions.loss;
    onSend?.(to, notification, lost);
    return !lost;
  }

  #due(now: number, from: number, to: number): number {
    const { min, max } = this.#conditions.latency;
    if (min === max) return now + min;
    const link = from * this.#size + to;
    const drawn = now + min + Math.floor(this.#random() * (max - min + 1));
    const due = Math.max(drawn, this.#lastDue.get(link) ?? 0);
    this.#lastDue.set(link, due);
    return due;
  }

  /** When the next notification arrives; Infinity when none is on its way. */
  nextArrival(): number {
    return this.#inFlight.next();
  }

  /** Takes the notifications that arrive next, in the order in which they left. */
  arrivals(): Delivery[] {
    return this.#inFlight.take();
  }
}
