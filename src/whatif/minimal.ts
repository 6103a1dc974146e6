import type { Change } from "../scenario/change.ts";
import type { Cluster } from "../scenario/cluster.ts";
import type { Order, Run } from "./facts.ts";
import { startedWith } from "./fixes.ts";
import { startOrder } from "./told.ts";
import type { Trials } from "./trials.ts";

/** A set of changes with one of them made smaller, or left out. */
interface Smaller {
  readonly change: Change;
  readonly instead: Change | null;
  readonly changes: readonly Change[];
}

/** What that came to: the server does not win. */
interface Failed extends Smaller {
  readonly run: Run;
}

/** The changes that are needed, each as small as it can be, with the proof of that. */
interface Minimal {
  readonly changes: readonly Change[];
  readonly attempts: readonly Failed[];
}

/**
 * Takes back of changes with which the server wins whatever it wins without. In the end each change is needed: with
 * the next smaller one in its place the server does not win. Undefined when that cannot be shown.
 */
export function minimal(trials: Trials, changes: readonly Change[]): Minimal | undefined {
  let kept = withoutNeedless(trials, changes);
  for (;;) {
    const smaller = kept.flatMap((change) => nextSmaller(trials, kept, change) ?? []);
    const enough = smaller.find((tried) => trials.wins(tried.changes));
    if (!enough) return proven(trials, kept, smaller);
    kept = lowered(trials, kept, enough);
  }
}

function withoutNeedless(trials: Trials, changes: readonly Change[]): readonly Change[] {
  const needless = [...changes].reverse().find((change) => trials.wins(without(changes, change)));
  return needless ? withoutNeedless(trials, without(changes, needless)) : changes;
}

function proven(trials: Trials, changes: readonly Change[], smaller: readonly Smaller[]): Minimal | undefined {
  const attempts = smaller.flatMap((tried) => {
    const run = trials.of(tried.changes)?.run;
    return run ? [{ ...tried, run }] : [];
  });
  return attempts.length === smaller.length ? { changes, attempts } : undefined;
}

/** The changes without one; a group is given up with the role that needs it. */
function without(changes: readonly Change[], left: Change): Change[] {
  return changes.filter(
    (change) => change !== left && !(left.field === "role" && change.field === "group" && change.sid === left.sid),
  );
}

/** The changes with one of them a step nearer to what was; undefined for a group, which is no more and no less. */
function nextSmaller(trials: Trials, changes: readonly Change[], change: Change): Smaller | undefined {
  if (change.field === "group") return undefined;
  const instead = smallerThan(trials, change);
  if (!instead) return { change, instead, changes: without(changes, change) };
  return { change, instead, changes: replaced(changes, change, instead) };
}

function replaced(changes: readonly Change[], change: Change, instead: Change): Change[] {
  return changes.map((other) => (other === change ? instead : other));
}

/** null when nothing lies between the change and what was. */
function smallerThan({ cluster, sid }: Trials, change: Change): Change | null {
  if (change.field === "start") return laterStart(change.order, startOrder(cluster), sid);
  const range = rangeOf(cluster, change);
  return range && range.value - range.was > 1n ? withValue(change, range.value - 1n) : null;
}

/** The order in which the server starts one step later; null when that is as it was. */
function laterStart(order: Order, was: Order, sid: number): Change | null {
  const place = (sids: Order) => sids.findIndex((step) => step.includes(sid));
  const next = place(order) + 1;
  return next < place(was) ? { field: "start", order: startedWith(order, sid, next) } : null;
}

/**
 * The changes with a smaller value for one of them, with which the server still wins: the least, found by halving
 * what lies between it and what was.
 *
 * @param smaller with the next smaller value the server is known to win
 */
function lowered(trials: Trials, changes: readonly Change[], smaller: Smaller): readonly Change[] {
  const { change } = smaller;
  const range = smaller.instead && rangeOf(trials.cluster, smaller.instead);
  if (!range) return smaller.changes;
  let { was: low, value: high } = range;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (trials.wins(replaced(changes, change, withValue(change, middle)))) high = middle;
    else low = middle;
  }
  return replaced(changes, change, withValue(change, high));
}

/** A number that can be made smaller, down to what it was. */
function rangeOf(cluster: Cluster, change: Change): { was: bigint; value: bigint } | undefined {
  const server = "sid" in change ? cluster.servers.find(({ sid }) => sid === change.sid) : undefined;
  if (!server || (change.field !== "zxid" && change.field !== "epoch")) return undefined;
  return { was: BigInt(server[change.field]), value: BigInt(change.value) };
}

function withValue(change: Change, value: bigint): Change {
  if (change.field === "zxid") return { ...change, value };
  return change.field === "epoch" ? { ...change, value: Number(value) } : change;
}
