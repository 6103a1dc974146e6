import type { Address } from "../../protocols/protocol.ts";
import type { Parcel } from "./wires.ts";

/** What has come for those who are paused, or from those who are out of reach. */
export class Backlog<M> {
  #parcels: Parcel<M>[] = [];
  /** By who had a connection to them: those whose processes are gone. */
  readonly #broken = new Map<Address, number[]>();

  /** Keeps what has arrived and cannot be read, but for signs of life. */
  add(parcel: Parcel<M>): void {
    // When it arrives after all, something may come of it.
    if (!parcel.routine) this.#parcels.push({ ...parcel, vain: false });
  }

  /** Takes what can be read now, in the order in which it came. */
  take(canRead: (parcel: Parcel<M>) => boolean): Parcel<M>[] {
    const readable = this.#parcels.filter(canRead);
    this.#parcels = this.#parcels.filter((parcel) => !canRead(parcel));
    return readable;
  }

  /** A paused one will find its connection to that server broken. */
  addBroken(address: Address, gone: number): void {
    this.#broken.set(address, [...(this.#broken.get(address) ?? []), gone]);
  }

  takeBroken(address: Address): readonly number[] {
    const gone = this.#broken.get(address) ?? [];
    this.#broken.delete(address);
    return gone;
  }

  /** Loses what is for a process that is gone, and what is from it. */
  drop(gone: number): void {
    this.#broken.delete(gone);
    this.#parcels = this.#parcels.filter(({ from, to }) => from !== gone && to !== gone);
  }
}
