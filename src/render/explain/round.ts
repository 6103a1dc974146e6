import { sameVote } from "../../explain/compare.ts";
import type { Fact, InitialVoteFact, Part, VoteChangedFact, VoteLostFact } from "../../explain/facts.ts";
import { roundOf } from "../../explain/select.ts";
import type { Judged } from "../../locales/explain/en.ts";
import { alike } from "../../trace/alike.ts";
import type { Vote } from "../../trace/events.ts";
import { condensedAbove } from "../../trace/story.ts";
import type { Block } from "../document.ts";
import { type Context, judgedOf, ofKind, sidsOf, uncompared, voteOf } from "./context.ts";
import { sourceNote } from "./source.ts";

/**
 * A round as blocks: what each server did, those that did the same in one sentence; nothing where votes only agree.
 *
 * @param facts of the part that are of this round
 */
export function roundBlocks(round: number, facts: readonly Fact[], part: Part, context: Context): Block[] {
  const { telling } = context;
  const entries = [...ownVotes(facts, context), ...rows(facts, context)];
  if (entries.length === 0) return [];
  const blocks = entries.map(({ text, kinds }): Block => {
    return { kind: "entry", text, ...(telling.source && { note: sourceNote(kinds) }) };
  });
  return [heading(round, facts, part, context), ...blocks];
}

/** As in the tables: after the last vote was cast, votes are only counted, or answers arrive. */
function heading(round: number, facts: readonly Fact[], part: Part, { messages, words }: Context): Block {
  const casts = part.facts.filter(({ kind }) => castKinds.includes(kind));
  if (casts.some((fact) => (roundOf(fact) ?? 0) >= round)) {
    const first = facts.every((fact) => fact.kind === "initial-vote" && isOwn(fact));
    const note = first ? words.headings.ownVotes : words.headings.arrive;
    return { kind: "subheading", text: messages.round(round), note };
  }
  const joins = ofKind(part.facts, "joined").length > 0 && ofKind(part.facts, "decided").length === 0;
  return { kind: "subheading", text: joins ? messages.answers : messages.counting };
}

/** A vote for itself, or an observer's, which is none; of what was not heard from the beginning it may be another. */
function isOwn({ sid, vote }: InitialVoteFact): boolean {
  return vote.leader === null || vote.leader === sid;
}

const castKinds: readonly Fact["kind"][] = ["initial-vote", "vote-changed", "election-joined"];

interface Entry {
  readonly text: string;
  readonly kinds: readonly Fact["kind"][];
}

/** "1 votes (1, 8), 2 votes (2, 8)." in one sentence. */
function ownVotes(facts: readonly Fact[], context: Context): Entry[] {
  const cast = ofKind(facts, "initial-vote");
  const votes = cast.filter(({ vote }) => vote.leader !== null);
  const observers = cast.filter(({ vote }) => vote.leader === null);
  const texts = votes.map(({ sid, vote }) => ({ sids: [sid], vote: voteOf(vote, context) }));
  const { words } = context;
  const said = votes.length > condensedAbove ? words.ownVoteEach(sidsOf(votes)) : words.ownVotes(texts);
  return [
    ...(texts.length > 0 ? [{ text: said, kinds: ["initial-vote"] as const }] : []),
    ...(observers.length > 0 ? [{ text: words.noVote(sidsOf(observers)), kinds: ["initial-vote"] as const }] : []),
  ];
}

/** The other facts server by server; servers with the same sentence share it. */
function rows(facts: readonly Fact[], context: Context): Entry[] {
  const told = facts.filter(({ kind }) => kind !== "initial-vote");
  const bySid = alike(told, (fact) => ("sid" in fact ? String(fact.sid) : ""));
  const sentences = bySid.map((own) => {
    const sid = sidsOf(own.flatMap((fact) => ("sid" in fact ? [fact] : [])))[0] ?? 0;
    // A row says the same as another when its sentence does but for the server's own number.
    return { sid, own, key: rowText([-1], own, context) };
  });
  return alike(
    sentences.filter(({ key }) => key !== ""),
    ({ key, sid }) => (isShared(key) ? key : String(sid)),
  ).map((group) => {
    const [{ own }] = group;
    return { text: rowText(sidsOf(group), own, context), kinds: own.map(({ kind }) => kind) };
  });
}

/** Whether a sentence can speak of several servers: one that says "it" cannot. */
function isShared(key: string): boolean {
  return key.split("-1").length === 2;
}

/** What these servers did in the round, in order; empty where there is nothing to tell. */
function rowText(sids: readonly number[], facts: readonly Fact[], context: Context): string {
  // What it did in one election comes before its move to a newer one.
  const moves = facts.flatMap((fact, at) => (fact.kind === "election-joined" ? [at] : []));
  const bounds = [0, ...moves, facts.length];
  const stretches = bounds.slice(1).map((end, at) => facts.slice(bounds[at], end));
  return context.words.paragraph(stretches.flatMap((stretch) => stretchTexts(sids, stretch, context)));
}

function stretchTexts(sids: readonly number[], facts: readonly Fact[], context: Context): string[] {
  const { words, telling } = context;
  const texts = [
    ...joinedElections(sids, facts, context),
    ...changes(sids, facts, context),
    ...ignored(sids, facts, context),
    ...reports(sids, facts, context),
    ...ofKind(facts, "wait-broken").map(({ vote, better, waited }) =>
      words.waitBroken(sids, voteOf(vote, context), voteOf(better, context), waited),
    ),
  ];
  // In the whole story agreement shows in the decision.
  if (telling.server === undefined && telling.round === undefined) return texts;
  const agreed = alike(ofKind(facts, "agreed"), ({ vote }) => voteOf(vote, context)).map((group) =>
    words.agrees(sids, sendersOf(group), voteOf(group[0].vote, context)),
  );
  const reached = ofKind(facts, "quorum-reached").map(({ vote, support }) =>
    words.reached(sids, voteOf(vote, context), support),
  );
  return [...texts, ...agreed, ...reached];
}

function joinedElections(sids: readonly number[], facts: readonly Fact[], context: Context): string[] {
  return ofKind(facts, "election-joined").map(({ from, electionEpoch, received, vote, comparison }) => {
    const wins = vote !== null && vote.leader === received.leader;
    const cast = vote === null ? context.messages.noVote : voteOf(vote, context);
    return context.words.electionJoined(sids, from, electionEpoch, judgedOf(received, comparison, context), cast, wins);
  });
}

/** The votes that it changed to, or the one it kept, and the votes that lost against these. */
function changes(sids: readonly number[], facts: readonly Fact[], context: Context): string[] {
  const { words } = context;
  const changed = ofKind(facts, "vote-changed");
  const held = changed.at(-1)?.vote;
  const lost = distinct(ofKind(facts, "vote-lost")).map((fact) => lostOf(fact, held, context));
  if (changed.length > 0) {
    // A vote that stays the same when the server begins anew is one; its own it did not take from anybody.
    const others = changed.filter(
      ({ vote, was }, at) => !sameVote(vote, at === 0 ? was : (changed[at - 1]?.vote ?? null)),
    );
    const steps = others.map(({ vote, comparison }) => judgedOf(vote, comparison, context));
    return [
      ...(steps.length > 0 ? [words.changes(sids, steps, behindOf(changed))] : []),
      ...(lost.length > 0 ? [words.alsoLost(lost)] : []),
    ];
  }
  const [first] = ofKind(facts, "vote-lost");
  if (!first) return [];
  return first.against ? [words.keeps(sids, voteOf(first.against, context), lost)] : [words.alsoLost(lost)];
}

/** A vote that lost; it is told against which, unless that is the one that the server holds in the end. */
function lostOf({ vote, against, comparison }: VoteLostFact, held: Vote | undefined, context: Context): Judged {
  const judged = judgedOf(vote, comparison, context);
  if (!against || !held || sameVote(against, held)) return judged;
  return { ...judged, to: voteOf(against, context) };
}

/** What the first vote given up was ahead in, where that was its server's own and the number never came to count. */
function behindOf(changed: readonly VoteChangedFact[]): "zxid" | "sid" | undefined {
  const [first] = changed;
  return first?.comparison && first.was?.leader === first.sid ? uncompared(first.comparison) : undefined;
}

/** Of equal votes that lost alike, one. */
function distinct(lost: readonly VoteLostFact[]): VoteLostFact[] {
  const key = ({ vote, comparison }: VoteLostFact) =>
    `${vote.leader} ${vote.zxid} ${vote.peerEpoch} ${comparison?.rule}`;
  return alike(lost, key).map(([first]) => first);
}

function ignored(sids: readonly number[], facts: readonly Fact[], { words }: Context): string[] {
  const older = alike(ofKind(facts, "older-election"), ({ electionEpoch, answered }) => `${electionEpoch} ${answered}`);
  const others = alike(ofKind(facts, "not-counted"), ({ reason, answered }) => `${reason} ${answered}`);
  return [
    ...older.map((group) => words.olderElection(sids, sendersOf(group), group[0].electionEpoch, group[0].answered)),
    ...others.map((group) => words.notCounted(sids, sendersOf(group), group[0].reason, group[0].answered)),
  ];
}

function reports(sids: readonly number[], facts: readonly Fact[], { words, explanation }: Context): string[] {
  const reported = ofKind(facts, "reported");
  if (reported.length === 0) return [];
  // Of the notifications of a large ensemble only the last is there: who joined tells of all.
  const isCondensed = explanation.unknown.some(({ kind }) => kind === "condensed");
  if (isCondensed && reported.some(({ joined }) => joined)) return [];
  const states = alike(reported, ({ state, leader }) => `${state} ${leader}`).map((group) => {
    const [{ state, leader }] = group;
    return { from: sendersOf(group), state, leader };
  });
  const last = reported.at(-1);
  const joined = reported.some((fact) => fact.joined);
  return [words.reported(sids, states), ...(last && !joined ? [words.notYet(last.reason)] : [])].filter(Boolean);
}

function sendersOf(facts: readonly { readonly from: number }[]): number[] {
  return [...new Set(facts.map(({ from }) => from))].sort((a, b) => a - b);
}
