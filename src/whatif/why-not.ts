import type { ElectionJoinedFact, Explanation, Loss, VoteChangedFact } from "../explain/facts.ts";
import type { WhyNot } from "./facts.ts";
import { smallestChange } from "./smallest.ts";
import type { Again } from "./trials.ts";

/**
 * Why a server does not lead, and the smallest change with which it would.
 *
 * @param what the scenario; of what cannot be run again, as what logs of real servers tell, the explanation alone
 * @param sid of a configured server
 */
export function whyNot(what: Again | Explanation, sid: number): WhyNot {
  const before = "before" in what ? what.before.explanation : what;
  const loss = before.others.find((other) => other.sid === sid);
  if (!loss) return { sid, before, loss: null, gaveUp: null, smallest: null };
  const smallest =
    "before" in what ? smallestChange(what, sid) : ({ kind: "none", reason: "log", changes: [], text: "" } as const);
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
