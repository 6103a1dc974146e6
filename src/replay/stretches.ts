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
  readonly #looking = new Set<string>();
  #leader: number | undefined;
  /** Whether somebody has been LOOKING in this stretch, and whether it was opened by what leads to that. */
  #searched = false;
  #opened = false;

  constructor(to: Cutting) {
    this.#to = to;
  }

  add(timed: Timed): void {
    const { entry } = timed.record;
    const isLook = entry.kind === "look";
    if (this.#looking.size === 0 && (isLook ? this.#searched : this.#leadsToElection(timed))) this.#open();
    if (isLook) {
      this.#searched = true;
      this.#opened = false;
    }
    this.#follow(timed);
    if (matters(timed)) this.#records.push(timed);
    const most = this.#looking.size === 0 ? idlePiece : longestPiece;
    if (this.#records.length >= most) this.#hand();
  }

  finish(): void {
    this.#hand();
  }

  #leadsToElection({ record: { entry }, died, claimant }: Timed): boolean {
    if (this.#opened || !this.#searched || claimant > 0) return false;
    return entry.kind === "left" || (died !== undefined && died === this.#leader);
  }

  #open(): void {
    this.#hand();
    this.#to.cut();
    this.#searched = false;
    this.#opened = true;
  }

  #hand(): void {
    if (this.#records.length > 0) this.#to.piece(this.#records);
    this.#records = [];
  }

  #follow({ record: { sid, entry }, claimant, died }: Timed): void {
    const key = `${sid} ${claimant}`;
    if (died !== undefined) this.#looking.delete(`${died} 0`);
    if (entry.kind === "look") this.#looking.add(key);
    else if (entry.kind === "start" || entry.kind === "exit") this.#looking.delete(key);
    else if ((entry.kind === "state" || entry.kind === "phase") && entry.state !== "LOOKING") {
      this.#looking.delete(key);
      if (entry.state === "LEADING" && claimant === 0) this.#leader = sid;
    }
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
