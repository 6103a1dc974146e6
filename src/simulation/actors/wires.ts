import type { Address } from "../../protocols/protocol.ts";
import type { Network as Conditions } from "../../scenario/cluster.ts";
import { randomNumbers } from "../random.ts";
import { Timeline } from "../timeline.ts";

/** Something on its way. */
export interface Parcel<M> {
  readonly from: Address;
  readonly to: Address;
  readonly message: M;
  /** Nothing waits for it, and it is not kept for a receiver that it cannot reach. */
  readonly routine: boolean;
}

/** TCP sends again what got lost, not before that many ms (the least retransmission timeout of Linux). */
const retransmissionMs = 200;

/**
 * Connections between all: in order, nothing lost while both ends are up. What arrives in the same millisecond is
 * handled in an order that is drawn.
 */
export class Wires<M> {
  readonly #conditions: Conditions;
  readonly #random: () => number;
  readonly #inFlight = new Timeline<Parcel<M>>();
  readonly #lastDue = new Map<string, number>();
  /** How many of those in flight somebody waits for. */
  #awaited = 0;

  constructor(conditions: Conditions, onDraw?: () => void) {
    this.#conditions = conditions;
    this.#random = randomNumbers(conditions.seed, onDraw);
  }

  /** Whether nothing is on its way but signs of life. */
  get idle(): boolean {
    return this.#awaited === 0;
  }

  send(now: number, parcel: Parcel<M>): void {
    const { loss } = this.#conditions;
    if (loss === 1) return;
    let due = now + this.#latency();
    while (loss > 0 && this.#random() < loss) due += retransmissionMs;
    const lane = `${parcel.from}>${parcel.to}`;
    due = Math.max(due, this.#lastDue.get(lane) ?? 0);
    this.#lastDue.set(lane, due);
    this.#add(due, parcel);
  }

  #latency(): number {
    const { min, max } = this.#conditions.latency;
    return max > min ? min + Math.floor(this.#random() * (max - min + 1)) : min;
  }

  /** What waited for its receiver, at once. */
  redeliver(now: number, parcels: readonly Parcel<M>[]): void {
    for (const parcel of parcels) this.#add(now, parcel);
  }

  #add(due: number, parcel: Parcel<M>): void {
    if (!parcel.routine) this.#awaited++;
    this.#inFlight.add(due, parcel);
  }

  /** Loses what is on its way to and from a process that is gone. */
  drop(gone: Address): void {
    this.#inFlight.replace((parcel) => {
      if (parcel.from !== gone && parcel.to !== gone) return parcel;
      if (!parcel.routine) this.#awaited--;
      return undefined;
    });
  }

  /** When the next arrives; Infinity when none is on its way. */
  next(): number {
    return this.#inFlight.next();
  }

  /** Takes what arrives next, each connection's in order, the connections among each other in a drawn one. */
  take(): Parcel<M>[] {
    const parcels = this.#inFlight.take();
    for (const { routine } of parcels) if (!routine) this.#awaited--;
    if (parcels.length < 2) return parcels;
    const lanes = new Map<string, Parcel<M>[]>();
    for (const parcel of parcels) {
      const lane = `${parcel.from}>${parcel.to}`;
      const queue = lanes.get(lane);
      if (queue) queue.push(parcel);
      else lanes.set(lane, [parcel]);
    }
    const queues = [...lanes.values()];
    const mixed: Parcel<M>[] = [];
    while (queues.length > 0) {
      const at = Math.floor(this.#random() * queues.length);
      const queue = queues[at] ?? [];
      const [first] = queue.splice(0, 1);
      if (first) mixed.push(first);
      if (queue.length === 0) queues.splice(at, 1);
    }
    return mixed;
  }
}
