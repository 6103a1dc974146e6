import type { Summary } from "../../telling.ts";
import { committedBefore, termOfOffice } from "../begin.ts";
import { emptyLog, type Log, lengthOf, sharedBy, upTo } from "../log.ts";
import { changeOf, configOf, membersBefore, type Of, type RaftTrace, type Told, upAtFirst } from "./story.ts";

/** Entries of which no leader has said that they are committed: those of a log from `first` on. */
interface Pending {
  readonly log: Log;
  readonly first: number;
  /** Of the leader that has to commit them, or is lost before. */
  readonly term: number;
}

/** The longest log of which it is known that no later leader has another one, and the term in which that became known. */
interface Decided {
  readonly log: Log;
  readonly term: number;
}

/**
 * What became of the entries that were not committed when their leader was lost: a later leader commits them, or others
 * in their place (§5.4). Entries that the description gives count where it has a leader in office.
 */
export function fateOf(trace: RaftTrace): Summary["write"] {
  const begun = atFirst(trace);
  if (begun.pending.length === 0 && !(trace.events as readonly Told[]).some(isWrite)) return "none";
  const members = membersBefore(trace);
  let { pending, decided } = begun;
  let kept = false;
  let lost = false;
  const judge = () => {
    const judged = pending.map((entries) => judgement(entries, decided));
    kept ||= judged.some((one) => one.kept);
    lost ||= judged.some((one) => one.lost);
    pending = judged.flatMap(({ rest }) => rest);
  };
  for (const event of trace.events as readonly Told[]) {
    if (!("sid" in event)) continue;
    const member = members.get(event.sid);
    if (!member) continue;
    const now = { ...member, ...changeOf(event, member) };
    members.set(event.sid, now);
    if (isWrite(event)) {
      pending.push({ log: now.log, first: event.first, term: event.term });
      judge();
    } else if (event.type === "commit" && event.index > lengthOf(decided.log)) {
      decided = { log: upTo(now.log, event.index), term: event.term };
      judge();
    }
  }
  const { leader } = trace.result ?? {};
  const last = typeof leader === "number" ? members.get(leader) : undefined;
  // Whoever leads at the end brings its log to all others, even if the run ends before it has.
  if (last) decided = last;
  judge();
  if (kept && lost) return "split";
  if (kept) return "kept";
  if (lost) return "lost";
  return leader === null && pending.length > 0 ? "open" : "none";
}

/** What is on the disks before the first step. Without a leader in office nobody knows what of it is committed. */
function atFirst({ header, events }: RaftTrace): { pending: Pending[]; decided: Decided } {
  const { leader, servers } = header.cluster;
  if (leader == null) return { pending: [], decided: { log: emptyLog, term: 0 } };
  const config = configOf(header);
  const own = config.disks.get(leader)?.log ?? emptyLog;
  const term = termOfOffice(config, leader, upAtFirst(servers, events));
  const log = upTo(own, committedBefore(config, leader));
  const pending = [...config.disks.values()].flatMap(
    (disk) => judgement({ log: disk.log, first: 1, term }, { log, term }).rest,
  );
  return { pending, decided: { log, term } };
}

/** A leader appends what clients wrote. */
function isWrite(event: Told): event is Of<"append"> {
  return event.type === "append" && event.sid === event.leader && !event.noop;
}

/** Of what is decided, it only counts what a later leader did: before that, none was lost. */
function judgement({ log, first, term }: Pending, decided: Decided): { kept: boolean; lost: boolean; rest: Pending[] } {
  const later = decided.term > term;
  const shared = sharedBy(log, decided.log);
  const kept = later && shared >= first;
  if (shared === lengthOf(log)) return { kept, lost: false, rest: [] };
  if (shared < lengthOf(decided.log)) return { kept, lost: later, rest: [] };
  return { kept, lost: false, rest: [{ log, first: Math.max(first, shared + 1), term }] };
}
