import type { DecidedFact, EstablishedFact, Fact, JoinedFact, Part } from "../../explain/facts.ts";
import { isOf, roundOf } from "../../explain/select.ts";
import { alike } from "../../trace/alike.ts";
import { supportOf } from "../../trace/quorum.ts";
import { byState, spanOf } from "../derive.ts";
import type { Block } from "../document.ts";
import { notationOfVotes, notationText, zxidText } from "../notation.ts";
import { type Context, ofKind, sidsOf, voteOf } from "./context.ts";
import type { Entry } from "./entry.ts";
import { roundBlocks } from "./round.ts";
import { sourceNote } from "./source.ts";
import { crashedLater, decidedAt, startText } from "./start.ts";
import { phaseEntries } from "./zab/phases.ts";
import { snapshotVotes, transactionEntries } from "./zab/transactions.ts";

/** One part of the story: what started it, its rounds, and what came of them. */
export function partBlocks(part: Part, before: readonly Part[], shared: Omit<Context, "notation">): Block[] {
  const { telling, words, messages } = shared;
  const { server } = telling;
  const all = part.facts;
  const facts = server === undefined ? all : all.filter((fact) => isOf(fact, server));
  const context: Context = { ...shared, notation: notationOfVotes(votesOf(all)) };
  const rounds = [...new Set(facts.flatMap((fact) => roundOf(fact) ?? []))];
  const shown = telling.round === undefined ? rounds : rounds.filter((round) => round === telling.round);
  const blocks = shown
    .sort((a, b) => a - b)
    .flatMap((round) =>
      roundBlocks(
        round,
        facts.filter((fact) => roundOf(fact) === round),
        part,
        context,
      ),
    );
  if (telling.round !== undefined) return blocks;
  const written = notationText(context.notation, messages);
  const legend = rounds.length > 0 && written !== legendOf(before, messages) ? [written] : [];
  const start = [...startText(part, facts, before, context), ...legend];
  const outcome = outcomeEntries(part, facts, before, context);
  return [
    ...entries([{ text: words.paragraph(start), kinds: kindsOf(facts, started) }], context),
    ...blocks,
    ...outcome,
  ];
}

const started: readonly Fact["kind"][] = ["crashed", "looking"];

function kindsOf(facts: readonly Fact[], kinds: readonly Fact["kind"][]): Fact["kind"][] {
  return kinds.filter((kind) => facts.some((fact) => fact.kind === kind));
}

function entries(items: readonly Entry[], { telling }: Context): Block[] {
  return items
    .filter(({ text }) => text !== "")
    .map(({ text, kinds }): Block => {
      const note = telling.source ? sourceNote(kinds) : "";
      return { kind: "entry", text, ...(note && { note }) };
    });
}

/** How the part before wrote its votes: said once, it holds until it changes. */
function legendOf(before: readonly Part[], messages: Context["messages"]): string | undefined {
  const last = before.findLast(({ facts }) => votesOf(facts).length > 0);
  return last && notationText(notationOfVotes(votesOf(last.facts)), messages);
}

/** The votes that are written out: not those of servers that have decided, nor of older elections. */
function votesOf(facts: readonly Fact[]) {
  return facts.flatMap((fact) => {
    if (fact.kind === "older-election" || !("vote" in fact)) return [];
    const other =
      "was" in fact ? fact.was : "against" in fact ? fact.against : "received" in fact ? fact.received : null;
    return [fact.vote, other];
  });
}

/** Waits, decisions, who joined, what followed the vote, and who is left without a leader. */
function outcomeEntries(part: Part, facts: readonly Fact[], before: readonly Part[], context: Context): Block[] {
  const { words } = context;
  const decided = ofKind(facts, "decided");
  const joined = ofKind(facts, "joined");
  const items: Entry[] = [
    ...waits(facts, context),
    ...decisionTexts(decided, part, context),
    ...joins(joined, context),
    ...crashesAfter(part, facts, context),
    ...snapshotVotes(facts, context),
    ...phaseEntries(part, facts, before, context),
    ...writes(part, context),
    ...transactionEntries(facts, before, context),
    ...shortfalls(facts, context),
  ];
  const blocks = entries(items, context);
  if (blocks.length === 0) return [];
  const { decision, joining, result } = words.headings;
  const text = decided.length > 0 ? decision : joined.length > 0 ? joining : result;
  return [{ kind: "subheading", text }, ...blocks];
}

function waits(facts: readonly Fact[], { words }: Context): Entry[] {
  return alike(ofKind(facts, "waited"), (fact) => fact.waits.join(" ")).map((group) => {
    return { text: words.waited(sidsOf(group), group[0].waits), kinds: ["waited"] };
  });
}

/** Who counted what, the wait, who became what, and the epoch that began; each of several elections by itself. */
function decisionTexts(decided: readonly DecidedFact[], part: Part, context: Context): Entry[] {
  const { words } = context;
  const elections = alike(decided, ({ electionEpoch }) => String(electionEpoch));
  return elections.map((facts): Entry => {
    const text = words.paragraph(decisionSentences(facts, part, context));
    const named = elections.length > 1 ? words.inElection(facts[0].electionEpoch, text) : text;
    return { text: named, kinds: ["decided", ...kindsOf(part.facts, ["established"])] };
  });
}

function decisionSentences(decided: readonly DecidedFact[], part: Part, context: Context): string[] {
  const { words, messages, explanation } = context;
  const waited = alike(
    decided.filter((fact) => fact.waited !== undefined),
    // No two waits that a log tells of are quite the same.
    (fact) => (part.at === undefined ? String(fact.waited) : ""),
  );
  const there = decided.filter(({ leaderState }) => leaderState === "LEADING");
  const gone = alike(
    decided.filter(({ leaderState }) => leaderState !== "LEADING"),
    ({ leader }) => String(leader),
  );
  const observers = new Set(explanation.servers.filter(({ role }) => role === "observer").map(({ sid }) => sid));
  const states = there.map(({ sid, leader }) => {
    const state = sid === leader ? "LEADING" : observers.has(sid) ? "OBSERVING" : "FOLLOWING";
    return [sid, state] as const;
  });
  const leaders = new Set(decided.map(({ leader }) => leader));
  const epoch = ofKind(part.facts, "established").find(
    (fact) => leaders.has(fact.sid) && fact.sids.includes(fact.sid) && follows(fact, decided, part),
  )?.epoch;
  return [
    ...countedTexts(decided, context),
    ...waited.map((group) => words.waitsOut(sidsOf(group), spanOf(group.map((fact) => fact.waited ?? 0)))),
    ...(there.length > 0 ? [messages.become(byState(new Map(states)))] : []),
    ...gone.map((group) => messages.decideOn(sidsOf(group), group[0].leader, group[0].leaderState)),
    ...(epoch === undefined ? [] : [messages.established(epoch)]),
  ];
}

/** Whether an epoch is of these decisions on its leader, and not of later ones in another election. */
function follows({ sid, events }: EstablishedFact, decided: readonly DecidedFact[], part: Part): boolean {
  const last = events.at(-1) ?? 0;
  const before = ofKind(part.facts, "decided").filter((fact) => fact.leader === sid && (fact.events[0] ?? 0) < last);
  return before.length === 0 || before.at(-1)?.electionEpoch === decided[0]?.electionEpoch;
}

/** More than that many servers that have counted different votes are told together. */
const maxCounted = 4;

/** Who has a quorum for which vote: those of the same votes together, in a large ensemble all. */
function countedTexts(decided: readonly DecidedFact[], context: Context): string[] {
  const { words, explanation } = context;
  const observers = explanation.servers.filter(({ role }) => role === "observer").map(({ sid }) => sid);
  const ofLog = explanation.source === "log";
  return alike(decided, ({ vote }) => voteOf(vote, context)).flatMap((facts) => {
    const groups = alike(facts, ({ supporters }) => supporters.join(" "));
    const vote = voteOf(facts[0].vote, context);
    if (groups.length <= maxCounted) {
      return groups.flatMap((group) => {
        const sids = sidsOf(group);
        const counted = words.counted(sids, vote, group[0].support, group[0].supporters);
        return ofLog && sids.every((sid) => observers.includes(sid)) ? [counted, words.toldObserver] : [counted];
      });
    }
    const least = facts.reduce((min, { support }) => (support.have < min.have ? support : min), facts[0].support);
    return [words.countedEach(sidsOf(facts), vote, least)];
  });
}

function joins(joined: readonly JoinedFact[], context: Context): Entry[] {
  const { words, explanation } = context;
  return alike(joined, ({ leader, told }) => `${leader} ${told.join(" ")}`).map((group) => {
    const [{ leader, told }] = group;
    const { have, need } = supportOf({ servers: explanation.servers }, told);
    const isQuorum = have >= need;
    const better = group.flatMap(({ sid, own, elected, wouldHaveWon }) =>
      own && elected && wouldHaveWon
        ? [words.wouldHaveWon(sid, voteOf(own, context), leader, voteOf(elected, context))]
        : [],
    );
    return {
      text: words.paragraph([words.joins(sidsOf(group), leader, told, isQuorum), ...better]),
      kinds: ["joined"],
    };
  });
}

/** In a log: who was gone once there was a decision. */
function crashesAfter(part: Part, facts: readonly Fact[], { words }: Context): Entry[] {
  const gone = crashedLater(part).filter((fact) => facts.includes(fact));
  if (gone.length === 0) return [];
  const after = spanOf(gone.map(({ t }) => t - (decidedAt(part) ?? t)));
  return [{ text: words.crashedLater(sidsOf(gone), after), kinds: ["crashed"] }];
}

function writes({ step, facts }: Part, { messages, notation, telling }: Context): Entry[] {
  const all = ofKind(facts, "committed");
  const committed = all.filter(({ sids }) => telling.server === undefined || sids.includes(telling.server));
  const isWrite = step?.action["write"] !== undefined && ofKind(facts, "logged").length === 0;
  if (all.length === 0 && isWrite) {
    return [{ text: messages.nothingCommitted, kinds: [] }];
  }
  return committed.map(({ sid, count, zxid, sids }) => {
    const text = zxidText(zxid, { split: notation.split || zxid >> 32n > 0n });
    return { text: messages.commit(count, sid, text, sids), kinds: ["committed"] };
  });
}

function shortfalls(facts: readonly Fact[], context: Context): Entry[] {
  const { words } = context;
  const few = ofKind(facts, "too-few").map(({ support }) => words.tooFew(support));
  const short = ofKind(facts, "short").map(({ sids, vote, support, groups, pending }) =>
    pending ? words.pending(voteOf(vote, context), support) : words.short(sids, voteOf(vote, context), support, groups),
  );
  return short.length + few.length === 0 ? [] : [{ text: words.paragraph([...short, ...few]), kinds: ["short"] }];
}
