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
  readonly #two: Two[] = [];
  readonly #writes = new Map<Run["write"], number>();
  readonly #leaders = new Map<number | null, number>();

  add({ leader, withoutLeaderMs, messages, attempts, twoLeadersMs, twoLeadersUntil, write }: Run): void {
    this.#without.push(withoutLeaderMs ?? Number.POSITIVE_INFINITY);
    this.#messages.push(messages);
    if (attempts) this.#attempts.push(attempts.count);
    this.#two.push({ twoLeadersMs, twoLeadersUntil });
    this.#writes.set(write, (this.#writes.get(write) ?? 0) + 1);
    this.#leaders.set(leader, (this.#leaders.get(leader) ?? 0) + 1);
  }

  finish(chance: boolean): Runs {
    const finite = this.#without.filter(Number.isFinite);
    return {
      count: this.#without.length,
      chance,
      median: { ...this.#numbers(median), ...medianTwo(this.#two) },
      worst: { ...this.#numbers((values) => values.reduce((a, b) => Math.max(a, b))), ...worstTwo(this.#two) },
      leaders: [...this.#leaders].map(([leader, runs]) => ({ leader, runs })).sort(mostFirst),
      histogram: { buckets: buckets(finite), none: this.#without.length - finite.length },
      writes: [...this.#writes].map(([write, runs]) => ({ write, runs })).sort((a, b) => b.runs - a.runs),
    };
  }

  #numbers(of: (values: readonly number[]) => number): Omit<Numbers, keyof Two> {
    const without = of(this.#without);
    return {
      withoutLeaderMs: Number.isFinite(without) ? without : null,
      messages: of(this.#messages),
      attempts: this.#attempts.length > 0 ? of(this.#attempts) : null,
    };
  }
}

type Two = Pick<Run, "twoLeadersMs" | "twoLeadersUntil">;

/** As of numbers; but between two of which one is no time there is no middle, and the worse of them counts. */
function medianTwo(all: readonly Two[]): Two {
  const sorted = [...all].sort(shorterFirst);
  const upper = sorted[sorted.length >> 1] ?? { twoLeadersMs: Number.NaN, twoLeadersUntil: null };
  const lower = sorted.length % 2 === 1 ? upper : (sorted[sorted.length / 2 - 1] ?? upper);
  if (upper.twoLeadersMs === null || lower.twoLeadersMs === null) return upper;
  return { twoLeadersMs: (upper.twoLeadersMs + lower.twoLeadersMs) / 2, twoLeadersUntil: null };
}

function worstTwo(all: readonly Two[]): Two {
  return all.reduce((a, b) => (shorterFirst(a, b) < 0 ? b : a));
}

/** First what ended within its step, by its time, then what later steps ended, by those, and last what nothing ended. */
function shorterFirst(a: Two, b: Two): number {
  return stepsOf(a) - stepsOf(b) || (a.twoLeadersMs ?? 0) - (b.twoLeadersMs ?? 0);
}

function stepsOf({ twoLeadersUntil }: Two): number {
  return twoLeadersUntil === "end" ? Number.MAX_SAFE_INTEGER : (twoLeadersUntil ?? 0);
}

type Led = Runs["leaders"][number];

/** Of equals the smaller sid first, nobody last. */
function mostFirst(a: Led, b: Led): number {
  return b.runs - a.runs || (a.leader ?? Number.POSITIVE_INFINITY) - (b.leader ?? Number.POSITIVE_INFINITY);
}
