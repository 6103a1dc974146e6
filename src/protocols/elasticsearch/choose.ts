import type { Heard } from "./state.ts";

interface Candidate {
  readonly sid: number;
  readonly version: number;
}

/**
 * Candidates, the best first: by id alone, or the newest cluster state before that
 * (ElectMasterService.MasterCandidate.compare, since 5.0).
 */
export function inOrder(candidates: readonly Candidate[], order: "id" | "version"): Candidate[] {
  const byId = (a: Candidate, b: Candidate) => a.sid - b.sid;
  return [...candidates].sort(order === "id" ? byId : (a, b) => b.version - a.version || byId(a, b));
}

type Choice =
  | { readonly why: "named" | "unreachable" | "first"; readonly chosen: number }
  | { readonly why: "too-few"; readonly chosen: null };

/**
 * Whom a round of pings leads to: the master that others name, of several the lowest id
 * (ElectMasterService.tieBreakActiveMasters); else the first candidate, if there are `need` of them
 * (ElectMasterService.hasEnoughCandidates, electMaster). A named master that did not answer cannot be joined.
 *
 * @param masters whom others name; itself is not among them
 */
export function choose(
  masters: readonly number[],
  heard: readonly Heard[],
  candidates: readonly Candidate[],
  need: number,
): Choice {
  const [named] = masters;
  if (named !== undefined) {
    return { why: heard.some(({ sid }) => sid === named) ? "named" : "unreachable", chosen: named };
  }
  const [first] = candidates;
  if (first === undefined || candidates.length < need) return { why: "too-few", chosen: null };
  return { why: "first", chosen: first.sid };
}
