import type { Timed } from "../logs/timed.ts";

/** Longer stretches are handed on in pieces. */
const idlePiece = 1000;
const longestPiece = 50_000;

/** Takes the stretches that logs are cut into. */
export interface Cutting {
  /** Records in the order of time: a stretch, or a piece of a long one. */
  piece(records: readonly Timed[]): void;
  /** What comes now is another stretch. */
  cut(): void;
}

/**
 * Cuts the records of all servers into stretches of one election each: from when a server looks for a leader, or loses
 * the one it had, while all others have theirs, to when that happens again.
 */
export class Stretches {
  readonly #to: Cutting;
  #records: Timed[] = [];
  readonly #looking = new Set<number>();
  #leader: number | undefined;
  /** Whether an election is coming or going on. */
  #isOpen = false;

  constructor(to: Cutting) {
    this.#to = to;
  }

  add(timed: Timed): void {
    if (!this.#isOpen && this.#opens(timed)) {
      this.#hand();
      this.#to.cut();
      this.#isOpen = true;
    }
    this.#follow(timed);
    if (matters(timed)) this.#records.push(timed);
    if (this.#records.length >= (this.#isOpen ? longestPiece : idlePiece)) this.#hand();
  }

  finish(): void {
    this.#hand();
  }

  /** Whether it begins an election, or leads to one. */
  #opens({ record: { entry }, died, claimant }: Timed): boolean {
    if (claimant > 0) return false;
    return entry.kind === "look" || entry.kind === "left" || (died !== undefined && died === this.#leader);
  }

  #hand(): void {
    if (this.#records.length > 0) this.#to.piece(this.#records);
    this.#records = [];
  }

  /** Keeps account of who is LOOKING; a process that only claims a sid is no part of it. */
  #follow({ record: { sid, entry }, claimant, died }: Timed): void {
    const before = this.#looking.size;
    if (died !== undefined) this.#looking.delete(died);
    if (claimant === 0) {
      if (entry.kind === "look") this.#looking.add(sid);
      else if (entry.kind === "start" || entry.kind === "exit") this.#looking.delete(sid);
      else if ((entry.kind === "state" || entry.kind === "phase") && entry.state !== "LOOKING") {
        this.#looking.delete(sid);
        if (entry.state === "LEADING") this.#leader = sid;
      }
    }
    if (before > 0 && this.#looking.size === 0) this.#isOpen = false;
  }
}

/** Whether a replay makes anything of the record. */
function matters({ record: { entry }, died }: Timed): boolean {
  switch (entry.kind) {
    case "broken":
    case "unreachable":
      return died !== undefined;
    case "loaded":
    case "learner":
    case "member":
    case "interval":
    case "proposal":
    case "counted":
    case "failure":
      return false;
    default:
      return true;
  }
}
