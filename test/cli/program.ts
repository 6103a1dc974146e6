import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";

const launcher = join(import.meta.dirname, "../../bin/zk-elect.cjs");

interface Options {
  /** Standard input; without it there is none. */
  input?: string | Readable;
  cwd?: string;
  /** Descriptors of open files in place of pipes. */
  stdout?: number;
  stderr?: number;
}

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Starts the built program, without any of the environment but what finds Node. */
export function start(argv: readonly string[], options: Options = {}): ChildProcess {
  const { input, cwd, stdout = "pipe", stderr = "pipe" } = options;
  const stdin = input === undefined ? "ignore" : "pipe";
  const child = spawn(process.execPath, [launcher, ...argv], { cwd, env: {}, stdio: [stdin, stdout, stderr] });
  // The program may refuse its input before it has read all of it.
  child.stdin?.on("error", () => {});
  if (child.stdin && typeof input === "object") input.pipe(child.stdin);
  else child.stdin?.end(input);
  return child;
}

/** Runs the built program to its end. */
export async function runProgram(argv: readonly string[], options: Options = {}): Promise<Ended> {
  return ended(start(argv, options));
}

/** Gathers what a process prints, until it ends. */
export async function ended(child: ChildProcess): Promise<Ended> {
  const ended: Ended = { code: null, out: "", err: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    ended.out += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    ended.err += text;
  });
  ended.code = await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
  return ended;
}
