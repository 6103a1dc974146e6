import type { Explanation, Fact } from "./facts.ts";

/** The facts of one server, of one round, or both; what is not of any server or round is left out with them. */
export function selected(explanation: Explanation, server: number | undefined, round: number | undefined): Explanation {
  if (server === undefined && round === undefined) return explanation;
  const isAsked = (fact: Fact) =>
    (server === undefined || isOf(fact, server)) && (round === undefined || roundOf(fact) === round);
  return {
    ...explanation,
    parts: explanation.parts.map((part) => ({ ...part, facts: part.facts.filter(isAsked) })),
    others: explanation.others.filter(({ sid }) => server === undefined || sid === server),
  };
}

/** Whether a fact is of this server. */
export function isOf(fact: Fact, server: number): boolean {
  if ("sid" in fact && fact.sid === server) return true;
  if (fact.kind === "refused") return fact.from === server;
  const concerns = ["short", "logged", "survived", "lost", "kept"];
  return concerns.includes(fact.kind) && "sids" in fact && fact.sids.includes(server);
}

/** The round of the story that a fact belongs to; a decision belongs to none, its round is that of the vote. */
export function roundOf(fact: Fact): number | undefined {
  return "round" in fact && fact.kind !== "decided" ? fact.round : undefined;
}
