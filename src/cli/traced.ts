/** What `zk-elect trace` makes of logs that are open. */
import { hintsOf, messagesOf } from "../locales/index.ts";
import { logMessagesOf } from "../locales/logs/index.ts";
import type { Zone } from "../logs/zone.ts";
import { electionList, electionListJson } from "../render/logs/list.ts";
import { replayJson, replayText } from "../render/logs/replay.ts";
import { Everything, Picked, type Wanted } from "../replay/pick.ts";
import { Tally } from "../replay/tally.ts";
import { InputError } from "../scenario/problem.ts";
import { exitCode } from "./errors.ts";
import type { Io } from "./io.ts";
import { languageFor } from "./language.ts";
import { type LogNotes, type OpenLogs, readElections } from "./logs.ts";
import type { ShowOptions } from "./options.ts";
import { isStdout, type Output } from "./output.ts";
import { printerOf } from "./show.ts";
import { zookeeper } from "./systems/zookeeper.ts";

/** Options of `zk-elect trace`. */
export interface TraceOptions extends ShowOptions {
  /** Whether a format was asked for. */
  asked: boolean;
  list?: true;
  all?: true;
  replay?: true;
  election?: number;
  since?: string;
  until?: string;
  config?: string;
  tz?: Zone;
}

/** Everything that telling of logs takes. */
export interface Telling {
  readonly logs: OpenLogs;
  readonly wanted: Wanted;
  readonly options: TraceOptions;
  readonly output: Output;
  readonly notes: LogNotes;
  readonly io: Io;
}

/** Tells the elections that are wanted: as a trace, or as the tables of one. */
export async function tell({ logs, wanted, options, output, notes, io }: Telling): Promise<number> {
  const { words } = notes;
  const printer = printerOf(zookeeper, options, output, io);
  let divergences = 0;
  const diverged = () => divergences++;
  if (options.all) {
    const everything = new Everything(logs.known, (line) => printer.line(line), diverged);
    await readElections(logs, everything);
    everything.finish();
    if (everything.elections === 0) notes.note(words.noElection);
  } else {
    const picked = new Picked(wanted, diverged);
    await readElections(logs, picked);
    const { shown, elections } = picked;
    checkFound(shown, elections, options);
    for (const line of picked.lines(logs.known)) printer.line(line);
    if (elections === 0) notes.note(words.noElection);
    else if (shown < elections && wanted === null) notes.note(words.picked(shown, elections));
  }
  notes.progress.clear();
  if (divergences > 0) notes.note(words.diverged(divergences));
  const isBare = io.stdout.isTTY && isStdout(options.output) && !options.asked;
  if (isBare) io.stderr.write(hintsOf(languageFor(options.lang, io.env)).afterTrace);
  return exitCode.done;
}

/** Lists them, a line each. */
export async function list({ logs, wanted, options, output, notes, io }: Telling): Promise<number> {
  const { elections } = await tallied(logs, wanted, options);
  const messages = messagesOf(languageFor(options.lang, io.env));
  output.write(isJson(options) ? electionListJson(elections) : electionList(elections, notes.words, messages));
  notes.progress.clear();
  if (elections.length === 0) notes.note(notes.words.noElection);
  return exitCode.done;
}

/** Holds them against the protocol. */
export async function replay({ logs, wanted, options, output, notes, io }: Telling): Promise<number> {
  const replayed = await tallied(logs, wanted, options);
  notes.progress.clear();
  const language = languageFor(options.lang, io.env);
  const counts = { ...replayed, elections: replayed.elections.length };
  output.write(
    isJson(options) ? replayJson(counts) : replayText(counts, logMessagesOf(language), messagesOf(language)),
  );
  return replayed.divergences.length === 0 ? exitCode.done : exitCode.negative;
}

function isJson({ asked, format }: TraceOptions): boolean {
  return asked && (format === "ndjson" || format === "json");
}

async function tallied(logs: OpenLogs, wanted: Wanted, options: TraceOptions): Promise<Tally> {
  const tally = new Tally(wanted ?? (() => true));
  await readElections(logs, tally);
  checkFound(tally.elections.length, tally.all, options);
  return tally;
}

/** @throws InputError where elections were asked for that are not there */
function checkFound(found: number, all: number, { election, since, until }: TraceOptions): void {
  if (found > 0) return;
  if (election !== undefined) throw new InputError([{ path: "--election", fault: ["noElection", election, all] }]);
  const path = since === undefined ? "--until" : "--since";
  if (since !== undefined || until !== undefined) throw new InputError([{ path, fault: ["noElectionThen", all] }]);
}
