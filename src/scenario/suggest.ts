/** What a mistyped word was probably meant to be. */
import type { Kind } from "../locales/problems/en.ts";
import type { Fault } from "../locales/problems/fault.ts";
import { quote } from "./show.ts";

/**
 * The known word nearest to `word`, when it is near enough to be a slip: at most one edit in three letters
 * (an insertion, a deletion, a substitution or two neighbours swapped), case aside. The first of equals wins.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const typed = word.slice(0, 100).toLowerCase();
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const candidate of known) {
    const edits = distance(typed, candidate.toLowerCase());
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}

/** `unknown field "zxidd"; did you mean zxid?`, or the known words when none is near. */
export function unknownWord(kind: Kind, word: string, known: readonly string[]): Fault {
  const near = nearest(word, known);
  const meant = near === undefined ? partly(word, known) : [near];
  return meant.length > 0 ? ["unknownNear", kind, quote(word), meant] : ["unknownOf", kind, quote(word), known];
}

/** A part of a word that is shorter says too little. */
const shortest = 2;
/** More are no suggestion. */
const most = 3;

/** The known words of which `word` is the beginning, or else some other part; none when there are many. */
function partly(word: string, known: readonly string[]): string[] {
  const typed = word.toLowerCase();
  if (typed.length < shortest) return [];
  const containing = known.filter((candidate) => candidate.toLowerCase().includes(typed));
  const beginning = containing.filter((candidate) => candidate.toLowerCase().startsWith(typed));
  const found = beginning.length > 0 ? beginning : containing;
  return found.length > most ? [] : found;
}

/** Optimal string alignment distance, row by row; a swap looks back two rows. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substituted = at(above, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const edited = Math.min(substituted, at(above, column) + 1, at(current, column - 1) + 1);
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = swapped ? Math.min(edited, at(before, column - 2) + 1) : edited;
    }
    [before, above] = [above, current];
  }
  return at(above, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
