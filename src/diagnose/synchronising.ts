/** What goes wrong after an election: leaders and followers that do not come together, or part again. */
import { alike } from "../trace/alike.ts";
import { type Case, found } from "./case.ts";
import { messageOf, syncedSids } from "./cause.ts";
import type { Finding } from "./finding.ts";
import type { ServerLog } from "./server-log.ts";

/** A write that takes this long is worth a word though it came once, in ms; shorter ones when they come again and again. */
const longFsyncMs = 2000;
const manyFsyncs = 3;

export function serviceFindings(about: Case): Finding[] {
  const { logs, members } = about;
  const { need } = members.supportOf([]);
  return [
    ...logs.flatMap((log) => leadFindings(log, need)),
    ...followFindings(logs),
    ...silentLeaders(logs),
    ...disks(logs),
    ...rarer(about),
  ];
}

function leadFindings({ sid, service }: ServerLog, need: number): Finding[] {
  const { neverSynchronised: never, quorumLost: lost } = service;
  return [
    ...(never
      ? [found("error", [sid], [never], { kind: "never-synchronised", synced: syncedSids(never.reason), need })]
      : []),
    ...(lost ? [found("warning", [sid], [lost], { kind: "quorum-lost", synced: syncedSids(lost.reason), need })] : []),
  ];
}

/** One failed attempt is a leader that was gone by then; what waits for it in vain, or comes again, is more. */
function followFindings(logs: readonly ServerLog[]): Finding[] {
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
    return found("error", sids, seen, { kind: "cannot-follow", leader, cause, reason: messageOf(reason) });
  });
}

function silentLeaders(logs: readonly ServerLog[]): Finding[] {
  const silent = logs.flatMap(({ sid, service }) => (service.leaderSilent ? [{ sid, ...service.leaderSilent }] : []));
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
        reason,
      });
    }),
    ...plain,
    ...(blocked.length > 0 ? [found("warning", sidsOf(blocked), blocked, { kind: "command-blocked", commands })] : []),
  ];
}
