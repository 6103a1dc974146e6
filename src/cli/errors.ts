import { formatProblem, InputError, type Problem } from "../scenario/problem.ts";
import { printable } from "../scenario/show.ts";
import { TraceError } from "../trace/error.ts";
import { ClosedPipe, type Io } from "./io.ts";
import { usageProblem } from "./usage.ts";

/** Exit codes of the contract. */
export const exitCode = { done: 0, negative: 1, badInput: 2, bug: 3 } as const;

/** What the system's errors are called here; others are called as Node calls them. */
const system: Record<string, string> = {
  ENOENT: "no such file or directory",
  EISDIR: "is a directory; expected a file",
  EACCES: "permission denied",
  EPERM: "not permitted",
  ENOSPC: "no space left on device",
  ENOTDIR: "a part of the path is not a directory",
  EROFS: "the file system is read-only",
  EMFILE: "too many open files",
  EIO: "input or output error",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "too many symbolic links",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is too large",
};

/** A problem with a file, in words; other errors are not the user's and are thrown on. */
export function fileError(file: string, error: unknown): InputError {
  const message = systemMessage(error);
  if (message === undefined) throw error;
  return new InputError([{ file, message }]);
}

/** What the system said when it refused something; undefined for any other error. */
function systemMessage(error: unknown): string | undefined {
  if (!(error instanceof Error && "syscall" in error && "code" in error)) return undefined;
  // "ETXTBSY: text file is busy, open '…'"
  return system[String(error.code)] ?? /^\w+: ([^,]+),/.exec(error.message)?.[1] ?? error.message;
}

/** Says what went wrong, a line a problem, and gives the exit code. */
export function report(error: unknown, io: Io): number {
  if (error instanceof ClosedPipe) return exitCode.done;
  const problems = problemsOf(error);
  if (problems) {
    for (const problem of problems) io.stderr.write(`zk-elect: ${formatProblem(problem)}\n`);
    return problems.length > 0 ? exitCode.badInput : exitCode.done;
  }
  const text = error instanceof Error ? error.message : String(error);
  io.stderr.write(`zk-elect: internal error: ${printable(text.replace(/\s+/g, " "))} (ZK_ELECT_DEBUG=1 shows where)\n`);
  if (io.env["ZK_ELECT_DEBUG"] === "1" && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  return exitCode.bug;
}

/** What the user can mend, in words; undefined for a bug. */
function problemsOf(error: unknown): readonly Problem[] | undefined {
  if (error instanceof InputError) return error.problems;
  const message = systemMessage(error);
  return message === undefined ? usageProblem(error) : [{ message: `cannot write: ${message}` }];
}

/** A trace's error with the name of its file. */
export function inFile(file: string, error: unknown): unknown {
  if (!(error instanceof TraceError)) return error;
  const { line, path, message } = error;
  return new InputError([{ file, line, message, ...(path && { path }) }]);
}
