import type { Fact } from "../../explain/facts.ts";

/** Sentences that stand together, and the facts that they tell. */
export interface Entry {
  readonly text: string;
  readonly kinds: readonly Fact["kind"][];
}
