import type { Io, OutputFile } from "../../src/cli/io.ts";
import { main } from "../../src/cli/main.ts";

/** What stands around the program in a test; what is left out is empty, and no terminal. */
interface World {
  /** Standard input; absent: a terminal on which nothing is typed. */
  stdin?: string | AsyncIterable<string>;
  /** Files by name, with their text or the error of reading them. */
  files?: Record<string, string | Error>;
  directories?: string[];
  env?: Record<string, string>;
  /** Width of the terminal that standard output is. */
  columns?: number;
  /** Thrown by writing to standard output. */
  stdoutError?: Error;
  /** Thrown by making, or by writing, a file. */
  createError?: Error;
  writeError?: Error;
}

interface Ran {
  code: number;
  out: string;
  err: string;
  files: Record<string, string | Error>;
}

/** Runs the program in a world of its own. */
export async function run(argv: readonly string[], world: World = {}): Promise<Ran> {
  const ran: Ran = { code: -1, out: "", err: "", files: { ...world.files } };
  ran.code = await main(argv, fakeIo(world, ran));
  return ran;
}

export function fakeIo(world: World = {}, ran: Ran = { code: -1, out: "", err: "", files: {} }): Io {
  const { columns, env = {}, directories = [] } = world;
  return {
    stdout: {
      isTTY: columns !== undefined,
      columns,
      write: (text) => {
        if (world.stdoutError) throw world.stdoutError;
        ran.out += text;
      },
    },
    stderr: {
      isTTY: false,
      columns: undefined,
      write: (text) => {
        ran.err += text;
      },
    },
    elapsedMs: () => 0,
    stdinIsTTY: world.stdin === undefined,
    env,
    stdin: () => (typeof world.stdin === "object" ? world.stdin : inPieces(world.stdin ?? "")),
    read: (file) => inPieces(directories.includes(file) ? systemError("EISDIR", "read") : ran.files[file]),
    stdinBytes: () => encoded(typeof world.stdin === "object" ? world.stdin : inPieces(world.stdin ?? "")),
    readBytes: (file) =>
      encoded(inPieces(directories.includes(file) ? systemError("EISDIR", "read") : ran.files[file])),
    list: (directory) => {
      const inIt = Object.keys(ran.files).filter((file) => file.startsWith(`${directory}/`));
      return inIt.map((file) => ({ name: file.slice(directory.length + 1), kind: "file" as const }));
    },
    realPath: (file) => file,
    find: (file) => (directories.includes(file) ? "directory" : Object.hasOwn(ran.files, file) ? "file" : undefined),
    create: (file) => fakeFile(file, world, ran),
  };
}

function fakeFile(file: string, { createError, writeError }: World, ran: Ran): OutputFile {
  if (createError) throw createError;
  let written = "";
  return {
    write: (text) => {
      if (writeError) throw writeError;
      written += text;
    },
    commit: () => {
      ran.files[file] = written;
    },
    discard: () => {},
  };
}

/** Cut in odd places, as a pipe does. */
async function* inPieces(text: string | Error | undefined): AsyncGenerator<string> {
  if (text === undefined) throw systemError("ENOENT", "open");
  if (text instanceof Error) throw text;
  for (let at = 0; at < text.length; at += 1000) yield text.slice(at, at + 1000);
}

async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

/** An error as node:fs throws it. */
export function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: as the system puts it, ${syscall}`), { code, syscall });
}

/**
 * The problems that the program names when it refuses to do something: without `zk-elect: `, having checked that
 * it does so in the way it always does.
 */
export async function problems(argv: readonly string[], world: World = {}): Promise<string[]> {
  const { code, out, err } = await run(argv, world);
  const lines = err.split("\n");
  const well = code === 2 && out === "" && lines.pop() === "" && lines.every((line) => line.startsWith("zk-elect: "));
  if (!well || /(?!\n)\p{Cc}/u.test(err)) throw new Error(`code ${code}, out ${JSON.stringify({ out, err })}`);
  return lines.map((line) => line.slice("zk-elect: ".length));
}
