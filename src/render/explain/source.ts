import type { Fact } from "../../explain/facts.ts";
import { javaOf } from "../../explain/source.ts";
import { alike } from "../../trace/alike.ts";

/** "FastLeaderElection: lookForLeader, totalOrderPredicate": the Java behind one sentence, each method once. */
export function sourceNote(kinds: readonly Fact["kind"][]): string {
  const methods = [...new Set(kinds.flatMap((kind) => javaOf[kind]))].map((name) => {
    const dot = name.lastIndexOf(".");
    return { of: name.slice(0, dot), method: name.slice(dot + 1) };
  });
  return alike(methods, (name) => name.of)
    .map((group) => `${group[0].of}: ${group.map(({ method }) => method).join(", ")}`)
    .join("; ");
}
