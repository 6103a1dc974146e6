import type { StepAction, TraceCluster } from "../trace/events.ts";
import { supportOf } from "../trace/quorum.ts";
import { type Difference, grouped, type Span } from "./difference.ts";
import type { Row } from "./row.ts";

const most = 6;

/** The differences between protocols that their runs show, those that matter most first; none for one protocol alone. */
export function differencesOf(rows: readonly Row[], cluster: TraceCluster): Difference[] {
  if (rows.length < 2) return [];
  const found = [
    ...leaders(rows),
    ...nobody(rows, cluster),
    ...(inSeveralStarts(cluster) ? [] : times(rows)),
    ...two(rows),
    ...writes(rows),
    ...chance(rows),
    ...choice(rows),
    ...watches(rows),
  ];
  return found.slice(0, most);
}

function leaders(rows: readonly Row[]): Difference[] {
  const [first] = rows;
  if (first && rows.every(({ leader }) => leader === first.leader)) return [{ kind: "same", leader: first.leader }];
  const groups = grouped(rows, ({ leader }) => leader).flatMap(({ protocols, is }) =>
    is === null ? [] : [{ protocols, is }],
  );
  return [{ kind: "leaders", groups }];
}

function nobody(rows: readonly Row[], cluster: TraceCluster): Difference[] {
  const without = rows.filter(({ leader }) => leader === null);
  const [first] = without;
  if (!first) return [];
  const support = supportOf(cluster, first.up);
  const elsewhere = rows.filter(({ leader, service }) => leader !== null && service);
  return [
    {
      kind: "nobody",
      without: names(without),
      short: support.have < support.need ? support : null,
      elsewhere: names(elsewhere),
    },
  ];
}

/**
 * Whether the cluster starts without a leader, and in more than one step: for how long a step of too few servers is
 * waited for depends on the patience of the protocol, and tells nothing of the protocol.
 */
function inSeveralStarts({ leader, steps }: TraceCluster): boolean {
  const all = (Array.isArray(steps) ? steps : []) as StepAction[];
  return (leader ?? null) === null && all.filter(({ start }) => start !== undefined).length > 1;
}

/** Those without a leader at the end have no such time. */
function times(rows: readonly Row[]): Difference[] {
  const timed = rows.flatMap((row) => (row.withoutLeaderMs === null ? [] : [{ row, ms: row.withoutLeaderMs }]));
  const waiting = timed.filter(({ row }) => row.waitedForSession);
  const others = timed.filter(({ row }) => !row.waitedForSession);
  if (waiting.length > 0 && others.length > 0) {
    return [{ kind: "sessions", waiting: spanned(waiting), others: spanned(others) }];
  }
  const [least, longest] = spanned(timed).is;
  if (timed.length === 0 || least === longest) return [];
  const at = (ms: number) => ({ protocols: names(timed.filter((one) => one.ms === ms).map(({ row }) => row)), is: ms });
  return [{ kind: "times", shortest: at(least), longest: at(longest) }];
}

function spanned(timed: readonly { row: Row; ms: number }[]): { protocols: string[]; is: Span } {
  const ms = timed.map((one) => one.ms);
  return { protocols: names(timed.map(({ row }) => row)), is: [Math.min(...ms), Math.max(...ms)] };
}

function two(rows: readonly Row[]): Difference[] {
  const believing = rows.filter(hasTwo);
  if (believing.length === 0) return [];
  return [
    {
      kind: "two",
      protocols: believing.map(({ protocol, twoLeadersMs, twoLeadersLast }) => {
        return { protocol, ms: twoLeadersMs, lasting: twoLeadersLast };
      }),
      never: names(rows.filter((row) => !hasTwo(row))),
    },
  ];
}

function hasTwo({ twoLeadersMs, twoLeadersLast }: Row): boolean {
  return twoLeadersMs > 0 || twoLeadersLast;
}

function writes(rows: readonly Row[]): Difference[] {
  const fates = grouped(rows, ({ write }) => write).flatMap(({ protocols, is }) =>
    is === "none" || is === "outside" ? [] : [{ protocols, is }],
  );
  if (fates.length === 0) return [];
  return [{ kind: "writes", fates, outside: names(rows.filter(({ write }) => write === "outside")) }];
}

function chance(rows: readonly Row[]): Difference[] {
  const divided = rows.flatMap(({ protocol, runs }) => (runs && runs.leaders.length > 1 ? [{ protocol, runs }] : []));
  const [first] = divided;
  if (!first) return [];
  const protocols = divided.map(({ protocol, runs: { leaders } }) => ({ protocol, leaders }));
  return [{ kind: "chance", count: first.runs.count, protocols }];
}

function choice(rows: readonly Row[]): Difference[] {
  const led = rows.filter(({ leader }) => leader !== null);
  const several = led.filter(({ eligible }) => eligible.length > 1);
  const one = grouped(led, ({ eligible: [first, ...others] }) => (others.length === 0 ? first : undefined));
  const alone = one.flatMap(({ protocols, is }) => (is === undefined ? [] : [{ protocols, is }]));
  if (several.length === 0 || alone.length === 0) return [];
  return [{ kind: "choice", one: alone, several: grouped(several, ({ eligible }) => eligible) }];
}

function watches(rows: readonly Row[]): Difference[] {
  const groups = grouped(rows, (row) => row.watches)
    .flatMap(({ protocols, is }) => (is === null || is === 0 ? [] : [{ protocols, is }]))
    .sort((a, b) => b.is - a.is);
  return groups.length > 1 ? [{ kind: "watches", groups }] : [];
}

function names(rows: readonly Row[]): string[] {
  return rows.map(({ protocol }) => protocol);
}
