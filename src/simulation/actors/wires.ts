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
  /** Nothing waits for it either; but it is told, and kept. */
  readonly vain: boolean;
}

/** Whether something new may come of it. */
export function isAwaited({ routine, vain }: Pick<Parcel<unknown>, "routine" | "vain">): boolean {
  return !routine && !vain;
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
  /** When what was sent last on each connection arrives: by sender, then by receiver. */
  readonly #lastDue = new Map<Address, Map<Address, number>>();
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
    const { loss, latency } = this.#conditions;
    if (loss === 1) return;
    if (loss === 0 && latency.min === latency.max) {
      // All take equally long: nothing can overtake.
      this.#add(now + latency.min, parcel);
      return;
    }
    let due = now + this.#latency();
    while (loss > 0 && this.#random() < loss) {
      if (parcel.routine) return;
      due += retransmissionMs;
    }
    this.#add(this.#inOrder(parcel, due), parcel);
  }

  /** When it arrives behind what was sent before it. */
  #inOrder({ from, to }: Parcel<M>, due: number): number {
    const lanes = this.#lastDue.get(from) ?? new Map<Address, number>();
    const arrives = Math.max(due, lanes.get(to) ?? 0);
    this.#lastDue.set(from, lanes.set(to, arrives));
    return arrives;
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
    if (isAwaited(parcel)) this.#awaited++;
    this.#inFlight.add(due, parcel);
  }

  /** Loses what is on its way to and from a process that is gone. */
  drop(gone: Address): void {
    this.#inFlight.replace((parcel) => {
      if (parcel.from !== gone && parcel.to !== gone) return parcel;
      if (isAwaited(parcel)) this.#awaited--;
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
    for (const parcel of parcels) if (isAwaited(parcel)) this.#awaited--;
    if (parcels.length < 2) return parcels;
    const lanes = lanesOf(parcels);
    const mixed: Parcel<M>[] = [];
    while (lanes.length > 0) {
      const at = Math.floor(this.#random() * lanes.length);
      const lane = lanes[at];
      const parcel = lane?.parcels[lane.taken++];
      if (parcel) mixed.push(parcel);
      if (lane?.taken === lane?.parcels.length) lanes.splice(at, 1);
    }
    return mixed;
  }
}

/** What arrives together on one connection, in order. */
interface Lane<M> {
  readonly from: Address;
  readonly to: Address;
  readonly parcels: Parcel<M>[];
  taken: number;
}

/** Up to so many parcels a connection's lane is looked for, which costs less than to keep them in maps. */
const fewParcels = 32;

function lanesOf<M>(parcels: readonly Parcel<M>[]): Lane<M>[] {
  const lanes: Lane<M>[] = [];
  const byEnds = parcels.length > fewParcels ? new Map<Address, Map<Address, Lane<M>>>() : null;
  for (const parcel of parcels) {
    const { from, to } = parcel;
    const lane = byEnds ? byEnds.get(from)?.get(to) : lanes.find((one) => one.from === from && one.to === to);
    if (lane) {
      lane.parcels.push(parcel);
      continue;
    }
    const added = { from, to, parcels: [parcel], taken: 0 };
    lanes.push(added);
    byEnds?.set(from, (byEnds.get(from) ?? new Map<Address, Lane<M>>()).set(to, added));
  }
  return lanes;
}
