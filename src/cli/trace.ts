import { Command } from "commander";
import { hintsOf, messagesOf } from "../locales/index.ts";
import { logMessagesOf } from "../locales/logs/index.ts";
import { electionPatterns } from "../logs/election-patterns.ts";
import { isBefore, type Moment, readMoment } from "../logs/moment.ts";
import type { LogWarning } from "../logs/record.ts";
import type { Zone } from "../logs/zone.ts";
import { electionList, electionListJson } from "../render/logs/list.ts";
import { replayJson, replayText } from "../render/logs/replay.ts";
import { Everything, Picked, type Wanted } from "../replay/pick.ts";
import { Tally } from "../replay/tally.ts";
import { InputError } from "../scenario/problem.ts";
import { exitCode } from "./errors.ts";
import { loadCluster } from "./input.ts";
import type { Io } from "./io.ts";
import { languageFor } from "./language.ts";
import { findLogs, openLog } from "./log-sources.ts";
import { LogNotes, type OpenLogs, openLogs, readElections, type Told } from "./logs.ts";
import { type ShowOptions, withShowOptions, wrong } from "./options.ts";
import { isStdout, type Output, writing } from "./output.ts";
import { printerOf } from "./show.ts";
import { zoneOption } from "./zone.ts";

interface Options extends ShowOptions {
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

const examples = `
Examples:
  zk-elect trace logs/*.log | zk-elect explain
  zk-elect trace logs --list
  zk-elect trace logs --election 2 --format table
  docker compose logs --no-color | zk-elect trace - --format table
  zk-elect trace logs --replay`;

/** `zk-elect trace LOG…`: a trace of the elections in logs of real servers. */
export function traceCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command("trace")
    .description("turn logs of real servers into a trace of their elections")
    .argument("[logs...]", "files, directories or patterns, also gzipped; standard input when it is a pipe, or -")
    .option("--list", "list the elections in the logs, a line each")
    .option("--election <number>", "only that one of the list", parseNumber)
    .option("--since <time>", "only elections that go on after it, such as 09:54 or 2026-11-22T09:54")
    .option("--until <time>", "only elections that begin before it")
    .option("--all", "all elections; without any of these the last one, and one that still goes on")
    .option("--replay", "hold what servers did against the protocol; exit 1 where they differ")
    .option("--config <file>", "the ensemble's zoo.cfg; without it, members are those that the logs speak of")
    .addOption(zoneOption());
  const json = { format: "ndjson", description: "print the trace; of a list or a replay one JSON document" } as const;
  return withShowOptions(command, json, "ndjson")
    .addHelpText("after", examples)
    .action(async (args: string[], options: Options) => {
      if (args.length === 0 && io.stdinIsTTY) throw new InputError([{ fault: ["noLogs"] }]);
      const asked = command.getOptionValueSource("format") !== "default";
      done(await run(args.length === 0 ? ["-"] : args, { ...options, asked }, io));
    });
}

async function run(args: readonly string[], options: Options, io: Io): Promise<number> {
  const wanted = wantedOf(options);
  const told = await toldBy(options, io);
  const notes = new LogNotes(logMessagesOf(languageFor(options.lang, io.env)), io);
  const warn = (warning: LogWarning) => notes.warn(warning);
  const sources = findLogs(args, io).map((file) => openLog(file, io, warn));
  const logs = await openLogs(sources, told, { patterns: electionPatterns, warn }, notes);
  const { known, logged } = logs;
  if (logged.size === 0) throw new InputError(known.files.map((file) => ({ file, fault: ["notServerLog"] })));
  const first = Math.min(...logged);
  for (const [sid, ms] of known.skew) notes.note(notes.words.skew(sid, ms, first));
  if (known.members.some(({ inferred }) => inferred)) {
    notes.note(notes.words.inferred(known.members.map(({ sid }) => sid)));
  }
  return writing(io, options.output, async (output) => {
    if (options.replay) return replay(logs, wanted, options, output, io);
    if (options.list) return list(logs, wanted, options, output, notes, io);
    return tell(logs, wanted, options, output, notes, io);
  });
}

/** What a configuration says of the ensemble. */
async function toldBy({ config, tz = 0 }: Options, io: Io): Promise<Told> {
  if (config === undefined) return { members: [], timing: {}, zone: tz };
  const { servers, timing } = await loadCluster(config, {}, io);
  const { tickTime, initLimit, syncLimit } = timing;
  const members = servers.map(({ sid, role, weight, group }) => {
    return { sid, role, ...(weight !== undefined && { weight }), ...(group !== undefined && { group }) };
  });
  return { members, timing: { tickTime, initLimit, syncLimit }, zone: tz };
}

async function tell(
  logs: OpenLogs,
  wanted: Wanted,
  options: Options,
  output: Output,
  notes: LogNotes,
  io: Io,
): Promise<number> {
  const { words } = notes;
  const printer = printerOf(options, output, io);
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
    if (options.election !== undefined && shown === 0) {
      throw new InputError([{ path: "--election", fault: ["noElection", options.election, elections] }]);
    }
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

async function list(
  logs: OpenLogs,
  wanted: Wanted,
  options: Options,
  output: Output,
  notes: LogNotes,
  io: Io,
): Promise<number> {
  const { elections } = await tallied(logs, wanted);
  const messages = messagesOf(languageFor(options.lang, io.env));
  output.write(isJson(options) ? electionListJson(elections) : electionList(elections, notes.words, messages));
  notes.progress.clear();
  if (elections.length === 0) notes.note(notes.words.noElection);
  return exitCode.done;
}

async function replay(logs: OpenLogs, wanted: Wanted, options: Options, output: Output, io: Io): Promise<number> {
  const replayed = await tallied(logs, wanted);
  const language = languageFor(options.lang, io.env);
  const counts = { ...replayed, elections: replayed.elections.length };
  output.write(
    isJson(options) ? replayJson(counts) : replayText(counts, logMessagesOf(language), messagesOf(language)),
  );
  return replayed.divergences.length === 0 ? exitCode.done : exitCode.negative;
}

function isJson({ asked, format }: Options): boolean {
  return asked && (format === "ndjson" || format === "json");
}

async function tallied(logs: OpenLogs, wanted: Wanted): Promise<Tally> {
  const tally = new Tally(wanted ?? (() => true));
  await readElections(logs, tally);
  return tally;
}

/** Which elections the options ask for; null for the last ones. */
function wantedOf({ election, since, until, all, tz = 0 }: Options): Wanted {
  const from = momentOf("since", since, tz);
  const to = momentOf("until", until, tz);
  if (election === undefined && !from && !to) return all ? () => true : null;
  return ({ number, start, end }) => {
    if (election !== undefined && number !== election) return false;
    if (from && end && isBefore(end.ms, from, tz)) return false;
    return !to || isBefore(start.ms, to, tz);
  };
}

function momentOf(option: string, text: string | undefined, zone: Zone): Moment | undefined {
  if (text === undefined) return undefined;
  const moment = readMoment(text, zone);
  if (!moment) throw wrong(option, ["moment"], text);
  return moment;
}

function parseNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw wrong("election", ["electionNumber"], text);
}
