/**
 * Follows through the steps which servers are up, paused or down, as far as the description alone tells, and reports
 * a step that cannot happen.
 */

import type { Fault } from "../locales/problems/fault.ts";
import { protocols } from "../protocols/registry.ts";
import type { Action, Step } from "./cluster.ts";
import type { Finding, Path } from "./description.ts";
import { summary } from "./show.ts";

/** `absent`: it has not started yet; `down`: it has crashed. */
export type Condition = "absent" | "up" | "paused" | "down";

type Change = Extract<Action, { sids: number[] }>["kind"];

const after: Record<Change, Condition> = { start: "up", fail: "down", restart: "up", pause: "paused", resume: "up" };

/** Faults that one number completes, here a sid. */
type Reason = Extract<Fault, readonly [string, number]>[0];

/** Why a server in this condition cannot do this; what is left out, it can. */
const impossible: Record<Change, Partial<Record<Condition, Reason>>> = {
  start: { up: "alreadyUp", paused: "alreadyUp", down: "restartCrashed" },
  fail: { absent: "notStarted", down: "alreadyDown" },
  restart: { absent: "startInstead", up: "isUp", paused: "resumeInstead" },
  pause: { absent: "notStarted", paused: "alreadyPaused", down: "isDown" },
  resume: { absent: "notStarted", up: "isNotPaused", down: "restartDown" },
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
    } else if (action.kind === "write") {
      checkNamed([...path, "reach"], action.reach ?? [], conditions, report);
    } else if ("sids" in action) {
      for (const { sid, at } of checkNamed(path, action.sids, conditions, report)) {
        const reason = impossible[action.kind][conditions.get(sid) ?? "absent"];
        if (reason) report({ path: at, fault: [reason, sid] });
        conditions.set(sid, after[action.kind]);
      }
    } else if (action.kind === "command" && takingDown().has(action.name)) {
      // Who is paused or away does not hear of it.
      for (const sid of action.argument as number[]) if (conditions.get(sid) === "up") conditions.set(sid, "down");
    }
  }
  return conditions;
}

/** Commands that take servers down; under a protocol that does not know one its servers go when they are to be back. */
function takingDown(): ReadonlySet<string> {
  return new Set(Object.values(protocols).flatMap(({ part }) => part.takesDown ?? []));
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
    if (!known.has(sid)) report({ path: at, fault: ["noServer", sid, summary([...known.keys()])] });
    else if (seen.has(sid)) report({ path: at, fault: ["listedTwice", sid] });
    else named.push({ sid, at });
    seen.add(sid);
  }
  return named;
}
