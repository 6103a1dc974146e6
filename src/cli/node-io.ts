import * as fs from "node:fs";
import * as path from "node:path";
import { withHead } from "../logs/encoding.ts";
import { BrokenArchive, ClosedPipe, type Io, type OutputFile, type Sink } from "./io.ts";

/** The process's own streams and files. */
export function nodeIo(): Io {
  return {
    stdout: sink(1, () => process.stdout),
    stderr: deaf(sink(2, () => process.stderr)),
    stdinIsTTY: isTerminal(0),
    elapsedMs: () => performance.now(),
    env: process.env,
    stdin: () => decoded(process.stdin),
    read: (file) => decoded(fs.createReadStream(file)),
    stdinBytes: () => unpacked(process.stdin),
    readBytes: (file) => unpacked(bytesOf(file)),
    list,
    realPath,
    find,
    create,
  };
}

/** Only a character device can be a terminal: for pipes and files node's terminal module need not be loaded. */
function isTerminal(fd: 0 | 1 | 2): boolean {
  try {
    const { rdev } = fs.fstatSync(fd);
    if (rdev === 0 || rdev === fs.statSync("/dev/null", { throwIfNoEntry: false })?.rdev) return false;
  } catch {
    return false; // The descriptor is closed.
  }
  const stream = fd === 0 ? process.stdin : fd === 1 ? process.stdout : process.stderr;
  return stream.isTTY === true;
}

async function* decoded(stream: NodeJS.ReadStream | fs.ReadStream): AsyncGenerator<string> {
  stream.setEncoding("utf8");
  for await (const chunk of stream) yield String(chunk);
}

const pieceBytes = 1 << 20;

/** The bytes of a file in one buffer that is used again; of one that grows, no more than it has now. */
async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  const opened = await fs.promises.open(file);
  try {
    const found = await opened.stat();
    let left = found.isFile() ? found.size : Number.POSITIVE_INFINITY;
    const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(left, 1)));
    while (left > 0) {
      const { bytesRead } = await opened.read(buffer, 0, Math.min(left, buffer.length), null);
      if (bytesRead === 0) return;
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await opened.close();
  }
}

/** The bytes, unpacked when they begin as gzip does. */
async function* unpacked(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let gunzip: Gunzip | undefined;
  let isFirst = true;
  try {
    for await (const piece of withHead(pieces, 2)) {
      if (isFirst && piece[0] === 0x1f && piece[1] === 0x8b) gunzip = await startGunzip();
      isFirst = false;
      if (gunzip) yield* gunzip.unpack(piece);
      else yield piece;
    }
    if (gunzip) yield* gunzip.end();
  } finally {
    gunzip?.stop();
  }
}

interface Gunzip {
  unpack(piece: Uint8Array): AsyncGenerator<Uint8Array>;
  end(): AsyncGenerator<Uint8Array>;
  stop(): void;
}

/** Little enough that the bytes it unpacks to, at most a thousand times as many, can be held. */
const packedBytes = 16 << 10;

/** Gives all that was unpacked before it throws, which reading node:zlib as a stream does not. */
async function startGunzip(): Promise<Gunzip> {
  const { createGunzip } = await import("node:zlib");
  const gunzip = createGunzip();
  let out: Buffer[] = [];
  let broken = false;
  // A write that fails is not answered.
  let goOn = () => {};
  gunzip.on("data", (bytes: Buffer) => out.push(bytes));
  gunzip.on("error", () => {
    broken = true;
    goOn();
  });
  function* take(): Generator<Uint8Array> {
    yield* out;
    out = [];
    if (broken) throw new BrokenArchive();
  }
  return {
    async *unpack(piece) {
      for (let at = 0; at < piece.length; at += packedBytes) {
        await new Promise<void>((done) => {
          goOn = done;
          gunzip.write(piece.subarray(at, at + packedBytes), () => done());
        });
        yield* take();
      }
    },
    async *end() {
      await new Promise<void>((done) => gunzip.once("close", done).end());
      yield* take();
    },
    stop: () => gunzip.destroy(),
  };
}

function list(directory: string): { name: string; kind: "file" | "directory" }[] {
  return fs.readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const isFile = entry.isFile() || (entry.isSymbolicLink() && isRegular(path.join(directory, entry.name)));
    const kind = isFile ? "file" : entry.isDirectory() ? "directory" : undefined;
    return kind ? [{ name: entry.name, kind } as const] : [];
  });
}

/** Pipes, which have no path of their own, keep the name they have. */
function realPath(file: string): string {
  return fs.statSync(file).isFile() ? fs.realpathSync(file) : path.resolve(file);
}

function isRegular(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function find(file: string): "file" | "directory" | undefined {
  const found = fs.statSync(file, { throwIfNoEntry: false });
  if (!found) return undefined;
  return found.isDirectory() ? "directory" : "file";
}

/** The stream is asked only for the width of a terminal: a pipe it would make non-blocking. */
function sink(fd: 1 | 2, stream: () => NodeJS.WriteStream): Sink {
  const isTTY = isTerminal(fd);
  return { write: (text) => writeAll(fd, text), isTTY, columns: isTTY ? stream().columns : undefined };
}

/** Where errors are told, an error has nowhere to go; the exit code still tells. */
function deaf(to: Sink): Sink {
  const write = (text: string) => {
    try {
      to.write(text);
    } catch {}
  };
  return { ...to, write };
}

/** Writes at once, so that a closed pipe or a full disk is known where the write stands. */
function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += fs.writeSync(fd, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A pipe that is a socket says so in the second way when its reader left something unread.
      if (code === "EPIPE" || code === "ECONNRESET") throw new ClosedPipe();
      if (code !== "EAGAIN") throw error;
      // A pipe that another process has made non-blocking is full: wait a moment for its reader.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function create(file: string): OutputFile {
  // A device or a pipe is written as it is; only a regular file can be put in place whole.
  const found = fs.statSync(file, { throwIfNoEntry: false });
  return found && !found.isFile() ? createDirect(file) : createBeside(targetOf(file), found?.mode);
}

/** What a symbolic link points to, even where nothing stands there yet: the link itself is to stay. */
function targetOf(file: string): string {
  const isLink = fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink();
  return isLink ? targetOf(path.resolve(path.dirname(file), fs.readlinkSync(file))) : file;
}

function createDirect(file: string): OutputFile {
  const fd = fs.openSync(file, "w");
  return { write: (text) => writeAll(fd, text), commit: () => fs.closeSync(fd), discard: () => fs.closeSync(fd) };
}

/** @param mode that of the file in whose place it is put, if there is one */
function createBeside(target: string, mode: number | undefined): OutputFile {
  const { fd, name } = openTemporary(path.dirname(target));
  const remove = () => fs.rmSync(name, { force: true });
  return {
    write: (text) => writeAll(fd, text),
    commit: () => {
      try {
        if (mode !== undefined) fs.fchmodSync(fd, mode);
        fs.closeSync(fd);
        fs.renameSync(name, target);
      } catch (error) {
        remove();
        throw error;
      }
    },
    discard: () => {
      fs.closeSync(fd);
      remove();
    },
  };
}

function openTemporary(folder: string): { fd: number; name: string } {
  for (let attempt = 0; ; attempt++) {
    const name = path.join(folder, `.zk-elect.${process.pid}.${attempt}.part`);
    try {
      return { fd: fs.openSync(name, "wx"), name };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
