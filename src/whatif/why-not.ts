import type { ElectionJoinedFact, Explanation, Loss, VoteChangedFact } from "../explain/facts.ts";
import type { Cluster } from "../scenario/cluster.ts";
import type { WhyNot } from "./facts.ts";
import { smallestChange } from "./smallest.ts";
import type { RunCluster } from "./trials.ts";

/**
 * Why a server does not lead, and the smallest change with which it would.
 *
 * @param before what the scenario as it is came to
 * @param sid of a configured server
 * @param again the scenario and how to run it; undefined where it cannot be run again, as what logs tell
 */
export function whyNot(
  before: Explanation,
  sid: number,
  again: { readonly cluster: Cluster; readonly run: RunCluster } | undefined,
): WhyNot {
  const loss = before.others.find((other) => other.sid === sid);
  if (!loss) return { sid, before, loss: null, gaveUp: null, smallest: null };
  const smallest = again
    ? smallestChange(again.cluster, sid, again.run)
    : ({ kind: "none", reason: "log", changes: [], text: "" } as const);
  return { sid, before, loss, gaveUp: gaveUp(before, loss), smallest };
}

/** Where it changed to the vote that won: the last time that it did. */
function gaveUp({ parts }: Explanation, { sid, winner }: Loss): VoteChangedFact | ElectionJoinedFact | null {
  const changes = parts.flatMap(({ facts }) =>
    facts.filter((fact) => fact.kind === "vote-changed" || fact.kind === "election-joined"),
  );
  const own = changes.filter((fact) => fact.sid === sid && winner !== null && fact.vote?.leader === winner.leader);
  return own.at(-1) ?? null;
}
