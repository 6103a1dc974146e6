import type { Summary } from "../../telling.ts";
import { ownEvents, type ZenTrace } from "./story.ts";

/**
 * For comparisons. A round is one of pings: of whoever needed most of them since the last loss of a master. Nothing is
 * written through a master.
 */
export function summary(trace: ZenTrace): Summary {
  let rounds = new Map<number, number>();
  for (const { event } of ownEvents(trace, 0, trace.events.length)) {
    if (event.type === "state" && event.from === "LEADING") rounds = new Map();
    if (event.type === "pinged") rounds.set(event.sid, (rounds.get(event.sid) ?? 0) + 1);
  }
  return { watches: null, attempts: { count: Math.max(0, ...rounds.values()), unit: "round" }, write: "outside" };
}
