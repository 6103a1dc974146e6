/** Steps in another order of starting, and without the failure, or the start, of single servers. */
import type { Change } from "./change.ts";
import type { Cluster, Step } from "./cluster.ts";
import { whatIf } from "./parse-changes.ts";
import { InputError } from "./problem.ts";

/**
 * The steps of the cluster with these changes.
 * @throws {InputError} when there is nobody to start
 */
export function changeSteps(cluster: Cluster, changes: readonly Change[]): Step[] {
  const { leader } = cluster;
  let { steps } = cluster;
  const start = changes.find((change) => change.field === "start");
  if (start) steps = reorder(steps, start.order, leader);
  for (const change of changes) {
    if (change.field === "up") steps = putUp(steps, change.sid, leader);
    if (change.field === "down") steps = without(steps, change.sid, ["start", "fail", "restart", "pause", "resume"]);
  }
  const down = changes.flatMap((change) => (change.field === "down" ? [change.sid] : []));
  if (leader === null && !steps.some(({ action }) => action.kind === "start")) {
    throw new InputError([{ path: whatIf, fault: ["nobodyToStart"] }]);
  }
  // Who is named in no start step is up when a leader is in office.
  return leader === null || down.length === 0 ? steps : [{ action: { kind: "fail", sids: down } }, ...steps];
}

/** Each `start` step starts the next of the new order; those left over follow the last of them. */
function reorder(steps: readonly Step[], order: readonly (readonly number[])[], leader: number | null): Step[] {
  const last = steps.findLastIndex(({ action }) => action.kind === "start");
  if (last < 0) {
    throw new InputError([{ path: `${whatIf}: start`, fault: ["nobodyStarts", leader ?? 0] }]);
  }
  const left = order.map((sids): Step => ({ action: { kind: "start", sids: [...sids] } }));
  return steps.flatMap((step, index) => {
    if (step.action.kind !== "start") return [step];
    const next = left.splice(0, index === last ? left.length : 1);
    const limit = step.forMs === undefined ? {} : { forMs: step.forMs };
    return next.map((one, place) => (place === 0 ? { ...one, ...limit } : one));
  });
}

/** Nothing fails the server, so nothing restarts it; with a leader in office it is up before the first step. */
function putUp(steps: readonly Step[], sid: number, leader: number | null): Step[] {
  if (leader !== null) return without(steps, sid, ["start", "fail", "restart"]);
  const kept = without(steps, sid, ["fail", "restart"]);
  const named = kept.some(({ action }) => action.kind === "start" && action.sids.includes(sid));
  const first = kept.findIndex(({ action }) => action.kind === "start");
  if (named || first < 0) return kept;
  return kept.map((step, index) => {
    if (index !== first || step.action.kind !== "start") return step;
    return { ...step, action: { kind: "start", sids: [...step.action.sids, sid].sort((a, b) => a - b) } };
  });
}

type Kind = Extract<Step["action"], { sids: number[] }>["kind"];

/** The steps without what those of these kinds do to the server. */
function without(steps: readonly Step[], sid: number, kinds: readonly Kind[]): Step[] {
  return steps.flatMap((step, index) => {
    const { action } = step;
    if (!("sids" in action) || !kinds.includes(action.kind) || !action.sids.includes(sid)) return [step];
    const sids = action.sids.filter((other) => other !== sid);
    return sids.length > 0 ? [{ ...step, action: { ...action, sids } }] : emptied(step, steps[index - 1]);
  });
}

/** A step that does nothing any more still takes its time, and lets the one before it come to an end. */
function emptied({ forMs }: Step, previous: Step | undefined): Step[] {
  if (forMs !== undefined) return [{ action: { kind: "wait", ms: forMs }, forMs }];
  return previous?.forMs === undefined ? [] : [{ action: { kind: "wait", ms: 0 } }];
}
