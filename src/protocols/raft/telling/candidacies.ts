import type { Told as ToldFact } from "../../telling.ts";
import type { Answer, RaftFact } from "./facts.ts";
import { type Likewise, roundsOf, sorted, votesOf } from "./rounds.ts";
import type { Candidacy, Of, Step, Story } from "./story.ts";

type Told = ToldFact<RaftFact>;

/** Who asked for votes in a step, and what was answered, term by term. */
export function elections(step: Step, story: Story): Told[] {
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
export function refusals(ballots: readonly Of<"ballot">[]): Answer[] {
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
