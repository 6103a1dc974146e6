import { asUtf8 } from "./encoding.ts";
import { type Line, plain, takeApart } from "./layout.ts";
import { type FoundLine, LineFinder, maxAfter } from "./line-finder.ts";
import type { Entry, LogRecord, LogWarning, Pattern } from "./record.ts";
import { idWords, type Writer, Writers } from "./servers.ts";
import type { Zone } from "./zone.ts";

/** A log whose bytes come in pieces; each is used before the next is asked for. */
export interface LogSource {
  /** As the user named it, `-` for standard input. */
  readonly file: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface ReadOptions {
  /** What to find; of those that know a line the first one tells what it says. */
  readonly patterns: readonly Pattern[];
  /** Of the times that show no zone; UTC without it. */
  readonly zone?: Zone;
  /** Of the first line, where a log shows no year; 2000 without it. */
  readonly year?: number;
  /** The sid of records of which nothing tells whose they are; without it they are dropped. */
  readonly unnamed?: number;
  /** Numbers the streams, of all logs that are read together. */
  readonly nextStream: () => number;
  /** Told, when a log has been read, what was odd about it, in the order of its lines. */
  readonly warn: (warning: LogWarning) => void;
}

/** Records that wait for the id of their server, or for a time; when there are more, names must do. */
const maxHeld = 20_000;
/** Threads of a server log some ms out of order, so that only more than this is a clock that went backwards. */
const backwardsMs = 1000;

/**
 * Reads a log in constant memory: its records in the order of its lines, in batches as they become known.
 *
 * @throws what reading the chunks throws; RangeError when there is no zone of that name
 */
export async function* readLog(source: LogSource, options: ReadOptions): AsyncGenerator<LogRecord[]> {
  const log = new LogReader(source.file, options);
  for await (const chunk of asUtf8(source.chunks)) {
    log.push(chunk);
    const records = log.take();
    if (records.length > 0) yield records;
  }
  log.end();
  const records = log.take();
  if (records.length > 0) yield records;
}

/** A record of which id and time may not be known yet. */
interface Held {
  readonly writer: Writer;
  readonly line: number;
  time: { at: string; ms: number } | undefined;
  readonly entry: Entry;
  readonly cause: string | undefined;
}

type Kind = LogWarning["kind"];

class LogReader {
  private readonly file: string;
  private readonly options: ReadOptions;
  private readonly writers: Writers;
  private readonly finder: LineFinder;
  /** In the order of the lines. */
  private held: Held[] = [];
  private found = 0;
  private dropped = 0;
  private readonly warnings: LogWarning[] = [];
  /** Of the kinds that are told once for each log: the first line and how many there are. */
  private readonly counted = new Map<Kind, { line: number; count: number }>();

  constructor(file: string, options: ReadOptions) {
    this.file = file;
    this.options = options;
    this.writers = new Writers(options.nextStream, options.zone ?? 0, options.year ?? 2000);
    const words = new Set([...options.patterns.flatMap((pattern) => pattern.words), ...idWords]);
    this.finder = new LineFinder(
      [...words],
      (line) => this.read(line),
      (line) => this.count("long-line", line),
    );
  }

  push(chunk: Uint8Array): void {
    this.finder.push(chunk);
    if (this.held.length > maxHeld) this.resolve();
  }

  end(): void {
    this.finder.end();
    this.resolve();
    if (this.dropped > 0) this.warnings.push({ file: this.file, kind: "no-server", args: [this.dropped] });
    else if (this.found === 0) this.warnings.push({ file: this.file, kind: "nothing", args: [] });
    for (const [kind, { line, count }] of this.counted)
      this.warnings.push({ file: this.file, line, kind, args: [count] });
    this.warnings.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    for (const warning of this.warnings) this.options.warn(warning);
  }

  /** The records that are known up to the first that is not. */
  take(): LogRecord[] {
    const records: LogRecord[] = [];
    for (const { writer, line, time, entry, cause } of this.held) {
      const { stream, sid } = writer;
      if (sid === undefined || time === undefined) break;
      const record = { file: this.file, line, stream, sid, at: time.at, ms: time.ms, entry };
      records.push(cause === undefined ? record : { ...record, cause });
    }
    this.held = this.held.slice(records.length);
    return records;
  }

  private read(found: FoundLine): void {
    if (found.text.includes("\ufffd")) this.count("not-utf8", found.number);
    const line = takeApart(plain(found.text));
    const writer = this.writers.of(line);
    const time = this.timeOf(line, writer, found.number);
    const entry = parse(this.options.patterns, line);
    if (!found.ended && isHalf(this.options.patterns, line, entry)) this.count("half-line", found.number);
    else if (entry) {
      this.found++;
      this.held.push({ writer, line: found.number, time, entry, cause: causeOf(found, line) });
    } else if (/\bNotification: /.test(line.message)) this.count("unknown-notification", found.number);
  }

  private timeOf(line: Line, writer: Writer, number: number): Held["time"] {
    if (!line.stamp || (writer.headed && !line.headed)) return writer.last;
    const time = { at: line.stamp.at, ms: writer.clock.ms(line.stamp) };
    if (!writer.last) for (const held of this.held) if (held.writer === writer) held.time ??= time;
    writer.last = time;
    writer.headed ||= line.headed;
    const back = writer.latestMs - time.ms;
    if (back > backwardsMs && !writer.told) {
      writer.told = true;
      this.warnings.push({ file: this.file, line: number, kind: "clock-backwards", args: [back] });
    }
    writer.latestMs = Math.max(writer.latestMs, time.ms);
    return time;
  }

  /** Takes ids from names, and drops what still has no id or no time. */
  private resolve(): void {
    for (const { name, sid } of this.writers.resolve(this.file, this.options.unnamed)) {
      if (sid !== undefined) this.warnings.push({ file: this.file, kind: "assumed-server", args: [sid, name] });
    }
    const known = this.held.filter(({ writer, time }) => writer.sid !== undefined && time !== undefined);
    this.dropped += this.held.length - known.length;
    this.held = known;
  }

  private count(kind: Kind, line: number): void {
    const known = this.counted.get(kind);
    if (known) known.count++;
    else this.counted.set(kind, { line, count: 1 });
  }
}

function parse(patterns: readonly Pattern[], { message, thread }: Line): Entry | undefined {
  for (const pattern of patterns) {
    const entry = pattern.parse(message, thread);
    if (entry) return entry;
  }
  return undefined;
}

/** Whether a line without its end may be half of one: it says nothing, or something else if its last number goes on. */
function isHalf(patterns: readonly Pattern[], line: Line, entry: Entry | undefined): boolean {
  if (!entry) return true;
  const longer = parse(patterns, { ...line, message: `${line.message}1` });
  return longer !== undefined && written(longer) !== written(entry);
}

function written(entry: Entry): string {
  return JSON.stringify(entry, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

const exception = /^(?:Caused by: )?((?:[a-z_][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error)(: .*)?)$/;

/** The exception below a line; of one without a message the one that caused it. Other servers' lines may be between. */
function causeOf(found: FoundLine, { prefix }: Line): string | undefined {
  let first: string | undefined;
  for (let count = 1; count <= maxAfter; count++) {
    const text = found.after(count);
    if (text === undefined) return first;
    // Most lines have no exception below, and to take one more apart for each takes time.
    if (prefix === "" && first === undefined && !/Exception|Error/.test(text)) return undefined;
    const line = takeApart(plain(text));
    if (line.prefix !== prefix) continue;
    const match = exception.exec(line.message);
    if (match?.[2]) return match[1];
    if (!match && !/^\s*(?:at |\.\.\. )/.test(line.message)) return first;
    if (!match && first === undefined) return undefined;
    first ??= match?.[1];
  }
  return first;
}
