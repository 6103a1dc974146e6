import type { Batch } from "./batch.ts";
import type { CommitEvent, PhaseEvent, ProposeEvent, ZxidRange } from "./events.ts";

/** A batch while events go by; who has it is not kept with it. */
interface Entry {
  first: bigint;
  last: bigint;
  readonly proposed: ProposeEvent | undefined;
  committed: CommitEvent | PhaseEvent | undefined;
  lost: PhaseEvent | undefined;
  dropped: readonly PhaseEvent[];
}

type Holders = (range: ZxidRange) => number[];

/** The batches of a trace in zxid order. One that is treated differently in its parts is cut there. */
export class Batches {
  readonly #entries: Entry[] = [];
  /** Neither committed nor lost: few, however many there are. */
  readonly #open = new Set<Entry>();
  #changed = new Set<Entry>();

  /** @param before what was written before the first event, and is not known to be committed */
  constructor(before: readonly ZxidRange[]) {
    for (const range of before) this.propose(range, undefined, undefined);
    this.#changed.clear();
  }

  all(holders: Holders): Batch[] {
    return this.#entries.map((entry) => batchOf(entry, holders));
  }

  takeChanged(holders: Holders): Batch[] {
    const changed = [...this.#changed].sort((a, b) => (a.first < b.first ? -1 : 1));
    this.#changed = new Set();
    return changed.map((entry) => batchOf(entry, holders));
  }

  propose([first, last]: ZxidRange, proposed: ProposeEvent | undefined, lost: PhaseEvent | undefined): void {
    const entry = { first, last, proposed, committed: undefined, lost, dropped: [] };
    this.#entries.splice(this.#indexAfter(first), 0, entry);
    if (!lost) this.#open.add(entry);
    this.#changed.add(entry);
  }

  logged(range: ZxidRange): void {
    for (const entry of this.#within(range)) if (!entry.committed) this.#changed.add(entry);
  }

  dropped(range: ZxidRange, event: PhaseEvent): void {
    for (const entry of this.#within(range)) {
      entry.dropped = [...entry.dropped, event];
      this.#changed.add(entry);
    }
  }

  /** @returns whether the trace has shown who proposed them */
  commit(range: ZxidRange, event: CommitEvent): boolean {
    const entries = this.#within(range);
    for (const entry of entries) this.#settle(entry, event, undefined);
    return entries.length > 0;
  }

  /** A leader begins to serve: what it has is committed, and what it does not have, of earlier epochs, lost. */
  settle(event: PhaseEvent, epoch: number, has: (range: ZxidRange) => boolean): void {
    for (const entry of this.#open) {
      if (has([entry.first, entry.last])) this.#settle(entry, event, undefined);
      else if (entry.last >> 32n < BigInt(epoch)) this.#settle(entry, undefined, event);
    }
  }

  #settle(entry: Entry, committed: Entry["committed"], lost: Entry["lost"]): void {
    entry.committed ??= committed;
    entry.lost = entry.committed ? undefined : lost;
    this.#open.delete(entry);
    this.#changed.add(entry);
  }

  /** The entries of that range, after cutting those that begin before it or end after it. */
  #within([first, last]: ZxidRange): Entry[] {
    this.#cut(first - 1n);
    this.#cut(last);
    const from = this.#indexAfter(first - 1n);
    const found: Entry[] = [];
    for (let at = from; at < this.#entries.length; at++) {
      const entry = this.#entries[at];
      if (!entry || entry.first > last) break;
      found.push(entry);
    }
    return found;
  }

  /** Cuts the entry that goes on beyond that zxid. */
  #cut(zxid: bigint): void {
    const at = this.#indexAfter(zxid);
    const entry = this.#entries[at - 1];
    if (!entry || entry.last <= zxid) return;
    const rest = { ...entry, first: zxid + 1n };
    entry.last = zxid;
    this.#entries.splice(at, 0, rest);
    if (this.#open.has(entry)) this.#open.add(rest);
    if (this.#changed.has(entry)) this.#changed.add(rest);
  }

  /** Where the entries begin whose first zxid is beyond this one. */
  #indexAfter(zxid: bigint): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.first ?? 0n) <= zxid) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function batchOf({ first, last, proposed, committed, lost, dropped }: Entry, holders: Holders): Batch {
  const range: ZxidRange = [first, last];
  return { range, proposed, servers: holders(range), dropped, committed, lost };
}
