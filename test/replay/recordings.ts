/** Recordings of real servers, what is done to them, and the trace that the program makes of them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TraceLine } from "../../src/trace/events.ts";
import { run } from "../cli/fake-io.ts";
import { read } from "../trace/traces.ts";

const folder = join(import.meta.dirname, "../../fixtures/logs");

/** Text by file name; a rolled log before what was written after it. */
export type Logs = Readonly<Record<string, string>>;

export const recordings: readonly string[] = readdirSync(folder);

export function logsOf(name: string): Logs {
  const age = (file: string) => Number(/\.log\.(\d+)$/.exec(file)?.[1] ?? 0);
  const files = readdirSync(join(folder, name)).filter((file) => /\.log(\.\d+)?$/.test(file));
  files.sort((a, b) => age(b) - age(a) || a.localeCompare(b));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, name, file), "utf8")]));
}

/** All that the program tells of them. */
export async function traced(files: Logs, ...options: string[]): Promise<TraceLine[]> {
  const { out, err, code } = await run(["trace", ...Object.keys(files), "--all", ...options], { files });
  if (code !== 0) throw new Error(`exit code ${code}: ${err}`);
  return read(out);
}
