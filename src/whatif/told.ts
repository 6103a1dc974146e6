import { type Change, formatChange } from "../scenario/change.ts";
import type { Cluster } from "../scenario/cluster.ts";
import type { Order, ToldChange } from "./facts.ts";

/** A change of this cluster, with what it was before. */
export function toldChange(change: Change, cluster: Cluster): ToldChange {
  const text = formatChange(change);
  if (change.field === "start") return { text, field: "start", value: change.order, was: startOrder(cluster) };
  const { sid } = change;
  const server = cluster.servers.find((other) => other.sid === sid);
  switch (change.field) {
    case "zxid":
      return { text, field: change.field, sid, value: change.value, was: server?.zxid ?? 0n };
    case "role":
      return { text, field: change.field, sid, value: change.value, was: server?.role ?? "participant" };
    case "up":
    case "down":
      return { text, field: change.field, sid };
    default:
      return { text, field: change.field, sid, value: change.value, was: server?.[change.field] ?? null };
  }
}

/** Who starts in each of the `start` steps. */
export function startOrder({ steps }: Cluster): Order {
  return steps.flatMap(({ action }) => (action.kind === "start" ? [action.sids] : []));
}
