/** Where the program writes; a write that fails throws. */
export interface Sink {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
}

/** A file that is being written: nothing stands under its name until `commit`. */
export interface OutputFile {
  write(text: string): void;
  /** Puts it in place; when that throws, nothing is left behind. */
  commit(): void;
  /** Leaves nothing behind. */
  discard(): void;
}

/** Everything outside the program that it touches; tests bring their own. */
export interface Io {
  readonly stdout: Sink;
  /** Writing here never throws: there is nobody left to tell. */
  readonly stderr: Sink;
  readonly stdinIsTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Text of standard input, in pieces as they come. */
  stdin(): AsyncIterable<string>;
  /** Text of a file, in pieces; an error as node:fs gives it when it cannot be read. */
  read(file: string): AsyncIterable<string>;
  /** Bytes of standard input, as `readBytes` gives those of a file. */
  stdinBytes(): AsyncIterable<Uint8Array>;
  /**
   * Bytes of a file, unpacked where it is gzip by its content, up to the length that it has when it is opened. Each
   * piece is good only until the next is asked for. Throws BrokenArchive after what could be unpacked, and errors as
   * node:fs gives them.
   */
  readBytes(file: string): AsyncIterable<Uint8Array>;
  /** What is in a directory, links to files as files and links to directories left out; an error as node:fs gives it. */
  list(directory: string): readonly { readonly name: string; readonly kind: "file" | "directory" }[];
  /** The one path of a file that may have several; an error as node:fs gives it. */
  realPath(file: string): string;
  /** What stands under a name, whether or not it can be read; an error as node:fs gives it when that is unknown. */
  find(file: string): "file" | "directory" | undefined;
  create(file: string): OutputFile;
}

/** Whoever read the output has gone: nothing more to do, and nothing wrong. */
export class ClosedPipe extends Error {}

/** Compressed data end too early or are damaged. */
export class BrokenArchive extends Error {}
