/** Where in a line what stands, in all the layouts in which servers' logs are found. */
import { daysFromCivil, offsetOf, type Zone } from "./zone.ts";

/** A line of a log, taken apart. */
export interface Line {
  /** What docker compose, `kubectl logs --prefix` or syslog put before each line to tell whose it is, else "". */
  readonly prefix: string;
  /** Whether the prefix is that of a Kubernetes pod. */
  readonly pod: boolean;
  readonly stamp: Stamp | undefined;
  /** The id that the line gives as its writer's, outside its message. */
  readonly myid: number | undefined;
  /** As for `Pattern.parse`. */
  readonly thread: string;
  readonly message: string;
  /** Whether level, thread or class stand before the message: whether it is the first line of what was logged. */
  readonly headed: boolean;
}

/** When a line was written. */
export interface Stamp {
  /** As the line has it. */
  readonly at: string;
  /** By the clock that is shown there, in ms since 1970; with year 0 where none is shown. */
  readonly local: number;
  /** In ms east of UTC, undefined where it is not shown. */
  readonly offset: number | undefined;
  /** The month, where the year is not shown. */
  readonly yearless: number | undefined;
}

const escapes =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal is just what is sought
  /\x1b\[[0-?]*[ -/]*[@-~]|\x9b[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]/g;

/** The text without escape sequences, control characters, and those that are invisible or reorder text. */
export function plain(text: string): string {
  if (isAscii(text)) return text;
  return text
    .replace(escapes, "")
    .replace(/\t/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "");
}

/** Whether all of it is printable ASCII; quicker than a regular expression, and asked for every line. */
function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

const compose = /([\w.-]+) +\| ?/y;
const pod = /\[pod\/([\w.-]+)\/[\w.-]+\] ?/y;
const syslog =
  /(?:<\d+>)?([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? (\S+) [^\s:[\]]+(?:\[\d+\])?: ?/y;
const syslogTag = / (\S+) [\w./-]+\[\d+\]: ?/y;
const date =
  /\[?((\d{4})[-/](\d\d)[-/](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)(?![\w-]))?)\]? ?/y;
/** The same without the year. */
const monthDay = /\[?((\d\d)[-/](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?)\]? /y;

const levels = "(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)";
/** "[myid:1] - INFO  [thread:Class@line] - message", Apache's; Debian's has no id. */
const apache = new RegExp(
  ` *(?:\\[myid[:=](\\d*)\\] )?- ${levels} +\\[(.*?)(?::[\\w.$]+@[\\d?]+)?\\](?:\\[[^\\]]*\\])? - `,
  "y",
);
/** "INFO message (class) [thread]", Confluent's and Strimzi's; "[thread] INFO class - message", logback's own. */
const other = new RegExp(` *(?:\\[myid[:=](\\d*)\\])?[ -]*(?:\\[(.*?)\\] +)?\\[?${levels}\\]?:? +`, "y");
const threadFirst = /\[(.*?)\] +/y;
/** A class as layouts shorten it, told from the beginning of a message ("Notification: ") by its dots or capitals. */
const classFirst =
  /((?:[\w$]+\.)+[A-Z][\w$]*|[A-Z][a-z\d_$]*[A-Z][\w$]*|Leader|Learner|Follower|Observer)(?<!Exception|Error)(?::\d+)?(?: -|:) /y;
const classLast = / \(((?:[\w$]+\.)*[A-Z][\w$]*)(?::\d+)?\)(?: \[(.*)\])?$/;
/** Class and thread together are no longer; so that hostile lines cost no more than others. */
const maxPlace = 1000;
const threadId = /\[myid=(\d+)\]/;

/**
 * Takes a line apart. What no layout is known for is a message all of it: lines of an exception, of a configuration
 * that a start script prints.
 *
 * @param text fit for a terminal
 */
export function takeApart(text: string): Line {
  const { at, prefix, isPod, stamp } = takeFront(text);
  const head = stamp ? takeHead(text, at) : undefined;
  const { thread, message } = head ?? { thread: "", message: text.slice(at).trimEnd() };
  const id = head?.myid || threadId.exec(thread)?.[1];
  const myid = id === undefined ? undefined : sidOf(id);
  return { prefix, pod: isPod, stamp, myid, thread, message, headed: head !== undefined };
}

/** A sid as a log writes it, undefined when it is none. */
export function sidOf(digits: string): number | undefined {
  const sid = Number(digits);
  return Number.isSafeInteger(sid) ? sid : undefined;
}

/** What stands before the message's own layout, and the time: ZooKeeper's own goes before that of who forwarded it. */
function takeFront(text: string): { at: number; prefix: string; isPod: boolean; stamp: Stamp | undefined } {
  let [at, prefix, isPod] = [0, "", false];
  let stamp: Stamp | undefined;
  for (;;) {
    const own = matchAt(date, text, at);
    if (own) {
      at += own[0].length;
      stamp = stampOf(own);
      const tag = prefix === "" && stamp.offset !== undefined ? matchAt(syslogTag, text, at - 1) : undefined;
      if (tag) [at, prefix] = [at - 1 + tag[0].length, tag[1] as string];
      continue;
    }
    const short = stamp ? undefined : matchAt(monthDay, text, at);
    if (short) {
      at += short[0].length;
      stamp = monthDayStamp(short);
      continue;
    }
    if (prefix !== "") return { at, prefix, isPod, stamp };
    const forwarded = matchAt(syslog, text, at);
    const named = forwarded ?? matchAt(pod, text, at) ?? (at === 0 ? matchAt(compose, text, at) : undefined);
    if (!named) return { at, prefix, isPod, stamp };
    at += named[0].length;
    if (forwarded) {
      stamp = yearlessStamp(forwarded);
      prefix = forwarded[7] as string;
    } else {
      prefix = named[1] as string;
      isPod = named[0].startsWith("[pod/");
    }
  }
}

/** Level, thread and class, wherever they stand; undefined where there are none. */
function takeHead(
  text: string,
  from: number,
): { thread: string; myid: string | undefined; message: string } | undefined {
  const standard = matchAt(apache, text, from);
  if (standard) {
    return {
      myid: standard[1],
      thread: standard[2] as string,
      message: text.slice(from + standard[0].length).trimEnd(),
    };
  }
  const head = matchAt(other, text, from);
  if (!head) return undefined;
  let at = from + head[0].length;
  let thread = head[2];
  const before = matchAt(threadFirst, text, at);
  if (before) {
    at += before[0].length;
    thread = before[1];
  }
  const named = matchAt(classFirst, text, at);
  const message = text.slice(at + (named?.[0].length ?? 0)).trimEnd();
  const after = named ? undefined : classLast.exec(message.slice(-maxPlace));
  return {
    myid: head[1],
    thread: after?.[2] ?? thread ?? named?.[1] ?? after?.[1] ?? "",
    message: after ? message.slice(0, -after[0].length) : message,
  };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function stampOf(match: RegExpExecArray): Stamp {
  const [, at, year, month, day, hour, minute, second, fraction, zone] = match;
  const days = daysFromCivil(Number(year), Number(month), Number(day));
  const local = days * 86_400_000 + msOfDay(hour, minute, second, fraction);
  return { at: at as string, local, offset: zone === undefined ? undefined : offsetShown(zone), yearless: undefined };
}

function msOfDay(hour?: string, minute?: string, second?: string, fraction = "0"): number {
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  return seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, "0"));
}

/** @param zone "Z", "+08:00", "+0800" or "+08" */
function offsetShown(zone: string): number {
  const match = /([+-])(\d\d):?(\d\d)?/.exec(zone);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function yearlessStamp([, name, day, ...time]: RegExpExecArray): Stamp {
  const [hour, minute, second] = time;
  const month = months.indexOf(name as string) + 1 || 1;
  return withoutYear(`${name} ${day} ${hour}:${minute}:${second}`, month, Number(day), time);
}

function monthDayStamp([, at, month, day, ...time]: RegExpExecArray): Stamp {
  return withoutYear(at as string, Number(month), Number(day), time);
}

/** @param time hour, minute, second, and fraction of a second */
function withoutYear(at: string, month: number, day: number, time: readonly string[]): Stamp {
  const local = daysFromCivil(0, month, day) * 86_400_000 + msOfDay(...time);
  return { at, local, offset: undefined, yearless: month };
}

/** Tells the times of one stream, of which the logs may not show year and zone. */
export class Clock {
  private readonly zone: Zone;
  private year: number;
  private month = 0;

  /** @param year of the first line, where the log shows none */
  constructor(zone: Zone, year: number) {
    this.zone = zone;
    this.year = year;
  }

  /** In ms since 1970 in UTC; to be asked in the order of the lines. */
  ms(stamp: Stamp): number {
    const local = stamp.yearless === undefined ? stamp.local : this.inYear(stamp, stamp.yearless);
    return local - (stamp.offset ?? offsetOf(this.zone, local));
  }

  /** A month that falls back by more than half a year is one of the next year. */
  private inYear(stamp: Stamp, month: number): number {
    if (this.month - month > 6) this.year++;
    this.month = month;
    return stamp.local + (daysFromCivil(this.year, month, 1) - daysFromCivil(0, month, 1)) * 86_400_000;
  }
}
