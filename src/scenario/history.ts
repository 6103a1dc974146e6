/** What a description says of the servers' disks, and whether it can be: epochs, logs, snapshots, what is committed. */
import type { Server } from "./cluster.ts";
import type { Finding, Path } from "./description.ts";
import type { ServerData } from "./schema.ts";
import { counterOf, epochOf, readZxid, shortZxid } from "./zxid.ts";

type Report = (finding: Finding) => void;

/** Checks what a server has by itself; `written` is what the description says, `path` is where. */
export function checkHistory(server: Server, written: ServerData, path: Path, report: Report): void {
  const { zxid, epoch, acceptedEpoch, log, snapshot } = server;
  // QuorumPeer.loadDataBase: "The accepted epoch, x is less than the current epoch, y".
  if (acceptedEpoch < epoch)
    report({ path: [...path, "acceptedEpoch"], fault: ["acceptedBehind", acceptedEpoch, epoch] });
  if (log) checkLog(log, [...path, "log"], report);
  if (log && written.zxid !== undefined && readZxid(written.zxid) !== zxid) {
    const fault = ["otherThanLog", shortZxid(readZxid(written.zxid)), shortZxid(zxid)] as const;
    report({ path: [...path, "zxid"], fault });
  }
  if (snapshot !== undefined) checkSnapshot(snapshot, server, [...path, "snapshot"], report);
}

/** Transactions as leaders number them: in an epoch from 1, one after another. */
function checkLog(log: readonly bigint[], path: Path, report: Report): void {
  for (const [index, zxid] of log.entries()) {
    const before = log[index - 1];
    const at = [...path, index];
    const epoch = epochOf(zxid);
    if (counterOf(zxid) === 0) {
      report({ path: at, fault: ["noTransaction", shortZxid(zxid)] });
    } else if (before === undefined) {
      // What comes before the first is in a snapshot.
    } else if (zxid <= before) {
      report({ path: at, fault: ["logDescends", shortZxid(zxid), shortZxid(before)] });
    } else if (epoch === epochOf(before)) {
      if (zxid !== before + 1n) {
        report({ path: at, fault: ["logGap", shortZxid(before + 1n), shortZxid(before), shortZxid(zxid)] });
      }
    } else if (counterOf(zxid) !== 1) {
      report({ path: at, fault: ["epochBegins", epoch, shortZxid(firstOf(zxid)), shortZxid(zxid)] });
    }
  }
}

function checkSnapshot(snapshot: bigint, { zxid, log }: Server, path: Path, report: Report): void {
  if (snapshot > zxid) {
    report({ path, fault: ["snapshotAhead", shortZxid(snapshot), shortZxid(zxid)] });
    return;
  }
  const first = log?.[0];
  // Before the first transaction of an epoch anything may be the last: only counters have a neighbour.
  if (first === undefined || counterOf(first) <= 1 || snapshot >= first - 1n) return;
  report({ path, fault: ["snapshotGap", shortZxid(first - 1n), shortZxid(first), shortZxid(snapshot)] });
}

/**
 * Checks that those have what is committed who must: a majority of the participants, and `leader`, if one is in office.
 * Which servers of groups are a quorum is not asked.
 */
export function checkCommitted(
  committed: bigint,
  servers: readonly Server[],
  leader: number | null,
  report: Report,
): void {
  const zxid = shortZxid(committed);
  const lacks = (server: Server) => !has(server, committed);
  const voters = servers.filter(({ role }) => role === "participant");
  const having = voters.length - voters.filter(lacks).length;
  const need = Math.floor(voters.length / 2) + 1;
  const path = ["committed"];
  if (servers.every(lacks)) {
    report({ path, fault: ["committedNowhere", zxid] });
  } else if (having < need && voters.every(({ group }) => group === undefined)) {
    report({ path, fault: ["committedShort", zxid, having, voters.length, need] });
  } else if (servers.some((server) => server.sid === leader && lacks(server))) {
    report({ path, fault: ["committedAhead", zxid, leader ?? 0] });
  }
}

/** A snapshot, or the history that all share, holds what comes before a log. */
function has({ zxid, log }: Server, committed: bigint): boolean {
  const first = log?.[0];
  return log === undefined || first === undefined || committed < first ? zxid >= committed : log.includes(committed);
}

function firstOf(zxid: bigint): bigint {
  return zxid - BigInt(counterOf(zxid) - 1);
}
