import { CommanderError } from "commander";
import { formatProblem, InputError, type Problem } from "../scenario/problem.ts";
import { TraceError } from "../trace/read.ts";
import { ClosedPipe, type Io } from "./io.ts";

/** Exit codes of the contract. */
export const exitCode = { done: 0, negative: 1, badInput: 2, bug: 3 } as const;

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
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = system[code];
  if (message === undefined) throw error;
  return new InputError([{ file, message }]);
}

/** Says what went wrong, a line a problem, and gives the exit code. */
export function report(error: unknown, io: Io): number {
  if (error instanceof ClosedPipe) return exitCode.done;
  if (error instanceof CommanderError) return reportUsage(error, io);
  const problems = problemsOf(error);
  if (problems) {
    for (const problem of problems) io.stderr.write(`zk-elect: ${formatProblem(problem)}\n`);
    return exitCode.badInput;
  }
  const text = error instanceof Error ? error.message : String(error);
  io.stderr.write(`zk-elect: internal error: ${text.replace(/\s+/g, " ")} (ZK_ELECT_DEBUG=1 shows where)\n`);
  if (io.env["ZK_ELECT_DEBUG"] === "1" && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  return exitCode.bug;
}

function reportUsage(error: CommanderError, io: Io): number {
  if (error.exitCode === 0) return exitCode.done;
  const text = error.message
    .replace(/^error: /, "")
    .replace(/\s+/g, " ")
    .trim();
  if (text !== "(outputHelp)") io.stderr.write(`zk-elect: ${text}\n`);
  return exitCode.badInput;
}

function problemsOf(error: unknown): readonly Problem[] | undefined {
  if (error instanceof InputError) return error.problems;
  const code = error instanceof Error && "code" in error ? system[String(error.code)] : undefined;
  return code === undefined ? undefined : [{ message: `cannot write: ${code}` }];
}

/** A trace's error with the name of its file. */
export function inFile(file: string, error: unknown): unknown {
  if (!(error instanceof TraceError)) return error;
  const { line, path, message } = error;
  return new InputError([{ file, line, message, ...(path && { path }) }]);
}
