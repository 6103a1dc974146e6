/** Lines of one process stand a little out of order, for its threads write at once. */
export const outOfOrderMs = 1000;

/** The times of one log as if its clock had never been put back. */
export class Steady {
  /** Time of the last record taken. */
  last = Number.NEGATIVE_INFINITY;
  /** What is added since the clock was put back. */
  putBackMs = 0;

  /** When the next record was written: never before the one that it follows. */
  next(ms: number): number {
    const steady = ms + this.putBackMs;
    if (steady < this.last - outOfOrderMs) this.putBackMs += this.last - steady;
    return Math.max(steady, this.last);
  }
}
