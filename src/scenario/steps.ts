/** From the steps of a description to those of a cluster. */
import type { Action, Server, Step } from "./cluster.ts";
import { type Finding, formatPath, type Path } from "./description.ts";
import type { PlacedFault } from "./problem.ts";
import { summary } from "./show.ts";
import type { StepData } from "./step-schema.ts";

/** `{ fail: [3], for: 100 }` as an action and its limit. */
export function normalizeStep(data: StepData): Step {
  const action = toAction(data);
  return data.for === undefined ? { action } : { action, forMs: data.for };
}

function toAction(data: StepData): Action {
  if ("start" in data) return { kind: "start", sids: data.start };
  if ("fail" in data) return { kind: "fail", sids: data.fail };
  if ("restart" in data) return { kind: "restart", sids: data.restart };
  if ("pause" in data) return { kind: "pause", sids: data.pause };
  if ("resume" in data) return { kind: "resume", sids: data.resume };
  if ("partition" in data) return { kind: "partition", groups: data.partition };
  if ("heal" in data) return { kind: "heal" };
  if ("write" in data) return toWrite(data.write);
  if ("command" in data) return toCommand(data.command);
  return { kind: "wait", ms: data.wait };
}

function toCommand(command: Readonly<Record<string, unknown>>): Action {
  const [[name, argument] = ["", undefined]] = Object.entries(command);
  return { kind: "command", name, argument };
}

function toWrite(written: Extract<StepData, { write: unknown }>["write"]): Action {
  if (typeof written === "number") return { kind: "write", count: written };
  return { kind: "write", count: written.n, reach: written.reach };
}

/** Checks that no write names an observer: a leader proposes to participants alone (Leader.sendPacket). */
export function checkReach(
  steps: readonly Step[],
  servers: readonly Server[],
  report: (finding: Finding) => void,
): void {
  const sidsOf = (role: Server["role"]) => servers.filter((server) => server.role === role).map(({ sid }) => sid);
  const observers = new Set(sidsOf("observer"));
  for (const [index, { action }] of steps.entries()) {
    if (action.kind !== "write") continue;
    for (const [at, sid] of (action.reach ?? []).entries()) {
      const path = ["steps", index, "write", "reach", at];
      if (observers.has(sid)) report({ path, fault: ["reachObserver", sid, summary(sidsOf("participant"))] });
    }
  }
}

/** The commands of that name among the steps, each with the path of what it is given. */
export function commandsAmong(steps: readonly Step[], name: string): { argument: unknown; path: Path }[] {
  return steps.flatMap(({ action }, index) =>
    action.kind === "command" && action.name === name
      ? [{ argument: action.argument, path: ["steps", index, "command", name] }]
      : [],
  );
}

/** Those of the sids in the list at `path` that no server has. */
export function unknownSids(path: Path, sids: readonly number[], servers: readonly Server[]): PlacedFault[] {
  const known = servers.map(({ sid }) => sid);
  return sids.flatMap((sid, at): PlacedFault[] =>
    known.includes(sid) ? [] : [{ path: formatPath([...path, at]), fault: ["noServer", sid, summary(known)] }],
  );
}
