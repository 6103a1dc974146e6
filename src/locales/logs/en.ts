import type { LogWarning } from "../../logs/record.ts";
import { commaList, sidList } from "../lists.ts";

/** What a server voted or decided, or that it did neither. */
export type ActText =
  | { readonly kind: "vote"; readonly vote: string; readonly election: number }
  | { readonly kind: "decide"; readonly state: string; readonly leader: number | null }
  | { readonly kind: "none" };

const and = (sids: readonly number[]) => commaList(sidList(sids), " and ");
const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const more = (count: number) => (count > 1 ? ` (${count} times in this log)` : "");

const warnings: Record<LogWarning["kind"], (...args: readonly (string | number)[]) => string> = {
  "half-line": () => "half a line, which was not read; the log may have been cut, or still be written",
  "long-line": (count) => `a line of more than 64 KiB, of which only the beginning was read${more(Number(count))}`,
  "not-utf8": (count) => `not valid UTF-8; what is not stands as a question mark${more(Number(count))}`,
  "clock-backwards": (ms) => `the clock goes back by ${ms} ms here; the order of the lines is kept`,
  "no-server": (count) =>
    `which server wrote this log is not known, and ${plural(Number(count), "line")} of it are left out; name the file after the server, such as zookeeper-1.log`,
  "assumed-server": (sid, name) => `taken for server ${sid} by its name alone (${name})`,
  "same-server": (sid, other) => `this log, too, says that it is from server ${sid}, at the same time as ${other}`,
  "unknown-notification": (count) =>
    `a notification in a form that is not known, left out${more(Number(count))}; please report it`,
  nothing: () => "nothing in it about elections",
  "broken-archive": () => "the compressed file is damaged or ends too early; what could be unpacked was read",
};

/** Texts about logs, in English. The other languages have the same keys. */
export const en = {
  warning: ({ kind, args }: Pick<LogWarning, "kind" | "args">) => `warning: ${warnings[kind](...args)}`,
  skew: (sid: number, ms: number, other: number) =>
    `note: the clock of server ${sid} is ${Math.abs(ms)} ms ${ms > 0 ? "ahead of" : "behind"} that of server ${other}; the logs are put in the order of cause and effect`,
  inferred: (sids: readonly number[]) =>
    `note: members are those that the logs name: ${sidList(sids).join(", ")}; --config tells exactly`,
  configured: (file: string) => `note: members are those of ${file}`,
  differ: (folder: string) =>
    `note: the configurations in ${folder} name different members; zk-elect diagnose tells how`,
  noElection: "note: no server looks for a leader in these logs",
  diverged: (count: number) =>
    `note: ${plural(count, "line")} ${count === 1 ? "says" : "say"} something else than the protocol would do; --replay tells which`,
  picked: (shown: number, of: number) =>
    `note: ${shown} of ${plural(of, "election")}; --list names them, --all shows all`,
  reading: (megabytes: number) => `reading: ${megabytes} MB`,

  columns: { number: "#", when: "when", looking: "LOOKING", outcome: "outcome", took: "took" },
  elected: (leader: number, supporters: readonly number[]) => `${leader} elected by ${and(supporters)}`,
  joined: (sids: readonly number[], leader: number) =>
    `${and(sids)} ${sids.length === 1 ? "joins" : "join"} leader ${leader}`,
  none: "no leader",
  goesOn: "still going on",
  between: ", ",
  why: (sids: readonly number[], because: string) => `${and(sids)} (${because})`,
  seconds: (text: string) => `${text} s`,

  agrees: (elections: number, notifications: number, votes: number, decisions: number) =>
    `The protocol agrees with the logs: ${plural(elections, "election")}, ${plural(notifications, "notification")} received, ${plural(votes, "vote")} cast and ${plural(decisions, "decision")} as they must be.`,
  disagrees: (count: number) => `The protocol disagrees with the logs in ${plural(count, "place")}:`,
  divergence: (sid: number, expected: ActText, found: ActText) =>
    `server ${sid} ${act(found, "does")}; the protocol ${expected.kind === "none" ? "does not" : `expects it to ${act(expected, "to")}`}`,
  because: (line: string) => `last heard before: ${line}`,
};

function act(text: ActText, form: "does" | "to"): string {
  const s = form === "does" ? "s" : "";
  switch (text.kind) {
    case "vote":
      return `vote${s} ${text.vote} in election ${text.election}`;
    case "decide":
      return `become${s} ${text.state}${text.leader === null ? "" : `, leader ${text.leader}`}`;
    case "none":
      return form === "does" ? "goes on LOOKING" : "do nothing";
  }
}

/** What a language must provide. */
export type LogMessages = typeof en;
