import type { LogRecord } from "./record.ts";
import { Steady } from "./steady.ts";

/** How far a notification's line may stand from the sender's own line about the same vote, in ms. */
const nearMs = 300;
/** Where less than one in so many lines could not have come from its cause by equal clocks, clocks are equal. */
const fewest = 10;
/** A server that looks for a leader repeats its vote sooner than that, in ms. */
const longestMs = 600_000;
/** Clocks that differ less than this are taken for equal: threads and networks are not faster. */
const leastMs = 100;
/** So many times a ballot is noted, and so many pairs of lines are compared. */
const maxSightings = 400;
const maxCompared = 10_000;

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
  const clocks = new Map<number, Steady>();
  for (const { sid, stream, ms: written, entry } of records) {
    sids.add(sid);
    const clock = clocks.get(stream) ?? new Steady();
    clocks.set(stream, clock);
    const ms = clock.next(written);
    clock.last = ms;
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
  const [toA, toB] = [delays(sightings.get(`${b} ${a}`), own(b)), delays(sightings.get(`${a} ${b}`), own(a))];
  const differences = [...toA.all, ...toB.all.map((delay) => -delay)].sort((one, other) => one - other);
  if (differences.length === 0) return undefined;
  // Votes may come late, but not before they are cast: only that is a sign of clocks that differ.
  if ([toA, toB].every(({ heard, possible }) => (heard - possible) * fewest <= heard)) return 0;
  const best = mostAlike(differences);
  return Math.round(best.reduce((sum, each) => sum + each, 0) / best.length);
}

/**
 * The largest set of numbers that are near each other; of equally large ones that nearest to 0, for the same election
 * may have been held twice, and the nearer explanation is the likelier one.
 *
 * @param numbers in ascending order
 */
function mostAlike(numbers: readonly number[]): readonly number[] {
  let best: readonly [from: number, to: number] = [0, 0];
  let from = 0;
  for (let to = 1; to <= numbers.length; to++) {
    while ((numbers[to - 1] ?? 0) - (numbers[from] ?? 0) > 2 * nearMs) from++;
    const more = to - from - (best[1] - best[0]);
    const isNearer = Math.abs(numbers[from] ?? 0) < Math.abs(numbers[best[0]] ?? 0);
    if (more > 0 || (more === 0 && isNearer)) best = [from, to];
  }
  return numbers.slice(...best);
}

/**
 * By how many ms each line that hears a ballot comes after one in which its sender notes it; how many of those that
 * hear one could have done so if clocks were equal, and how many there are.
 */
function delays(
  heard: Sightings | undefined,
  noted: Sightings,
): { readonly all: readonly number[]; readonly possible: number; readonly heard: number } {
  const all: number[] = [];
  const found = { possible: 0, heard: 0 };
  for (const [ballot, times] of heard ?? []) {
    const casts = noted.get(ballot) ?? [];
    if (casts.length === 0) continue;
    for (const time of times) {
      found.heard++;
      if (casts.some((cast) => cast <= time + nearMs && cast >= time - longestMs)) found.possible++;
      for (const cast of casts) if (all.length < maxCompared) all.push(time - cast);
    }
  }
  return { all, ...found };
}
