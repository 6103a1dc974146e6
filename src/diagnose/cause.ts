/** What the exceptions in logs say. */
import type { ConnectCause, DatabaseProblem, FollowCause } from "./finding.ts";

/** Why a connection could not be opened: by the exception, and by the address, which may show that it has no number. */
export function connectCause(cause: string, address: string): ConnectCause | "unresolved" | "tls" {
  if (/UnknownHost|UnresolvedAddress/.test(cause) || address.includes("<unresolved>")) return "unresolved";
  if (/SSL|X509|certificate/i.test(cause)) return "tls";
  if (/refused/i.test(cause)) return "refused";
  if (/timed? ?out/i.test(cause)) return "timeout";
  if (/no route|unreachable/i.test(cause)) return "no-route";
  // Without its exception the line is what a server that is not there leaves.
  return cause === "" ? "refused" : "other";
}

/** Why a follower gave up. */
export function followCause(reason: string): FollowCause {
  if (/read timed out|SocketTimeoutException/i.test(reason)) return "read-timeout";
  if (/Leaders epoch|Epoch of leader is lower|is less than our accepted/.test(reason)) return "leader-older";
  if (/refused|Failed connect|connectToLeader|connect timed out|No route/i.test(reason)) return "unreachable";
  return "other";
}

/** What of the data on disk does not fit (QuorumPeer.loadDataBase, FileTxnSnapLog.restore). */
export function databaseProblem(reason: string): DatabaseProblem {
  // 3.4.3 and 3.5.0 name the two epochs of the second check the wrong way round.
  if (/accepted epoch/.test(reason)) return "accepted-epoch";
  if (/current epoch/.test(reason)) return "current-epoch";
  return /No snapshot found/.test(reason) ? "no-snapshot" : "other";
}

/** The message of an exception, without its class. */
export function messageOf(cause: string): string {
  return cause.replace(/^(?:Caused by: )?(?:[\w$]+\.)+[\w$]+(?:: |$)/, "") || cause;
}

/** The servers in "only synced with sids: [ [1, 2] ]"; null where the text has none. */
export function syncedSids(reason: string): number[] | null {
  const [, list] = /synced with(?: sids)?: *(.*)$/.exec(reason) ?? [];
  if (list === undefined) return null;
  // Of a configuration that is being changed there are two sets; those in both are sure.
  return [...new Set(list.match(/\d+/g)?.map(Number))].sort((a, b) => a - b);
}
