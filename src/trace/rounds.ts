import type { Round, Row } from "./story.ts";

/** The rows of all servers by round; rounds after the last vote was cast are one, in which votes are only counted. */
export function roundsOf(rows: Row[]): Round[] {
  const lastCast = Math.max(0, ...rows.filter((row) => row.cast).map((row) => row.round));
  const rounds = new Map<number, Row[]>();
  for (const row of rows.sort((a, b) => a.round - b.round || a.sid - b.sid)) {
    const round = Math.min(row.round, lastCast + 1);
    const list = rounds.get(round) ?? [];
    const known = list.find((other) => other.sid === row.sid);
    if (known) merge(known, row);
    else list.push(row);
    rounds.set(round, list);
  }
  return [...rounds]
    .sort(([a], [b]) => a - b)
    .map(([round, list]) => ({
      round,
      rows: list.sort((a, b) => a.sid - b.sid),
      casts: list.some((row) => row.cast !== undefined),
    }));
}

function merge(row: Row, later: Row): void {
  row.holds = later.holds;
  row.castBefore.push(...later.castBefore);
  if (later.cast) {
    if (row.cast) row.castBefore.push(row.cast);
    row.cast = later.cast;
  }
  row.heard.push(...later.heard);
  row.heardCount += later.heardCount;
  row.tally = later.tally ?? row.tally;
  row.reached.push(...later.reached);
}
