import type { Summary } from "../../telling.ts";
import type { Log } from "../log.ts";
import { changeOf, type Of, type RaftTrace, storyOf, type Told } from "./story.ts";

/** Entries of one term that clients wrote, and of which no leader has said that they are committed. */
interface Pending {
  readonly term: number;
  readonly first: number;
  readonly last: number;
  /** A later leader has them. */
  readonly survived: boolean;
}

/** What a comparison takes from a trace. */
export function summary(trace: RaftTrace): Summary {
  return { watches: null, attempts: { count: termsOf(trace), unit: "term" }, write: fateOf(trace) };
}

/** How many terms were begun: a vote is asked for in each. */
function termsOf({ events }: RaftTrace): number {
  return new Set(events.flatMap((event) => (event.type === "candidate" && !event.pre ? [event.term] : []))).size;
}

/** What became of the entries that were not committed when a later leader came; without one, that is open. */
function fateOf(trace: RaftTrace): Summary["write"] {
  if (!(trace.events as readonly Told[]).some(isWrite)) return "none";
  const [begin] = storyOf(trace).steps;
  const members = new Map(begin?.before);
  let pending: Pending[] = [];
  let lost = false;
  let kept = false;
  for (const event of trace.events as readonly Told[]) {
    if (!("sid" in event)) continue;
    const member = members.get(event.sid);
    if (!member) continue;
    members.set(event.sid, { ...member, ...changeOf(event, member) });
    if (isWrite(event)) {
      const { term, first, last } = event;
      pending.push({ term, first, last, survived: false });
    } else if (event.type === "commit") {
      const done = (entries: Pending) => partIn(entries, member.log, event.index);
      kept ||= pending.some((entries) => entries.survived && done(entries) > 0);
      pending = pending.flatMap((entries) => rest(entries, done(entries)));
    } else if (event.type === "won") {
      const old = pending.filter(({ term }) => term < event.term);
      const had = (entries: Pending) => partIn(entries, member.log, Number.POSITIVE_INFINITY);
      lost ||= old.some((entries) => had(entries) <= entries.last - entries.first);
      const survivors = old.flatMap((entries) => first(entries, had(entries)));
      pending = [...pending.filter(({ term }) => term >= event.term), ...survivors];
    }
  }
  kept ||= pending.some(({ survived }) => survived);
  if (kept && lost) return "split";
  if (kept) return "kept";
  if (lost) return "lost";
  return trace.result?.leader === null && pending.length > 0 ? "open" : "none";
}

/** A leader appends what clients wrote. */
function isWrite(event: Told): event is Of<"append"> {
  return event.type === "append" && event.sid === event.leader && !event.noop;
}

/** How many of these entries, from the first, stand in a log up to an index. */
function partIn({ term, first, last }: Pending, log: Log, upTo: number): number {
  let length = 0;
  for (const run of log) {
    const begin = length + 1;
    length += run.count;
    if (run.term === term) return begin <= first ? Math.max(0, Math.min(length, last, upTo) - first + 1) : 0;
  }
  return 0;
}

function first(entries: Pending, count: number): Pending[] {
  return count > 0 ? [{ ...entries, last: entries.first + count - 1, survived: true }] : [];
}

function rest(entries: Pending, count: number): Pending[] {
  return entries.first + count > entries.last ? [] : [{ ...entries, first: entries.first + count }];
}
