import { Command } from "commander";
import { logMessagesOf } from "../locales/logs/index.ts";
import { electionPatterns } from "../logs/election-patterns.ts";
import { isBefore, type Moment, readMoment } from "../logs/moment.ts";
import type { LogWarning } from "../logs/record.ts";
import type { Zone } from "../logs/zone.ts";
import type { Wanted } from "../replay/pick.ts";
import { InputError, type PlacedFault } from "../scenario/problem.ts";
import { ensembleOf } from "./ensemble.ts";
import type { Io } from "./io.ts";
import { languageFor } from "./language.ts";
import { findLogs, openLog } from "./log-sources.ts";
import { LogNotes, openLogs } from "./logs.ts";
import { withShowOptions, wrong } from "./options.ts";
import { writing } from "./output.ts";
import { list, replay, type TraceOptions, tell } from "./traced.ts";
import { zoneOption } from "./zone.ts";

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
    .action(async (args: string[], options: TraceOptions) => {
      if (args.length === 0 && io.stdinIsTTY) throw new InputError([{ fault: ["noLogs"] }]);
      const asked = command.getOptionValueSource("format") !== "default";
      done(await run(args.length === 0 ? ["-"] : args, { ...options, asked }, io));
    });
}

async function run(args: readonly string[], options: TraceOptions, io: Io): Promise<number> {
  const wanted = wantedOf(options);
  checkTogether(options);
  const notes = new LogNotes(logMessagesOf(languageFor(options.lang, io.env)), io);
  const warn = (warning: LogWarning) => notes.warn(warning);
  const told = await ensembleOf(args, options, notes, io);
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
    const telling = { logs, wanted, options, output, notes, io };
    if (options.replay) return replay(telling);
    return options.list ? list(telling) : tell(telling);
  });
}

/** Of options that each ask for something else, one would have to be passed over. */
function checkTogether({
  list: isList,
  replay: isReplay,
  all,
  election,
  since,
  until,
  format,
  asked,
}: TraceOptions): void {
  const against = (option: string, others: Record<string, unknown>) =>
    Object.entries(others).flatMap(([path, value]): PlacedFault[] =>
      value === undefined || value === false ? [] : [{ path, fault: ["goesNotWith", option] }],
    );
  const isData = !asked || format === "ndjson" || format === "json";
  const faults = [
    ...(isList ? against("--list", { "--replay": isReplay, "--format": !isData }) : []),
    ...(isReplay ? against("--replay", { "--format": !isData }) : []),
    ...(all ? against("--all", { "--election": election, "--since": since, "--until": until }) : []),
    ...(election === undefined ? [] : against("--election", { "--since": since, "--until": until })),
  ];
  if (faults.length > 0) throw new InputError(faults);
}

/** Which elections the options ask for; null for the last ones. */
function wantedOf({ election, since, until, all, tz = 0 }: TraceOptions): Wanted {
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
