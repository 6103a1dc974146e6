import type { Fact, Part } from "../../explain/facts.ts";

/**
 * The parts of a log that tell the same as the one before, gathered with it: a server that finds a leader and gives it
 * up goes on so for hours. In a simulation each step stands for itself.
 */
export function repeatedParts(parts: readonly Part[]): (readonly [Part, ...Part[]])[] {
  const runs: { readonly key: string; readonly parts: [Part, ...Part[]] }[] = [];
  for (const part of parts) {
    const key = keyOf(part);
    const last = runs.at(-1);
    if (key !== "" && last?.key === key) last.parts.push(part);
    else runs.push({ key, parts: [part] });
  }
  return runs.map((run) => run.parts);
}

/** What a part tells but for its times and numbers, whatever the order of what was heard; empty for one with a step. */
function keyOf({ step, at, facts, down }: Part): string {
  if (step || at === undefined) return "";
  return JSON.stringify([down, facts.map(withoutTimes).sort()]);
}

const timed: readonly string[] = ["t", "events", "ms", "waits", "waited", "electionEpoch", "round"];

function withoutTimes(fact: Fact): string {
  // Which of the reports came last makes no difference to what they come to.
  if (fact.kind === "reported") return `${fact.sid} hears ${fact.from}: ${fact.state} ${fact.leader}`;
  return JSON.stringify(fact, (key, value) => {
    if (timed.includes(key)) return undefined;
    return typeof value === "bigint" ? String(value) : value;
  });
}
