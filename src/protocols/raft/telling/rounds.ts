import type { Candidacy, Placed, Step, Story } from "./story.ts";

/** Candidacies for one term, or questions before it. */
export interface Round {
  readonly term: number;
  readonly pre: boolean;
  readonly candidacies: readonly Candidacy[];
}

/** Terms in a row that came to nothing, of which only how many is told. */
export interface Likewise {
  readonly rounds: readonly Round[];
  readonly pre: boolean;
  readonly first: number;
  readonly last: number;
  readonly candidates: readonly number[];
  /** Whether a majority answered in none of them. */
  readonly unanswered: boolean;
  readonly lines: readonly number[];
}

/** Of more terms in vain than these only the first few are told one by one. */
const mostInVain = 4;
const shownInVain = 2;

/** The candidacies of a step, term by term; of many in vain, the first of them one by one. */
export function roundsOf(
  step: Step,
  story: Story,
): { readonly shown: readonly Round[]; readonly likewise: Likewise | undefined; readonly rest: readonly Round[] } {
  const rounds: Round[] = [];
  for (const candidacy of step.candidacies) {
    const { sid, term, pre } = candidacy.event;
    // Before a term that never begins the same server asks again and again.
    const at = rounds.findIndex((round) => {
      return round.term === term && round.pre === pre && round.candidacies.every(({ event }) => event.sid !== sid);
    });
    const round = rounds[at];
    if (round) rounds[at] = { ...round, candidacies: [...round.candidacies, candidacy] };
    else rounds.push({ term, pre, candidacies: [candidacy] });
  }
  const end = rounds.findIndex(isWon);
  const inVain = end < 0 ? rounds.length : Math.max(0, end - 1);
  if (inVain <= mostInVain) return { shown: rounds, likewise: undefined, rest: [] };
  const hidden = rounds.slice(shownInVain, inVain);
  return { shown: rounds.slice(0, shownInVain), likewise: likewiseOf(hidden, story), rest: rounds.slice(inVain) };
}

function likewiseOf(rounds: readonly Round[], { majority }: Story): Likewise {
  const candidacies = rounds.flatMap((round) => round.candidacies);
  const terms = rounds.map(({ term }) => term);
  return {
    rounds,
    pre: rounds.every(({ pre }) => pre),
    first: Math.min(...terms),
    last: Math.max(...terms),
    candidates: [...new Set(candidacies.map(({ event }) => event.sid))].sort((a, b) => a - b),
    unanswered: candidacies.every(({ ballots }) => ballots.length + 1 < majority),
    lines: candidacies.map(({ line }) => line),
  };
}

function isWon({ candidacies, pre }: Round): boolean {
  return !pre && candidacies.some(({ won }) => won);
}

/** Who said yes, the candidate among them. */
export function votesOf({ event, ballots }: Candidacy): number[] {
  const yes = ballots.filter((ballot) => ballot.event.granted).map((ballot) => ballot.event.sid);
  return [...new Set([event.sid, ...yes])].sort((a, b) => a - b);
}

/** In sid order. */
export function sorted<E extends { readonly sid: number }>(list: readonly Placed<E>[]): Placed<E>[] {
  return [...list].sort((a, b) => a.event.sid - b.event.sid);
}
