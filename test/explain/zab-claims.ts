/** Facts of discovery, synchronization and broadcast, held against the trace. */
import type {
  AcknowledgedFact,
  DiscoveredFact,
  KeptFact,
  LoggedFact,
  LostFact,
  RefusedFact,
  SnapshotVoteFact,
  SurvivedFact,
  SynchronizedFact,
} from "../../src/explain/facts.ts";
import type { ZxidRange } from "../../src/trace/events.ts";
import { among, anchor, holds, same } from "./holds.ts";
import type { Reading } from "./naive.ts";
import type { Place } from "./place.ts";
import { isQuorum, supportOf } from "./quorums.ts";

export function checkDiscovered(fact: DiscoveredFact, { reading }: Place): void {
  const { sid, t, epoch, heard, highest, accepted, answered, events } = fact;
  const writes = among(events, reading, "epoch", ({ file }) => file === "acceptedEpoch");
  const own = writes.filter(({ event }) => event.sid === sid);
  same(own.length, 1, "the leader writes it once");
  same(
    { t, epoch, heard },
    { t: own[0]?.event.t, epoch: own[0]?.event.epoch, heard: own[0]?.event.heard },
    "discovery",
  );
  const most = heard.reduce((max, one) => (one.epoch > max ? one.epoch : max), -1);
  // The last epoch of all has none after it.
  holds(epoch === most + 1 || epoch === most, `${epoch} follows the highest, ${most}`);
  for (const one of heard) same(highest.includes(one.sid), one.epoch === most, `${one.sid} had accepted the highest`);
  const others = writes.filter(({ event }) => event.sid !== sid);
  for (const { event } of others) same([event.leader, event.epoch], [sid, epoch], "whose epoch is accepted");
  same(accepted, sorted(others.map(({ event }) => event.sid)), "who accepts it");
  const entered = among(events, reading, "phase", (event) => event.sid === sid && event.phase === "synchronization");
  same(answered, entered.length === 1, "a quorum has answered");
}

export function checkRefused(fact: RefusedFact, { reading }: Place): void {
  const { sid, t, from, currentEpoch, zxid, own, events } = fact;
  const { event } = anchor(events, reading, "refuse", (refusal) => refusal.sid === sid);
  same(
    { t, from, currentEpoch, zxid },
    { t: event.t, from: event.from, currentEpoch: event.currentEpoch, zxid: event.zxid },
    "refusal",
  );
  if (!own) return;
  const { vote } = anchor(events, reading, "decide", (decide) => decide.sid === sid && decide.leader === sid).event;
  same(own, { currentEpoch: vote.peerEpoch, zxid: vote.zxid }, "what the leader has");
}

export function checkSynchronized(fact: SynchronizedFact, { reading }: Place): void {
  const { sid, leader, events, written, ...said } = fact;
  const { event, line } = anchor(events, reading, "phase", (phase) => phase.sid === sid);
  same([event.phase, event.detail.leader], ["synchronization", leader], "synchronization");
  const { mode, why, from, zxid, discarded = [], received = [] } = event.detail;
  same({ ...said, kind: 0 }, { kind: 0, t: event.t, mode, why, from, zxid, discarded, received }, "how");
  const writes = among(events, reading, "epoch", ({ file }) => file === "currentEpoch");
  same(written, writes.length === 1, "it has written it");
  for (const { event: write, line: at } of writes) holds(write.sid === sid && at > line, "written afterwards");
}

export function checkAcknowledged(fact: AcknowledgedFact, { reading }: Place): void {
  const { sid, epoch, sids, support, established, events } = fact;
  const writes = among(events, reading, "epoch", ({ file, leader }) => file === "currentEpoch" && leader === sid);
  same(sids, sorted(writes.map(({ event }) => event.sid)), "who has written it");
  for (const { event } of writes) same(event.epoch, epoch, "epoch");
  same(support, supportOf(reading.cluster, sids), "support");
  const serves = among(events, reading, "phase", (phase) => phase.sid === sid && phase.phase === "broadcast");
  same(established, serves.length === 1, "established");
  if (established) holds(isQuorum(reading.cluster, sids), "a quorum has acknowledged an established epoch");
}

export function checkLogged(fact: LoggedFact, { reading, end }: Place): void {
  const { sid, t, range, sids, support, events } = fact;
  const { event } = anchor(events, reading, "propose", (propose) => propose.sid === sid);
  same(t, event.t, "time");
  holds(within(range, [event.zxid - BigInt(event.count) + 1n, event.zxid]), "they are of what was proposed");
  holds(!committedBy(reading, range[1], end), "they are not committed");
  same(support, supportOf(reading.cluster, sids), "support");
  // Where a server begins with a zxid beyond the epochs that come, it cannot be told apart what it has of them.
  if (reading.cluster.servers.some(({ zxid }) => zxid >= range[0])) return;
  const loggers = among(events, reading, "logged").map((logged) => logged.event.sid);
  for (const one of sids) holds(one === sid || loggers.includes(one), `${one} has logged them`);
}

export function checkSurvived(fact: SurvivedFact, place: Place): void {
  checkElectors(fact, place.reading);
  holds(fact.both.length > 0, "of those who elected the leader, some had it");
  const { event } = anchor(fact.events, place.reading, "phase", ({ sid }) => sid === fact.sid);
  holds((event.detail.zxid ?? 0n) >= fact.range[1], "the leader begins with it");
  holds(!committedBy(place.reading, fact.range[1], fact.events.at(-1) ?? 0), "nobody had committed it");
  // It ends with what its history had, and then with the beginning of its epoch.
}

export function checkLost(fact: LostFact, { reading }: Place): void {
  checkElectors(fact, reading);
  const [first, last] = fact.range;
  holds(!committedBy(reading, last, reading.lastLine), "nobody ever commits it");
  const ends = endsOf(reading);
  holds(
    ends.has(last) && (ends.has(first - 1n) || (first & 0xffff_ffffn) === 1n),
    "it begins and ends where writes do",
  );
  const { vote } = anchor(fact.events, reading, "decide", ({ sid }) => sid === fact.sid).event;
  holds(!fact.sids.includes(fact.sid), "the leader did not have it");
  // A higher zxid among those who elected the leader loses only to a higher epoch.
  holds(fact.both.length === 0 || vote.peerEpoch > 0, "an epoch decided");
}

/** Where what was written, or what a server had at first, ends; and where what was written begins. */
function endsOf({ cluster, events }: Reading): Set<bigint> {
  const ends = cluster.servers.map(({ zxid }) => zxid);
  for (const { event } of events) if (event.type === "propose") ends.push(event.zxid, event.zxid - BigInt(event.count));
  return new Set(ends);
}

export function checkKept(fact: KeptFact, { reading }: Place): void {
  const { zxid, sids, both, events } = fact;
  checkElectors(fact, reading);
  holds(both.length > 0, "two quorums share a server");
  holds(isQuorum(reading.cluster, sids), "a quorum had it");
  const { vote } = anchor(events, reading, "decide", ({ sid }) => sid === fact.sid).event;
  const commits = among(events, reading, "commit");
  for (const { event } of commits) same({ zxid, sids }, { zxid: event.zxid, sids: event.servers }, "commit");
  const writes = among(events, reading, "epoch", ({ file }) => file === "currentEpoch");
  if (commits.length === 0) same(sids, sorted(writes.map(({ event }) => event.sid)), "who has written it");
  holds(vote.zxid >= zxid, "the leader has everything that was committed");
}

function checkElectors(fact: SurvivedFact | LostFact | KeptFact, reading: Reading): void {
  const { sid, t, sids, voters, both, events } = fact;
  const { event } = anchor(events, reading, "decide", (decide) => decide.sid === sid && decide.leader === sid);
  same(voters, event.supporters, "who elected it");
  same(
    both,
    sids.filter((one) => voters.includes(one)),
    "who is in both",
  );
  const { event: serves } = anchor(events, reading, "phase", (phase) => phase.sid === sid);
  same([serves.phase, serves.t], ["broadcast", t], "when it began to serve");
}

export function checkSnapshotVote(fact: SnapshotVoteFact, { reading }: Place): void {
  const { sid, leader, zxid, events } = fact;
  const { vote, by } = anchor(events, reading, "vote", (cast) => cast.sid === sid).event;
  same([by, vote.leader, vote.zxid], ["initial", sid, zxid], "its vote for itself");
  holds(zxid > 0n && zxid % 2n ** 32n === 0n, "no transaction has that zxid");
  const { detail } = anchor(events, reading, "phase", (phase) => phase.sid === sid).event;
  same([detail.mode, detail.leader, detail.zxid], ["SNAP", leader, zxid], "its snapshot");
}

/** Whether a leader has told, up to that line, that it commits that zxid. */
function committedBy(reading: Reading, zxid: bigint, line: number): boolean {
  return reading.events.some(
    ({ line: at, event }) =>
      at <= line &&
      event.type === "commit" &&
      within([zxid, zxid], [event.zxid - BigInt(event.count) + 1n, event.zxid]),
  );
}

function within([first, last]: ZxidRange, [start, end]: ZxidRange): boolean {
  return first >= start && last <= end;
}

function sorted(sids: readonly number[]): number[] {
  return [...new Set(sids)].sort((a, b) => a - b);
}
