import type { Language } from "../locales/language.ts";
import { type Fault, worded } from "../locales/problems/fault.ts";
import { problemsOf } from "../locales/problems/index.ts";
import { type Phrase, phrases } from "../locales/problems/phrases/en.ts";
import { formatProblem, InputError, type PlacedFault } from "../scenario/problem.ts";
import { TraceError } from "../trace/error.ts";
import { ClosedPipe, type Io } from "./io.ts";
import { usageFaults } from "./usage.ts";

/** Exit codes of the contract. */
export const exitCode = { done: 0, negative: 1, badInput: 2, bug: 3 } as const;

/** A problem with a file; errors that are not the system's are thrown on. */
export function fileError(file: string, error: unknown): InputError {
  return new InputError([{ file, fault: ["refused", systemReason(error)] }]);
}

/** The same with standard output. */
export function outputError(error: unknown): InputError {
  return new InputError([{ fault: ["notWritten", systemReason(error)] }]);
}

function systemReason(error: unknown): Phrase {
  const reason = reasonOf(error);
  if (reason === undefined) throw error;
  return reason;
}

/** Why the system refused something; undefined for any other error. */
function reasonOf(error: unknown): Phrase | undefined {
  if (!(error instanceof Error && "syscall" in error && "code" in error)) return undefined;
  const code = String(error.code);
  if (isNamed(code)) return [code];
  // "ETXTBSY: text file is busy, open '…'"
  return ["system", /^\w+: ([^,]+),/.exec(error.message)?.[1] ?? error.message];
}

type SystemCode = Extract<keyof typeof phrases, `E${Uppercase<string>}`>;

/** Whether an error of the system has a phrase of its own. */
function isNamed(code: string): code is SystemCode {
  return /^E[A-Z]+$/.test(code) && Object.hasOwn(phrases, code);
}

/** Says what went wrong in a language, a line a problem, and gives the exit code. */
export function report(error: unknown, io: Io, language: Language): number {
  if (error instanceof ClosedPipe) return exitCode.done;
  const texts = problemsOf(language);
  const tell = ({ fault, ...place }: PlacedFault) => {
    io.stderr.write(`zk-elect: ${formatProblem({ ...place, message: worded(fault, texts) })}\n`);
  };
  const faults = faultsOf(error);
  if (faults) {
    for (const fault of faults) tell(fault);
    return faults.length > 0 ? exitCode.badInput : exitCode.done;
  }
  const text = error instanceof Error ? error.message : String(error);
  tell({ fault: ["internalError", text.replace(/\s+/g, " ")] });
  if (io.env["ZK_ELECT_DEBUG"] === "1" && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  return exitCode.bug;
}

/** What the user can mend; undefined for a bug. */
function faultsOf(error: unknown): readonly PlacedFault[] | undefined {
  if (error instanceof InputError) return error.faults;
  const reason = reasonOf(error);
  const faults: Fault[] | undefined = reason ? [["cannotWrite", reason]] : usageFaults(error);
  return faults?.map((fault) => ({ fault }));
}

/** A trace's error with the name of its file. */
export function inFile(file: string, error: unknown): unknown {
  if (!(error instanceof TraceError)) return error;
  const { line, path, fault } = error;
  return new InputError([{ file, line, fault, ...(path && { path }) }]);
}
