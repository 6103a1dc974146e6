/**
 * Follows through the steps which servers are up, paused or down, as far as the description alone tells, and reports
 * a step that cannot happen.
 */
import type { Action, Step } from "./cluster.ts";
import type { Finding, Path } from "./description.ts";
import { noServer } from "./show.ts";

/** `absent`: it has not started yet; `down`: it has crashed. */
export type Condition = "absent" | "up" | "paused" | "down";

type Change = Extract<Action, { sids: number[] }>["kind"];

const after: Record<Change, Condition> = { start: "up", fail: "down", restart: "up", pause: "paused", resume: "up" };

/** Why a server in this condition cannot do this; what is left out, it can. */
const impossible: Record<Change, Partial<Record<Condition, string>>> = {
  start: { up: "is up already", paused: "is up already", down: "has crashed; use restart" },
  fail: { absent: "has not started", down: "is down already" },
  restart: {
    absent: "has not crashed; use start",
    up: "has not crashed; it is up",
    paused: "has not crashed; use resume",
  },
  pause: { absent: "has not started", paused: "is paused already", down: "is down" },
  resume: { absent: "has not started", up: "is not paused", down: "is down; use restart" },
};

/**
 * The condition of each server after the last step; `before` is that before the first, in sid order, and is left as
 * it is. A step that cannot happen is reported and taken as done, so that it is reported once.
 */
export function followSteps(
  before: ReadonlyMap<number, Condition>,
  steps: readonly Step[],
  report: (finding: Finding) => void,
): Map<number, Condition> {
  const conditions = new Map(before);
  for (const [index, { action }] of steps.entries()) {
    const path = ["steps", index, action.kind];
    if (action.kind === "partition") {
      for (const [group, sids] of action.groups.entries()) checkNamed([...path, group], sids, conditions, report);
    } else if ("sids" in action) {
      for (const { sid, at } of checkNamed(path, action.sids, conditions, report)) {
        const reason = impossible[action.kind][conditions.get(sid) ?? "absent"];
        if (reason) report({ path: at, message: `server ${sid} ${reason}` });
        conditions.set(sid, after[action.kind]);
      }
    }
  }
  return conditions;
}

/** Those of `sids` that exist, once each, with their paths. */
function checkNamed(
  path: Path,
  sids: readonly number[],
  known: ReadonlyMap<number, unknown>,
  report: (finding: Finding) => void,
): { sid: number; at: Path }[] {
  const seen = new Set<number>();
  const named: { sid: number; at: Path }[] = [];
  for (const [index, sid] of sids.entries()) {
    const at = [...path, index];
    if (!known.has(sid)) report({ path: at, message: noServer(sid, [...known.keys()]) });
    else if (seen.has(sid)) report({ path: at, message: `server ${sid} is in this list twice` });
    else named.push({ sid, at });
    seen.add(sid);
  }
  return named;
}
