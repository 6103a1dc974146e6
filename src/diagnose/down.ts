/** Servers that are gone when the logs end, though the others go on without them. */
import { type Case, found } from "./case.ts";
import type { Evidence, Finding } from "./finding.ts";
import type { Sighting } from "./sighting.ts";

/** For how long the others must go on, in ms: sooner than that all may be on their way down. */
const goesOnMs = 3000;
/** For how long it must be gone, in ms. */
const lastingMs = 60_000;
/** Threads of a server log some ms out of order, and clocks differ. */
const slackMs = 1000;

/** @param told servers of which something else says that they are away */
export function downFindings(about: Case, told: ReadonlySet<number>): Finding[] {
  const gone = about.members.participants.flatMap((sid) => {
    const found = told.has(sid) ? undefined : goneFor(sid, about);
    return found ? [{ sid, ...found }] : [];
  });
  if (gone.length === 0) return [];
  const standing = about.members.standing([...new Set([...gone.map(({ sid }) => sid), ...told])]);
  const { have, need } = standing.support;
  // Without a quorum that is told, and more is not known.
  if (have < need) return [];
  return gone.flatMap(({ sid, since, seen }): Finding[] => {
    const lastedMs = about.endMs - (since?.ms ?? seen[0]?.first.ms ?? about.endMs);
    // One that has only just gone may be on its way back.
    if (lastedMs < lastingMs) return [];
    const severity = have === need ? "warning" : "note";
    return [found(severity, [sid], seen, { kind: "server-down", since: since?.at ?? null, standing })];
  });
}

interface Gone {
  /** When others first could not reach it; undefined when it was never there. */
  readonly since: Evidence | undefined;
  readonly seen: readonly Sighting[];
}

/** Whether a server ended, or was never there: others could not connect to it any more, or lost it as its log ends. */
function goneFor(sid: number, { logs, endMs }: Case): Gone | undefined {
  const own = logs.filter((log) => log.sid === sid).map(({ last }) => last);
  const last = own.sort((a, b) => (a.ms ?? 0) - (b.ms ?? 0)).at(-1);
  const others = logs.filter((log) => log.sid !== sid);
  const lastMs = last?.ms ?? Number.NEGATIVE_INFINITY;
  const heard = others
    .flatMap((log) => log.heard.get(sid) ?? [])
    .sort((a, b) => a.last - b.last)
    .at(-1);
  const refused = others.flatMap(({ unreachable }) => unreachable.get(sid)?.seen ?? []);
  const broken = last ? others.flatMap(({ broken: lost }) => lost.get(sid) ?? []) : [];
  const seen = refused.length > 0 ? refused : broken;
  if (seen.length === 0 || seen.some((one) => (one.last.ms ?? 0) < lastMs - slackMs)) return undefined;
  const sinceMs = Math.max(lastMs, heard?.last ?? lastMs);
  const fromMs = Number.isFinite(sinceMs) ? sinceMs : (seen[0]?.first.ms ?? endMs);
  // Whoever was heard after its last connection broke is there.
  if (endMs - fromMs < goesOnMs || seen.every((one) => (one.last.ms ?? 0) < (heard?.last ?? 0))) return undefined;
  const inOrder = seen.sort((a, b) => (a.first.ms ?? 0) - (b.first.ms ?? 0));
  return { since: last || heard ? inOrder[0]?.first : undefined, seen: inOrder };
}
