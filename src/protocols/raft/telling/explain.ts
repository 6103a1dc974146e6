import type { Part, ProtocolExplanation, Told as ToldFact } from "../../telling.ts";
import { endOf } from "../log.ts";
import { elections } from "./candidacies.ts";
import type { RaftFact } from "./facts.ts";
import { late, lateWins, wonLate } from "./late.ts";
import { logs } from "./log-facts.ts";
import { slow } from "./slow.ts";
import {
  type Candidacy,
  leadersIn,
  type Of,
  ofType,
  type Placed,
  type RaftTrace,
  type Step,
  type Story,
  storyOf,
} from "./story.ts";
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

function answerOf({ header, events, result }: RaftTrace, story: Story): Told {
  const last = story.steps.at(-1);
  const settled = events.findLast((event) => event.type === "settled");
  const leader = result ? result.leader : settled?.type === "settled" ? settled.leader : undefined;
  if (!last) return { fact: { kind: "unknown" }, lines: [] };
  const resultLine = result ? [events.length + 2] : [];
  if (typeof leader === "number") {
    for (const step of story.steps.toReversed()) {
      const candidacy = step.candidacies.findLast(({ won, event }) => won && event.sid === leader);
      if (candidacy?.won) return leadsFact(candidacy, step, story);
      const won = lateWins(step).findLast(({ event }) => event.sid === leader);
      if (won) return leadsLateFact(won, step, story);
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
  const won = ofType(last, "won");
  const terms = new Set([...rounds, ...won.map(({ event }) => event.term)]).size;
  const split = last.candidacies.every(({ ballots }) => ballots.some(({ event }) => event.why === "already-voted"));
  const fact = {
    kind: "no-winner",
    terms,
    won: won.length,
    split: split && won.length === 0,
    slow: slow(header),
  } as const;
  return { fact, lines: [...lines, ...won.map(({ line }) => line)].sort((a, b) => a - b) };
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
      split: splitTerms(before, event.term, story),
      behind: [...new Set(refused.map((one) => one.event.sid))].sort((a, b) => a - b),
    },
    lines: [
      line,
      ...ballots.filter((ballot) => ballot.event.granted).map((ballot) => ballot.line),
      ...(won ? [won.line] : []),
    ],
  };
}

/** It asked in an earlier step than that in which it had the votes. */
function leadsLateFact({ event, line }: Placed<Of<"won">>, step: Step, story: Story): Told {
  const { sid: leader, term, votes } = event;
  const granted = ofType(step, "ballot").filter(
    ({ event: ballot }) => ballot.candidate === leader && ballot.term === term && !ballot.pre && ballot.granted,
  );
  const end = endOf(step.before.get(leader)?.log ?? []);
  return {
    fact: { kind: "leads-late", leader, term, votes, of: story.voters.length, end },
    lines: [...granted.map((ballot) => ballot.line), line],
  };
}

/** Earlier terms that nobody won, in this step or before, since voters had voted for another. */
function splitTerms(candidacies: readonly Candidacy[], term: number, { steps }: Story): number {
  const won = new Set(steps.flatMap((step) => ofType(step, "won").map((one) => one.event.term)));
  const split = candidacies.filter(({ event, ballots }) => {
    return (
      !event.pre &&
      !won.has(event.term) &&
      event.term < term &&
      ballots.some((ballot) => ballot.event.why === "already-voted")
    );
  });
  return new Set(split.map(({ event }) => event.term)).size;
}

function partOf(step: Step, number: number, of: number, story: Story): Part<RaftFact> {
  const [begin] = step.events;
  const action = begin?.event.type === "step" ? begin.event.action : {};
  const told = [
    ...leadersGone(step, story),
    ...elections(step, story),
    ...late(step),
    ...wonLate(step, story),
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

function leadersGone(step: Step, { voters }: Story): Told[] {
  return step.events.flatMap(({ event, line }): Told[] => {
    if (event.type !== "state" || event.from !== "LEADING" || event.to !== "DOWN") return [];
    const term = step.before.get(event.sid)?.term ?? 0;
    const alone = voters.every((sid) => (step.after.get(sid)?.state ?? "DOWN") === "DOWN");
    return [{ fact: { kind: "leader-gone", leader: event.sid, term, alone }, lines: [line] }];
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
    if (leader && ofType(step, "won").some(({ event }) => event.sid === leader.sid))
      told.push({
        fact: { kind: "two-leaders", old: sid, oldTerm: term, leader: leader.sid, term: leader.term },
        lines: [],
      });
  }
  return told;
}
