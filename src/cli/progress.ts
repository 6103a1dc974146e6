import type { LogMessages } from "../locales/logs/en.ts";
import type { Io } from "./io.ts";

const firstMs = 1000;
const everyMs = 200;

/** Says how much has been read, where somebody watches and it takes longer than a second. */
export class Progress {
  readonly #io: Io;
  readonly #words: LogMessages;
  #bytes = 0;
  #next = firstMs;
  #shown = false;

  constructor(io: Io, words: LogMessages) {
    this.#io = io;
    this.#words = words;
  }

  /** The same pieces, counted. */
  async *watching(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#bytes += chunk.length;
      this.#tell();
      yield chunk;
    }
  }

  /** Takes the line away, before anything else is written. */
  clear(): void {
    if (this.#shown) this.#io.stderr.write("\r\u001b[K");
    this.#shown = false;
  }

  #tell(): void {
    if (!this.#io.stderr.isTTY) return;
    const now = this.#io.elapsedMs();
    if (now < this.#next) return;
    this.#next = now + everyMs;
    this.#shown = true;
    this.#io.stderr.write(`\rzk-elect: ${this.#words.reading(Math.round(this.#bytes / 1e6))}\u001b[K`);
  }
}
