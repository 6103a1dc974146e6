import { logMessagesOf } from "../locales/logs/index.ts";
import { type Member, Members } from "../logs/members.ts";
import { readZone } from "../logs/moment.ts";
import { readLog } from "../logs/read-log.ts";
import type { LogRecord, LogWarning, Pattern } from "../logs/record.ts";
import { Timeline } from "../logs/timeline.ts";
import type { Zone } from "../logs/zone.ts";
import type { Known } from "../replay/snapshot.ts";
import type { Waits } from "../replay/world.ts";
import { defaultTiming } from "../scenario/defaults.ts";
import { formatProblem } from "../scenario/problem.ts";
import { loadCluster } from "./input.ts";
import type { Io } from "./io.ts";
import { findLogs, openLog } from "./log-sources.ts";
import { wrong } from "./options.ts";
import { Progress } from "./progress.ts";
import type { Language } from "../locales/language.ts";

/** What the user says of logs. */
export interface LogOptions {
  /** A zoo.cfg, or any cluster description. */
  readonly config?: string;
  readonly tz?: Zone;
}

/** Logs that are open: the first of their records are read, and who is who is known. */
export interface OpenLogs {
  readonly timeline: Timeline;
  readonly known: Known;
  readonly waits: Waits;
  /** Sids of the servers whose own logs are among them. */
  readonly logged: ReadonlySet<number>;
  /** Forgets what is told of progress. */
  done(): void;
}

/**
 * Opens logs, and says on standard error what is odd about them.
 *
 * @param args files, directories, patterns, or `-`
 */
export async function openLogs(
  args: readonly string[],
  { config, tz = 0 }: LogOptions,
  patterns: readonly Pattern[],
  language: Language,
  io: Io,
): Promise<OpenLogs> {
  const words = logMessagesOf(language);
  const note = (text: string) => io.stderr.write(`zk-elect: ${text}\n`);
  const configured = config === undefined ? undefined : await loadCluster(config, {}, io);
  const progress = new Progress(io, words);
  const warn = (warning: LogWarning) => {
    progress.clear();
    const { file, line } = warning;
    note(formatProblem({ file, ...(line !== undefined && { line }), message: words.warning(warning) }));
  };
  const files = findLogs(args, io);
  let streams = 0;
  const nextStream = () => streams++;
  const logs = files.map((file) => {
    const { chunks } = openLog(file, io, warn);
    return readLog({ file, chunks: progress.watching(chunks) }, { patterns, zone: tz, nextStream, warn });
  });
  const timeline = new Timeline(logs, warn);
  const records = await timeline.open();
  const members = new Members((configured?.servers ?? []).map(memberOf));
  for (const record of records) members.note(record);
  const list = members.list();
  progress.clear();
  const first = Math.min(...members.logged);
  for (const [sid, ms] of timeline.skew) note(words.skew(sid, ms, first));
  const inferred = list.filter((member) => member.inferred);
  if (inferred.length > 0) note(words.inferred(list.map(({ sid }) => sid)));
  const { tickTime, initLimit, syncLimit } = configured?.timing ?? {};
  return {
    timeline,
    known: {
      members: list,
      isKnown: (sid) => members.isKnown(sid),
      files,
      skew: timeline.skew,
      timing: configured && tickTime !== undefined ? { tickTime, initLimit: initLimit ?? 0, syncLimit: syncLimit ?? 0 } : {},
    },
    waits: waitsOf(records),
    logged: members.logged,
    done: () => progress.clear(),
  };
}

function memberOf({ sid, role, weight, group }: Omit<Member, "inferred">): Omit<Member, "inferred"> {
  return { sid, role, ...(weight !== undefined && { weight }), ...(group !== undefined && { group }) };
}

/** Waits as the servers say they are set, or else ZooKeeper's own. */
function waitsOf(records: readonly LogRecord[]): Waits {
  const said = (which: "min" | "max") => {
    const found = records.findLast(({ entry }) => entry.kind === "interval" && entry.which === which);
    return found?.entry.kind === "interval" ? found.entry.ms : undefined;
  };
  const { minNotificationInterval, maxNotificationInterval, finalizeWait } = defaultTiming;
  return {
    minNotificationInterval: said("min") ?? minNotificationInterval,
    maxNotificationInterval: said("max") ?? maxNotificationInterval,
    finalizeWait,
  };
}

/** Reads the value of `--tz`. */
export function parseTimeZone(text: string): Zone {
  const zone = readZone(text);
  if (zone === undefined) throw wrong("tz", ["timeZone"], text);
  return zone;
}
