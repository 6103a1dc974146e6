import type { StepAction, TraceCluster } from "../trace/events.ts";
import { supportOf } from "../trace/quorum.ts";
import { type Difference, grouped, type Span, type Two } from "./difference.ts";
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
  const short = support.have < support.need ? support : null;
  const elsewhere = rows.filter(({ leader, service }) => leader !== null && service);
  const believing = without.filter(({ leading }) => leading.length > 0);
  return [
    {
      kind: "nobody",
      without: names(without),
      short,
      split: short === null && isSplit(cluster, first.up),
      believing: grouped(believing, ({ leading }) => leading),
      elsewhere: names(elsewhere),
    },
  ];
}

/** Whether the network is split in the end, and no side of it is a majority. */
function isSplit(cluster: TraceCluster, up: readonly number[]): boolean {
  const last = stepsOf(cluster).findLast(({ partition, heal }) => partition !== undefined || heal !== undefined);
  const sides = (last?.["partition"] ?? []) as readonly (readonly number[])[];
  return (
    sides.length > 0 &&
    sides.every((side) => {
      const { have, need } = supportOf(
        cluster,
        side.filter((sid) => up.includes(sid)),
      );
      return have < need;
    })
  );
}

function stepsOf({ steps }: TraceCluster): StepAction[] {
  return (Array.isArray(steps) ? steps : []) as StepAction[];
}

/**
 * Whether the cluster starts without a leader, and in more than one step: for how long a step of too few servers is
 * waited for depends on the patience of the protocol, and tells nothing of the protocol.
 */
function inSeveralStarts(cluster: TraceCluster): boolean {
  return (cluster.leader ?? null) === null && stepsOf(cluster).filter(({ start }) => start !== undefined).length > 1;
}

/** Those without a leader at the end have no such time, whoever believes to lead. */
function times(rows: readonly Row[]): Difference[] {
  const timed = rows.flatMap((row) =>
    row.withoutLeaderMs === null || row.leader === null ? [] : [{ row, ms: row.withoutLeaderMs }],
  );
  const waiting = timed.filter(({ row }) => row.waitedForSession);
  const others = timed.filter(({ row }) => !row.waitedForSession);
  if (waiting.length > 0 && others.length > 0) return [sessions(waiting, others)];
  const [least, longest] = spanned(timed).is;
  if (timed.length === 0 || least === longest) return [];
  const at = (ms: number) => ({ protocols: names(timed.filter((one) => one.ms === ms).map(({ row }) => row)), is: ms });
  return [{ kind: "times", shortest: at(least), longest: at(longest), all: timed.length === rows.length }];
}

type Timed = readonly { readonly row: Row; readonly ms: number }[];

function sessions(waiting: Timed, others: Timed): Difference {
  const [least] = spanned(waiting).is;
  const shorter = others.filter(({ ms }) => ms < least);
  const longer = others.filter(({ ms }) => ms >= least);
  return {
    kind: "sessions",
    waiting: spanned(waiting),
    shorter: shorter.length > 0 ? spanned(shorter) : null,
    longer: longer.length > 0 ? spanned(longer) : null,
    spared: names(others.map(({ row }) => row).filter(({ service, lostLeader }) => service && !lostLeader)),
  };
}

function spanned(timed: Timed): { protocols: string[]; is: Span } {
  const ms = timed.map((one) => one.ms);
  return { protocols: names(timed.map(({ row }) => row)), is: [Math.min(...ms), Math.max(...ms)] };
}

function two(rows: readonly Row[]): Difference[] {
  const believing = rows.filter(hasTwo);
  if (believing.length === 0) return [];
  const groups = grouped(believing, ({ twoLeadersMs, twoLeadersUntil: until }): Two => {
    return until === null ? { ms: twoLeadersMs ?? 0 } : { until };
  });
  return [{ kind: "two", groups, never: names(rows.filter((row) => !hasTwo(row))) }];
}

function hasTwo({ twoLeadersMs }: Row): boolean {
  return twoLeadersMs !== 0;
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
  const led = rows.flatMap((row) => (row.eligible === null || !isWholeChoice(row) ? [] : [row]));
  const groups = grouped(led, ({ eligible }) => eligible ?? []);
  const several = groups.filter(({ is }) => is.length > 1);
  const one = groups.flatMap(({ protocols, is: [first, ...others] }) =>
    first === undefined || others.length > 0 ? [] : [{ protocols, is: first }],
  );
  if (several.length === 0 || one.length === 0) return [];
  return [{ kind: "choice", one, several }];
}

/** Of one without a leader it is not told; nor where other seeds had leaders that could not have been elected in this. */
function isWholeChoice({ leader, eligible, runs }: Row): boolean {
  if (leader === null) return false;
  return runs === undefined || runs.leaders.every((led) => led.leader === null || eligible?.includes(led.leader));
}

/** Under these all watch one znode, the leader's. */
const ofOneZnode = ["znode-race", "kafka-controller"];

function watches(rows: readonly Row[]): Difference[] {
  const inLine = rows.find(({ protocol }) => protocol === "curator");
  const few = inLine?.watches ?? 0;
  const herds = rows.filter(({ protocol, watches }) => ofOneZnode.includes(protocol) && (watches ?? 0) > few);
  if (!inLine || few === 0 || herds.length === 0) return [];
  const groups = grouped([inLine, ...herds], (row) => row.watches ?? 0).sort((a, b) => b.is - a.is);
  return [{ kind: "watches", groups }];
}

function names(rows: readonly Row[]): string[] {
  return rows.map(({ protocol }) => protocol);
}
