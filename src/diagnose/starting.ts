/** Servers that do not start, or start as somebody else. */
import { alike } from "../trace/alike.ts";
import { type Case, configured, found, once } from "./case.ts";
import { databaseProblem, messageOf } from "./cause.ts";
import type { Finding } from "./finding.ts";
import type { ServerLog } from "./server-log.ts";
import type { Tally } from "./tallies.ts";

/** Two logs of one server may overlap by this much where one is the continuation of the other, in ms. */
const overlapMs = 1000;

export function startFindings(about: Case): Finding[] {
  const duplicates = duplicateFindings(about);
  return [
    ...duplicates,
    ...listFindings(about),
    ...abortedFindings(about),
    ...bindFindings(about),
    ...databaseFindings(about),
  ];
}

/** Pairs of logs of which each says that it is of the same server, at the same time. */
export function doubles(logs: readonly ServerLog[]): [ServerLog, ServerLog][] {
  return logs.flatMap((one, at) =>
    logs.slice(at + 1).flatMap((other): [ServerLog, ServerLog][] => {
      const ends = Math.min(one.last.ms ?? 0, other.last.ms ?? 0);
      const begins = Math.max(one.first.ms ?? 0, other.first.ms ?? 0);
      return one.sid === other.sid && ends - begins > overlapMs ? [[one, other]] : [];
    }),
  );
}

function duplicateFindings({ logs, tallies, myids }: Case): Finding[] {
  const inLogs = doubles(logs).map(([one, other]) => {
    const failed = tallies.of("cannot-listen").filter(({ stream }) => stream === one.stream || stream === other.stream);
    const starts = [one, other].map((log) => once(log.start ?? log.first));
    const files = [one.first.file, other.first.file];
    return found("error", [one.sid], [...starts, ...failed], { kind: "duplicate-sid", how: "logs", files });
  });
  const known = new Set(inLogs.flatMap(({ sids }) => sids));
  const inFiles = alike(
    myids.filter(({ id }) => id !== undefined),
    ({ id }) => String(id),
  ).flatMap((group): Finding[] => {
    const id = group[0].id ?? -1;
    const files = group.map(({ file }) => file);
    if (group.length === 1 || known.has(id)) return [];
    const evidence = group.map((one) => one.evidence);
    return [configured("error", [id], evidence, { kind: "duplicate-sid", how: "files", files })];
  });
  // A server whose address is 0.0.0.0 to the others makes them call themselves: that is told as such.
  const calls = inLogs.length + inFiles.length > 0 || logs.some(({ longest, looking }) => isDropped(longest, looking));
  const own = calls ? [] : alike(tallies.of("own-id"), ({ sid }) => String(sid));
  return [
    ...inLogs,
    ...inFiles,
    ...own.map((group) =>
      found("error", sidsOf(group), group, { kind: "duplicate-sid", how: "connection", files: [] }),
    ),
  ];
}

function isDropped(...stretches: ServerLog["longest"][]): boolean {
  return stretches.some((looking) => [...(looking?.dropped ?? [])].some(([, { count }]) => count >= 3));
}

const strangerText = /My id (-?\d+) not in the peer list/;

function listFindings({ tallies, members, myids, configs }: Case): Finding[] {
  // Where the exception is below a line of its own, both say it: one is enough.
  const byMain = tallies.of("aborted").filter((tally) => strangerText.test(saidIn(tally)));
  const alone = tallies.of("not-in-list").filter(({ stream }) => !byMain.some((other) => other.stream === stream));
  const inLogs = alike([...byMain, ...alone], idIn).map((group) => {
    const id = Number(idIn(group[0]));
    return found("error", [id], group, { kind: "not-in-list", id, listed: members.sids.filter((sid) => sid !== id) });
  });
  const strangers = configs.some(({ servers }) => servers.size > 0)
    ? myids.filter(({ id }) => id !== undefined && !members.has(id) && !inLogs.some((one) => one.id === id))
    : [];
  return [
    ...inLogs,
    ...strangers.map(({ id = -1, evidence }) =>
      configured("error", [id], [evidence], { kind: "not-in-list", id, listed: members.sids }),
    ),
  ];
}

function idIn(tally: Tally): string {
  return String(strangerText.exec(saidIn(tally))?.[1]);
}

function saidIn({ first, cause }: Tally): string {
  return `${first.text} ${cause}`;
}

/** What QuorumPeerMain.main gave up for, but for what has a finding of its own. */
function abortedFindings({ tallies, myids }: Case): Finding[] {
  const myid = tallies.of("myid-missing", "myid-not-number");
  const told = new Set([...myid, ...tallies.of("database")].map(({ stream }) => stream));
  const others = tallies
    .of("invalid-config", "aborted")
    .filter((tally) => !told.has(tally.stream) && !strangerText.test(saidIn(tally)));
  const reasons = tallies.of("config-reason");
  const bad = myids.filter(({ id }) => id === undefined);
  return [
    ...myid.map(myidFinding),
    ...others.map((tally) => abortedFinding(tally, reasons.filter(({ stream }) => stream === tally.stream).at(-1))),
    ...bad.map(({ text, evidence }) => configured("error", [], [evidence], { kind: "myid-not-number", found: text })),
  ];
}

function myidFinding(tally: Tally): Finding {
  const { sid, signature, args } = tally;
  if (signature === "myid-missing") return found("error", [sid], [tally], { kind: "myid-missing" });
  return found("error", [sid], [tally], { kind: "myid-not-number", found: String(args["id"]) });
}

/** @param reason the exception that caused the one below the line, which may say no more than which file it was */
function abortedFinding(tally: Tally, reason: Tally | undefined): Finding {
  const { sid, signature, cause } = tally;
  const kind = signature === "invalid-config" ? "invalid-config" : "aborted";
  const said = kind === "invalid-config" ? reason?.args["reason"] : undefined;
  return found("error", [sid], [tally, ...(said === undefined || !reason ? [] : [reason])], {
    kind,
    reason: said ?? messageOf(cause),
  });
}

/** Addresses on which a server could not listen; what comes of two servers with one id is told there. */
function bindFindings({ tallies, logs }: Case): Finding[] {
  const double = new Set(doubles(logs).flatMap((pair) => pair.map(({ stream }) => stream)));
  const all = tallies.of("cannot-listen", "listener-left", "cannot-bind").filter(({ stream }) => !double.has(stream));
  const groups = alike(all, ({ sid, signature }) => `${sid} ${signature === "cannot-bind" ? "quorum" : "election"}`);
  return groups.map((group) => {
    const [{ sid, signature }] = group;
    const port = signature === "cannot-bind" ? "quorum" : "election";
    const address = group.map(({ args }) => args["address"] ?? "").find((one) => one !== "") ?? "";
    const inUse = group.some(({ cause }) => /in use/i.test(cause));
    return found("error", [sid], group, { kind: "cannot-bind", port, address, inUse });
  });
}

function databaseFindings({ tallies }: Case): Finding[] {
  return tallies.of("database").map((tally) => {
    const { sid, cause } = tally;
    return found("error", [sid], [tally], {
      kind: "database",
      problem: databaseProblem(cause),
      reason: messageOf(cause),
    });
  });
}

function sidsOf(tallies: readonly Tally[]): number[] {
  return tallies.map(({ sid }) => sid);
}
