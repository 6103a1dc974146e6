import type { TraceServer, Vote } from "../trace/events.ts";
import { bestSupported } from "./answer.ts";
import { comparisonOf, firstDifference, isBetter } from "./compare.ts";
import type { Answer, Criterion, Loss } from "./facts.ts";
import type { Ledger, Reach, Won } from "./ledger.ts";
import type { Standing } from "./standing.ts";

/** For every configured server but the leader, the first criterion on which it lost. */
export function lossesOf(ledger: Ledger, answer: Answer): Loss[] {
  const leader = answer.kind === "none" ? undefined : answer.leader;
  const others = ledger.header.cluster.servers.filter(({ sid }) => sid !== leader);
  const won = leader === undefined ? undefined : ledger.electionOf(leader);
  return others
    .map((server) => (won ? lossTo(server, won) : lossWithoutWinner(server, ledger, answer)))
    .sort((a, b) => a.sid - b.sid);
}

/** What is the same for all: a server that was down or may not win has lost by that, whatever its vote. */
function unfit({ sid, role, weight }: TraceServer, standing: Standing | undefined, never: boolean): Loss | undefined {
  const nothing = { sid, own: standing?.own ?? null, winner: null, comparison: undefined };
  if (never) return { ...nothing, criterion: "down", events: standing?.changed ? [standing.changed.line] : [] };
  if (role === "observer") return { ...nothing, criterion: "observer", events: [] };
  return weight === 0 ? { ...nothing, criterion: "weight", events: [] } : undefined;
}

/** Against the vote that was elected: by its numbers, or because it was not heard in time. */
function lossTo(server: TraceServer, won: Won): Loss {
  const { sid } = server;
  const standing = won.standings.get(sid);
  const { vote, t } = won.decide.event;
  const initial = standing?.initial ?? won.later.get(sid);
  const unable = unfit(server, standing, standing?.state === "DOWN" && !initial);
  if (unable) return { ...unable, winner: vote };
  const own = initial?.event.vote ?? null;
  const decided = won.decide.line;
  const against = { sid, own, winner: vote, comparison: own ? comparisonOf(own, vote) : undefined };
  if (initial && own && !isBetter(own, vote)) {
    return { ...against, criterion: lostBy(own, vote), events: ascending(initial.line, decided) };
  }
  const cut = standing && cutOff(standing, won.decide.event.leader, won.decide.event.supporters, won.reach);
  if (cut) {
    const lines = [cut.line, decided, ...(initial ? [initial.line] : [])].filter((line) => line > 0);
    return { ...against, criterion: "cut-off", how: cut.how, events: ascending(...lines) };
  }
  if (!initial) return { ...against, criterion: "unknown", events: [decided] };
  return {
    ...against,
    criterion: "late",
    began: initial.event.t,
    decided: t,
    events: ascending(initial.line, decided),
  };
}

function lostBy(own: Vote, winner: Vote): Criterion {
  const rule = firstDifference(own, winner);
  return rule === "equal" ? "unknown" : rule;
}

/** How a server was kept from being heard; undefined when it was not. */
function cutOff(standing: Standing, leader: number, supporters: readonly number[], reach: Reach) {
  const { sid, state, lost } = standing;
  const { groups, partitioned, paused } = reach;
  if (groups && !groups.some((group) => group.includes(sid) && group.includes(leader))) {
    return { how: "partition", line: partitioned } as const;
  }
  const since = paused.get(sid);
  if (since !== undefined) return { how: "pause", line: since } as const;
  const lostTo = supporters.find((supporter) => lost.has(supporter));
  if (lostTo !== undefined) return { how: "loss", line: lost.get(lostTo) ?? 0 } as const;
  return state === "LOOKING" || state === "DOWN"
    ? undefined
    : ({ how: "away", line: standing.changed?.line ?? 0 } as const);
}

/** Nobody was elected in this trace, or nobody leads in the end. */
function lossWithoutWinner(server: TraceServer, ledger: Ledger, answer: Answer): Loss {
  const { sid } = server;
  const standing = ledger.standings.get(sid);
  const unable = unfit(server, standing, standing?.state === "DOWN");
  if (unable) return unable;
  const own = standing?.own ?? null;
  const nothing = { sid, own, winner: null, comparison: undefined };
  if (answer.kind !== "none") return { ...nothing, criterion: "no-election", events: [] };
  const best = bestSupported(ledger);
  const lines = standing?.initial ? [standing.initial.line] : [];
  if (!own) return { ...nothing, criterion: standing?.state === "LOOKING" ? "unknown" : "short", events: [] };
  if (!best) return { ...nothing, criterion: "short", events: lines };
  const events = ascending(...lines, best.line);
  const against = { sid, own, winner: best.vote, comparison: comparisonOf(own, best.vote), events };
  if (own.leader === best.vote.leader) return { ...against, criterion: "short" };
  if (!isBetter(own, best.vote)) return { ...against, criterion: lostBy(own, best.vote) };
  const cut = standing && cutOff(standing, best.vote.leader ?? sid, best.supporters, ledger.reach);
  if (!cut) return { ...against, criterion: "short" };
  return { ...against, criterion: "cut-off", how: cut.how, events: ascending(...events, cut.line) };
}

function ascending(...lines: number[]): number[] {
  return [...new Set(lines)].sort((a, b) => a - b);
}
