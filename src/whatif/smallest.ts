import type { Explanation, Loss } from "../explain/facts.ts";
import { leaderOf } from "../explain/parting.ts";
import { type Change, formatChanges, targetOf } from "../scenario/change.ts";
import type { NoChange, Smallest } from "./facts.ts";
import { fixesOf } from "./fixes.ts";
import { minimal } from "./minimal.ts";
import { toldChange } from "./told.ts";
import { type Again, Trials } from "./trials.ts";

/** Each fix undoes one loss; a server rarely loses in more than four ways, but may need many others up. */
const maxFixes = 30;

/**
 * The smallest change with which a server wins: each loss in turn is undone by the least that does it, and whatever
 * turns out to be more than needed is taken back. Nothing is claimed that has not been run.
 *
 * @param sid of one that does not lead
 */
export function smallestChange(again: Again, sid: number): Smallest {
  const trials = new Trials(again, sid);
  let changes: readonly Change[] = [];
  for (let fixes = 0; fixes < maxFixes; fixes++) {
    const trial = trials.of(changes);
    if (!trial) break;
    const { explanation } = trial.run;
    const loss = explanation.others.find((other) => other.sid === sid);
    if (!loss) return found(trials, changes);
    const candidates = fixesOf(loss, trial.cluster, explanation).map((fix) => merged(changes, fix));
    const next = candidates.find((candidate) => trials.wins(candidate)) ?? candidates.find(advances(trials, loss));
    if (!next) {
      const { servers, answer } = explanation;
      return stopped(trials, changes, reasonOf(loss, candidates.length > 0), { servers, answer, loss });
    }
    changes = next;
  }
  return stopped(trials, changes, "not-found");
}

/** The changes, with others in place of those that change the same. */
export function merged(changes: readonly Change[], others: readonly Change[]): Change[] {
  const replaced = new Set(others.map(targetOf));
  return [...changes.filter((change) => !replaced.has(targetOf(change))), ...others];
}

/** Whether changes let the server lose in another way, to another vote, or with more servers up. */
function advances(trials: Trials, before: Loss) {
  return (changes: readonly Change[]): boolean => {
    const explanation = trials.of(changes)?.run.explanation;
    const loss = explanation?.others.find(({ sid }) => sid === before.sid);
    if (!loss) return false;
    if (loss.criterion !== before.criterion) return true;
    if (loss.criterion === "short")
      return changes.some((change) => change.field === "up" && isUp(change.sid, explanation));
    const [one, other] = [loss.winner, before.winner];
    return one?.leader !== other?.leader || one?.zxid !== other?.zxid || one?.peerEpoch !== other?.peerEpoch;
  };
}

function isUp(sid: number, explanation: Explanation | undefined): boolean {
  return explanation?.answer.kind === "none" && explanation.answer.up.includes(sid);
}

function found(trials: Trials, changes: readonly Change[]): Smallest {
  const isOwn = (change: Change) => !("sid" in change) || change.sid === trials.sid;
  const least = minimal(trials, [...changes.filter(isOwn), ...changes.filter((change) => !isOwn(change))]);
  const after = least && trials.of(least.changes)?.run;
  if (!least || !after) return stopped(trials, changes, "not-found");
  const told = (change: Change) => toldChange(change, trials.cluster);
  return {
    kind: "found",
    changes: least.changes.map(told),
    text: formatChanges(least.changes),
    after,
    attempts: least.attempts.map(({ change, instead, changes, run }) => ({
      change: told(change),
      instead: instead && told(instead),
      text: formatChanges(changes),
      leader: leaderOf(run.explanation),
    })),
  };
}

type After = Extract<Smallest, { kind: "none" }>["after"];

function stopped(trials: Trials, changes: readonly Change[], reason: NoChange, after?: After): Smallest {
  const told = changes.map((change) => toldChange(change, trials.cluster));
  return { kind: "none", reason, changes: told, text: formatChanges(changes), ...(after && { after }) };
}

/** @param tried whether there was anything to try */
function reasonOf({ criterion, winner }: Loss, tried: boolean): NoChange {
  if (criterion === "cut-off" || criterion === "no-election") return criterion;
  if (criterion === "short") return "no-quorum";
  const byNumber = criterion === "peerEpoch" || criterion === "zxid" || criterion === "sid";
  return byNumber && winner && !tried ? "limit" : "not-found";
}
