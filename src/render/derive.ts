import type { Span } from "../locales/lists.ts";
import type { ByState } from "../locales/tables/en.ts";
import type { ServerState, TraceCluster } from "../trace/events.ts";
import type { Section } from "../trace/story.ts";

/** Sids by state, leaders first. */
export function byState(states: ReadonlyMap<number, ServerState>): ByState {
  const order: readonly ServerState[] = ["LEADING", "FOLLOWING", "OBSERVING", "LOOKING", "DOWN"];
  const sidsIn = (state: ServerState) => [...states].filter(([, is]) => is === state).map(([sid]) => sid);
  return order
    .map((state) => ({ state, sids: sidsIn(state).sort((a, b) => a - b) }))
    .filter(({ sids }) => sids.length > 0);
}

/** The least and the most of some numbers. */
export function spanOf(numbers: readonly number[]): Span {
  return [Math.min(...numbers), Math.max(...numbers)];
}

/** Elections (logical clocks) that servers of this section began in, lowest first. */
export function electionsOf({ looking, stillLooking }: Section): number[] {
  const still = stillLooking.filter(({ sid }) => !looking.some((event) => event.sid === sid));
  return [...new Set([...looking, ...still].map(({ electionEpoch }) => electionEpoch))].sort((a, b) => a - b);
}

/** Those of them that count for a quorum: observers log, too, and acknowledge nothing. */
export function votersAmong({ servers }: TraceCluster, sids: readonly number[]): number[] {
  const observers = new Set(servers.filter(({ role }) => role === "observer").map(({ sid }) => sid));
  return sids.filter((sid) => !observers.has(sid));
}
