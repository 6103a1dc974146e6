import type { Header } from "./events.ts";

/** The leader that the scenario expects, null for none. */
export function expectedLeader({ cluster }: Header): number | null {
  const expect = cluster["expect"];
  if (typeof expect !== "object" || expect === null || !("leader" in expect)) return null;
  return typeof expect.leader === "number" ? expect.leader : null;
}
