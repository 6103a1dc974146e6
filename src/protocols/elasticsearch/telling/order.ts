/** By which rule a round of pings put the candidates in order. */
import type { ZenTrace } from "./story.ts";

/**
 * Whether the version of the cluster state had a say: it counts, and not all of those seen had the same one. Else the id
 * alone decided.
 */
export function versionsDecide({ header }: ZenTrace, versions: readonly number[]): boolean {
  const given = header.cluster["elasticsearch"];
  const counts = typeof given === "object" && given !== null && "order" in given && given.order === "version";
  return counts && versions.some((version) => version !== versions[0]);
}
