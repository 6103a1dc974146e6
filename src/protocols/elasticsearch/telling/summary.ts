import type { Summary } from "../../telling.ts";
import { ownEvents, type ZenTrace } from "./story.ts";

/**
 * For comparisons. A round is one of pings: between two losses of a master, of whoever needed most of them. Who is told
 * of a master only joins it. Nothing is written through a master.
 */
export function summary(trace: ZenTrace): Summary {
  let count = 0;
  let rounds = new Map<number, number>();
  for (const { event } of ownEvents(trace, 0, trace.events.length)) {
    if (event.type === "state" && event.from === "LEADING") {
      count += Math.max(0, ...rounds.values());
      rounds = new Map();
    }
    if (event.type === "pinged" && event.why !== "named") rounds.set(event.sid, (rounds.get(event.sid) ?? 0) + 1);
  }
  count += Math.max(0, ...rounds.values());
  return { watches: null, attempts: { count, unit: "round" }, write: "outside" };
}
