import type { Fact } from "../../explain/facts.ts";
import { javaOf } from "../../explain/source.ts";

/** The Java behind one sentence: each method once. */
export function sourceNote(kinds: readonly Fact["kind"][]): string {
  return [...new Set(kinds.flatMap((kind) => javaOf[kind]))].join(", ");
}
