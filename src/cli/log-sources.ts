/** The logs that a command line names. */
import type { LogSource } from "../logs/read-log.ts";
import type { LogWarning } from "../logs/record.ts";
import { InputError } from "../scenario/problem.ts";
import { fileError } from "./errors.ts";
import { BrokenArchive, type Io } from "./io.ts";

/**
 * The files behind the arguments, in their order: a file by its name, the logs below a directory, the files that fit a
 * pattern which the shell left as it was (`*`, `?` and, for any number of directories, `**`), `-`. A file that is
 * named twice comes once. Hidden files are only taken when they are named.
 *
 * @param isWanted which of the files below a directory are taken, by their names
 * @throws InputError where there is nothing of that name
 */
export function findLogs(args: readonly string[], io: Io, isWanted: (name: string) => boolean = isLogName): string[] {
  const files = new Map<string, string>();
  for (const arg of args) {
    const found = guarded(arg, () => filesOf(arg, io, isWanted));
    if (found.length === 0) throw new InputError([{ file: arg, fault: ["noLogFiles"] }]);
    for (const file of found) {
      const id = file === "-" ? file : guarded(file, () => io.realPath(file));
      if (!files.has(id)) files.set(id, file);
    }
  }
  return [...files.values()];
}

/** zookeeper.log, zookeeper.log.1, zookeeper.log.2026-11-22, zookeeper-1.out, and each of them packed. */
export function isLogName(name: string): boolean {
  return /\.(?:log|out)(?:[.-][\d._-]*\d)?(?:\.gz)?$/i.test(name);
}

/** A log that can be read; of one whose packed data are damaged what can be unpacked, and a warning. */
export function openLog(file: string, io: Io, warn: (warning: LogWarning) => void): LogSource {
  return { file, chunks: chunksOf(file, io, warn) };
}

async function* chunksOf(file: string, io: Io, warn: (warning: LogWarning) => void): AsyncGenerator<Uint8Array> {
  try {
    yield* file === "-" ? io.stdinBytes() : io.readBytes(file);
  } catch (error) {
    if (!(error instanceof BrokenArchive)) throw fileError(file, error);
    warn({ file, kind: "broken-archive", args: [] });
  }
}

function filesOf(arg: string, io: Io, isWanted: (name: string) => boolean): string[] {
  if (arg === "-") return [arg];
  const found = io.find(arg);
  if (found === "directory") return filesBelow(arg, io, isWanted);
  if (found === "file" || !/[*?]/.test(arg)) return [arg];
  const matching = fitting(arg.startsWith("/") ? "/" : "", arg.split("/").filter(Boolean), io);
  return matching.length > 0 ? matching : [arg];
}

/** The wanted files below a directory, in the order of their names. */
export function filesBelow(directory: string, io: Io, isWanted: (name: string) => boolean): string[] {
  return entries(directory, io).flatMap(({ name, kind }) => {
    const path = inside(directory, name);
    if (kind === "directory") return filesBelow(path, io, isWanted);
    return isWanted(name) ? [path] : [];
  });
}

/** The files below a directory ("" for the current one) whose paths fit the segments of a pattern. */
function fitting(directory: string, [segment = "", ...rest]: readonly string[], io: Io): string[] {
  if (!/[*?]/.test(segment)) {
    const path = inside(directory, segment);
    if (rest.length === 0) return io.find(path) === "file" ? [path] : [];
    return io.find(path) === "directory" ? fitting(path, rest, io) : [];
  }
  const among = entries(directory === "" ? "." : directory, io);
  if (segment === "**") {
    const deeper = among.filter(({ kind }) => kind === "directory");
    const here = rest.length > 0 ? fitting(directory, rest, io) : fitting(directory, ["*"], io);
    return [...here, ...deeper.flatMap(({ name }) => fitting(inside(directory, name), ["**", ...rest], io))];
  }
  const wanted = rest.length > 0 ? "directory" : "file";
  const fits = matcher(segment);
  return among
    .filter(({ name, kind }) => kind === wanted && fits.test(name))
    .flatMap(({ name }) => (rest.length > 0 ? fitting(inside(directory, name), rest, io) : [inside(directory, name)]));
}

function matcher(segment: string): RegExp {
  const literal = segment.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replace(/\*+/g, ".*").replace(/\?/g, ".")}$`, "su");
}

function entries(directory: string, io: Io): ReturnType<Io["list"]> {
  const visible = io.list(directory).filter(({ name }) => !name.startsWith("."));
  return visible.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function inside(directory: string, name: string): string {
  return directory === "" || directory.endsWith("/") ? `${directory}${name}` : `${directory}/${name}`;
}

function guarded<T>(file: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    throw fileError(file, error);
  }
}
