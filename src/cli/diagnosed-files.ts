import { unnamed } from "../diagnose/case.ts";
import { looksLikeConfig } from "../diagnose/config-file.ts";
import { Diagnoser } from "../diagnose/diagnoser.ts";
import type { Diagnosis } from "../diagnose/finding.ts";
import { isMyid } from "../diagnose/myid-file.ts";
import { electionPatterns } from "../logs/election-patterns.ts";
import { failurePatterns } from "../logs/failures.ts";
import { readLog } from "../logs/read-log.ts";
import type { LogRecord, LogWarning } from "../logs/record.ts";
import type { Zone } from "../logs/zone.ts";
import type { Io } from "./io.ts";
import { findLogs, isLogName, openLog } from "./log-sources.ts";

/** A diagnosis, and the files that had nothing to do with it. */
export interface Diagnosed {
  readonly diagnosis: Diagnosis;
  /** Files that are neither logs nor configurations. */
  readonly others: readonly string[];
}

/** Reads logs, configurations and myid files, told apart by what is in them, and says what is wrong. */
export async function diagnosedFiles(paths: readonly string[], zone: Zone, io: Io): Promise<Diagnosed> {
  const diagnoser = new Diagnoser();
  const logs: Log[] = [];
  const others: string[] = [];
  let streams = 0;
  const warn = ({ file, kind }: LogWarning) => {
    if (kind === "nothing") others.push(file);
  };
  for (const file of findLogs(paths, io, isWanted)) {
    const { chunks } = openLog(file, io, warn);
    const { head, rest } = await headOf(chunks);
    if (isMyid(file)) diagnoser.addMyid(file, await wholeText(rest));
    else if (looksLikeConfig(head)) diagnoser.addConfig(file, await wholeText(rest));
    else {
      const patterns = [...electionPatterns, ...failurePatterns];
      const options = { patterns, zone, unnamed, nextStream: () => streams++, warn };
      const batches = readLog({ file, chunks: rest }, options);
      logs.push({ batches, first: await firstOf(batches) });
    }
  }
  // Files of one server must come in the order in which it wrote them; by their names rolled ones do not.
  logs.sort((a, b) => startOf(a) - startOf(b));
  for (const { batches, first } of logs) {
    for (const record of first) diagnoser.add(record);
    for await (const batch of batches) for (const record of batch) diagnoser.add(record);
  }
  return { diagnosis: diagnoser.diagnose([]), others };
}

/** A log of which the beginning has been read. */
interface Log {
  readonly batches: AsyncGenerator<LogRecord[]>;
  readonly first: readonly LogRecord[];
}

async function firstOf(batches: AsyncGenerator<LogRecord[]>): Promise<readonly LogRecord[]> {
  const next = await batches.next();
  return next.done ? [] : next.value;
}

function startOf({ first }: Log): number {
  return first[0]?.ms ?? 0;
}

/** Which files below a directory are looked at: logs, zoo.cfg and its like, dynamic files with a version, and myid. */
function isWanted(name: string): boolean {
  return isLogName(name) || isMyid(name) || /\.(?:cfg|conf|dynamic)(?:\.dynamic)?(?:\.[0-9a-f]+)?$/i.test(name);
}

/** The first piece as text, and all of it from the beginning. */
async function headOf(chunks: AsyncIterable<Uint8Array>): Promise<{ head: string; rest: AsyncIterable<Uint8Array> }> {
  const pieces = chunks[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) return { head: "", rest: joined([], pieces) };
  return { head: new TextDecoder().decode(first.value), rest: joined([first.value], pieces) };
}

async function* joined(first: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Longest text of a configuration, in bytes: more is something else. */
const maxConfig = 1 << 20;

async function wholeText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxConfig) break;
  }
  return text;
}
