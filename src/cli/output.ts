import { InputError } from "../scenario/problem.ts";
import { fileError, outputError } from "./errors.ts";
import { ClosedPipe, type Io, type OutputFile } from "./io.ts";

/** Texts are gathered up to this many UTF-16 units before they are written. */
const chunkSize = 1 << 16;

/** Whether an `--output` is standard output: none is given, or `-`. */
export function isStdout(file: string | undefined): file is undefined | "-" {
  return file === undefined || file === "-";
}

/** Where a command's data goes: standard output, or a file that appears only when it is complete. */
export class Output {
  readonly #write: (text: string) => void;
  readonly #file: OutputFile | undefined;
  readonly #name: string | undefined;
  #gathered = "";

  constructor(io: Io, file: string | undefined) {
    this.#name = isStdout(file) ? undefined : file;
    this.#file = isStdout(file) ? undefined : this.#guard(() => io.create(file));
    this.#write = (text) => (this.#file ?? io.stdout).write(text);
  }

  write(text: string): void {
    this.#gathered += text;
    if (this.#gathered.length >= chunkSize) this.flush();
  }

  /** Writes what has been gathered. */
  flush(): void {
    const text = this.#gathered;
    this.#gathered = "";
    if (text !== "") this.#guard(() => this.#write(text));
  }

  /** Everything was written. */
  commit(): void {
    this.#guard(() => this.#file?.commit());
  }

  /** Something went wrong: a file is left as it was. */
  abandon(): void {
    this.#file?.discard();
  }

  #guard<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (error instanceof ClosedPipe || error instanceof InputError) throw error;
      throw this.#name === undefined ? outputError(error) : fileError(this.#name, error);
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
  let result: T;
  try {
    result = await action(output);
    output.flush();
  } catch (error) {
    output.abandon();
    throw error;
  }
  output.commit();
  return result;
}
