import type { Told as ToldFact } from "../../telling.ts";
import { after, endOf, isUpToDate, type Log, lengthOf, sharedBy } from "../log.ts";
import type { RaftFact } from "./facts.ts";
import { leadersIn, ofType, type Step, type Story } from "./story.ts";

type Told = ToldFact<RaftFact>;

/** What leaders appended, who got it, and what had to go. */
export function logs(step: Step, story: Story): Told[] {
  return [...appended(step, story), ...discarded(step), ...caughtUp(step, story)];
}

function appended(step: Step, story: Story): Told[] {
  const of = story.voters.length;
  const need = story.majority;
  return ofType(step, "append").flatMap(({ event, line }): Told[] => {
    const { sid: leader, first, last, term, noop } = event;
    if (event.leader !== leader) return [];
    const copies = ofType(step, "append").filter(
      ({ event: copy }) => copy.leader === leader && copy.term === term && copy.last >= last && copy.first <= last,
    );
    const have = new Set([leader, ...copies.map(({ event: copy }) => copy.sid)]);
    const on = story.voters.filter((sid) => have.has(sid));
    const commit = ofType(step, "commit").find(
      ({ event: one }) => one.sid === leader && one.term === term && one.index >= last,
    );
    const lines = [
      line,
      ...copies.filter((copy) => copy.line !== line).map((copy) => copy.line),
      ...(commit ? [commit.line] : []),
    ];
    if (noop)
      return [{ fact: { kind: "no-op", leader, term, index: last, commits: commit?.event.index, on, of }, lines }];
    return [
      {
        fact: {
          kind: "written",
          leader,
          term,
          entries: { first, last, term },
          on,
          of,
          need,
          committed: commit !== undefined,
        },
        lines,
      },
    ];
  });
}

function discarded(step: Step): Told[] {
  const groups = new Map<string, { sids: number[]; lines: number[]; event: (typeof all)[number]["event"] }>();
  const all = ofType(step, "discard");
  for (const { event, line } of all) {
    const key = `${event.leader} ${event.first} ${event.last} ${event.entries[0]?.term}`;
    const group = groups.get(key) ?? { sids: [], lines: [], event };
    group.sids.push(event.sid);
    group.lines.push(line);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ sids, lines, event }): Told => {
    const { first, last, leader, entries } = event;
    return {
      fact: {
        kind: "discards",
        sids: sids.sort((a, b) => a - b),
        entries: { first, last, term: entries[0]?.term ?? 0 },
        leader,
      },
      lines,
    };
  });
}

/** Those that got more than what the leaders appended in this step. */
function caughtUp(step: Step, { voters, learners }: Story): Told[] {
  const [leader] = leadersIn(step.after);
  const log = leader && step.after.get(leader.sid)?.log;
  if (!leader || !log) return [];
  const old = step.before.get(leader.sid)?.log ?? [];
  const behind = [...voters, ...learners].filter((sid) => {
    const member = step.after.get(sid);
    const had = step.before.get(sid)?.log ?? [];
    return (
      sid !== leader.sid &&
      member &&
      isSame(member.log, log) &&
      sharedBy(had, log) < Math.min(lengthOf(old), sharedBy(old, log))
    );
  });
  if (behind.length === 0) return [];
  const lines = ofType(step, "append")
    .filter(({ event }) => behind.includes(event.sid))
    .map(({ line }) => line);
  return [{ fact: { kind: "caught-up", sids: behind, last: endOf(log) }, lines }];
}

function isSame(one: Log, other: Log): boolean {
  return (
    sharedBy(one, other) === lengthOf(one) &&
    after(other, lengthOf(one)).length === 0 &&
    isUpToDate(endOf(one), endOf(other))
  );
}
