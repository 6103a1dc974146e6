import { type Find, finder } from "./finder.ts";

/** Bytes that are looked at together. */
const room = 2 << 20;
/** A line is cut after so many bytes. */
export const maxLine = 64 << 10;
/** So many lines after a found one can be asked for. */
export const maxAfter = 16;

const newline = 10;

/** A line that has one of the words; it lives until the call that hands it over returns. */
export interface FoundLine {
  /** 1-based. */
  readonly number: number;
  /** Without its line break; at most `maxLine` bytes of it. */
  readonly text: string;
  /** Whether more of it was cut off. */
  readonly long: boolean;
  /** Whether it ends with a line break, as every line does that was written to its end. */
  readonly ended: boolean;
  /** The line `count` lines further on, from 1 to `maxAfter`; undefined where there is none. */
  after(count: number): string | undefined;
}

/**
 * Finds the lines that have one of some words in bytes that come in pieces, in constant memory: lines are decoded
 * only when they are found, and line breaks are counted only between them.
 */
export class LineFinder {
  private readonly find: Find;
  private readonly onLine: (line: FoundLine) => void;
  private readonly onLong: (number: number) => void;
  private readonly bytes = Buffer.allocUnsafe(room);
  private filled = 0;
  /** Number of the line that begins at `start`, which is counted up to now. */
  private number = 1;
  private start = 0;
  /** In the rest of a line that is too long to be held. */
  private skipping = false;

  /**
   * @param onLine called for each found line, in the order of the lines
   * @param onLong called with the number of a line of which only the beginning was looked at
   */
  constructor(words: readonly string[], onLine: (line: FoundLine) => void, onLong: (number: number) => void) {
    this.find = finder(words);
    this.onLine = onLine;
    this.onLong = onLong;
  }

  /** Takes the next bytes; they are copied. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const taken = Math.min(chunk.length - at, room - this.filled);
      this.bytes.set(chunk.subarray(at, at + taken), this.filled);
      this.filled += taken;
      at += taken;
      if (this.filled === room) this.scan(false);
    }
  }

  /** Looks at what is left. */
  end(): void {
    this.scan(true);
  }

  private scan(last: boolean): void {
    if (this.skipping && !(this.skip() && last)) return;
    const ends = last ? this.filled : this.heldFrom();
    if (ends === 0 && !last) this.cut();
    else this.look(ends);
    this.drop(this.skipping ? this.filled : ends);
  }

  /**
   * Where the lines begin that wait for more bytes: the unfinished one, and those before it whose following lines are
   * not all here. 0 when not even one line is finished.
   */
  private heldFrom(): number {
    let from = this.bytes.lastIndexOf(newline, this.filled - 1) + 1;
    for (let lines = 0; lines < maxAfter && from > 1; lines++) {
      const before = this.bytes.lastIndexOf(newline, from - 2) + 1;
      if (this.filled - before > room / 2) break;
      from = before;
    }
    return from;
  }

  /** Looks for words in the lines that begin before `ends`. */
  private look(ends: number): void {
    this.start = 0;
    for (let at = 0; ; ) {
      const found = this.find(this.bytes, at, ends);
      const end = this.countTo(found < 0 ? ends : found);
      if (found < 0) return;
      if (found - this.start < maxLine) this.hand(end);
      at = end + 1;
    }
  }

  /** Goes on to the line that has the byte at `at`; returns its end. */
  private countTo(at: number): number {
    for (;;) {
      const end = this.endOf(this.start);
      if (end >= at) return end;
      this.start = end + 1;
      this.number++;
    }
  }

  private endOf(start: number): number {
    const end = this.bytes.indexOf(newline, start);
    return end < 0 || end >= this.filled ? this.filled : end;
  }

  private hand(end: number): void {
    const { start, number } = this;
    const long = end - start > maxLine;
    if (long) this.onLong(number);
    this.onLine({
      number,
      text: this.text(start, end),
      long,
      ended: end < this.filled,
      after: (count) => this.after(end, count),
    });
  }

  private after(end: number, count: number): string | undefined {
    let [from, to] = [0, end];
    for (let lines = 0; lines < count; lines++) {
      if (to >= this.filled) return undefined;
      from = to + 1;
      to = this.endOf(from);
    }
    return from < this.filled ? this.text(from, to) : undefined;
  }

  private text(start: number, end: number): string {
    return this.bytes.toString("utf8", start, Math.min(end, start + maxLine));
  }

  /** The whole room is one line: looks at its beginning alone. */
  private cut(): void {
    this.start = 0;
    this.onLong(this.number);
    if (this.find(this.bytes, 0, maxLine) >= 0) {
      const [number, text] = [this.number, this.text(0, maxLine)];
      this.onLine({ number, text, long: true, ended: true, after: () => undefined });
    }
    this.skipping = true;
  }

  /** Drops the rest of a long line; tells whether it ended. */
  private skip(): boolean {
    const end = this.endOf(0);
    const ended = end < this.filled;
    if (ended) {
      this.skipping = false;
      this.number++;
    }
    this.drop(Math.min(end + 1, this.filled));
    return ended;
  }

  private drop(count: number): void {
    this.bytes.copyWithin(0, count, this.filled);
    this.filled -= count;
  }
}
