import type { Told } from "../../telling.ts";
import { refusals } from "./candidacies.ts";
import type { LateFact, WonLateFact } from "./facts.ts";
import { type Of, ofType, type Placed, type Step, type Story } from "./story.ts";

/** What candidates asked in an earlier step, and those hear only now who were out of reach or paused. */
export function late(step: Step): Told<LateFact>[] {
  const own = new Set(step.candidacies.flatMap(({ ballots }) => ballots.map(({ line }) => line)));
  const ballots = ofType(step, "ballot").filter(({ line }) => !own.has(line));
  const asked = new Set(ballots.map(({ event }) => `${event.candidate} ${event.pre}`));
  return [...asked].map((key): Told<LateFact> => {
    const those = ballots.filter(({ event }) => `${event.candidate} ${event.pre}` === key);
    const terms = those.map(({ event }) => event.term);
    const { candidate = 0, pre = false } = those[0]?.event ?? {};
    const last = Math.max(...terms);
    const newest = new Map(those.filter(({ event }) => event.term === last).map(({ event }) => [event.sid, event]));
    const yes = [...newest.values()].filter(({ granted }) => granted).map(({ sid }) => sid);
    const no = refusals([...newest.values()].filter(({ granted }) => !granted));
    return {
      fact: { kind: "late", candidate, pre, first: Math.min(...terms), last, yes, no },
      lines: those.map(({ line }) => line),
    };
  });
}

/** Those whose votes came together only now. */
export function wonLate(step: Step, story: Story): Told<WonLateFact>[] {
  return lateWins(step).map(({ event, line }): Told<WonLateFact> => {
    const { sid, term, votes } = event;
    return { fact: { kind: "won-late", sid, term, votes, of: story.voters.length }, lines: [line] };
  });
}

/** Elections won in this step by who asked in an earlier one. */
export function lateWins(step: Step): Placed<Of<"won">>[] {
  return ofType(step, "won").filter(({ line }) => !step.candidacies.some(({ won }) => won?.line === line));
}
