/** Network conditions and timing with their defaults. */
import type { Network, Timing } from "./cluster.ts";
import { defaultNetwork, defaultTiming } from "./defaults.ts";
import type { Finding } from "./description.ts";
import type { ClusterData } from "./schema.ts";

type Report = (finding: Finding) => void;

export function normalizeNetwork(data: ClusterData["network"] = {}, report: Report): Network {
  const { latency, ...others } = data;
  if (latency === undefined) return { ...defaultNetwork, ...others };
  const [min, max] = typeof latency === "number" ? [latency, latency] : latency;
  if (min > max) {
    report({ path: ["network", "latency"], fault: ["latencyReversed", min, max] });
  }
  return { ...defaultNetwork, ...others, latency: { min, max } };
}

export function normalizeTiming(data: ClusterData["timing"] = {}, report: Report): Timing {
  const timing = { ...defaultTiming, ...data };
  const { minNotificationInterval: min, maxNotificationInterval: max } = timing;
  if (min > max) {
    const field = data.maxNotificationInterval === undefined ? "minNotificationInterval" : "maxNotificationInterval";
    report({ path: ["timing", field], fault: ["intervalsReversed", min, max] });
  }
  return timing;
}
