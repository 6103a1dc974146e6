import type { TraceServer, Vote } from "../trace/events.ts";
import { groupSupportOf, supportOf } from "../trace/quorum.ts";
import { isBetter, sameVote } from "./compare.ts";
import type { Answer, Field } from "./facts.ts";
import type { Ledger, Won } from "./ledger.ts";
import { ownVote, type Standing } from "./standing.ts";

/** Who leads in the end, and by what; or why nobody does. */
export function answerOf(ledger: Ledger): Answer {
  const { header, result } = ledger;
  const leader = leaderOf(ledger);
  if (leader === null) return noneOf(ledger);
  const won = ledger.electionOf(leader);
  const resultLines = result ? [result.line] : [];
  if (!won) {
    const ofLog = header.source === "log" && { ofLog: true };
    if (wasInOffice(leader, ledger)) return { kind: "in-office", leader, ...ofLog, events: resultLines };
    return { kind: "unseen", leader, events: resultLines };
  }
  const { event, line } = won.decide;
  const events = [line, ...resultLines];
  const returned = won.returned ?? (event.via === "joined" ? won.decide : undefined);
  if (returned) {
    const told = returned.event.supporters;
    return { kind: "reported", leader, told, events: [returned.line, ...resultLines] };
  }
  const field = fieldOf(won, header.cluster.servers);
  const cast = field.sids.flatMap((sid) => won.standings.get(sid)?.initial?.line ?? []);
  return {
    kind: "elected",
    leader,
    electionEpoch: event.electionEpoch,
    t: event.t,
    vote: event.vote,
    supporters: event.supporters,
    support: supportOf(header.cluster, event.supporters),
    by: settledBy(
      field,
      event.supporters.filter((sid) => {
        // Who was counted, and holds another vote by now, is in the trace, though not in the field.
        const movedOn = !field.sids.includes(sid) && won.standings.get(sid)?.vote !== undefined;
        return !movedOn && header.cluster.servers.some((server) => server.sid === sid && canWin(server));
      }),
    ),
    field,
    inOffice: result?.event.leader === leader || isFollowed(ledger, leader),
    events: [...cast, ...events].sort((a, b) => a - b),
  };
}

/** A server that may lead and may be voted for. */
export function canWin({ role, weight }: TraceServer): boolean {
  return role === "participant" && weight !== 0;
}

/** Who leads in the end; logs may show a leader, but not the quorum that follows it. */
function leaderOf(ledger: Ledger): number | null {
  const { result, header } = ledger;
  if (!result) return leaderByStates(ledger);
  return result.event.leader ?? (header.source === "log" ? leaderByStates(ledger) : null);
}

/** Whether it led when the trace began, and nobody was elected since. */
function wasInOffice(leader: number, { header, hasElected }: Ledger): boolean {
  const { servers, leader: first } = header.cluster;
  if (leader !== first) return false;
  if (header.source === "simulation") return true;
  return !hasElected && !servers.some(({ sid, inferred = [] }) => sid === leader && inferred.includes("state"));
}

/** By the states that the trace shows: who leads, of several the one that decided last. */
function leaderByStates(ledger: Ledger): number | null {
  // A log that has nothing of a server does not show that it is what it was at first.
  const isShown = ({ changed }: Standing) => changed !== undefined || ledger.header.source === "simulation";
  const leading = [...ledger.standings.values()].filter((one) => one.state === "LEADING" && isShown(one));
  const decidedAt = ({ sid, changed }: Standing) => ledger.electionOf(sid)?.decide.line ?? changed?.line ?? 0;
  const [last] = leading.sort((a, b) => decidedAt(b) - decidedAt(a));
  if (last) return last.sid;
  // Its own events may be missing: then it is whom a quorum follows.
  const silent = [...ledger.standings.values()].filter(({ changed }) => changed === undefined).map(({ sid }) => sid);
  return silent.find((sid) => ledger.electionOf(sid) && isFollowed(ledger, sid)) ?? null;
}

function isFollowed({ header, standings }: Ledger, leader: number): boolean {
  const followers = [...standings.values()].filter(
    ({ state, decision }) => state === "FOLLOWING" && decision?.event.leader === leader,
  );
  const { have, need } = supportOf(header.cluster, [leader, ...followers.map(({ sid }) => sid)]);
  return have >= need;
}

/** The initial votes of all who came to hold the winner's vote. */
function fieldOf({ decide, standings }: Won, servers: readonly TraceServer[]): Field {
  const { vote, leader, electionEpoch } = decide.event;
  const able = servers.filter(canWin).flatMap(({ sid }) => standings.get(sid) ?? []);
  const ownOf = ({ sid, vote: holds, decision, own, before }: Standing) => {
    if (sid === leader) return vote;
    if (sameVote(holds?.event.vote ?? null, vote)) return own;
    if (decision && sameVote(decision.event.vote, vote) && decision.event.electionEpoch === electionEpoch) return own;
    // It may have given up waiting for that leader already, and look anew.
    const held = before?.vote?.event;
    return held && sameVote(held.vote, vote) && held.electionEpoch === electionEpoch ? ownVote(before.initial) : null;
  };
  const compared = able.flatMap((standing) => {
    const own = ownOf(standing);
    return own ? [{ sid: standing.sid, own }] : [];
  });
  const highestEpoch = highest(compared, ({ own }) => BigInt(own.peerEpoch));
  const highestZxid = highest(highestEpoch, ({ own }) => own.zxid);
  return {
    sids: sidsOf(compared),
    highestEpoch: sidsOf(highestEpoch),
    highestZxid: sidsOf(highestZxid),
    unable: sidsOf(servers.filter((server) => !canWin(server) && standings.get(server.sid)?.state !== "DOWN")),
    everybody: able.every(({ sid, state }) => state === "DOWN" || compared.some((other) => other.sid === sid)),
  };
}

function highest<T>(items: readonly T[], number: (item: T) => bigint): T[] {
  const most = items.reduce((max, item) => (number(item) > max ? number(item) : max), 0n);
  return items.filter((item) => number(item) === most);
}

/** The number that told the winner from the last of the others. */
function settledBy({ sids, highestEpoch, highestZxid }: Field, supporters: readonly number[]) {
  if (!supporters.every((sid) => sids.includes(sid))) return null;
  if (sids.length < 2) return "only";
  if (highestEpoch.length < 2) return "peerEpoch";
  return highestZxid.length < 2 ? "zxid" : "sid";
}

function noneOf(ledger: Ledger): Answer {
  const { header, standings, result } = ledger;
  const up = header.cluster.servers
    .filter((server) => server.role === "participant" && standings.get(server.sid)?.state !== "DOWN")
    .map(({ sid }) => sid);
  const looking = header.cluster.servers.filter(({ sid }) => standings.get(sid)?.state === "LOOKING");
  const best = bestSupported(ledger);
  const groups = groupSupportOf(header.cluster, up);
  // Whom servers of a log follow, where it has no election, it may not say.
  const follows = [...standings.values()].some(({ state }) => state === "FOLLOWING" || state === "OBSERVING");
  return {
    kind: "none",
    ...(header.source === "log" && !ledger.hasElected && looking.length === 0 && follows && { unseen: true }),
    looking: sidsOf(looking),
    up,
    support: supportOf(header.cluster, up),
    ...(groups && { groups }),
    best: best && {
      vote: best.vote,
      supporters: best.supporters,
      support: supportOf(header.cluster, best.supporters),
    },
    events: [...(best ? [best.line] : []), ...(result ? [result.line] : [])],
  };
}

/** Of the votes that LOOKING servers propose, the one with the most supporters; of several such, the best one. */
export function bestSupported({ standings }: Ledger) {
  let best: { vote: Vote; supporters: readonly number[]; line: number } | null = null;
  for (const { state, tally } of standings.values()) {
    if (state !== "LOOKING" || !tally) continue;
    const { vote, supporters } = tally.event;
    const more = supporters.length - (best?.supporters.length ?? 0);
    if (!best || more > 0 || (more === 0 && isBetter(vote, best.vote))) best = { vote, supporters, line: tally.line };
  }
  return best;
}

function sidsOf(items: readonly { readonly sid: number }[]): number[] {
  return items.map(({ sid }) => sid);
}
