/** How claims are held against a trace. Not `expect`: there are thousands of them in one run. */
import type { TraceEvent } from "../../src/trace/events.ts";
import { text } from "../protocols/fle/told.ts";
import type { Reading } from "./naive.ts";

export type EventOf<T extends TraceEvent["type"]> = Extract<TraceEvent, { type: T }>;

/** An event and its line. */
export interface Placed<T extends TraceEvent["type"]> {
  readonly line: number;
  readonly event: EventOf<T>;
}

/** @throws Error naming the claim when it does not hold */
export function holds(claim: boolean, what: string): asserts claim {
  if (!claim) throw new Error(what);
}

/** @throws Error with both when they are not the same */
export function same(found: unknown, expected: unknown, what: string): void {
  const [a, b] = [text({ found }), text({ found: expected })];
  if (a !== b) throw new Error(`${what}: said ${a.slice(9, -1)}, is ${b.slice(9, -1)}`);
}

/**
 * Lines that prove something are lines of events, ascending.
 *
 * @param orResult whether the result may be the proof
 */
export function checkLines(lines: readonly number[], reading: Reading, orResult = false): void {
  for (const [at, line] of lines.entries()) {
    const result = orResult && reading.lines[line - 1]?.type === "result";
    holds(result || reading.eventAt(line) !== undefined, `line ${line} is an event`);
    holds(at === 0 || (lines[at - 1] ?? 0) < line, `lines ${lines} ascend`);
  }
}

/** The events of that type among the lines of a proof. */
export function among<T extends TraceEvent["type"]>(
  lines: readonly number[],
  reading: Reading,
  type: T,
  fits: (event: EventOf<T>) => boolean = () => true,
): Placed<T>[] {
  return lines.flatMap((line) => {
    const event = reading.eventAt(line);
    return event?.type === type && fits(event as EventOf<T>) ? [{ line, event: event as EventOf<T> }] : [];
  });
}

/** The last event of that type among the lines of a proof: the one that the proof is about. */
export function anchor<T extends TraceEvent["type"]>(
  lines: readonly number[],
  reading: Reading,
  type: T,
  fits: (event: EventOf<T>) => boolean,
): Placed<T> {
  const found = among(lines, reading, type, fits).at(-1);
  holds(found !== undefined, `a ${type} that proves it is among lines ${lines}`);
  return found;
}
