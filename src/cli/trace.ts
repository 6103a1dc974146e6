import { Command } from "commander";
import { hintsOf, messagesOf } from "../locales/index.ts";
import { logMessagesOf } from "../locales/logs/index.ts";
import { electionPatterns } from "../logs/election-patterns.ts";
import { isBefore, type Moment, readMoment } from "../logs/moment.ts";
import type { Zone } from "../logs/zone.ts";
import { electionList, electionListJson } from "../render/logs/list.ts";
import { replayJson, replayText } from "../render/logs/replay.ts";
import type { Divergence } from "../replay/divergence.ts";
import { type Audience, Elections } from "../replay/elections.ts";
import { Everything, Picked, type Wanted } from "../replay/pick.ts";
import { Tally } from "../replay/tally.ts";
import { InputError } from "../scenario/problem.ts";
import { exitCode } from "./errors.ts";
import type { Io } from "./io.ts";
import { languageFor } from "./language.ts";
import { type LogOptions, type OpenLogs, openLogs, parseTimeZone } from "./logs.ts";
import { type ShowOptions, withShowOptions, wrong } from "./options.ts";
import { isStdout, type Output, writing } from "./output.ts";
import { printerOf } from "./show.ts";

interface Options extends ShowOptions, LogOptions {
  /** Whether a format was asked for. */
  asked: boolean;
  list?: true;
  all?: true;
  replay?: true;
  election?: number;
  since?: string;
  until?: string;
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
    .option("--tz <zone>", "time zone of times without one, such as +08:00 or Asia/Shanghai", parseTimeZone);
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
  const language = languageFor(options.lang, io.env);
  const logs = await openLogs(args, options, electionPatterns, language, io);
  const code = await writing(io, options.output, async (output) => {
    if (options.replay) return replay(logs, wanted, options, output, io);
    if (options.list) return list(logs, wanted, options, output, io);
    return tell(logs, wanted, options, output, io);
  });
  logs.done();
  return code;
}

async function read({ timeline, known, waits, logged }: OpenLogs, audience: Audience): Promise<void> {
  const elections = new Elections(known.members, logged, waits, audience);
  for await (const records of timeline.read()) elections.add(records);
  elections.finish();
}

async function tell(logs: OpenLogs, wanted: Wanted, options: Options, output: Output, io: Io): Promise<number> {
  const words = logMessagesOf(languageFor(options.lang, io.env));
  const note = (text: string) => io.stderr.write(`zk-elect: ${text}\n`);
  const printer = printerOf(options, output, io);
  const divergences: Divergence[] = [];
  const diverged = (divergence: Divergence) => divergences.push(divergence);
  if (options.all) {
    const everything = new Everything(logs.known, (line) => printer.line(line), diverged);
    await read(logs, everything);
    everything.finish();
    logs.done();
    if (everything.elections.length === 0) note(words.noElection);
  } else {
    const picked = new Picked(wanted, diverged);
    await read(logs, picked);
    logs.done();
    checkPicked(picked, options);
    for (const line of picked.lines(logs.known)) printer.line(line);
    const all = picked.elections.length;
    if (all === 0) note(words.noElection);
    else if (picked.shown < all && wanted === null) note(words.picked(picked.shown, all));
  }
  if (divergences.length > 0) note(words.diverged(divergences.length));
  const isBare = io.stdout.isTTY && isStdout(options.output) && !options.asked;
  if (isBare) io.stderr.write(hintsOf(languageFor(options.lang, io.env)).afterTrace);
  return exitCode.done;
}

async function list(logs: OpenLogs, wanted: Wanted, options: Options, output: Output, io: Io): Promise<number> {
  const { elections } = await tallied(logs, wanted);
  const language = languageFor(options.lang, io.env);
  const words = logMessagesOf(language);
  output.write(isJson(options) ? electionListJson(elections) : electionList(elections, words, messagesOf(language)));
  if (elections.length === 0) io.stderr.write(`zk-elect: ${words.noElection}\n`);
  return exitCode.done;
}

async function replay(logs: OpenLogs, wanted: Wanted, options: Options, output: Output, io: Io): Promise<number> {
  const replayed = await tallied(logs, wanted);
  const language = languageFor(options.lang, io.env);
  const counts = { ...replayed, elections: replayed.elections.length };
  output.write(isJson(options) ? replayJson(counts) : replayText(counts, logMessagesOf(language), messagesOf(language)));
  return replayed.divergences.length === 0 ? exitCode.done : exitCode.negative;
}

function isJson({ asked, format }: Options): boolean {
  return asked && (format === "ndjson" || format === "json");
}

async function tallied(logs: OpenLogs, wanted: Wanted): Promise<Tally> {
  const tally = new Tally(wanted ?? (() => true));
  await read(logs, tally);
  logs.done();
  return tally;
}

function checkPicked(picked: Picked, { election }: Options): void {
  const of = picked.elections.length;
  if (election !== undefined && picked.shown === 0) throw new InputError([{ path: "--election", fault: ["noElection", election, of] }]);
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
