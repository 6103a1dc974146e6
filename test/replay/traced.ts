/** Logs to a trace by the built pieces, without files and processes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LogNotes, openLogs, readElections } from "../../src/cli/logs.ts";
import { logMessagesOf } from "../../src/locales/logs/index.ts";
import { electionPatterns } from "../../src/logs/election-patterns.ts";
import type { ElectionSummary } from "../../src/logs/election-summary.ts";
import type { Member } from "../../src/logs/members.ts";
import type { LogWarning } from "../../src/logs/record.ts";
import type { Divergence } from "../../src/replay/divergence.ts";
import { Everything } from "../../src/replay/pick.ts";
import { readScenario } from "../../src/scenario/read.ts";
import type { Header, ResultEvent, TraceEvent, TraceLine } from "../../src/trace/events.ts";
import { fakeIo } from "../cli/fake-io.ts";
import { logsFolder } from "../logs/reading.ts";

/** Logs by their names. */
export type Logs = Readonly<Record<string, string>>;

/** All that is made of some logs. */
export interface Traced {
  header: Header;
  events: TraceEvent[];
  result: ResultEvent;
  lines: TraceLine[];
  elections: ElectionSummary[];
  divergences: Divergence[];
  warnings: LogWarning[];
}

interface Options {
  /** Text of a zoo.cfg. */
  config?: string;
  zone?: string;
}

/** The trace of all elections in logs. */
export async function traced(logs: Logs, { config, zone = "UTC" }: Options = {}): Promise<Traced> {
  const warnings: LogWarning[] = [];
  const warn = (warning: LogWarning) => warnings.push(warning);
  const sources = Object.entries(logs).map(([file, text]) => ({ file, chunks: bytes(text) }));
  const members = config === undefined ? [] : await membersOf(config);
  const open = await openLogs(
    sources,
    { members, timing: {}, zone },
    { patterns: electionPatterns, warn },
    new LogNotes(logMessagesOf("en"), fakeIo()),
  );
  const lines: TraceLine[] = [];
  const divergences: Divergence[] = [];
  const elections: ElectionSummary[] = [];
  const everything = new Everything(
    open.known,
    (line) => lines.push(line),
    (divergence) => divergences.push(divergence),
  );
  await readElections(open, {
    begin: (before) => everything.begin(before),
    event: (event, record) => everything.event(event, record),
    divergence: (divergence) => everything.divergence(divergence),
    end: (summary, after) => {
      if (summary) elections.push(summary);
      everything.end(summary, after);
    },
  });
  everything.finish();
  const events = lines.slice(1, -1) as TraceEvent[];
  const [header, result] = [lines[0] as Header, lines.at(-1) as ResultEvent];
  return { header, events, result, lines, elections, divergences, warnings };
}

async function membersOf(config: string): Promise<readonly Omit<Member, "inferred">[]> {
  return (await readScenario(config, "zoo.cfg")).servers;
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += 4096) yield all.subarray(at, at + 4096);
}

/** Names of the recorded ensembles. */
export const recorded: readonly string[] = readdirSync(logsFolder);

/** The logs of a recorded ensemble. */
export function logsOf(name: string): Logs {
  const files = readdirSync(join(logsFolder, name)).filter((file) => /\.log/.test(file));
  return Object.fromEntries(files.map((file) => [file, textOf(name, file)]));
}

/** The configuration of one of its servers: who belongs to the ensemble. */
export function configOf(name: string): string {
  return textOf(name, readdirSync(join(logsFolder, name)).filter((file) => file.endsWith(".cfg"))[0] ?? "");
}

export function textOf(name: string, file: string): string {
  return readFileSync(join(logsFolder, name, file), "utf8");
}

/** The line of a log that an event is from, without colours and the like; its place is `file:line`. */
export function lineAt(logs: Logs, place = ""): string {
  const [, file = "", line] = /^(.*):(\d+)$/.exec(place) ?? [];
  const text = logs[file]?.split("\n")[Number(line) - 1];
  if (text === undefined) throw new Error(`there is no line ${place}`);
  return text;
}
