/** What the servers of a description have before the first step. */
import type { TraceCluster, TraceServer } from "../../../src/trace/events.ts";
import { Account, counterOf, highest, upTo } from "./account.ts";

/**
 * Without logs all servers share one history, in which a zxid stands for its whole epoch up to it. A log takes the place of
 * that from its first entry on.
 */
export function accountsOf({ servers }: TraceCluster): Map<number, Account> {
  const shared = ascending(servers.flatMap(({ log, zxid }) => (log ? [] : upTo(zxid))));
  return new Map(servers.map((server) => [server.sid, accountOf(server, shared)]));
}

function accountOf(server: TraceServer, shared: readonly bigint[]): Account {
  const { sid, zxid, epoch, acceptedEpoch = epoch, role } = server;
  const txns = historyOf(server, shared);
  const account = new Account(sid, role === "participant", txns, snapshotOf(server, txns), acceptedEpoch, epoch);
  if (account.last !== zxid) throw new Error(`server ${sid} ends with ${account.last}, not with ${zxid}`);
  return account;
}

function historyOf({ log, zxid }: TraceServer, shared: readonly bigint[]): bigint[] {
  if (!log) return shared.filter((other) => other <= zxid);
  const [first = 0n] = log;
  return ascending([...shared.filter((other) => other < first), ...upTo(first).slice(0, -1), ...log]);
}

function snapshotOf({ log, snapshot, zxid }: TraceServer, txns: readonly bigint[]): bigint {
  if (snapshot !== undefined) return snapshot;
  const [first] = log ?? [];
  if (first !== undefined) return txns.filter((other) => other < first).at(-1) ?? 0n;
  // No transaction has such a zxid: it comes from a snapshot.
  return counterOf(zxid) === 0n ? zxid : 0n;
}

/** Up to where everything is committed before the first step, as far as the description says so. */
export function committedAtFirst(
  { leader, committed, servers }: TraceCluster,
  accounts: ReadonlyMap<number, Account>,
  isQuorum: (sids: Iterable<number>) => boolean,
): bigint[] {
  const everything = ascending([...accounts.values()].flatMap(({ txns }) => txns));
  const upTo = committed ?? (typeof leader === "number" ? loggedByQuorum(accounts.get(leader)) : 0n);
  const holder = [...accounts.values()].find(
    ({ txns, last }) => last >= upTo && (txns.includes(upTo) || last === upTo),
  );
  return (holder?.txns ?? everything).filter((zxid) => zxid <= upTo);

  function loggedByQuorum(office: Account | undefined): bigint {
    const holds = (zxid: bigint) => servers.filter(({ sid }) => accounts.get(sid)?.txns.includes(zxid));
    return (office?.txns ?? []).filter((zxid) => isQuorum(holds(zxid).map(({ sid }) => sid))).reduce(highest, 0n);
  }
}

export function ascending(zxids: readonly bigint[]): bigint[] {
  return [...new Set(zxids)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
