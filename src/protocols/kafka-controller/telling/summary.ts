import type { Summary } from "../../telling.ts";
import { controllerPath } from "../znodes.ts";
import { isUndecided, leaderChanges } from "./records.ts";
import { type KafkaTrace, ofType } from "./trace.ts";

/**
 * For comparisons. Watches are those that fire because /controller went, as for a znode of any other recipe: that its
 * creation wakes the brokers once more is Kafka's own.
 */
export function summary({ events }: KafkaTrace): Summary {
  const watches = ofType(events, "watch", 0).filter(
    ({ event }) => event.change === "fired" && event.path === controllerPath && event.event === "deleted",
  ).length;
  const attempts = events.filter((event) => event.type === "controller" && event.change === "attempt").length;
  const changes = leaderChanges(events);
  const kept = changes.some((change) => change.kept > 0);
  const gone = changes.some((change) => change.lost > 0);
  const broken = changes.some((change) => change.committedLost > 0);
  const fate = broken ? "committed-lost" : kept && gone ? "split" : kept ? "kept" : gone ? "lost" : undefined;
  const write = fate ?? (isUndecided(events) ? "open" : "none");
  return { watches, attempts: { count: attempts, unit: "attempt" }, write };
}
