import type { LogMessages } from "../locales/logs/en.ts";
import { type Member, Members } from "../logs/members.ts";
import { type LogSource, type ReadOptions, readLog } from "../logs/read-log.ts";
import type { LogRecord, LogWarning } from "../logs/record.ts";
import { Timeline } from "../logs/timeline.ts";
import type { Zone } from "../logs/zone.ts";
import { type Audience, Elections } from "../replay/elections.ts";
import type { Known } from "../replay/snapshot.ts";
import type { Waits } from "../replay/world.ts";
import { defaultTiming } from "../scenario/defaults.ts";
import { formatProblem } from "../scenario/problem.ts";
import type { Io } from "./io.ts";
import { Progress } from "./progress.ts";

/** What is known of an ensemble beside its logs. */
export interface Told {
  /** From a configuration; empty without one. */
  readonly members: readonly Omit<Member, "inferred">[];
  readonly timing: Known["timing"];
  /** Of times that do not say theirs. */
  readonly zone: Zone;
}

/** Says on standard error what there is to say of logs, one line each, and how far their reading is. */
export class LogNotes {
  readonly words: LogMessages;
  readonly progress: Progress;
  readonly #io: Io;
  #bytes = 0;

  constructor(words: LogMessages, io: Io) {
    this.words = words;
    this.progress = new Progress(io);
    this.#io = io;
  }

  /** The same pieces of logs; says how much has been read. */
  async *watching(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#bytes += chunk.length;
      this.progress.tell(() => this.words.reading(Math.round(this.#bytes / 1e6)));
      yield chunk;
    }
  }

  note(text: string): void {
    this.progress.clear();
    this.#io.stderr.write(`zk-elect: ${text}\n`);
  }

  warn(warning: LogWarning): void {
    const { file, line } = warning;
    this.note(formatProblem({ file, ...(line !== undefined && { line }), message: this.words.warning(warning) }));
  }
}

/** Logs that are open: the first of their records are read, and with them who is who. */
export interface OpenLogs {
  readonly timeline: Timeline;
  readonly known: Known;
  readonly waits: Waits;
  /** Sids of the servers whose own logs are among them. */
  readonly logged: ReadonlySet<number>;
}

export async function openLogs(
  sources: readonly LogSource[],
  { members: configured, timing, zone }: Told,
  reading: Pick<ReadOptions, "patterns" | "unnamed" | "warn">,
  notes: LogNotes,
): Promise<OpenLogs> {
  let streams = 0;
  const nextStream = () => streams++;
  const logs = sources.map(({ file, chunks }) =>
    readLog({ file, chunks: notes.watching(chunks) }, { ...reading, zone, nextStream }),
  );
  const timeline = new Timeline(logs, reading.warn);
  const records = await timeline.open();
  const members = new Members(configured);
  for (const record of records) if (record.sid >= 0) members.note(record);
  const known: Known = {
    members: members.list(),
    isKnown: (sid) => members.isKnown(sid),
    files: sources.map(({ file }) => file),
    skew: timeline.skew,
    timing,
  };
  return { timeline, known, waits: waitsOf(records), logged: members.logged };
}

/** Reads logs to their end, and tells an audience what elections there are. */
export async function readElections(
  { timeline, known, waits, logged }: OpenLogs,
  audience: Audience,
  each: (record: LogRecord) => void = () => {},
): Promise<void> {
  const elections = new Elections(known.members, logged, waits, audience);
  for await (const records of timeline.read()) {
    for (const { record } of records) each(record);
    // A server that does not know its id has no part in elections.
    elections.add(records.filter(({ record }) => record.sid >= 0));
  }
  elections.finish();
}

/** Waits as the servers say they are set, or else ZooKeeper's own. */
function waitsOf(records: readonly LogRecord[]): Waits {
  const { minNotificationInterval, maxNotificationInterval, finalizeWait } = defaultTiming;
  const waits = { minNotificationInterval, maxNotificationInterval, finalizeWait };
  for (const { entry } of records) {
    if (entry.kind !== "interval") continue;
    waits[entry.which === "min" ? "minNotificationInterval" : "maxNotificationInterval"] = entry.ms;
  }
  return waits;
}
