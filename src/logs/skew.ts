import type { LogRecord } from "./record.ts";

/** How far a notification's line may stand from the sender's own line about the same vote, in ms. */
const nearMs = 300;
/** Clocks that differ less than this are taken for equal: threads and networks are not faster. */
const leastMs = 100;
/** Of each pair of servers, so many lines are compared. */
const maxSightings = 400;

/** When each ballot was seen, in ms, by the clock of one server. */
type Sightings = Map<string, number[]>;

/**
 * How far the clocks of servers are apart, found by holding the times at which votes were heard against those at which
 * their senders noted them.
 *
 * @param records of all servers, each server's in its own order
 * @returns by sid, how many ms its clock is ahead of that of the smallest sid; only those that differ
 */
export function findSkew(records: Iterable<LogRecord>): Map<number, number> {
  const sightings = new Map<string, Sightings>();
  const sids = new Set<number>();
  for (const { sid, ms, entry } of records) {
    sids.add(sid);
    if (entry.kind !== "notification" || entry.state !== "LOOKING") continue;
    const { leader, zxid, peerEpoch, electionEpoch } = entry.vote;
    see(sightings, `${entry.from} ${sid}`, `${electionEpoch} ${leader} ${zxid} ${peerEpoch}`, ms);
  }
  return fromPairs(
    [...sids].sort((a, b) => a - b),
    (a, b) => apart(sightings, a, b),
  );
}

function see(sightings: Map<string, Sightings>, pair: string, ballot: string, ms: number): void {
  const seen = sightings.get(pair) ?? new Map<string, number[]>();
  sightings.set(pair, seen);
  const times = seen.get(ballot);
  if (!times) seen.set(ballot, [ms]);
  else if (times.length < maxSightings) times.push(ms);
}

/** Walks from the smallest sid to all that it can be compared with, by way of others where need be. */
function fromPairs(
  sids: readonly number[],
  compare: (a: number, b: number) => number | undefined,
): Map<number, number> {
  const ahead = new Map<number, number>();
  for (const root of sids) {
    if (ahead.has(root)) continue;
    ahead.set(root, 0);
    const reached = [root];
    for (let from = reached.shift(); from !== undefined; from = reached.shift()) {
      for (const to of sids) {
        const difference = ahead.has(to) ? undefined : compare(to, from);
        if (difference === undefined) continue;
        ahead.set(to, (ahead.get(from) ?? 0) + difference);
        reached.push(to);
      }
    }
  }
  for (const [sid, ms] of ahead) if (Math.abs(ms) < leastMs) ahead.delete(sid);
  return ahead;
}

/** How many ms the clock of `a` is ahead of that of `b`; undefined where neither heard the other. */
function apart(sightings: Map<string, Sightings>, a: number, b: number): number | undefined {
  const own = (sid: number) => sightings.get(`${sid} ${sid}`) ?? new Map<string, number[]>();
  // What a heard from b came after b noted it, by as much as a is ahead; what b heard from a, by as much less.
  const differences = [
    ...delays(sightings.get(`${b} ${a}`), own(b)),
    ...delays(sightings.get(`${a} ${b}`), own(a)).map(({ heard, cast }) => ({ heard: cast, cast: heard })),
  ];
  if (differences.length === 0) return undefined;
  const near = (offset: number) => differences.filter(({ heard, cast }) => Math.abs(heard - cast - offset) <= nearMs);
  const none = near(0).length;
  let best = { offset: 0, score: none };
  for (const { heard, cast } of differences) {
    const offset = heard - cast;
    const score = near(offset).length;
    // The same election may have been held twice: the nearer explanation is the likelier one.
    if (score > best.score || (score === best.score && Math.abs(offset) < Math.abs(best.offset))) {
      best = { offset, score };
    }
  }
  if (2 * none >= best.score) return 0;
  const offsets = near(best.offset).map(({ heard, cast }) => heard - cast);
  return Math.round(offsets.reduce((sum, each) => sum + each, 0) / offsets.length);
}

/** Every pair of a line that hears a ballot and one in which its sender notes it. */
function delays(heard: Sightings | undefined, noted: Sightings): { heard: number; cast: number }[] {
  const pairs: { heard: number; cast: number }[] = [];
  for (const [ballot, times] of heard ?? []) {
    for (const time of times) {
      for (const cast of noted.get(ballot) ?? []) {
        if (pairs.length < maxSightings * 4) pairs.push({ heard: time, cast });
      }
    }
  }
  return pairs;
}
