import type { Explanation, Loss } from "../explain/facts.ts";
import { leaderOf } from "../explain/parting.ts";
import { hexZxid } from "../trace/zxid.ts";
import type { Run, Smallest, WhatIf, WhyNot } from "./facts.ts";

/** Why a server did not win, as plain JSON data: zxids are `"0x…"`. */
export function whyNotJson({ sid, loss, gaveUp, smallest }: WhyNot): object {
  return plain({ sid, leads: loss === null, loss, gaveUp, smallest: smallest && smallestJson(smallest) });
}

/** Two outcomes and where they part, as plain JSON data. */
export function whatIfJson({ changes, text, before, after, parting }: WhatIf): object {
  return plain({ changes, text, before: runJson(before), after: runJson(after), parting });
}

function smallestJson(smallest: Smallest): object {
  return smallest.kind === "found" ? { ...smallest, after: runJson(smallest.after) } : smallest;
}

function runJson({ explanation, result }: Run): object {
  const { answer, others }: Pick<Explanation, "answer"> & { others: readonly Loss[] } = explanation;
  const { rounds, notifications, t, servers } = result;
  return { leader: leaderOf(explanation), answer, others, rounds, notifications, t, servers };
}

/** JSON has no bigint: every one here is a zxid. */
function plain(value: object): object {
  return JSON.parse(JSON.stringify(value, (_, item) => (typeof item === "bigint" ? hexZxid(item) : item)));
}
