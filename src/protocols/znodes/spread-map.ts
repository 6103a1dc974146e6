const width = 64;

/**
 * A map that is never changed: `with` and `without` give another one, which shares most of what it holds. Spread over
 * many small maps, of which a change copies one, so that thousands of znodes cost no more than a few.
 */
export class SpreadMap<V> {
  static readonly empty: SpreadMap<never> = new SpreadMap<never>(
    Array.from({ length: width }, () => new Map<string, never>()),
    0,
  );

  readonly #parts: readonly ReadonlyMap<string, V>[];
  readonly size: number;

  private constructor(parts: readonly ReadonlyMap<string, V>[], size: number) {
    this.#parts = parts;
    this.size = size;
  }

  get(key: string): V | undefined {
    return this.#parts[partOf(key)]?.get(key);
  }

  with(key: string, value: V): SpreadMap<V> {
    const part = new Map(this.#parts[partOf(key)]);
    const size = part.has(key) ? this.size : this.size + 1;
    return new SpreadMap(this.#parts.with(partOf(key), part.set(key, value)), size);
  }

  without(key: string): SpreadMap<V> {
    if (this.get(key) === undefined) return this;
    const part = new Map(this.#parts[partOf(key)]);
    part.delete(key);
    return new SpreadMap(this.#parts.with(partOf(key), part), this.size - 1);
  }

  *entries(): Generator<[string, V]> {
    for (const part of this.#parts) if (part.size > 0) yield* part;
  }

  *values(): Generator<V> {
    for (const part of this.#parts) if (part.size > 0) yield* part.values();
  }
}

function partOf(key: string): number {
  let hash = 0;
  for (let at = 0; at < key.length; at++) hash = (hash * 31 + key.charCodeAt(at)) | 0;
  return hash & (width - 1);
}
