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
    const message = `expected [min, max] with min at most max, found [${min}, ${max}]`;
    report({ path: ["network", "latency"], message });
  }
  return { ...defaultNetwork, ...others, latency: { min, max } };
}

export function normalizeTiming(data: ClusterData["timing"] = {}, report: Report): Timing {
  const timing = { ...defaultTiming, ...data };
  const { minNotificationInterval: min, maxNotificationInterval: max } = timing;
  if (min > max) {
    const field = data.maxNotificationInterval === undefined ? "minNotificationInterval" : "maxNotificationInterval";
    const message = `minNotificationInterval (${min}) is larger than maxNotificationInterval (${max})`;
    report({ path: ["timing", field], message });
  }
  return timing;
}
