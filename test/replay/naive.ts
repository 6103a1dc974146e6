/** What a trace says of logs, held against what grep finds in them and against an election worked out on paper. */
import type {
  DecideEvent,
  Header,
  ReceiveEvent,
  StateEvent,
  TraceEvent,
  TraceLine,
  VoteEvent,
} from "../../src/trace/events.ts";
import { participants } from "../explain/quorums.ts";
import { text } from "../protocols/fle/told.ts";
import { Election } from "./election.ts";
import { type Entry, entriesOf, type Note } from "./naive-log.ts";

export interface Told {
  readonly files: Readonly<Record<string, string>>;
  readonly lines: readonly TraceLine[];
}

type Complain = (what: string, found: object, event?: TraceEvent | Entry) => void;

/** All that is wrong with what is told, a line each. `whole`: the logs are as the servers wrote them. */
export function wrongIn({ files, lines }: Told, whole: boolean): string[] {
  const [header] = lines;
  if (header?.type !== "trace") throw new Error("no header");
  const wrong: string[] = [];
  const complain: Complain = (what, found, event) =>
    void wrong.push(`${what}: ${text(found)}${event ? ` in ${text(event)}` : ""}`);
  const events = lines.filter((line): line is TraceEvent => line.type !== "trace" && line.type !== "result");
  const entries = entriesOf(files);
  const reading = { header, events, entries, lines, at: new Map(entries.map((entry) => [entry.place, entry])) };
  checkPlaces(reading, files, complain);
  checkHeard(reading, complain);
  checkOrder(reading, whole, complain);
  checkVotes(reading, whole, complain);
  checkDecisions(reading, whole, complain);
  checkElections(reading, whole, complain);
  checkResult(reading, complain);
  return wrong;
}

interface Naive {
  readonly header: Header;
  readonly lines: readonly TraceLine[];
  readonly events: readonly TraceEvent[];
  readonly entries: readonly Entry[];
  readonly at: ReadonlyMap<string, Entry>;
}

/** Everything is on a line, at the time of that line, in a log of that server, and in its order. */
function checkPlaces({ events, entries }: Naive, files: Told["files"], complain: Complain): void {
  const texts = new Map(Object.entries(files).map(([file, all]) => [file, all.split("\n")]));
  const owners = new Map(entries.map(({ place, sid }) => [place.replace(/:\d+$/, ""), sid]));
  const last = new Map<string, number>();
  for (const event of events) {
    if (event.inferred || !("sid" in event)) continue;
    const [, file = "", number = "0"] = /^(.*):(\d+)$/.exec(event.log ?? "") ?? [];
    const line = texts.get(file)?.[Number(number) - 1];
    if (line === undefined || event.at === undefined || !line.includes(event.at))
      complain("no such line", { line }, event);
    // That a server is gone is what the others see.
    const seen = event.type === "state" && event.to === "DOWN" && event.reason === "crash";
    if (seen) continue;
    if (owners.get(file) !== event.sid) complain("a line of another server", { owner: owners.get(file) }, event);
    // What arrived before the election began was waiting for it.
    const heard =
      event.type === "receive" || event.type === "tally" || (event.type === "vote" && event.by !== "initial");
    const strand = `${file} ${heard}`;
    if ((last.get(strand) ?? 0) > Number(number))
      complain("out of order in its log", { after: last.get(strand) }, event);
    last.set(strand, Number(number));
  }
}

/** Each notification of the logs is one receive, as it stands there. */
function checkHeard({ events, entries }: Naive, complain: Complain): void {
  const heard = new Map<string, ReceiveEvent>();
  for (const event of events) {
    if (event.type !== "receive" || event.inferred) continue;
    if (heard.has(event.log ?? "")) complain("received twice", {}, event);
    heard.set(event.log ?? "", event);
  }
  for (const entry of entries) {
    if (!entry.note) continue;
    const event = heard.get(entry.place);
    heard.delete(entry.place);
    const said = sayingOf(entry.note);
    if (!event) complain("not received", said, entry);
    else if (text(saidBy(event)) !== text(said)) complain("received otherwise", said, event);
  }
  for (const event of heard.values()) complain("never received", {}, event);
}

function sayingOf({ from, state, leader, zxid, peerEpoch, electionEpoch }: Note): object {
  const vote = leader === null ? { leader } : { leader, zxid, peerEpoch };
  return { from, state, electionEpoch, vote };
}

function saidBy({ from, state, electionEpoch, vote }: ReceiveEvent): object {
  return { from, state, electionEpoch, vote: vote.leader === null ? { leader: null } : vote };
}

/** Time does not run back, a vote is cast before it is heard, and rounds are how deep causes go. */
function checkOrder({ header, events }: Naive, whole: boolean, complain: Complain): void {
  const voters = participants(header.cluster).map(({ sid }) => sid);
  const decided = new Set<string>();
  let t = 0;
  const cast = new Map<string, Set<number>>();
  const heard = new Map<number, ReceiveEvent>();
  for (const event of events) {
    if (event.t < t) complain("time runs back", { t }, event);
    t = event.t;
    if (event.type === "receive") heard.set(event.sid, event);
    if (event.type === "decide") decided.add(`${event.sid} ${event.leader}`);
    if (event.type === "vote") {
      const key = ballot(event.sid, event);
      cast.set(key, (cast.get(key) ?? new Set()).add(event.round));
      const cause = heard.get(event.sid);
      if (event.inferred) continue;
      if (event.by === "initial" && event.round !== 1) complain("an initial vote is round 1", {}, event);
      const own = event.by === "electionEpoch" && event.vote.leader === event.sid;
      if (event.by !== "initial" && !own && event.round !== (cause?.round ?? 0) + 1)
        complain("a vote is one deeper than its cause", { cause }, event);
    }
    if (event.type === "receive" && event.state === "LOOKING") {
      const rounds = cast.get(ballot(event.from, event));
      // Who may not vote is answered with what was decided on last.
      const answered = !voters.includes(event.sid) && decided.has(`${event.from} ${event.vote.leader}`);
      if (!rounds && (answered || !whole)) continue;
      if (!rounds) complain("received before it was cast", {}, event);
      else if (!rounds.has(event.round)) complain("received in a round of its own", { rounds: [...rounds] }, event);
    }
  }
}

function ballot(sid: number, { electionEpoch, vote }: { electionEpoch: number; vote: VoteEvent["vote"] }): string {
  const { leader, zxid, peerEpoch } = vote;
  return text({
    sid,
    electionEpoch,
    leader,
    zxid: leader === null ? 0n : zxid,
    peerEpoch: leader === null ? 0 : peerEpoch,
  });
}

/** What a server says to itself is what it votes. */
function checkVotes({ header, events, entries }: Naive, whole: boolean, complain: Complain): void {
  for (const { sid } of participants(header.cluster)) {
    const own = entries.filter((entry) => entry.sid === sid);
    const said = own.flatMap(({ note }) =>
      note?.from === sid && note.state === "LOOKING" ? [text(sayingOf(note))] : [],
    );
    const votes = events.filter((event): event is VoteEvent => event.type === "vote" && event.sid === sid);
    const cast = votes.map(({ electionEpoch, vote }) => text({ from: sid, state: "LOOKING", electionEpoch, vote }));
    const shown = entries.flatMap(({ note }) => (note?.from === sid ? [text(sayingOf(note))] : []));
    const initial = own.filter(({ kind }) => kind === "election").map(({ zxid }) => zxid);
    for (const [at, vote] of votes.entries()) {
      if (vote.inferred || vote.by === "initial") continue;
      if (whole && !shown.includes(cast[at] ?? "")) complain("a vote that no log shows", {}, vote);
    }
    for (const one of new Set(said)) if (!cast.includes(one)) complain("a vote is missing", { one });
    if (whole) {
      const zxids = votes
        .filter(({ by, vote }) => by === "initial" && vote.leader !== null)
        .map(({ vote }) => vote.zxid);
      if (votes.every(({ vote }) => vote.leader !== null) && text(zxids) !== text(initial))
        complain("elections of a server", { sid, zxids, initial });
      if (text(runsOf(cast)) !== text(runsOf(said)))
        complain("votes in order", { sid, cast: runsOf(cast), said: runsOf(said) });
    }
  }
}

/** Without the same again. */
function runsOf(list: readonly string[]): string[] {
  return list.filter((one, at) => one !== list[at - 1]);
}

/** A server decides where its log says that it is no longer LOOKING, and is what it then says it is. */
function checkDecisions({ events, entries, at }: Naive, whole: boolean, complain: Complain): void {
  const places = new Set<string>();
  const lookings = new Map<number, boolean>();
  for (const entry of entries) {
    if (entry.kind === "looking" || entry.kind === "election" || entry.kind === "started")
      lookings.set(entry.sid, entry.kind !== "started");
    if (entry.kind !== "decided") continue;
    if (lookings.get(entry.sid) === true) places.add(entry.place);
    lookings.set(entry.sid, false);
  }
  for (const event of events) {
    if (event.type !== "decide" && event.type !== "state") continue;
    if (event.inferred) continue;
    const entry = at.get(event.log ?? "");
    if (event.type === "decide") {
      if (!places.delete(event.log ?? "")) complain("a decision that no log shows", {}, event);
      if (entry?.state && (entry.state === "LEADING") !== (event.leader === event.sid))
        complain("decided on another", { state: entry.state }, event);
      if (event.leader !== event.vote.leader) complain("decided on what it does not hold", {}, event);
    }
    if (event.type === "state") checkState(event, entry, complain);
  }
  if (whole) for (const place of places) complain("a decision is missing", { place });
}

function checkState(event: StateEvent, entry: Entry | undefined, complain: Complain): void {
  if (event.to === "DOWN") return;
  const shown = entry?.kind === "decided" ? entry.state : entry?.kind === "heard" ? entry.note?.my : "LOOKING";
  if (!entry || event.to !== shown) complain("a state that the log does not show", { shown }, event);
}

/** Every outcome, tally and decision is what one works out on paper from what the server heard. */
function checkElections({ header, events, at }: Naive, whole: boolean, complain: Complain): void {
  const elections = new Map<number, Election>();
  for (const event of events) {
    if (event.type === "vote" && event.by === "initial")
      elections.set(event.sid, new Election(header.cluster, event.sid, event.electionEpoch, event.vote));
    if (event.type === "state" && event.to === "LOOKING") elections.delete(event.sid);
    if (event.type === "state" && event.to === "DOWN") elections.delete(event.sid);
    const election = "sid" in event ? elections.get(event.sid) : undefined;
    if (event.type === "receive" && !event.claimed) {
      const my = at.get(event.log ?? "")?.note?.my;
      checkOutcome(event, my, election, header, complain);
    }
    if (!election) continue;
    if (event.type === "tally" && text(event.supporters) !== text(election.supporters))
      complain("tally", { supporters: election.supporters }, event);
    if (event.type === "tally" && event.quorum !== election.hasQuorum)
      complain("tally", { quorum: election.hasQuorum }, event);
    if (event.type === "vote" && !event.inferred && text(event.vote) !== text(election.held))
      complain("vote", { held: election.held }, event);
    if (event.type === "decide") checkDecision(event, election, whole, complain);
  }
}

function checkOutcome(
  event: ReceiveEvent,
  my: string | undefined,
  election: Election | undefined,
  header: Header,
  complain: Complain,
): void {
  const { outcome, by, rule } = event;
  const voter = participants(header.cluster).some(({ sid }) => sid === event.from);
  const expected =
    my !== "LOOKING"
      ? event.state === "LOOKING"
        ? { outcome: "replied", by: voter ? "looking" : "observer" }
        : { outcome: "ignored", by: "decided" }
      : election?.hear(event);
  if (!expected) return;
  if (text({ outcome, by, rule }) !== text({ ...expected })) complain("outcome", { my, ...expected }, event);
}

function checkDecision(event: DecideEvent, election: Election, whole: boolean, complain: Complain): void {
  if (event.via === "quorum") {
    if (whole && !election.hasQuorum) complain("decided without a quorum", { supporters: election.supporters }, event);
    if (text(event.supporters) !== text(election.supporters))
      complain("supporters", { supporters: election.supporters }, event);
    if (text(event.vote) !== text(election.held)) complain("decided on another vote", { held: election.held }, event);
  }
}

/** The last states are those of the events, and numbers are counts. */
function checkResult({ lines, events, header }: Naive, complain: Complain): void {
  const result = lines.at(-1);
  if (result?.type !== "result") {
    complain("no result", {});
    return;
  }
  const states = new Map(header.cluster.servers.map(({ sid, state }) => [sid, state]));
  for (const event of events) {
    if (event.type !== "state") continue;
    if (states.get(event.sid) !== event.from) complain("from another state", { from: states.get(event.sid) }, event);
    states.set(event.sid, event.to);
  }
  for (const { sid, state } of result.servers) {
    if (state !== states.get(sid)) complain("ends in another state", { sid, state, events: states.get(sid) });
  }
  const heard = events.filter(({ type }) => type === "receive").length;
  if (result.notifications !== heard) complain("notifications", { said: result.notifications, heard });
  if (result.leader !== null && states.get(result.leader) !== "LEADING") complain("leader", { leader: result.leader });
}
