/** What happens to logs before somebody reads them. */
import fc from "fast-check";
import { type Logs, logsOf, recordings } from "./recordings.ts";

const stamp = /(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d),(\d{3})/;

/** With all times of a log so many ms later. */
export function later(text: string, ms: number): string {
  return text
    .split("\n")
    .map((line) =>
      line.replace(stamp, (_, year, month, day, hour, minute, second, part) => {
        const time = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second, +part) + ms;
        return new Date(time).toISOString().replace("T", " ").replace(".", ",").slice(0, -1);
      }),
    )
    .join("\n");
}

function each(logs: Logs, change: (text: string, file: string) => string): Logs {
  return Object.fromEntries(Object.entries(logs).map(([file, text]) => [file, change(text, file)]));
}

/** Some of the lines that say something of the election, by chance. */
function thinned(logs: Logs, keeps: readonly boolean[]): Logs {
  let at = 0;
  return each(logs, (text) =>
    text
      .split("\n")
      .filter(
        (line) => !/Notification: |LOOKING|New election|Peer state/.test(line) || keeps[at++ % keeps.length] !== false,
      )
      .join("\n"),
  );
}

function cut(logs: Logs, from: number, to: number): Logs {
  return each(logs, (text) => {
    const lines = text.split("\n");
    return lines.slice(Math.floor(lines.length * from), Math.ceil(lines.length * to)).join("\n");
  });
}

/** The second recording a day after the first, in the same files. */
function concatenated(first: Logs, second: Logs): Logs {
  const files = new Set([...Object.keys(first), ...Object.keys(second)]);
  const day = 86_400_000;
  return Object.fromEntries([...files].map((file) => [file, `${first[file] ?? ""}${later(second[file] ?? "", day)}`]));
}

export interface Variant {
  readonly what: string;
  readonly logs: Logs;
  /** Whether every server's log is there as the server wrote it, and its clock was right. */
  readonly whole: boolean;
}

/** Those in which all servers are of one mind who the members are, and who is who. */
export const sane = recordings.filter(
  (name) => !["duplicate-myid", "members-disagree", "unlisted-follower"].includes(name),
);

const name = fc.constantFrom(...sane);
/** Of three servers with one clock and no observer, in files that were never rolled: they fit together. */
const fitting = fc.constantFrom(
  ...sane.filter((each) => {
    const files = Object.keys(logsOf(each));
    return files.length === 3 && !/article|skewed|zones|id-not|wiped/.test(each);
  }),
);
const part = fc.double({ min: 0, max: 0.6, noNaN: true });

export const variant: fc.Arbitrary<Variant> = fc.oneof(
  fc.tuple(name, fc.array(fc.nat(9), { minLength: 20, maxLength: 60 })).map(([of, dice]) => ({
    what: `${of} with lines left out`,
    logs: thinned(
      logsOf(of),
      dice.map((die) => die > 0),
    ),
    whole: false,
  })),
  fc.tuple(name, fc.nat(8)).map(([of, which]) => {
    const logs = Object.entries(logsOf(of));
    const left = logs.filter((_, at) => at !== which % logs.length);
    return { what: `${of} without a log`, logs: Object.fromEntries(left), whole: false };
  }),
  fc.tuple(name, part, part).map(([of, begin, end]) => ({
    what: `${of} cut at both ends`,
    logs: cut(logsOf(of), begin, Math.max(1 - end, begin)),
    whole: false,
  })),
  fc
    .tuple(name, fc.array(fc.integer({ min: -7_200_000, max: 7_200_000 }), { minLength: 9, maxLength: 9 }))
    .map(([of, shifts]) => ({
      what: `${of} with clocks ${shifts}`,
      logs: each(logsOf(of), (text, file) => later(text, shifts[Number(/-(\d)\.log/.exec(file)?.[1]) - 1] ?? 0)),
      whole: false,
    })),
  fc.tuple(fitting, fitting).map(([first, second]) => ({
    what: `${first}, then ${second}`,
    logs: concatenated(logsOf(first), logsOf(second)),
    whole: true,
  })),
);
