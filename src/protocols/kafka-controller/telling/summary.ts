import type { Summary } from "../../telling.ts";
import { controllerPath } from "../znodes.ts";
import { isUndecided, leaderChanges } from "./records.ts";
import { type KafkaTrace, ofType } from "./trace.ts";

/**
 * Watches and attempts count from when /controller last went; writes over the whole trace. Watches are those that fire
 * because it went, as for a znode of any other recipe: that its creation wakes the brokers once more is Kafka's own.
 */
export function summary({ events }: KafkaTrace): Summary {
  const lost = events.findLastIndex(
    (event) => event.type === "znode" && event.path === controllerPath && event.change === "deleted",
  );
  const since = events.slice(Math.max(0, lost));
  const watches = ofType(since, "watch", 0).filter(
    ({ event }) => event.change === "fired" && event.path === controllerPath && event.event === "deleted",
  ).length;
  const attempts = since.filter((event) => event.type === "controller" && event.change === "attempt").length;
  const changes = leaderChanges(events);
  const kept = changes.some((change) => change.kept > 0);
  const gone = changes.some((change) => change.lost > 0 || change.committedLost > 0);
  const fate = kept && gone ? "split" : kept ? "kept" : gone ? "lost" : undefined;
  const write = fate ?? (isUndecided(events) ? "open" : "none");
  return { watches, attempts: { count: attempts, unit: "attempt" }, write };
}
