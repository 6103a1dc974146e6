import { InputError } from "../scenario/problem.ts";
import { fileError } from "./errors.ts";
import { ClosedPipe, type Io, type OutputFile } from "./io.ts";

/** Texts are gathered up to this many UTF-16 units before they are written. */
const chunkSize = 1 << 16;

/** Where a command's data goes: standard output, or a file that appears only when it is complete. */
export class Output {
  readonly #write: (text: string) => void;
  readonly #file: OutputFile | undefined;
  readonly #name: string;
  #gathered = "";

  constructor(io: Io, file: string | undefined) {
    this.#name = file ?? "standard output";
    this.#file = file === undefined ? undefined : this.#guard(() => io.create(file));
    this.#write = (text) => (this.#file ?? io.stdout).write(text);
  }

  write(text: string): void {
    this.#gathered += text;
    if (this.#gathered.length >= chunkSize) this.#flush();
  }

  /** Everything was written. */
  finish(): void {
    this.#flush();
    if (this.#file) this.#guard(() => this.#file?.commit());
  }

  /** Something went wrong: a file is left as it was. */
  abandon(): void {
    this.#file?.discard();
  }

  #flush(): void {
    const text = this.#gathered;
    this.#gathered = "";
    if (text !== "") this.#guard(() => this.#write(text));
  }

  #guard<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (error instanceof ClosedPipe || error instanceof InputError) throw error;
      throw fileError(this.#name, error);
    }
  }
}

/** Runs an action that writes; what it wrote to a file stays only if it succeeds. */
export async function writing<T>(
  io: Io,
  file: string | undefined,
  action: (output: Output) => T | Promise<T>,
): Promise<T> {
  const output = new Output(io, file);
  try {
    const result = await action(output);
    output.finish();
    return result;
  } catch (error) {
    output.abandon();
    throw error;
  }
}
