import type { Member } from "../logs/members.ts";
import type { Header, ResultEvent, ServerResult, TraceCluster, TraceEvent, TraceServer } from "../trace/events.ts";
import { supportOf } from "../trace/quorum.ts";

/** What every server is and has at some moment. */
export type Snapshot = readonly ServerResult[];

/** What is known of the ensemble beside its members. */
export interface Known {
  readonly members: readonly Member[];
  /** Whether anything tells what that server is. */
  readonly isKnown: (sid: number) => boolean;
  /** Files that were read, as the user named them, and how far clocks were ahead, by sid, in ms. */
  readonly files: readonly string[];
  readonly skew: ReadonlyMap<number, number>;
  readonly timing: Readonly<Record<string, number>>;
}

/** The first line of a trace from logs: the ensemble as it was before the first event. */
export function logHeader(known: Known, before: Snapshot, events: readonly TraceEvent[]): Header {
  const leader = before.find(({ state }) => state === "LEADING")?.sid;
  const cluster: TraceCluster = {
    ...(leader !== undefined && { leader }),
    until: "established",
    ...(Object.keys(known.timing).length > 0 && { timing: known.timing }),
    servers: known.members.map((member) => server(member, before, events, known)),
  };
  const skew = Object.fromEntries(known.skew);
  const logs = { files: known.files, ...(known.skew.size > 0 && { skew }) };
  return { type: "trace", version: 1, source: "log", protocol: "zookeeper", cluster, logs };
}

function server(
  { inferred, ...member }: Member,
  before: Snapshot,
  events: readonly TraceEvent[],
  { isKnown }: Known,
): TraceServer {
  const was = before.find(({ sid }) => sid === member.sid);
  const initial = events.find((event) => event.type === "vote" && event.sid === member.sid && event.by === "initial");
  const first = initial?.type === "vote" && initial.vote.leader !== null ? initial : undefined;
  // Without a vote for itself, and without one in an earlier election, nothing tells what it has logged.
  const unknown = first === undefined && (was === undefined || was.leader === null);
  const missing = [
    ...(inferred ? ["role"] : []),
    ...(unknown ? ["zxid", "epoch", "electionEpoch"] : []),
    ...(isKnown(member.sid) ? [] : ["state"]),
  ];
  return {
    sid: member.sid,
    zxid: first?.vote.zxid ?? was?.zxid ?? 0n,
    // A description of a cluster knows no server without epochs, which answers others with -1.
    epoch: Math.max(0, first?.vote.peerEpoch ?? was?.currentEpoch ?? 0),
    electionEpoch: Math.max(0, first ? first.electionEpoch - 1 : (was?.electionEpoch ?? 0)),
    role: member.role,
    ...(member.weight !== undefined && { weight: member.weight }),
    ...(member.group !== undefined && { group: member.group }),
    state: was?.state ?? "DOWN",
    ...(missing.length > 0 && { inferred: missing }),
  };
}

/** The last line of a trace from logs. */
export function logResult(known: Known, after: Snapshot, events: Counts, t: number): ResultEvent {
  const leading = after.filter(({ state }) => state === "LEADING");
  const cluster = { servers: known.members.map((member) => server(member, after, [], known)) };
  const inOffice = leading.find(({ sid }) => {
    const following = after.filter(({ state, leader }) => state === "FOLLOWING" && leader === sid);
    const support = supportOf(cluster, [sid, ...following.map((each) => each.sid)]);
    return support.have >= support.need;
  });
  const electionEpoch = inOffice?.electionEpoch ?? Math.max(0, ...after.map((each) => each.electionEpoch));
  return {
    type: "result",
    leader: inOffice?.sid ?? null,
    electionEpoch,
    rounds: events.rounds.get(electionEpoch) ?? 0,
    notifications: events.notifications,
    t,
    servers: after,
  };
}

/** What a result counts. */
export interface Counts {
  notifications: number;
  /** Highest round by electionEpoch. */
  readonly rounds: Map<number, number>;
}

export function count(counts: Counts, event: TraceEvent): void {
  if (event.type === "receive") counts.notifications++;
  if (event.type !== "vote") return;
  const { electionEpoch, round } = event;
  counts.rounds.set(electionEpoch, Math.max(round, counts.rounds.get(electionEpoch) ?? 0));
}
