import type { Summary } from "../../telling.ts";
import type { RaftTrace } from "./story.ts";
import { fateOf } from "./writes.ts";

/** What a comparison takes from a trace. */
export function summary(trace: RaftTrace): Summary {
  return { watches: null, attempts: { count: termsOf(trace), unit: "term" }, write: fateOf(trace) };
}

/** How many terms were begun: a vote is asked for in each. */
function termsOf({ events }: RaftTrace): number {
  return new Set(events.flatMap((event) => (event.type === "candidate" && !event.pre ? [event.term] : []))).size;
}
