/** What goes wrong after an election: leaders and followers that do not come together, or part again. */
import { alike } from "../trace/alike.ts";
import { type Case, found } from "./case.ts";
import { messageOf, syncedSids } from "./cause.ts";
import type { Finding } from "./finding.ts";
import { isNewer } from "./lost-data.ts";
import type { ServerLog } from "./server-log.ts";
import type { Sighting } from "./sighting.ts";

/** A write that takes this long is worth a word though it came once, in ms; shorter ones when they come again and again. */
const longFsyncMs = 2000;
const manyFsyncs = 3;
/** Both sides of a network that breaks notice within syncLimit ticks, which are not known; in ms. */
const nearMs = 60_000;

/** @param silent who does not hear whom: a leader that does not hear its followers learns too late that it is one */
export function serviceFindings(about: Case, silent: readonly Finding[]): Finding[] {
  const { logs, members } = about;
  const { need } = members.supportOf([]);
  return [
    ...logs.flatMap((log) => neverFindings(log, need, silent)),
    ...followFindings(about),
    ...partings(logs, need),
    ...disks(logs),
    ...rarer(about),
  ];
}

function neverFindings({ sid, service }: ServerLog, need: number, silent: readonly Finding[]): Finding[] {
  const { neverSynchronised: never } = service;
  if (!never) return [];
  const deaf = silent.flatMap((one) => (one.kind === "one-way" ? deafTo(sid, one.sids, one.peer) : []));
  return [found("error", [sid], [never], { kind: "never-synchronised", synced: syncedSids(never.reason), need, deaf })];
}

/** Of two that do not hear each other both are among the first. */
function deafTo(sid: number, sids: readonly number[], peer: number): number[] {
  if (sids[0] === sid) return [peer];
  return sids.slice(0, 1).filter(() => sids.includes(sid));
}

/** Leaders and followers that lost each other, as one finding where each side kept some of the servers. */
function partings(logs: readonly ServerLog[], need: number): Finding[] {
  const lost = logs.flatMap(({ sid, service }) => (service.quorumLost ? [{ sid, ...service.quorumLost }] : []));
  const silent = logs.flatMap(({ sid, service }) => (service.leaderSilent ? [{ sid, ...service.leaderSilent }] : []));
  const parted = lost.flatMap((one) => {
    const kept = syncedSids(one.reason) ?? [];
    const left = silent.filter(({ leader }) => leader === one.sid);
    const isNear = left.every(({ first }) => Math.abs((first.ms ?? 0) - (one.first.ms ?? 0)) < nearMs);
    // A leader that pauses loses all of them.
    const isParted = kept.some((sid) => sid !== one.sid) && left.length > 0 && isNear;
    return isParted && left.every(({ sid }) => !kept.includes(sid)) ? [{ one, kept, left }] : [];
  });
  const apart = new Set<unknown>(parted.flatMap(({ one, left }) => [one, ...left]));
  return [
    ...parted.map(({ one, kept, left }) => {
      const others = left.map(({ sid }) => sid).sort((a, b) => a - b);
      const detail = { kind: "partition", leader: one.sid, groups: [kept, others] } as const;
      return found("warning", [...kept, ...others], [one, ...left], detail);
    }),
    ...silentLeaders(silent.filter((one) => !apart.has(one))),
    ...lost
      .filter((one) => !apart.has(one))
      .map((one) => found("warning", [one.sid], [one], { kind: "quorum-lost", synced: syncedSids(one.reason), need })),
  ];
}

/** One failed attempt is a leader that was gone by then; what waits for it in vain, or comes again, is more. */
function followFindings({ logs, data }: Case): Finding[] {
  const failed = logs.flatMap((log) =>
    [...log.service.failedFollows].map(([cause, one]) => ({ sid: log.sid, cause, ...one })),
  );
  const told = failed.filter(
    ({ cause, seen }) => seen.count >= 2 || cause === "read-timeout" || cause === "leader-older",
  );
  return alike(told, ({ cause }) => cause).map((group) => {
    const [{ cause, reason }] = group;
    const leader = leaderOf(group);
    const sids = group.map(({ sid }) => sid);
    const seen = group.map((one) => one.seen);
    return found("error", sids, seen, {
      kind: "cannot-follow",
      leader,
      cause,
      newer: sids.some((sid) => isNewer(sid, leader, data)),
      reason: messageOf(reason),
    });
  });
}

function silentLeaders(silent: readonly (Sighting & { sid: number; leader: number | null })[]): Finding[] {
  if (silent.length === 0) return [];
  const sids = silent.map(({ sid }) => sid);
  return [found("warning", sids, silent, { kind: "leader-silent", leader: leaderOf(silent) })];
}

/** The leader of all those of which it is known; null where there are several. */
function leaderOf(all: readonly { readonly leader: number | null }[]): number | null {
  const leaders = new Set(all.flatMap(({ leader }) => leader ?? []));
  const [leader = null] = leaders;
  return leaders.size === 1 ? leader : null;
}

function disks(logs: readonly ServerLog[]): Finding[] {
  return logs.flatMap(({ sid, service }): Finding[] => {
    const { slowDisk } = service;
    if (!slowDisk || (slowDisk.longestMs < longFsyncMs && slowDisk.count < manyFsyncs)) return [];
    return [found("warning", [sid], [slowDisk], { kind: "slow-disk", longestMs: slowDisk.longestMs })];
  });
}

function rarer({ tallies }: Case): Finding[] {
  const ahead = tallies.of("learner-broken", "peer-exception").filter(({ cause }) => /ahead of the leader/.test(cause));
  const older = tallies.of("old-epoch");
  const blocked = tallies.of("command-blocked");
  const commands = [...new Set(blocked.map(({ args }) => String(args["command"])))].sort();
  const plain = (["zxid-rollover", "voter-left"] as const).flatMap((kind) =>
    alike(tallies.of(kind), ({ sid }) => String(sid)).map((group) => found("warning", [group[0].sid], group, { kind })),
  );
  const sidsOf = (all: readonly { sid: number }[]) => all.map(({ sid }) => sid);
  return [
    ...alike(ahead, ({ sid }) => String(sid)).map((group) =>
      found("error", sidsOf(group), group, { kind: "ahead-of-leader", reason: messageOf(group[0].cause) }),
    ),
    ...alike(older, ({ sid }) => String(sid)).map((group) => {
      const reason = group[0].first.text;
      return found("error", sidsOf(group), group, {
        kind: "cannot-follow",
        leader: null,
        cause: "leader-older",
        newer: false,
        reason,
      });
    }),
    ...plain,
    ...(blocked.length > 0 ? [found("warning", sidsOf(blocked), blocked, { kind: "command-blocked", commands })] : []),
  ];
}
