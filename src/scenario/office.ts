/** Who is in office or up before the first step, and who may be expected to lead after the last. */

import type { Fault } from "../locales/problems/fault.ts";
import type { Server, Step } from "./cluster.ts";
import type { Condition } from "./condition.ts";
import type { Finding } from "./description.ts";
import { summary } from "./show.ts";

type Report = (finding: Finding) => void;

/** Each sid that a `start` step names, with the index of the first step that does. */
function starts(steps: readonly Step[]): Map<number, number> {
  const first = new Map<number, number>();
  for (const [index, { action }] of steps.entries()) {
    if (action.kind !== "start") continue;
    for (const sid of action.sids) if (!first.has(sid)) first.set(sid, index);
  }
  return first;
}

/** Nobody is in office and no step starts anybody: then everybody starts first, in this step. */
export function implicitStart(leader: number | null, servers: readonly Server[], steps: readonly Step[]): Step[] {
  if (leader !== null || starts(steps).size > 0) return [];
  return [{ action: { kind: "start", sids: servers.map((server) => server.sid) } }];
}

/** The condition of each server, in sid order, when the first step of `steps` as the user wrote them begins. */
export function conditionsBefore(
  leader: number | null,
  servers: readonly Server[],
  steps: readonly Step[],
): Map<number, Condition> {
  const started = starts(steps);
  const others: Condition = leader !== null || started.size === 0 ? "up" : "absent";
  return new Map(servers.map(({ sid }) => [sid, started.has(sid) ? "absent" : others]));
}

/** Checks that `leader` can be in office before the first step. */
export function checkOffice(leader: number, servers: readonly Server[], steps: readonly Step[], report: Report): void {
  const path = ["leader"];
  const fault = unfit(leader, servers);
  if (fault) report({ path, fault });
  const started = starts(steps).get(leader);
  if (started === undefined) return;
  report({ path, fault: ["leaderStarts", leader, started] });
}

/** Checks that the server which the description expects to lead could; `conditions` are those after the last step. */
export function checkExpected(
  leader: number,
  servers: readonly Server[],
  conditions: ReadonlyMap<number, Condition>,
  report: Report,
): void {
  const condition = conditions.get(leader);
  const down = condition === "down" || condition === "absent";
  const fault = unfit(leader, servers) ?? (down ? (["leaderDown", leader] as const) : undefined);
  if (fault) report({ path: ["expect", "leader"], fault });
}

/** Why a server can never lead. */
function unfit(leader: number, servers: readonly Server[]): Fault | undefined {
  const server = servers.find(({ sid }) => sid === leader);
  if (!server) return ["noServer", leader, summary([...new Set(servers.map(({ sid }) => sid))])];
  if (server.role === "observer") return ["leaderObserves", leader];
  return server.weight === 0 ? ["leaderWeightless", leader] : undefined;
}
