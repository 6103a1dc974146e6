import type { Bucket, Numbers, Run, Runs } from "./row.ts";

/** The middle one; of an even count halfway between the two in the middle. Infinity when that touches an infinite one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[sorted.length / 2 - 1] ?? Number.NaN) + upper) / 2;
}

/** At most that many bars, so that a histogram stays small. */
const maxBuckets = 10;

/**
 * Counts values in buckets of equal width: 1, 2 or 5 times a power of ten, the least with which there are at most ten
 * from the smallest value to the largest. A bucket begins at a multiple of its width; empty ones between others are kept.
 *
 * @param values integers from 0
 */
export function buckets(values: readonly number[]): Bucket[] {
  if (values.length === 0) return [];
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const width = widthFor(least, most);
  const first = Math.floor(least / width);
  const counts = new Array<number>(Math.floor(most / width) - first + 1).fill(0);
  for (const value of values) {
    const at = Math.floor(value / width) - first;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((runs, at) => ({ fromMs: (first + at) * width, toMs: (first + at + 1) * width, runs }));
}

function widthFor(least: number, most: number): number {
  for (let power = 1; ; power *= 10) {
    for (const factor of [1, 2, 5]) {
      const width = factor * power;
      if (Math.floor(most / width) - Math.floor(least / width) < maxBuckets) return width;
    }
  }
}

/** Gathers runs, of which it keeps their numbers alone. */
export class Gathering {
  readonly #without: number[] = [];
  readonly #messages: number[] = [];
  readonly #attempts: number[] = [];
  readonly #two: number[] = [];
  readonly #leaders = new Map<number | null, number>();

  add({ leader, withoutLeaderMs, messages, attempts, twoLeadersMs }: Run): void {
    this.#without.push(withoutLeaderMs ?? Number.POSITIVE_INFINITY);
    this.#messages.push(messages);
    if (attempts) this.#attempts.push(attempts.count);
    this.#two.push(twoLeadersMs);
    this.#leaders.set(leader, (this.#leaders.get(leader) ?? 0) + 1);
  }

  finish(chance: boolean): Runs {
    const finite = this.#without.filter(Number.isFinite);
    return {
      count: this.#without.length,
      chance,
      median: this.#numbers(median),
      worst: this.#numbers((values) => values.reduce((a, b) => Math.max(a, b))),
      leaders: [...this.#leaders].map(([leader, runs]) => ({ leader, runs })).sort(mostFirst),
      histogram: { buckets: buckets(finite), none: this.#without.length - finite.length },
    };
  }

  #numbers(of: (values: readonly number[]) => number): Numbers {
    const without = of(this.#without);
    return {
      withoutLeaderMs: Number.isFinite(without) ? without : null,
      messages: of(this.#messages),
      attempts: this.#attempts.length > 0 ? of(this.#attempts) : null,
      twoLeadersMs: of(this.#two),
    };
  }
}

type Led = Runs["leaders"][number];

/** Of equals the smaller sid first, nobody last. */
function mostFirst(a: Led, b: Led): number {
  return b.runs - a.runs || (a.leader ?? Number.POSITIVE_INFINITY) - (b.leader ?? Number.POSITIVE_INFINITY);
}
