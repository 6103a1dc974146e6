/** An explanation, held against its trace claim by claim. */
import { Explainer } from "../../src/explain/explainer.ts";
import type { Explanation } from "../../src/explain/facts.ts";
import type { TraceLine } from "../../src/trace/events.ts";
import { text } from "../protocols/fle/told.ts";
import { same } from "./holds.ts";
import { checkAnswer, checkEverybody, checkLoss } from "./losses.ts";
import { Reading } from "./naive.ts";
import { checkPart, checkPartFact, leftOut, placesOf } from "./parts.ts";
import { supportOf } from "./quorums.ts";

/** @param lines a whole trace, or the beginning of one, which is then explained as cut */
export function explain(lines: readonly TraceLine[]): Explanation {
  const [header, ...rest] = lines;
  if (header?.type !== "trace") throw new Error("no header");
  const explainer = new Explainer(header, { condenses: false });
  for (const [at, line] of rest.entries()) {
    if (line.type === "result") return explainer.finish(line, at + 2);
    if (line.type !== "trace") explainer.add(line, at + 2);
  }
  return explainer.finish(undefined, lines.length);
}

/** All that is wrong with an explanation, a line each; empty when every claim holds. */
export function wrongIn(explanation: Explanation, lines: readonly TraceLine[]): string[] {
  const reading = new Reading(lines);
  const wrong: string[] = [];
  const attempt = (what: string, subject: object, check: () => void) => {
    try {
      check();
    } catch (error) {
      wrong.push(`${what}: ${error instanceof Error ? error.message : error}\n    ${text(subject)}`);
    }
  };
  const { answer, others, parts } = explanation;
  attempt("head", { ...explanation, parts: 0, others: 0 }, () => checkHead(explanation, reading));
  attempt("answer", answer, () => checkAnswer(answer, reading));
  attempt("others", { others }, () => checkEverybody(explanation, reading));
  for (const loss of others) attempt(`loss ${loss.criterion}`, loss, () => checkLoss(loss, answer, reading));
  const places = placesOf(explanation, reading);
  for (const [at, part] of parts.entries()) {
    const place = places[at];
    if (!place) continue;
    attempt("part", { ...part, facts: 0 }, () => checkPart(part, place));
    for (const fact of part.facts) attempt(`fact ${fact.kind}`, fact, () => checkPartFact(fact, place));
  }
  attempt("parts", {}, () => {
    const steps = reading.events.filter(({ event }) => event.type === "step").map(({ line }) => line);
    same(
      parts.flatMap(({ step }) => step?.events ?? []),
      steps,
      "steps",
    );
    same(
      parts.map(({ number }) => number),
      parts.map((_, at) => at + 1),
      "numbers of the parts",
    );
  });
  attempt("complete", {}, () => {
    for (const complaint of leftOut(explanation, places, reading)) wrong.push(`complete: ${complaint}`);
  });
  return wrong;
}

function checkHead(explanation: Explanation, reading: Reading): void {
  const { header, cluster, result } = reading;
  const { source, servers, quorum, leader, title, expect } = explanation;
  same({ source, title }, { source: header.source, title: cluster.title }, "head");
  const wish = cluster["expect"] as { leader: number | null } | undefined;
  same(expect, result?.expect && { leader: wish?.leader, met: result.expect === "met" }, "what was expected");
  same(servers, cluster.servers, "servers");
  same(quorum, supportOf(cluster, []), "quorum");
  same(leader, cluster.leader ?? null, "leader in office");
}
