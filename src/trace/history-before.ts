import type { TraceCluster, TraceServer, ZxidRange } from "./events.ts";
import { supportOf } from "./quorum.ts";
import { ZxidSet } from "./zxid-set.ts";

/**
 * What every server has on its disk before the first event. Without a log, that is what all share, up to its zxid; with
 * one, its entries, and before them what a snapshot holds.
 */
export function disksBefore({ servers }: TraceCluster): Map<number, ZxidSet> {
  return new Map(servers.map((server) => [server.sid, diskBefore(server)]));
}

function diskBefore({ zxid, log, snapshot }: TraceServer): ZxidSet {
  const [first] = log ?? [];
  if (log === undefined || first === undefined) return new ZxidSet([[0n, zxid]]);
  const shared = snapshot ?? first - 1n;
  const disk = new ZxidSet(shared < 0n ? [] : [[0n, shared]]);
  for (const [start, end] of runs(log)) disk.add([start, end]);
  return disk;
}

/** Consecutive zxids as ranges. */
function runs(zxids: readonly bigint[]): ZxidRange[] {
  const found: [bigint, bigint][] = [];
  for (const zxid of zxids) {
    const run = found.at(-1);
    if (run && zxid === run[1] + 1n) run[1] = zxid;
    else found.push([zxid, zxid]);
  }
  return found;
}

/**
 * What some servers have before the first event, and what is not known to be committed: the later part of their
 * histories, in ranges that the same servers have.
 */
export function writtenBefore(cluster: TraceCluster, disks: ReadonlyMap<number, ZxidSet>): ZxidRange[] {
  const ranges = [...disks.values()].flatMap((disk) => disk.ranges);
  const ends = [...new Set(ranges.flatMap(([first, last]) => [first - 1n, last]))].sort((a, b) => (a < b ? -1 : 1));
  const parts = ends.slice(1).flatMap((last, at): ZxidRange[] => {
    // The first of an epoch is no transaction, and nobody knows how many the epoch before had.
    const least = (last & ~0xffff_ffffn) + 1n;
    const before = (ends[at] ?? 0n) + 1n;
    return before > last || least > last ? [] : [[before < least ? least : before, last]];
  });
  const known = cluster.committed ?? committedBefore(cluster, disks, parts);
  return parts.filter((part) => part[1] > known && holders(disks, part).length > 0);
}

/** With a leader in office, what a quorum has; else what all have. */
function committedBefore(
  cluster: TraceCluster,
  disks: ReadonlyMap<number, ZxidSet>,
  parts: readonly ZxidRange[],
): bigint {
  const voters = cluster.servers.filter(({ role }) => role === "participant").length;
  const isCommitted = (part: ZxidRange) => {
    const sids = holders(disks, part);
    const { have, need } = supportOf(cluster, sids);
    return cluster.leader == null ? sids.length >= voters : have >= need;
  };
  return parts.findLast(isCommitted)?.[1] ?? 0n;
}

function holders(disks: ReadonlyMap<number, ZxidSet>, part: ZxidRange): number[] {
  return [...disks].flatMap(([sid, disk]) => (disk.has(part) ? [sid] : []));
}
