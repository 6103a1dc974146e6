import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { electionPatterns } from "../../src/logs/election-patterns.ts";
import { type ReadOptions, readLog } from "../../src/logs/read-log.ts";
import type { LogRecord, LogWarning } from "../../src/logs/record.ts";

export const logsFolder = join(import.meta.dirname, "../../fixtures/logs");

/** A recorded ensemble: the logs of its servers by their file names. */
export interface Recording {
  readonly name: string;
  readonly logs: readonly { readonly file: string; readonly text: string }[];
}

/** Those recorded in the layout that is taken apart here. */
export const recordings: readonly Recording[] = [
  "all-at-once-debug",
  "article-8-8-8-7-7",
  "cold-start-sequential",
  "duplicate-myid",
  "leader-crash",
  "no-quorum",
  "observer-leader-crash",
  "rejoin-established",
].map((name) => {
  const files = readdirSync(join(logsFolder, name)).filter((file) => file.endsWith(".log"));
  return { name, logs: files.map((file) => ({ file, text: readFileSync(join(logsFolder, name, file), "utf8") })) };
});

interface Read {
  records: LogRecord[];
  warnings: LogWarning[];
}

interface Options extends Partial<ReadOptions> {
  file?: string;
  /** Length of the pieces in which the bytes come. */
  piece?: number;
}

/** Reads a log that is at hand as a whole. */
export async function read(log: string | Uint8Array, options: Options = {}): Promise<Read> {
  const { file = "some.log", piece = 1 << 16, ...others } = options;
  const read: Read = { records: [], warnings: [] };
  let streams = 0;
  const reader = readLog(
    { file, chunks: pieces(Buffer.from(log), piece) },
    { patterns: electionPatterns, nextStream: () => streams++, warn: (it) => read.warnings.push(it), ...others },
  );
  for await (const batch of reader) read.records.push(...batch);
  return read;
}

/** In one buffer that is used again, as files are read. */
async function* pieces(bytes: Buffer, length: number): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(length);
  for (let at = 0; at < bytes.length; at += length) {
    yield buffer.subarray(0, bytes.copy(buffer, 0, at, at + length));
    buffer.fill("LOOKING\n");
  }
}

/** What a line says, as server 1 writes it in Apache's layout. */
export async function said(message: string, thread = "main"): Promise<LogRecord["entry"][]> {
  const { records } = await read(`2026-11-22 09:42:08,070 [myid:1] - INFO  [${thread}:Some@1] - ${message}\n`);
  return records.map((record) => record.entry);
}
