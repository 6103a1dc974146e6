import { unnamed } from "../diagnose/case.ts";
import { looksLikeConfig } from "../diagnose/config-file.ts";
import { Diagnoser } from "../diagnose/diagnoser.ts";
import type { Diagnosis } from "../diagnose/finding.ts";
import { isMyid } from "../diagnose/myid-file.ts";
import { electionPatterns } from "../logs/election-patterns.ts";
import { failurePatterns } from "../logs/failures.ts";
import type { LogSource } from "../logs/read-log.ts";
import type { LogWarning } from "../logs/record.ts";
import type { Zone } from "../logs/zone.ts";
import { Tally } from "../replay/tally.ts";
import type { Io } from "./io.ts";
import { findLogs, isLogName, openLog } from "./log-sources.ts";
import { type LogNotes, openLogs, readElections } from "./logs.ts";

/** A diagnosis, and the files that had nothing to do with it. */
export interface Diagnosed {
  readonly diagnosis: Diagnosis;
  /** Files that are neither logs nor configurations. */
  readonly others: readonly string[];
}

/** Reads logs, configurations and myid files, told apart by what is in them, and says what is wrong. */
export async function diagnosedFiles(
  paths: readonly string[],
  zone: Zone,
  notes: LogNotes,
  io: Io,
): Promise<Diagnosed> {
  const diagnoser = new Diagnoser();
  const sources: LogSource[] = [];
  const others: string[] = [];
  const warn = (warning: LogWarning) => {
    if (warning.kind === "nothing") others.push(warning.file);
    else if (!isFound(warning)) notes.warn(warning);
  };
  for (const file of findLogs(paths, io, isWanted)) {
    const { chunks } = openLog(file, io, warn);
    const { head, rest } = await headOf(chunks);
    if (isMyid(file)) diagnoser.addMyid(file, await wholeText(rest));
    else if (looksLikeConfig(head)) diagnoser.addConfig(file, await wholeText(rest));
    else sources.push({ file, chunks: rest });
  }
  const told = { members: diagnoser.configured, timing: {}, zone };
  const patterns = [...electionPatterns, ...failurePatterns];
  const logs = await openLogs(sources, told, { patterns, unnamed, warn }, notes);
  const tally = new Tally(() => true);
  await readElections(logs, tally, (record) => diagnoser.add(record));
  notes.progress.clear();
  for (const [sid, ms] of logs.known.skew) notes.note(notes.words.skew(sid, ms, Math.min(...logs.logged)));
  return { diagnosis: diagnoser.diagnose(tally.elections), others };
}

/** Whether a warning is about something that the diagnosis itself tells. */
function isFound({ kind }: LogWarning): boolean {
  return kind === "same-server";
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
