import type { Io } from "./io.ts";

const firstMs = 1000;
const everyMs = 200;

/** One line on a terminal that says how far something is, while somebody watches and it takes longer than a second. */
export class Progress {
  readonly #io: Io;
  #next = firstMs;
  #shown = false;

  constructor(io: Io) {
    this.#io = io;
  }

  /** @param text asked for only when it is time to tell */
  tell(text: () => string): void {
    if (!this.#io.stderr.isTTY) return;
    const now = this.#io.elapsedMs();
    if (now < this.#next) return;
    this.#next = now + everyMs;
    this.#shown = true;
    this.#io.stderr.write(`\rzk-elect: ${text()}\u001b[K`);
  }

  /** Takes the line away, before anything else is written. */
  clear(): void {
    if (this.#shown) this.#io.stderr.write("\r\u001b[K");
    this.#shown = false;
  }
}
