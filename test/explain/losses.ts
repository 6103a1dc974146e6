/** Who leads in the end and why nobody else does: recomputed from the trace, and held against the explanation. */
import type { Answer, Criterion, Explanation, Field, Loss } from "../../src/explain/facts.ts";
import type { TraceServer, Vote } from "../../src/trace/events.ts";
import { anchor, checkLines, holds, type Placed, same } from "./holds.ts";
import { type Reading, reachable } from "./naive.ts";
import { checkNumbers, electionsOf } from "./place.ts";
import { canWin, compare, groupsOf, participants, sameVote, serverOf, supportOf } from "./quorums.ts";

/** A vote that a server cast for itself, and when it had begun to look. */
interface Own {
  readonly line: number;
  readonly vote: Vote;
  readonly began: number;
}

/**
 * The election that the leader won last: its own decision in it, or the first of a follower that was quicker than the
 * leader's own finalizeWait, and from which that learned of it. A leader that came back is told that it leads like that,
 * too, but then nobody has elected it since.
 */
function electionWon(reading: Reading, leader: number): Placed<"decide"> | undefined {
  const elections = electionsOf(reading, leader, reading.lastLine + 1);
  const { decision, began } = reading.server(leader, reading.lastLine);
  const anew = elections.find(
    ({ line, event }) => line > (began?.line ?? 0) && event.electionEpoch === decision?.electionEpoch,
  );
  const own = elections.filter(({ event }) => event.sid === leader).at(-1);
  return decision?.via === "joined" && anew ? anew : own;
}

/** The votes that a server cast for itself. */
function ownVotes(reading: Reading, sid: number): Own[] {
  return reading.events.flatMap(({ line, event }): Own[] =>
    event.type === "vote" && event.by === "initial" && event.sid === sid && event.vote.leader !== null
      ? [{ line, vote: event.vote, began: reading.server(sid, line).began?.t ?? event.t }]
      : [],
  );
}

/**
 * The vote for itself that counts when a leader decides: of the run that the server is in, or, without one, the first
 * that it casts later. Who follows that leader already has decided before it, perhaps before it joined a newer election.
 * Where the server decided on somebody else in the same election, both may be told.
 */
function standsFor(reading: Reading, sid: number, { line, event }: Placed<"decide">): (Own | undefined)[] {
  const { state, decision } = reading.server(sid, line);
  const all = ownVotes(reading, sid);
  const before = all.filter((own) => own.line < line).at(-1);
  const later = all.find((own) => own.line > line);
  if (state === "LOOKING" || decision?.leader === event.leader) return [before];
  return decision?.electionEpoch === event.electionEpoch ? [before, later] : [later];
}

/** The vote for itself with which a server began the run in which it came to the winner's vote. */
function ownInField(reading: Reading, sid: number, { line, event }: Placed<"decide">): Vote | undefined {
  const came = reading.events.filter(
    (other) =>
      other.line <= line &&
      (other.event.type === "vote" || other.event.type === "decide") &&
      other.event.sid === sid &&
      sameVote(other.event.vote, event.vote),
  );
  const at = came.at(-1)?.line ?? 0;
  return ownVotes(reading, sid)
    .filter((own) => own.line <= at)
    .at(-1)?.vote;
}

/** @throws Error when the answer is not what the trace came to */
export function checkAnswer(answer: Answer, reading: Reading): void {
  checkLines(answer.events, reading, true);
  const { leader } = reading;
  if (answer.kind === "none") {
    // A server that leads with nobody behind it may be told of, or not.
    holds(leader === null || leader === undefined || reading.result?.leader === null, `${leader} leads`);
    checkNone(answer, reading);
    return;
  }
  holds(reading.server(answer.leader, reading.lastLine).state === "LEADING", "the leader is LEADING in the end");
  if (leader !== undefined) same(answer.leader, leader, "leader");
  const last = reading.server(answer.leader, reading.lastLine).decision;
  const won = electionWon(reading, answer.leader)?.event.electionEpoch === last?.electionEpoch;
  const kind = last === undefined ? "in-office" : last.via === "quorum" || won ? "elected" : "reported";
  same(answer.kind, kind, "how it came to lead");
  if (answer.kind === "reported") same(answer.told, last?.supporters, "who told it");
  if (answer.kind === "elected") checkElected(answer, reading);
}

function checkElected(answer: Extract<Answer, { kind: "elected" }>, reading: Reading): void {
  const decision = anchor(answer.events, reading, "decide", ({ leader }) => leader === answer.leader);
  same(decision.line, electionWon(reading, answer.leader)?.line, "its last election");
  const { electionEpoch, t, vote, supporters } = decision.event;
  const said = { electionEpoch: answer.electionEpoch, t: answer.t, vote: answer.vote, supporters: answer.supporters };
  same(said, { electionEpoch, t, vote, supporters }, "election");
  same(answer.support, supportOf(reading.cluster, supporters), "support");
  if (reading.result) same(answer.inOffice, reading.result.leader === answer.leader, "in office");
  checkField(answer.field, answer.by, decision, reading);
}

function checkField(field: Field, by: string | null, decision: Placed<"decide">, reading: Reading): void {
  const { vote, supporters, leader } = decision.event;
  const own = (sid: number) => (sid === leader && forgot ? vote : ownInField(reading, sid, decision));
  // Others may hold a vote for it from before it crashed, with a zxid that it had in memory only: that one wins.
  const first = ownInField(reading, leader, decision);
  const crashed = reading.events.some(
    ({ event, line }) => event.type === "state" && event.sid === leader && event.to === "DOWN" && line < decision.line,
  );
  const forgot = first !== undefined && crashed && first.zxid < vote.zxid && (vote.zxid & 0xffff_ffffn) === 0n;
  holds(field.sids.includes(leader), "the winner is in the field");
  for (const sid of supporters) {
    // Votes may have taken so long that who cast one looks for a leader anew.
    const still = canWin(serverOf(reading.cluster, sid)) && sameVote(reading.server(sid, decision.line).vote, vote);
    holds(field.sids.includes(sid) || !still, `supporter ${sid} is in the field`);
  }
  for (const sid of field.sids) {
    const ended = reading.events.some(
      ({ event }) =>
        (event.type === "vote" || event.type === "decide") && event.sid === sid && sameVote(event.vote, vote),
    );
    holds(ended, `${sid} came to the winner's vote`);
  }
  const epochs = field.sids.map((sid) => own(sid)?.peerEpoch ?? -1);
  const highestEpoch = field.sids.filter((_, at) => epochs[at] === Math.max(...epochs));
  same(field.highestEpoch, highestEpoch, "highest peerEpoch");
  const zxids = highestEpoch.map((sid) => own(sid)?.zxid ?? -1n);
  const highestZxid = highestEpoch.filter((_, at) => zxids.every((zxid) => zxid <= (zxids[at] ?? -1n)));
  same(field.highestZxid, highestZxid, "highest zxid");
  const unknown = field.sids.some((sid) => own(sid) === undefined);
  const decisive = highestEpoch.length === 1 ? "peerEpoch" : highestZxid.length === 1 ? "zxid" : "sid";
  const alone = supporters.length === 1 ? "only" : null;
  same(by, unknown ? null : field.sids.length === 1 ? alone : decisive, "what settled it");
  if (by === "sid") same(leader, Math.max(...highestZxid), "the highest sid");
  if (by === "peerEpoch" || by === "zxid") same([leader], by === "zxid" ? highestZxid : highestEpoch, "the highest");
  const up = participants(reading.cluster).filter(
    (server) => canWin(server) && reading.server(server.sid, decision.line).state !== "DOWN",
  );
  same(
    field.everybody,
    up.every(({ sid }) => field.sids.includes(sid)),
    "whether the field is everybody",
  );
  const others = reading.cluster.servers.filter(
    (server) => !canWin(server) && reading.server(server.sid, decision.line).state !== "DOWN",
  );
  same(
    field.unable,
    others.map(({ sid }) => sid),
    "who could not have won",
  );
}

function checkNone(answer: Extract<Answer, { kind: "none" }>, reading: Reading): void {
  const { cluster, lastLine } = reading;
  same(answer.looking, reading.inState("LOOKING"), "who is LOOKING");
  const up = participants(cluster).filter(({ sid }) => reading.server(sid, lastLine).state !== "DOWN");
  const sids = up.map(({ sid }) => sid);
  same(answer.up, sids, "participants that are up");
  same(answer.support, supportOf(cluster, sids), "what they amount to");
  same(answer.groups, groupsOf(cluster, sids), "groups");
  const counts = looking(reading);
  if (!answer.best) {
    holds(
      counts.every(({ supporters }) => supporters.length === 0),
      "somebody LOOKING has support",
    );
    return;
  }
  const { vote, supporters, support } = answer.best;
  same(support, supportOf(cluster, supporters), "support of the best");
  const most = Math.max(...counts.map((count) => count.supporters.length));
  same(supporters.length, most, "most supporters");
  const found = counts.some((count) => sameVote(count.vote, vote) && count.supporters.join() === supporters.join());
  holds(found, "somebody LOOKING counted them");
}

/** The votes of those LOOKING in the end, and whom each has counted for it. */
function looking(reading: Reading): { vote: Vote; supporters: readonly number[] }[] {
  return [...reading.after(reading.lastLine).values()].flatMap(({ state, vote, tally }) =>
    state === "LOOKING" && vote !== null && vote.leader !== null ? [{ vote, supporters: tally?.supporters ?? [] }] : [],
  );
}

/** @throws Error when there is not one loss for every server but the leader */
export function checkEverybody({ others, answer }: Explanation, { cluster }: Reading): void {
  const leader = answer.kind === "none" ? undefined : answer.leader;
  const expected = cluster.servers.map(({ sid }) => sid).filter((sid) => sid !== leader);
  same(
    others.map(({ sid }) => sid),
    expected,
    "servers that did not win",
  );
}

/** @throws Error when something else kept that server from winning first */
export function checkLoss(loss: Loss, answer: Answer, reading: Reading): void {
  checkLines(loss.events, reading);
  const server = serverOf(reading.cluster, loss.sid);
  holds(server !== undefined, "a configured server");
  if (loss.own && loss.winner && loss.comparison) {
    checkNumbers(loss.comparison, loss.own, loss.winner);
    same(loss.comparison.rule, compare(loss.own, loss.winner).by, "first number that differs");
  }
  if (loss.own && loss.winner) holds(loss.comparison !== undefined, "both votes are known and compared");
  if (answer.kind === "none") checkNobodyWon(loss, server, answer, reading);
  else {
    const decision = electionWon(reading, answer.leader);
    if (decision) checkLost(loss, server, decision, reading);
    else checkNoElection(loss, server, reading);
  }
}

/** What cannot be told from votes. */
function plain(server: TraceServer, down: boolean): Criterion | undefined {
  if (down) return "down";
  if (server.role === "observer") return "observer";
  return server.weight === 0 ? "weight" : undefined;
}

function checkNoElection(loss: Loss, server: TraceServer, reading: Reading): void {
  const down = reading.server(server.sid, reading.lastLine).state === "DOWN";
  same(loss.criterion, plain(server, down) ?? "no-election", "criterion");
  same(loss.winner, null, "nobody won");
}

function checkLost(loss: Loss, server: TraceServer, decision: Placed<"decide">, reading: Reading): void {
  const { sid } = server;
  const { state } = reading.server(sid, decision.line);
  const casts = reading.events.some(
    ({ line, event }) => line > decision.line && event.type === "vote" && event.sid === sid,
  );
  // Who had crashed by then has lost by that, whatever it voted before or votes later.
  const crashed = reading.events.some(
    ({ line, event }) => line <= decision.line && event.type === "state" && event.sid === sid && event.to === "DOWN",
  );
  if (state === "DOWN" && crashed) {
    same(
      { criterion: loss.criterion, own: loss.own, winner: loss.winner },
      { criterion: "down", own: null, winner: decision.event.vote },
      "crashed",
    );
    return;
  }
  const stands = standsFor(reading, sid, decision);
  const own = stands.find((one) => sameVote(one?.vote ?? null, loss.own)) ?? stands[0];
  same(loss.winner, decision.event.vote, "vote of the winner");
  same(loss.own, own?.vote ?? null, "its own vote");
  const first = plain(server, state === "DOWN" && !casts);
  if (first) {
    same(loss.criterion, first, "criterion");
    return;
  }
  if (!own) {
    const away = state !== "LOOKING" && state !== "DOWN";
    holds(
      loss.criterion === "unknown" || (away && loss.criterion === "cut-off"),
      `${loss.criterion} without a vote of its own`,
    );
    return;
  }
  holds(loss.events.includes(own.line), `line ${own.line} has its own vote`);
  const { order, by } = compare(own.vote, decision.event.vote);
  const hows = cutOff(reading, sid, decision);
  const late = hows.length === 0;
  same(
    loss.criterion,
    order < 0 ? by : late ? "late" : "cut-off",
    `criterion (own ${order < 0 ? "worse" : "better"}, ${hows})`,
  );
  if (loss.criterion === "late") {
    same({ began: loss.began, decided: loss.decided }, { began: own.began, decided: decision.event.t }, "late");
  }
  if (loss.criterion === "cut-off")
    holds(loss.how !== undefined && hows.includes(loss.how), `how: ${hows}, not ${loss.how}`);
}

/** What kept that server's vote from being heard when the leader decided. */
function cutOff(reading: Reading, sid: number, { line, event }: Placed<"decide">): NonNullable<Loss["how"]>[] {
  const { state, began } = reading.server(sid, line);
  const hows: NonNullable<Loss["how"]>[] = [];
  if (state === "DOWN") return hows;
  const world = reading.world(line);
  if (!reachable(world, sid, event.leader)) hows.push("partition");
  if (world.paused.has(sid)) hows.push("pause");
  const lost = reading.events.some(
    (sent) =>
      sent.event.type === "send" &&
      sent.event.lost === true &&
      sent.event.sid === sid &&
      event.supporters.includes(sent.event.to) &&
      sent.line < line &&
      sent.line > (began?.line ?? line),
  );
  if (state === "LOOKING" && lost) hows.push("loss");
  if (state !== "LOOKING") hows.push("away");
  return hows;
}

function checkNobodyWon(
  loss: Loss,
  server: TraceServer,
  answer: Extract<Answer, { kind: "none" }>,
  reading: Reading,
): void {
  const { sid } = server;
  const known = reading.server(sid, reading.lastLine);
  const best = answer.best?.vote;
  same(loss.winner, best ?? null, "best supported vote");
  const first = plain(server, known.state === "DOWN");
  if (first) {
    same(loss.criterion, first, "criterion");
    return;
  }
  const own = known.initial;
  if (!best && loss.criterion !== "unknown") {
    same(loss.criterion, "short", "criterion");
    return;
  }
  if (!own) {
    holds(["unknown", "cut-off"].includes(loss.criterion), `${loss.criterion} without a vote of its own`);
    return;
  }
  if (!best || best.leader === sid) {
    same(loss.criterion, "short", "criterion");
    return;
  }
  same(loss.own, own, "its own vote");
  const { order, by } = compare(own, best);
  if (order < 0) same(loss.criterion, by, "criterion");
  else holds(["late", "cut-off", "short"].includes(loss.criterion), `its own vote is better, ${loss.criterion}`);
}
