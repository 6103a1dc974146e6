/** How long service was gone, and who leads since. */
import type { ElectionSummary, LogPoint } from "../logs/election-summary.ts";
import { isAgain } from "./elections.ts";
import type { LeaderChange } from "./finding.ts";

/**
 * Every loss of a leader, with the time to recovery: elections of which none brought service back belong together, and
 * the first of them is when it was lost.
 *
 * @param logged servers whose logs are there: only a leader's own tells when a quorum was synchronised
 */
export function leaderChanges(elections: readonly ElectionSummary[], logged: ReadonlySet<number>): LeaderChange[] {
  const changes: LeaderChange[] = [];
  let before: number | null = null;
  let lost: LogPoint | undefined;
  let isLoss = false;
  for (const election of elections) {
    const { number, start, outcome, established } = election;
    // Whoever finds a leader in office loses nobody anything, unless that one had no quorum yet.
    if (outcome.kind === "none" || (outcome.kind === "joined" && !lost)) continue;
    lost ??= start;
    isLoss ||= isAgain(election);
    const { leader } = outcome;
    const isKnown = logged.size === 0 || logged.has(leader);
    if (!established && isKnown) continue;
    // That a leader came back which others lost only its own log can show.
    if (isLoss && (isKnown || (before !== null && before !== leader))) {
      const recoveryMs = established ? established.ms - lost.ms : null;
      changes.push({ election: number, at: lost.at, leader, before, recoveryMs });
    }
    [before, lost, isLoss] = [leader, undefined, false];
  }
  return changes;
}
