/** Which server wrote a line. */
import { Clock, type Line, sidOf } from "./layout.ts";
import type { Zone } from "./zone.ts";

/** More streams in one log are not told apart: so many names are junk. */
const maxWriters = 1000;

/** One server that writes into a log; a server that starts again in the same log is the same one. */
export interface Writer {
  /** As `LogRecord.stream`. */
  readonly stream: number;
  readonly clock: Clock;
  /** Undefined until a line tells it. */
  sid: number | undefined;
  /** The time of its last line that showed one. */
  last: { at: string; ms: number } | undefined;
  /** Whether its lines have a layout, so that one without is a part of the line before. */
  headed: boolean;
  /** The latest time so far, in ms. */
  latestMs: number;
  /** Whether it was told that its clock went backwards. */
  told: boolean;
}

/** The lines of one log with one prefix: the servers in it, and whose the last line was. */
interface Group {
  readonly prefix: string;
  readonly pod: boolean;
  readonly writers: Writer[];
  current: Writer;
}

/** Where it says its own id: "My id = 1", "my id = 5", "myId: 1", "(myId:1 --> sid:3)", "myid=1", "3 (myid)". */
const told = /\bmy ?id ?[=:] {0,2}(\d{1,16})\b|\b(\d{1,16}) \(myid\)/i;
/** Texts with an id of which no pattern need know, longer than the shortest of theirs. */
export const idWords: readonly string[] = ["my id = ", ". myId: ", " --> sid:"];

/** The servers that write into one log. */
export class Writers {
  private readonly groups = new Map<string, Group>();
  private count = 0;
  private readonly nextStream: () => number;
  private readonly zone: Zone;
  private readonly year: number;

  constructor(nextStream: () => number, zone: Zone, year: number) {
    this.nextStream = nextStream;
    this.zone = zone;
    this.year = year;
  }

  /**
   * Who wrote a line: the server with the id that it shows, else the one that last wrote with the same prefix. Until
   * an id is seen the lines of a prefix are one server's; the first id is then theirs.
   */
  of(line: Line): Writer {
    const group = this.groupOf(line);
    const sid = line.myid ?? idIn(line.message);
    if (sid === undefined || group.current.sid === sid) return group.current;
    if (group.current.sid === undefined) {
      group.current.sid = sid;
      return group.current;
    }
    const known = group.writers.find((writer) => writer.sid === sid);
    if (!known && this.count >= maxWriters) return group.current;
    group.current = known ?? this.add(sid);
    if (!known) group.writers.push(group.current);
    return group.current;
  }

  /**
   * Gives those whose lines never showed an id the one of their name, as a last resort.
   *
   * @param file the name of the log
   * @param unnamed the id of those whose names have none either, if they are to have one
   * @returns each with the name it was taken from; `sid` is undefined where the name has none either
   */
  resolve(file: string, unnamed: number | undefined): { name: string; sid: number | undefined }[] {
    const resolved = [];
    for (const { prefix, pod, current } of this.groups.values()) {
      if (current.sid !== undefined) continue;
      const name = prefix === "" ? file : prefix;
      const sid = sidOfName(name, pod);
      current.sid = sid ?? unnamed;
      resolved.push({ name, sid });
    }
    return resolved;
  }

  private groupOf({ prefix, pod }: Line): Group {
    const known = this.groups.get(prefix);
    if (known) return known;
    if (this.count >= maxWriters) return [...this.groups.values()].at(-1) as Group;
    const current = this.add(undefined);
    const group = { prefix, pod, writers: [current], current };
    this.groups.set(prefix, group);
    return group;
  }

  private add(sid: number | undefined): Writer {
    this.count++;
    const clock = new Clock(this.zone, this.year);
    return {
      stream: this.nextStream(),
      clock,
      sid,
      last: undefined,
      headed: false,
      latestMs: Number.NEGATIVE_INFINITY,
      told: false,
    };
  }
}

function idIn(message: string): number | undefined {
  const match = told.exec(message);
  return match ? sidOf((match[1] ?? match[2]) as string) : undefined;
}

/** Not a version (zookeeper-3.8.0), not a date (zookeeper-2026-11-22). */
const named = /(?:^|[^a-z])(?:zookeeper|zoo|zk|server|node|myid)[-_.]?(\d{1,3})(?![\d]|\.\d)/i;

/**
 * The id in a name, such as zookeeper-3.log, zk1/zookeeper.log, zoo3_1; that of a pod, whose names count from 0, is by
 * custom one more.
 */
export function sidOfName(name: string, pod: boolean): number | undefined {
  for (const part of name.split(/[/\\]/).reverse()) {
    const match = named.exec(part);
    if (match) return Number(match[1]) + (pod ? 1 : 0);
  }
  return undefined;
}
