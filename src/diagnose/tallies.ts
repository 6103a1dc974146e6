import type { LogRecord } from "../logs/record.ts";
import { evidenceOf, type Sighting, seenAgain } from "./sighting.ts";

/** Messages of one failure on one server, about the same thing. */
export interface Tally extends Sighting {
  readonly signature: string;
  readonly sid: number;
  /** In which log. */
  readonly stream: number;
  /** Of the first of them. */
  readonly args: Readonly<Record<string, string>>;
  readonly cause: string;
}

/** A broken log may name ever new things; more than this are not told apart. */
const most = 2000;

/** Failures that are told by their messages alone, counted. */
export class Tallies {
  readonly #all = new Map<string, Tally>();

  add(record: LogRecord): void {
    const { entry, sid, stream, cause = "" } = record;
    if (entry.kind !== "failure") return;
    const { text, ms, ...about } = entry.args;
    const key = JSON.stringify([entry.signature, stream, sid, about]);
    const known = this.#all.get(key);
    if (known) seenAgain(known, evidenceOf(record));
    else if (this.#all.size < most) {
      const first = seenAgain(undefined, evidenceOf(record));
      this.#all.set(key, { ...first, signature: entry.signature, sid, stream, args: entry.args, cause });
    }
  }

  /** The same without what these streams say. */
  without(streams: ReadonlySet<number>): Tallies {
    const rest = new Tallies();
    for (const [key, tally] of this.#all) if (!streams.has(tally.stream)) rest.#all.set(key, tally);
    return rest;
  }

  /** Those of these signatures, in the order in which they first came. */
  of(...signatures: string[]): Tally[] {
    return [...this.#all.values()].filter(({ signature }) => signatures.includes(signature));
  }
}
