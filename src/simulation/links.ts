import { epochOf, lastOf } from "../protocols/zab/log.ts";
import type { Packet } from "../protocols/zab/packets.ts";
import type { Network as Conditions } from "../scenario/cluster.ts";
import type { Node } from "./node.ts";
import { randomNumbers } from "./random.ts";
import { Timeline } from "./timeline.ts";

/** One direction of a connection; what travels in it arrives in order. */
interface Lane {
  readonly to: Node;
  /** What has come so far that its receiver, paused or out of reach, has not read. */
  readonly waiting: Packet[];
  /** Transactions from that zxid on do not arrive before the next step, nor does what is behind them. */
  heldFrom: bigint | null;
  lastDue: number;
}

/** A connection between a leader and one who follows it: both ways, in order, nothing lost while it stands. */
export interface Link {
  readonly leader: Node;
  readonly learner: Node;
  readonly toLeader: Lane;
  readonly toLearner: Lane;
  /** False once either side has closed it. */
  open: boolean;
}

interface Transit {
  readonly link: Link;
  readonly lane: Lane;
  readonly packet: Packet;
}

/** TCP sends again what got lost, not before that many ms (the least retransmission timeout of Linux). */
const retransmissionMs = 200;
/** Sets what links draw apart from what notifications draw: elections are the same with and without what follows. */
const seedOfLinks = 0x5ab;

/** The connections of leaders with those who follow them, and what is on its way in them. */
export class Links {
  readonly #conditions: Conditions;
  readonly #random: () => number;
  readonly #cut: (from: Node, to: Node) => boolean;
  readonly #inFlight = new Timeline<Transit>();
  readonly #waiting = new Map<Lane, Link>();

  /** @param cut whether nothing gets from one server to the other now: one is paused, or they are apart */
  constructor(conditions: Conditions, cut: (from: Node, to: Node) => boolean) {
    this.#conditions = conditions;
    this.#random = randomNumbers((conditions.seed ^ seedOfLinks) >>> 0);
    this.#cut = cut;
  }

  open(leader: Node, learner: Node): Link {
    const lane = (to: Node): Lane => ({ to, waiting: [], heldFrom: null, lastDue: 0 });
    return { leader, learner, toLeader: lane(leader), toLearner: lane(learner), open: true };
  }

  /** Either side closes it: what is on its way is lost. */
  close(link: Link): void {
    link.open = false;
    for (const lane of [link.toLeader, link.toLearner]) this.#waiting.delete(lane);
  }

  send(now: number, link: Link, to: Node, packet: Packet): void {
    if (!link.open) return;
    const lane = to === link.leader ? link.toLeader : link.toLearner;
    const due = this.#due(now, lane);
    if (due !== undefined) this.#inFlight.add(due, { link, lane, packet });
  }

  #due(now: number, lane: Lane): number | undefined {
    const { latency, loss } = this.#conditions;
    let due = now + latency.min;
    if (latency.max > latency.min) due += Math.floor(this.#random() * (latency.max - latency.min + 1));
    if (loss === 1) return undefined;
    while (loss > 0 && this.#random() < loss) due += retransmissionMs;
    lane.lastDue = Math.max(due, lane.lastDue);
    return lane.lastDue;
  }

  /** When the next packet arrives; Infinity when none is on its way. */
  nextArrival(): number {
    return this.#inFlight.next();
  }

  /** Takes what arrives next; what its receiver cannot read yet waits. */
  arrivals(): { readonly link: Link; readonly to: Node; readonly packet: Packet }[] {
    const readable: { link: Link; to: Node; packet: Packet }[] = [];
    for (const { link, lane, packet } of this.#inFlight.take()) {
      if (!link.open) continue;
      if (lane.waiting.length > 0 || this.#blocked(link, lane, packet)) {
        lane.waiting.push(packet);
        this.#waiting.set(lane, link);
      } else readable.push({ link, to: lane.to, packet });
    }
    return readable;
  }

  /** What has waited and can be read now arrives at once. */
  unblock(now: number): void {
    for (const [lane, link] of this.#waiting) {
      const [first] = lane.waiting;
      if (!first || this.#blocked(link, lane, first)) continue;
      this.#waiting.delete(lane);
      for (const packet of lane.waiting.splice(0)) this.#inFlight.add(now, { link, lane, packet });
      lane.lastDue = Math.max(lane.lastDue, now);
    }
  }

  #blocked(link: Link, lane: Lane, packet: Packet): boolean {
    const from = lane.to === link.leader ? link.learner : link.leader;
    return this.#cut(from, lane.to) || (lane.heldFrom !== null && isFrom(lane.heldFrom, lastZxid(packet)));
  }

  /** Holds back, in that direction, all that is about transactions from that zxid on; null: nothing any more. */
  hold(link: Link, to: Node, from: bigint | null): void {
    (to === link.leader ? link.toLeader : link.toLearner).heldFrom = from;
  }
}

/** Whether a transaction is of the same epoch, and so of the same leader, and not before the first. */
function isFrom(first: bigint, zxid: bigint): boolean {
  return zxid >= first && epochOf(zxid) === epochOf(first);
}

/** The last transaction that a packet is about; -1 when it is about none. */
function lastZxid(packet: Packet): bigint {
  switch (packet.kind) {
    case "PROPOSAL":
    case "INFORM":
      return lastOf(packet.log);
    case "COMMIT":
    case "ACK":
      return packet.zxid;
    default:
      return -1n;
  }
}
