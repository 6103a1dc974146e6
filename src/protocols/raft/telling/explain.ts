import type { Part, ProtocolExplanation, Told as ToldFact } from "../../telling.ts";
import { after, endOf, isUpToDate, type Log, lengthOf, sharedBy } from "../log.ts";
import type { Answer, RaftFact } from "./facts.ts";
import { type Likewise, roundsOf, sorted, votesOf } from "./rounds.ts";
import { type Candidacy, leadersIn, type Of, ofType, type RaftTrace, type Step, type Story, storyOf } from "./story.ts";
import { whyNot } from "./why-not.ts";

type Told = ToldFact<RaftFact>;

/** The whole story as facts, each with the lines that prove it. */
export function explain(trace: RaftTrace): ProtocolExplanation<RaftFact> {
  const story = storyOf(trace);
  const steps = story.steps.filter(({ events }) => events[0]?.event.type === "step");
  const parts = steps.map((step, at) => partOf(step, at + 1, steps.length, story));
  const answer = answerOf(trace, story);
  const preVote = story.steps.some(({ candidacies }) => candidacies.some(({ event }) => event.pre));
  const others = whyNot(trace, story);
  return {
    answer,
    parts: [
      ...parts,
      ...(others.length > 0 ? [{ heading: { kind: "why-not" }, told: others } as const] : []),
      {
        heading: { kind: "beside-zookeeper" },
        told: [
          { fact: { kind: trace.result && answer.fact.kind === "too-few" ? "contrast-none" : "contrast" }, lines: [] },
        ],
      },
    ],
    today: [{ kind: "pre-vote-today", preVote }, { kind: "left-out" }],
  };
}

function answerOf({ events, result }: RaftTrace, story: Story): Told {
  const last = story.steps.at(-1);
  const settled = events.findLast((event) => event.type === "settled");
  const leader = result ? result.leader : settled?.type === "settled" ? settled.leader : undefined;
  if (!last) return { fact: { kind: "unknown" }, lines: [] };
  const resultLine = result ? [events.length + 2] : [];
  if (typeof leader === "number") {
    for (const step of story.steps.toReversed()) {
      const candidacy = step.candidacies.findLast(({ won, event }) => won && event.sid === leader);
      if (candidacy?.won) return leadsFact(candidacy, step, story);
    }
    return { fact: { kind: "still-leads", leader, term: last.after.get(leader)?.term ?? 0 }, lines: resultLine };
  }
  const of = story.voters.length;
  const need = story.majority;
  const up = story.voters.filter((sid) => (last.after.get(sid)?.state ?? "DOWN") !== "DOWN").length;
  const rounds = new Set(last.candidacies.filter(({ event }) => !event.pre).map(({ event }) => event.term));
  const lines = [...last.candidacies.map(({ line }) => line), ...resultLine];
  if (up < need) return { fact: { kind: "too-few", up, of, need, terms: rounds.size }, lines };
  const [believes] = leadersIn(last.after);
  if (believes) return { fact: { kind: "cut-off", leader: believes.sid, term: believes.term, need, of }, lines };
  if (last.candidacies.length === 0) return { fact: { kind: "unknown" }, lines };
  const split = last.candidacies.every(({ ballots }) => ballots.some(({ event }) => event.why === "already-voted"));
  return { fact: { kind: "no-winner", terms: rounds.size, split }, lines };
}

function leadsFact(candidacy: Candidacy, step: Step, story: Story): Told {
  const { event, end, won, line, ballots } = candidacy;
  // With pre-vote its timeout ran out before it asked whether it should ask.
  const asked = step.candidacies.findLast(
    (one) => one.event.sid === event.sid && one.event.cause === "timeout" && one.line <= line,
  );
  const before = step.candidacies.filter((one) => one.line < (asked ?? candidacy).line);
  const refused = before.filter(
    (one) => one.event.sid !== event.sid && one.ballots.some((ballot) => ballot.event.why === "log-behind"),
  );
  return {
    fact: {
      kind: "leads",
      leader: event.sid,
      term: event.term,
      votes: won?.event.votes ?? [],
      of: story.voters.length,
      ms: (asked ?? candidacy).event.t - step.t,
      end,
      first: before.length === 0,
      split: splitTerms(before, event.term),
      behind: [...new Set(refused.map((one) => one.event.sid))].sort((a, b) => a - b),
    },
    lines: [
      line,
      ...ballots.filter((ballot) => ballot.event.granted).map((ballot) => ballot.line),
      ...(won ? [won.line] : []),
    ],
  };
}

/** Earlier terms in which several asked, and voters had voted for another. */
function splitTerms(candidacies: readonly Candidacy[], term: number): number {
  const split = candidacies.filter(({ event, won, ballots }) => {
    return !event.pre && !won && event.term < term && ballots.some((ballot) => ballot.event.why === "already-voted");
  });
  return new Set(split.map(({ event }) => event.term)).size;
}

function partOf(step: Step, number: number, of: number, story: Story): Part<RaftFact> {
  const [begin] = step.events;
  const action = begin?.event.type === "step" ? begin.event.action : {};
  const told = [
    ...leadersGone(step),
    ...elections(step, story),
    ...late(step),
    ...steppedDown(step),
    ...logs(step, story),
  ];
  // In the order in which it happened; what no single line proves comes last.
  const when = ({ lines: [first = Number.POSITIVE_INFINITY] }: Told) => first;
  told.sort((a, b) => (when(a) === when(b) ? 0 : when(a) - when(b)));
  if (told.length === 0) {
    const [leader] = leadersIn(step.after);
    told.push({ fact: { kind: "quiet", leader: leader?.sid, term: leader?.term ?? 0 }, lines: [] });
  }
  return { heading: { kind: "step", number, of, action }, at: step.t, told };
}

function leadersGone(step: Step): Told[] {
  return step.events.flatMap(({ event, line }): Told[] => {
    if (event.type !== "state" || event.from !== "LEADING" || event.to !== "DOWN") return [];
    const term = step.before.get(event.sid)?.term ?? 0;
    return [{ fact: { kind: "leader-gone", leader: event.sid, term }, lines: [line] }];
  });
}

function elections(step: Step, story: Story): Told[] {
  const { shown, likewise, rest } = roundsOf(step, story);
  const rounds = (list: typeof shown) =>
    list.flatMap(({ candidacies }) => candidacies.map((one) => candidacyFact(one, candidacies, step, story)));
  return [...rounds(shown), ...(likewise ? [likewiseFact(likewise, story)] : []), ...rounds(rest)];
}

function candidacyFact(candidacy: Candidacy, all: readonly Candidacy[], step: Step, story: Story): Told {
  const { event, end, ballots, won, line } = candidacy;
  const { sid, term, pre, cause, t } = event;
  const answered = new Set(ballots.map((ballot) => ballot.event.sid));
  const yes = sorted(ballots).filter((ballot) => ballot.event.granted);
  const no = sorted(ballots).filter((ballot) => !ballot.event.granted);
  const votes = won?.event.votes ?? votesOf(candidacy);
  return {
    fact: {
      kind: "candidacy",
      sid,
      term,
      pre,
      encouraged: cause === "pre-vote",
      ms: t - step.t,
      end,
      yes: yes.map((ballot) => ballot.event.sid),
      no: refusals(no.map((ballot) => ballot.event)),
      silent: story.voters.filter((voter) => voter !== sid && !answered.has(voter)),
      votes: votes.length,
      need: story.majority,
      of: story.voters.length,
      won: won !== undefined,
      first: step.candidacies[0] === candidacy,
      rivals: all.map((one) => one.event.sid).filter((other) => other !== sid),
    },
    lines: [line, ...ballots.map((ballot) => ballot.line), ...(won ? [won.line] : [])],
  };
}

/** Those who refuse for the same reason, together. */
function refusals(ballots: readonly Of<"ballot">[]): Answer[] {
  const answers: Answer[] = [];
  for (const ballot of ballots) {
    const { sid, why, lastLogTerm, lastLogIndex, voterTerm: term, votedFor, leader } = ballot;
    const { candidateLogTerm, candidateLogIndex } = ballot;
    const candidate = { term: candidateLogTerm, index: candidateLogIndex };
    const end = { term: lastLogTerm, index: lastLogIndex };
    const answer = { sids: [sid], why, end, candidate, term, votedFor, leader };
    const at = answers.findIndex((other) => isAlike(other, answer));
    const before = answers[at];
    if (before) answers[at] = { ...before, sids: [...before.sids, sid] };
    else answers.push(answer);
  }
  return answers;
}

function isAlike(one: Answer, other: Answer): boolean {
  const essence = ({ why, end, term, votedFor, leader, sids: [sid] }: Answer) => {
    switch (why) {
      case "granted":
        return why;
      case "log-behind":
        return `${why} ${end.term} ${end.index}`;
      case "older-term":
        return `${why} ${term}`;
      case "already-voted":
        return `${why} ${votedFor === sid ? "itself" : votedFor}`;
      case "leader-alive":
        return `${why} ${leader === sid ? "itself" : leader}`;
    }
  };
  return essence(one) === essence(other);
}

function likewiseFact({ pre, first, last, candidates, unanswered, lines }: Likewise, { majority }: Story): Told {
  return { fact: { kind: "likewise", pre, first, last, candidates, unanswered, need: majority }, lines };
}

/** What candidates asked in an earlier step, and those hear only now who were out of reach or paused. */
function late(step: Step): Told[] {
  const own = new Set(step.candidacies.flatMap(({ ballots }) => ballots.map(({ line }) => line)));
  const ballots = ofType(step, "ballot").filter(({ line }) => !own.has(line));
  const asked = new Set(ballots.map(({ event }) => `${event.candidate} ${event.pre}`));
  return [...asked].map((key): Told => {
    const those = ballots.filter(({ event }) => `${event.candidate} ${event.pre}` === key);
    const terms = those.map(({ event }) => event.term);
    const { candidate = 0, pre = false } = those[0]?.event ?? {};
    const last = Math.max(...terms);
    const newest = those.filter(({ event }) => event.term === last);
    const no = new Map(newest.filter(({ event }) => !event.granted).map(({ event }) => [event.sid, event]));
    return {
      fact: { kind: "late", candidate, pre, first: Math.min(...terms), last, no: refusals([...no.values()]) },
      lines: those.map(({ line }) => line),
    };
  });
}

/** Leaders that learned of a higher term, and those that still have not. */
function steppedDown(step: Step): Told[] {
  const told = ofType(step, "term").flatMap(({ event, line }): Told[] => {
    const state = step.events.find(
      ({ event: one }) =>
        one.type === "state" && one.sid === event.sid && one.from === "LEADING" && one.term === event.term,
    );
    if (!state) return [];
    const { sid, was, term, from } = event;
    return [{ fact: { kind: "steps-down", sid, was, term, from }, lines: [line, state.line] }];
  });
  const [leader, ...stale] = leadersIn(step.after);
  for (const { sid, term } of stale) {
    if (leader && step.candidacies.some(({ won }) => won?.event.sid === leader.sid))
      told.push({
        fact: { kind: "two-leaders", old: sid, oldTerm: term, leader: leader.sid, term: leader.term },
        lines: [],
      });
  }
  return told;
}

/** What leaders appended, who got it, and what had to go. */
function logs(step: Step, story: Story): Told[] {
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
