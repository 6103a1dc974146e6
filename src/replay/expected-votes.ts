import { sameVote } from "../protocols/fle/vote.ts";
import type { Ballot } from "./world.ts";

/**
 * The votes that a server must have sent, itself included, until its log shows them: a server notes in its log what
 * it hears from itself.
 */
export class ExpectedVotes {
  #due: { readonly ballot: Ballot; optional: boolean }[] = [];
  #last: Ballot | undefined;

  /** @param optional whether it may not have been sent: after a wait in vain, a server may only connect anew */
  add(ballot: Ballot, optional: boolean): void {
    this.#due.push({ ballot, optional });
  }

  /** A new election begins: what was not logged by now may never be. */
  loosen(): void {
    for (const each of this.#due) each.optional = true;
  }

  forget(): void {
    this.#due = [];
    this.#last = undefined;
  }

  /**
   * Takes a vote that the log shows.
   *
   * @returns undefined when it is one that was to come; else the vote that was to come, null when none was
   */
  found(ballot: Ballot): Ballot | null | undefined {
    const at = this.#due.findIndex((each) => same(each.ballot, ballot));
    const skipped = this.#due.slice(0, Math.max(at, 0)).find(({ optional }) => !optional);
    if (at >= 0) {
      this.#due.splice(0, at + 1);
      this.#last = ballot;
      return skipped?.ballot;
    }
    if (this.#last && same(this.#last, ballot)) return undefined;
    this.#last = ballot;
    const due = this.#due.findIndex(({ optional }) => !optional);
    // It came in the place of that one, for which nobody need wait any more.
    return due < 0 ? null : (this.#due.splice(0, due + 1).at(-1)?.ballot ?? null);
  }
}

function same(a: Ballot, b: Ballot): boolean {
  return a.electionEpoch === b.electionEpoch && sameVote(a.vote, b.vote);
}
