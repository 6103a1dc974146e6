import * as fs from "node:fs";
import * as path from "node:path";
import { ClosedPipe, type Io, type OutputFile, type Sink } from "./io.ts";

/** The process's own streams and files. */
export function nodeIo(): Io {
  return {
    stdout: sink(1, process.stdout),
    stderr: sink(2, process.stderr),
    stdinIsTTY: process.stdin.isTTY === true,
    env: process.env,
    stdin: () => decoded(process.stdin),
    read: (file) => decoded(fs.createReadStream(file)),
    exists: (file) => fs.existsSync(file),
    create,
  };
}

async function* decoded(stream: NodeJS.ReadStream | fs.ReadStream): AsyncGenerator<string> {
  stream.setEncoding("utf8");
  for await (const chunk of stream) yield String(chunk);
}

function sink(fd: number, stream: NodeJS.WriteStream): Sink {
  return {
    write: (text) => writeAll(fd, text),
    isTTY: stream.isTTY === true,
    columns: stream.isTTY ? stream.columns : undefined,
  };
}

/** Writes at once, so that a closed pipe or a full disk is known where the write stands. */
function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += fs.writeSync(fd, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") throw new ClosedPipe();
      if (code !== "EAGAIN") throw error;
      // A pipe that another process has made non-blocking is full: wait a moment for its reader.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function create(file: string): OutputFile {
  // A device or a pipe is written as it is; only a regular file can be put in place whole.
  const target = fs.existsSync(file) ? fs.realpathSync(file) : file;
  if (fs.existsSync(target) && !fs.statSync(target).isFile()) return createDirect(target);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.part`);
  const fd = fs.openSync(temporary, "wx", modeOf(target));
  return {
    write: (text) => writeAll(fd, text),
    commit: () => {
      fs.closeSync(fd);
      fs.renameSync(temporary, target);
    },
    discard: () => {
      fs.closeSync(fd);
      fs.rmSync(temporary, { force: true });
    },
  };
}

function createDirect(target: string): OutputFile {
  const fd = fs.openSync(target, "w");
  return { write: (text) => writeAll(fd, text), commit: () => fs.closeSync(fd), discard: () => fs.closeSync(fd) };
}

function modeOf(file: string): number {
  return fs.existsSync(file) ? fs.statSync(file).mode : 0o666;
}
