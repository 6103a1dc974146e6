/** Servers that cannot reach, or cannot hear, each other. */

import { defaultTiming } from "../scenario/defaults.ts";
import { alike } from "../trace/alike.ts";
import { type Case, found, graceMs, once } from "./case.ts";
import { isWildcard, ownerOf } from "./config-file.ts";
import type { ConnectCause, Evidence, Finding } from "./finding.ts";
import {
  type Looking,
  longer,
  lookedFor,
  type ServerLog,
  type Silence,
  silenceIn,
  type Unreachable,
} from "./server-log.ts";
import type { Tally } from "./tallies.ts";

/** For how long a peer may stay away while the others serve before it is worth a word, in ms. */
const awayMs = 60_000;

interface Failed extends Unreachable {
  readonly log: ServerLog;
  readonly peer: number;
}

/** Connections that could not be opened to the end, peer by peer. Who is missing from an election is told there. */
export function connectionFindings(about: Case, missing: ReadonlySet<number>): Finding[] {
  const failed = about.logs.flatMap((log) =>
    [...log.unreachable].map(([peer, unreachable]): Failed => ({ log, peer, ...unreachable })),
  );
  const told = failed.filter((one) => matters(one, about, missing));
  const unreachable = alike(told, ({ peer, cause }) => `${peer} ${cause}`).map((group) =>
    unreachableFinding(group, missing, about),
  );
  return [...unreachable, ...unresolvedFindings(about, told), ...tlsFindings(about), ...greetings(about)];
}

/** Whether it lasted longer than servers take to start, and went on to the end. */
function matters({ log, peer, seen, cause }: Failed, about: Case, missing: ReadonlySet<number>): boolean {
  const lasted = (seen.last.ms ?? 0) - (seen.first.ms ?? 0);
  const away = (log.last.ms ?? 0) - (seen.first.ms ?? 0);
  if (cause === "tls") return true;
  if (cause === "unresolved") return seen.count >= 3;
  const runs = peerRuns(log, peer, about);
  // That nobody listens where nobody runs is told of the election, once for all.
  if (missing.has(peer) && !runs) return false;
  if (runs && lasted < graceMs) return false;
  return lasted >= graceMs || away >= awayMs;
}

/** Whether the peer's own log shows that it ran while it could not be reached. */
function peerRuns({ unreachable }: ServerLog, peer: number, { logs }: Case): boolean {
  const { seen } = unreachable.get(peer) ?? {};
  const [from, to] = [seen?.first.ms ?? 0, seen?.last.ms ?? 0];
  return logs.some((log) => {
    const began = Math.max((log.start ?? log.first).ms ?? 0, from);
    return log.sid === peer && !log.exit && Math.min(log.last.ms ?? 0, to) - began >= graceMs;
  });
}

function unreachableFinding(group: readonly [Failed, ...Failed[]], missing: ReadonlySet<number>, about: Case): Finding {
  const [{ peer, cause, address, log }] = group;
  const sids = group.map((one) => one.log.sid);
  const seen = group.map((one) => one.seen);
  const standing = about.members.standing([...new Set([peer, ...missing])]);
  if (cause === "unresolved") {
    return found("error", sids, seen, { kind: "unresolved", peer, host: hostOf(address), standing });
  }
  if (cause === "tls") return found("error", sids, seen, { kind: "tls", peer, address, standing });
  const runs = peerRuns(log, peer, about);
  const severity = standing.support.have < standing.support.need || runs ? "error" : "warning";
  return found(severity, sids, seen, { kind: "unreachable", peer, address, cause, peerRuns: runs, standing });
}

/** "no-such-host.invalid" of "no-such-host.invalid/<unresolved>:23803". */
function hostOf(address: string): string {
  return address.replace(/\/.*$/, "").replace(/:\d+$/, "");
}

/** 3.4 and 3.5 say it in a line of its own, too; once is enough. */
function unresolvedFindings({ tallies, members }: Case, told: readonly Failed[]): Finding[] {
  const hosts = new Set(told.filter(({ cause }) => cause === "unresolved").map(({ address }) => hostOf(address)));
  const own = tallies.of("unresolved").filter(({ args, count }) => !hosts.has(String(args["host"])) && count >= 3);
  return alike(own, ({ args }) => String(args["host"])).map((group) => {
    const host = String(group[0].args["host"]);
    return found("error", sidsOf(group), group, {
      kind: "unresolved",
      peer: null,
      host,
      standing: members.standing([]),
    });
  });
}

function tlsFindings({ tallies, members }: Case): Finding[] {
  return alike(tallies.of("no-secure-channel"), ({ args }) => String(args["to"])).map((group) => {
    const peer = Number(group[0].args["to"]);
    const address = String(group[0].args["address"]);
    return found("error", sidsOf(group), group, { kind: "tls", peer, address, standing: members.standing([peer]) });
  });
}

function greetings({ tallies }: Case): Finding[] {
  const all = tallies.of("bad-greeting");
  const [first] = all;
  if (!first) return [];
  const version = first.args["version"] ?? /protocol version (\S+)/.exec(first.cause)?.[1] ?? null;
  return [found("warning", sidsOf(all), all, { kind: "bad-greeting", version })];
}

function sidsOf(tallies: readonly Tally[]): number[] {
  return tallies.map(({ sid }) => sid);
}

/** Peers that were up, and not heard in the longest time for which a server looked for a leader. */
export function silenceFindings(about: Case): Finding[] {
  const pairs = about.logs.flatMap((log) => {
    const looking = longer(log.longest, log.looking);
    if (!looking || lookedFor(looking) < graceMs) return [];
    return about.members.sids.flatMap((peer) => {
      const silence = silenceOf(peer, log, looking, about);
      return silence ? [{ log, looking, peer, silence }] : [];
    });
  });
  const told = new Set<string>();
  return pairs.flatMap(({ log, looking, peer, silence }): Finding[] => {
    const mutual = pairs.some((other) => other.log.sid === peer && other.peer === log.sid);
    // Of two that do not hear each other once is enough.
    if (mutual && told.has(`${peer} ${log.sid}`)) return [];
    told.add(`${log.sid} ${peer}`);
    const seen = looking.timeouts ?? once(looking.since);
    const dropped = looking.dropped.get(peer);
    if (dropped && dropped.count >= 3 && !isKnownBlocked(peer, log.sid, about)) {
      const proven = hasWildcard(log.sid, about).length > 0;
      return [found("error", [log.sid], [dropped], { kind: "wildcard-address", peer, proven })];
    }
    if (isKnownBlocked(peer, log.sid, about)) return [];
    const sids = mutual ? [log.sid, peer] : [log.sid];
    const detail = {
      kind: "one-way",
      peer,
      mutual,
      silentMs: looking.heard.has(peer) ? silence.to - silence.from : null,
      isHeard: isHeardBy(peer, log.sid, silence, about),
      longestWaitMs: looking.longestWaitMs,
    } as const;
    // The last wait is the longest.
    return [{ ...found("error", sids, [seen], detail), evidence: [seen.last] }];
  });
}

/** For how long a peer was up and not heard, though nothing refused a connection to it; undefined when that is normal. */
function silenceOf(peer: number, log: ServerLog, looking: Looking, about: Case): Silence | undefined {
  const silence = silenceIn(looking, peer);
  const { from, to } = silence;
  if (peer === log.sid || to - from < graceMs || !isUpIn(silence, peer, log, about)) return undefined;
  // Whoever looks, too, and has been heard before says nothing new until its own wait is over.
  const isFirst = (looking.heard.get(peer) ?? to) >= to;
  return isFirst || to - from > waitOf(peer, about) + graceMs / 10 ? silence : undefined;
}

/** How long a server may wait between two tries, by its log; ZooKeeper's longest where there is none. */
function waitOf(sid: number, { logs }: Case): number {
  const own = logs.filter((log) => log.sid === sid);
  // The next wait is twice as long as the last that is over.
  const waits = own.flatMap(({ longest, looking }) => [longest, looking].map((one) => 2 * (one?.longestWaitMs ?? 0)));
  return own.length === 0 ? defaultTiming.maxNotificationInterval : Math.max(...waits);
}

function isUpIn({ from, to }: Silence, peer: number, log: ServerLog, { logs }: Case): boolean {
  const isUp = (first: number, last: number) => Math.min(last, to) - Math.max(first, from) >= graceMs;
  return logs.some((other) => {
    if (other.sid === peer) return isUp(other.first.ms ?? 0, other.last.ms ?? 0);
    const heard = other.sid === log.sid ? undefined : other.heard.get(peer);
    return heard !== undefined && isUp(heard.first, heard.last);
  });
}

/** Whether the one that is not heard hears the other meanwhile. */
function isHeardBy(peer: number, sid: number, { from, to }: Silence, { logs }: Case): boolean {
  return logs.some((log) => {
    const heard = log.sid === peer ? log.heard.get(sid) : undefined;
    return heard !== undefined && heard.first < to && heard.last > from;
  });
}

/** Whether the one that is not heard says itself that it cannot open a connection. */
function isKnownBlocked(peer: number, sid: number, { logs }: Case): boolean {
  return logs.some((log) => log.sid === peer && log.unreachable.has(sid));
}

/** Lines of configurations that give a server 0.0.0.0 as its own address. */
function hasWildcard(sid: number, { configs, myids }: Case): Evidence[] {
  return configs.flatMap((config) => {
    const own = config.servers.get(sid);
    if (!own || ownerOf(config, myids, configs) !== sid) return [];
    return own.endpoints.every(({ host }) => isWildcard(host)) ? [own.evidence] : [];
  });
}

/** Why a server cannot be reached, as far as those say who tried. */
export function whyUnreachable(
  peer: number,
  looking: readonly ServerLog[],
): ConnectCause | "unresolved" | "tls" | undefined {
  return looking.flatMap(({ unreachable }) => unreachable.get(peer)?.cause ?? [])[0];
}
