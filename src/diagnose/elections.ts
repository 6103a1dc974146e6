/** Elections that elect nobody, and elections that come again and again. */
import type { ElectionSummary } from "../logs/election-summary.ts";
import { alike } from "../trace/alike.ts";
import type { StateReason } from "../trace/events.ts";
import { type Case, found, graceMs, once } from "./case.ts";
import { whyUnreachable } from "./connections.ts";
import type { Finding, MissingCause } from "./finding.ts";
import { lookedFor, type ServerLog } from "./server-log.ts";
import type { Sighting } from "./sighting.ts";

/** More elections than this within that time, in ms, are too many. */
const manyElections = 3;
const withinMs = 600_000;
/** An election is over sooner than that, in ms, where nothing is wrong. */
const electionMs = 1000;
/** Longer than that a server that does not wait is not silent while it looks, in ms. */
const quietMs = 2000;

/** Who is left LOOKING at the end: without a quorum, or though there is a leader. */
export function endFindings(about: Case): Finding[] {
  const { endMs, members } = about;
  const current = lastLogs(about.logs);
  const searching = current.filter((log) => log.looking && !log.exit && isToTheEnd(log, endMs));
  // Where there is a leader, who looks for one may find it any moment; where there is none, nobody is served.
  const forMs = ({ looking: own }: ServerLog) => (own ? lookedFor(own) : 0);
  const looking = searching.filter((log) => forMs(log) >= graceMs);
  const voters = searching
    .filter((log) => forMs(log) >= electionMs)
    .filter(({ sid }) => members.participants.includes(sid));
  const serving = current.filter(({ sid, state }) => state !== "LOOKING" && !isGone(sid, about));
  const leader = serving.find(({ state }) => state === "LEADING")?.sid ?? leaderTold(searching, about);
  const isLed = leader !== undefined || serving.some(({ state }) => state === "FOLLOWING");
  if (isLed) return looking.map((log) => leftOut(log, leader ?? null));
  const [first] = voters;
  if (!first) return [];
  const sids = presentOf(voters, about);
  const missing = members.participants
    .filter((sid) => !sids.includes(sid))
    .map((sid) => ({ sid, why: whyMissing(sid, voters, current) }));
  const support = members.supportOf(sids);
  const seen = voters.flatMap(({ looking: own }) => (own ? [once(own.since)] : []));
  const waits = voters.flatMap(({ looking: own }) => (own?.timeouts ? [once(own.timeouts.last)] : []));
  const refused = refusedIn(voters, missing);
  const until = Math.max(...voters.map(({ last }) => last.ms ?? 0));
  const ms = until - Math.min(...seen.map((one) => one.first.ms ?? until));
  const detail = { kind: "no-quorum", looking: sids, missing, support, ms } as const;
  const finding = found("error", sids, [...refused, ...waits, ...seen], detail);
  return [{ ...finding, count: refused.reduce((sum, { count }) => sum + count, 0) || finding.count }];
}

/** Whether a log says who looks at the end of all: one that ends while others go on was cut, or is of a server that died. */
function isToTheEnd({ last, looking }: ServerLog, endMs: number): boolean {
  // A server that looks says nothing while it waits, and its next wait is twice as long as the last.
  return endMs - (last.ms ?? 0) <= 2 * (looking?.longestWaitMs ?? 0) + quietMs;
}

/** Connections to those that are missing which could not be opened: one of each server first, then the others. */
function refusedIn(voters: readonly ServerLog[], missing: readonly { readonly sid: number }[]): Sighting[] {
  const all = voters.map(({ unreachable }) => missing.flatMap(({ sid }) => unreachable.get(sid)?.seen ?? []));
  return [...all.flatMap((seen) => seen.slice(0, 1)), ...all.flatMap((seen) => seen.slice(1))];
}

/** Those that look, and the voters that they hear: of these the logs may be missing. */
function presentOf(looking: readonly ServerLog[], { members }: Case): number[] {
  const heard = looking.flatMap((log) =>
    [...(log.looking?.heard.keys() ?? [])].filter((peer) => !log.unreachable.has(peer)),
  );
  const present = new Set([...looking.map(({ sid }) => sid), ...heard]);
  return members.participants.filter((sid) => present.has(sid));
}

/** The last log of each server. */
function lastLogs(logs: readonly ServerLog[]): ServerLog[] {
  return alike(logs, ({ sid }) => String(sid)).map((group) =>
    group.reduce((last, log) => ((log.last.ms ?? 0) >= (last.last.ms ?? 0) ? log : last)),
  );
}

/** Whether others can no longer connect to it, or it has said itself that it ended. */
function isGone(sid: number, { logs }: Case): boolean {
  return logs.some((log) => (log.sid === sid && log.exit !== undefined) || log.unreachable.has(sid));
}

/** The leader of which those hear that look for one; some may not know yet that it is gone. */
function leaderTold(looking: readonly ServerLog[], about: Case): number | undefined {
  return looking.flatMap(({ toldLeader }) => toldLeader ?? []).find((sid) => !isGone(sid, about));
}

function leftOut(log: ServerLog, leader: number | null): Finding {
  const since = log.looking?.since ?? log.first;
  const seen = [log.looking?.timeouts?.last, since].flatMap((line) => (line ? [once(line)] : []));
  return found("error", [log.sid], seen, {
    kind: "left-out",
    leader,
    ms: log.looking ? lookedFor(log.looking) : 0,
  });
}

function whyMissing(sid: number, looking: readonly ServerLog[], logs: readonly ServerLog[]): MissingCause {
  if (logs.some((log) => log.sid === sid && log.exit)) return "exited";
  return whyUnreachable(sid, looking) ?? "silent";
}

/** The most elections within ten minutes, where those are too many. Who merely starts, or joins a leader, counts not. */
export function repeatedElections({ elections, logs }: Case): Finding[] {
  const again = elections.filter(isAgain).sort((a, b) => a.start.ms - b.start.ms);
  let most: ElectionSummary[] = [];
  for (const [at, { start }] of again.entries()) {
    const near = again.slice(at).filter((other) => other.start.ms - start.ms <= withinMs);
    if (near.length > most.length) most = near;
  }
  const [first, last] = [most[0], most.at(-1)];
  if (most.length <= manyElections || !first || !last) return [];
  const reasons = most.flatMap(({ looking }) => looking.map(({ reason }) => reason).filter(isLoss)[0] ?? []);
  const triggers = alike(reasons, String).map((group) => ({ reason: group[0], times: group.length }));
  const slowDisks = logs.filter(({ service }) => service.slowDisk).map(({ sid }) => sid);
  const seen = most.map(({ start, looking }) =>
    once({
      file: start.file,
      line: start.line,
      at: start.at,
      ms: start.ms,
      text: `LOOKING: ${looking.map(({ sid }) => sid).join(", ")}`,
    }),
  );
  return [
    found(
      "error",
      [...new Set(most.flatMap(({ looking }) => looking.map(({ sid }) => sid)))].sort((a, b) => a - b),
      seen,
      {
        kind: "repeated-elections",
        elections: most.length,
        withinMs: last.start.ms - first.start.ms,
        triggers: triggers.sort((a, b) => b.times - a.times),
        slowDisks,
      },
    ),
  ];
}

function isLoss(reason: StateReason): boolean {
  return reason !== "start" && reason !== "restart" && reason !== "heard";
}

/** Whether a leader was lost, and another had to be elected. */
export function isAgain({ looking, outcome }: ElectionSummary): boolean {
  return outcome.kind !== "joined" && looking.some(({ reason }) => isLoss(reason));
}
