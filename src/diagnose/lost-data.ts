/** Servers that came back without the data they had. */
import { type Case, found, once } from "./case.ts";
import type { DataWatch, Loss } from "./data-watch.ts";
import type { Finding } from "./finding.ts";
import { doubles } from "./starting.ts";

/** All that lost data as one finding: together they may be a quorum, which elects a leader without it. */
export function lostDataFindings(about: Case): Finding[] {
  const { data, members } = about;
  // Of two servers with one id it is not known which of them had what.
  const twice = new Set(doubles(about.logs).map(([{ sid }]) => sid));
  const losses = [...data].flatMap(([sid, { loss }]) => (loss && !twice.has(sid) ? [{ sid, ...loss }] : []));
  if (losses.length === 0) return [];
  const sids = losses.map(({ sid }) => sid).sort((a, b) => a - b);
  const { support } = members.standing(sids);
  // Where a quorum has kept the data, whoever lost it gets it from there.
  const isLost = support.have < support.need || losses.some(({ isProven }) => isProven);
  const lost = losses.map(({ sid, had, now }) => ({ sid, had: hex(had.zxid), now: hex(now.zxid) }));
  const seen = losses.flatMap(({ had, now }) => [once(had.evidence), once(now.evidence)]);
  const detail = { kind: "data-lost", lost, holder: holderOf(about, sids, losses) } as const;
  return [found(isLost ? "error" : "warning", sids, seen, detail)];
}

/** Who has the newest data of those that lost none, where it is newer than what those have now. */
function holderOf(
  { data }: Case,
  lost: readonly number[],
  losses: readonly Loss[],
): { readonly sid: number; readonly zxid: string } | null {
  let best: { sid: number; zxid: bigint } | undefined;
  for (const [sid, { held }] of data) {
    if (held && !lost.includes(sid) && held.zxid > (best?.zxid ?? -1n)) best = { sid, zxid: held.zxid };
  }
  if (!best || losses.some(({ now }) => now.zxid >= (best?.zxid ?? 0n))) return null;
  return { sid: best.sid, zxid: hex(best.zxid) };
}

/** Whether a server has newer data than a leader that it cannot follow, by its own word and the votes for that leader. */
export function isNewer(sid: number, leader: number | null, data: ReadonlyMap<number, DataWatch>): boolean {
  if (leader === null) return false;
  const own = data.get(sid);
  const others = data.get(leader)?.held?.zxid ?? own?.voted.get(leader);
  return own?.held !== undefined && others !== undefined && own.held.zxid > others;
}

function hex(zxid: bigint): string {
  return `0x${zxid.toString(16)}`;
}
