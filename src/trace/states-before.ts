import type { ServerState, TraceCluster } from "./events.ts";

/** What each server is before the first event: all are down, or a leader is in office and all that no step starts up. */
export function statesBefore({ servers, leader, steps }: TraceCluster): Map<number, ServerState> {
  const late = startedLater(steps);
  return new Map(
    servers.map(({ sid, role, state }) => {
      if (state !== undefined) return [sid, state];
      if (leader == null || late.has(sid)) return [sid, "DOWN"];
      if (sid === leader) return [sid, "LEADING"];
      return [sid, role === "observer" ? "OBSERVING" : "FOLLOWING"];
    }),
  );
}

/** Servers that a description with a leader in office starts later; all others are up from the beginning. */
function startedLater(steps: unknown): Set<number> {
  if (!Array.isArray(steps)) return new Set();
  return new Set(steps.flatMap((step) => (Array.isArray(step?.start) ? step.start : [])));
}
