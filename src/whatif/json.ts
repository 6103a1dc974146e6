import type { Explanation } from "../explain/facts.ts";
import { leaderOf } from "../explain/parting.ts";
import type { Run, Smallest, WhatIf, WhyNot } from "./facts.ts";

/** Why a server did not win, as `--json` has it; zxids are still bigints. */
export function whyNotData({ sid, before, loss, gaveUp, smallest }: WhyNot): object {
  const { answer } = before;
  return { answer, whyNot: { sid, leads: loss === null, loss, gaveUp, smallest: smallest && smallestData(smallest) } };
}

/** Two outcomes and where they part, as `--json` has them; zxids are still bigints. */
export function whatIfData({ changes, text, before, after, parting }: WhatIf): object {
  return { whatIf: { changes, text, before: outcomeData(before), after: outcomeData(after), parting } };
}

function smallestData(smallest: Smallest): object {
  return smallest.kind === "found" ? { ...smallest, after: outcomeData(smallest.after) } : smallest;
}

function outcomeData({ explanation, result }: Run): object {
  const { answer, others }: Explanation = explanation;
  const { rounds, notifications, t, servers } = result;
  return { leader: leaderOf(explanation), answer, others, rounds, notifications, t, servers };
}
