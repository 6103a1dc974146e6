/**
 * A list that is never changed, only succeeded by a version with one place replaced. All versions share one array,
 * which holds the newest; an older one remembers what its successor replaced. So the usual case, a new version
 * of the newest, costs the same for three voters and for a thousand, and a server's state is still a plain value.
 */
export class Versions<T> {
  readonly #cells: (T | undefined)[];
  #newer: Versions<T> | undefined = undefined;
  #replaced = -1;
  #was: T | undefined = undefined;

  private constructor(cells: (T | undefined)[]) {
    this.#cells = cells;
  }

  static empty<T>(): Versions<T> {
    return new Versions<T>([]);
  }

  get(index: number): T | undefined {
    for (let version: Versions<T> = this; version.#newer; version = version.#newer) {
      if (version.#replaced === index) return version.#was;
    }
    return this.#cells[index];
  }

  with(index: number, value: T): Versions<T> {
    if (this.#newer) return this.#copy().with(index, value);
    const next = new Versions(this.#cells);
    this.#newer = next;
    this.#replaced = index;
    this.#was = this.#cells[index];
    this.#cells[index] = value;
    return next;
  }

  #copy(): Versions<T> {
    return new Versions(this.#cells.map((_, index) => this.get(index)));
  }
}
