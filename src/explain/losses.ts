import type { TraceServer, Vote } from "../trace/events.ts";
import { bestSupported } from "./answer.ts";
import { comparisonOf, firstDifference, isBetter } from "./compare.ts";
import type { Answer, Criterion, Loss } from "./facts.ts";
import type { Ledger, Reach, Won } from "./ledger.ts";
import { ownVote, type Standing } from "./standing.ts";

/** For every configured server but the leader, the first criterion on which it lost. */
export function lossesOf(ledger: Ledger, answer: Answer): Loss[] {
  const leader = answer.kind === "none" ? undefined : answer.leader;
  const others = ledger.header.cluster.servers.filter(({ sid }) => sid !== leader);
  const won = leader === undefined ? undefined : ledger.electionOf(leader);
  return others
    .map((server) => (won ? lossTo(server, won, isBack(server, ledger)) : lossWithoutWinner(server, ledger, answer)))
    .sort((a, b) => a.sid - b.sid);
}

/** Whether a server of a log looks for a leader in the end: whoever asks why it does not lead sees it up. */
function isBack({ sid }: TraceServer, { header, standings }: Ledger): boolean {
  return header.source === "log" && standings.get(sid)?.state === "LOOKING";
}

/** A loss without its criterion: whose vote is held against which. */
type Against = Omit<Loss, "criterion">;

/** What is the same for all: a server that was down or may not win has lost by that, whatever its vote. */
function unfit({ role, weight }: TraceServer, standing: Standing | undefined, isDown: boolean, against: Against) {
  if (isDown)
    return { ...against, criterion: "down", events: standing?.changed ? [standing.changed.line] : [] } as const;
  if (role === "observer") return { ...against, criterion: "observer", events: [] } as const;
  return weight === 0 ? ({ ...against, criterion: "weight", events: [] } as const) : undefined;
}

/** Against the vote that was elected: by its numbers, or because it was not heard in time. */
function lossTo(server: TraceServer, { decide, standings, later, reach }: Won, isBack: boolean): Loss {
  const { sid } = server;
  const { vote: winner, leader, supporters, t } = decide.event;
  const standing = standings.get(sid);
  const { decision, state } = standing ?? {};
  // Who had crashed by then was down, whatever it votes later; who started only afterwards came late.
  const crashed = state === "DOWN" && standing?.changed !== undefined && !(isBack && later.has(sid));
  // A vote of a search that ended in another election never stood against the winner's.
  const { electionEpoch } = decide.event;
  const isOfIt = decision?.event.leader === leader || decision?.event.electionEpoch === electionEpoch;
  const cast = state === "LOOKING" || isOfIt ? standing?.initial : undefined;
  const initial = crashed ? undefined : (cast ?? later.get(sid));
  const own = ownVote(initial);
  const events = ascending(decide.line, ...(initial ? [initial.line] : []));
  const against = { sid, own, winner, comparison: comparisonOf(own, winner), events };
  const unable = unfit(server, standing, state === "DOWN" && !initial, against);
  if (unable) return unable;
  if (own && !isBetter(own, winner)) return { ...against, criterion: lostBy(own, winner) };
  // Who voted for the winner was heard, also where the trace does not show what it voted before.
  if (!own && supporters.includes(sid)) return { ...against, criterion: "unknown" };
  const cut = standing && cutOff(standing, leader, supporters, reach);
  if (cut) return { ...against, criterion: "cut-off", how: cut.how, events: ascending(...events, cut.line) };
  if (!initial || !own) return { ...against, criterion: "unknown" };
  return { ...against, criterion: "late", began: initial.event.t, decided: t };
}

function lostBy(own: Vote, winner: Vote): Criterion {
  const rule = firstDifference(own, winner);
  return rule === "equal" ? "unknown" : rule;
}

/** How a server that was up was kept from being heard; undefined when it was not. */
function cutOff(standing: Standing, leader: number, supporters: readonly number[], reach: Reach) {
  const { sid, state, lost } = standing;
  if (state === "DOWN") return undefined;
  const { groups, partitioned, paused } = reach;
  if (groups && !groups.some((group) => group.includes(sid) && group.includes(leader))) {
    return { how: "partition", line: partitioned } as const;
  }
  const since = paused.get(sid);
  if (since !== undefined) return { how: "pause", line: since } as const;
  if (state !== "LOOKING") return { how: "away", line: standing.changed?.line ?? 0 } as const;
  const lostTo = supporters.find((supporter) => lost.has(supporter));
  return lostTo === undefined ? undefined : ({ how: "loss", line: lost.get(lostTo) ?? 0 } as const);
}

/** Nobody was elected in this trace, or nobody leads in the end. */
function lossWithoutWinner(server: TraceServer, ledger: Ledger, answer: Answer): Loss {
  const { sid } = server;
  const standing = ledger.standings.get(sid);
  const best = answer.kind === "none" ? bestSupported(ledger) : null;
  const own = standing?.own ?? null;
  const winner = best?.vote ?? null;
  const lines = [...(standing?.initial ? [standing.initial.line] : []), ...(best ? [best.line] : [])];
  const against = { sid, own, winner, comparison: comparisonOf(own, winner), events: ascending(...lines) };
  const unable = unfit(server, standing, standing?.state === "DOWN", against);
  if (unable) return unable;
  if (answer.kind === "in-office") return { ...against, criterion: "no-election" };
  if (answer.kind !== "none") return { ...against, criterion: "unknown" };
  if (!winner || own?.leader === winner.leader) return { ...against, criterion: "short" };
  if (own && !isBetter(own, winner)) return { ...against, criterion: lostBy(own, winner) };
  const cut = standing && cutOff(standing, winner.leader ?? sid, best?.supporters ?? [], ledger.reach);
  if (cut) return { ...against, criterion: "cut-off", how: cut.how, events: ascending(...lines, cut.line) };
  return { ...against, criterion: own ? "short" : "unknown" };
}

/** Lines in order; 0 stands for none. */
function ascending(...lines: number[]): number[] {
  return [...new Set(lines)].filter((line) => line > 0).sort((a, b) => a - b);
}
