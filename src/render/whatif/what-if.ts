import type { Explanation } from "../../explain/facts.ts";
import type { Deed, Parting } from "../../explain/parting.ts";
import { leaderOf } from "../../explain/parting.ts";
import { sidCell, sidList } from "../../locales/lists.ts";
import type { DeedText, PlaceText } from "../../locales/whatif/en.ts";
import { condensedAbove } from "../../trace/story.ts";
import type { Run, WhatIf } from "../../whatif/facts.ts";
import { byState } from "../derive.ts";
import type { Block, Cell } from "../document.ts";
import { signOf } from "../explain/context.ts";
import { type Notation, notationOfVotes, voteText } from "../notation.ts";
import type { Words } from "./why-not.ts";

/** Two outcomes side by side, and where they part. */
export function whatIfBlocks(whatIf: WhatIf, words: Words): Block[] {
  const { before, after, text, parting } = whatIf;
  const { outcome, columns } = words.whatIf;
  const { asItIs, changed, long } = columns;
  const fits = text.length <= longestHead;
  const here = columnOf(before, words);
  const there = columnOf(after, words);
  const names = [...new Set([...here.keys(), ...there.keys()])];
  const rows = names.map((name) => rowOf(name, here.get(name) ?? none, there.get(name) ?? none));
  return [
    { kind: "line", text: outcome(text, leaderOf(before.explanation), leaderOf(after.explanation)), tone: "strong" },
    { kind: "table", table: { head: ["", asItIs, fits ? changed(text) : long], rows, flexible: undefined } },
    { kind: "line", text: partingText(parting, before.explanation, words) },
  ];
}

const none = "-";
/** A longer text would make the table wider than 80 columns. */
const longestHead = 30;

function rowOf(name: string, here: string, there: string): Cell[] {
  return [[{ text: name }], [{ text: here }], [{ text: there, ...(here !== there && { tone: "changed" as const }) }]];
}

/** What a scenario came to, by the names of the rows. */
function columnOf({ explanation, result }: Run, words: Words): Map<string, string> {
  const { rows } = words.whatIf;
  const { answer } = explanation;
  const leader = leaderOf(explanation);
  return new Map([
    [rows.leader, leader === null ? none : String(leader)],
    [rows.by, byText(explanation, words)],
    [rows.votes, votesText(answer, words)],
    [rows.rounds, answer.kind === "in-office" ? none : String(result.rounds)],
    [rows.ms, msText(explanation)],
    ...stateRows(result, words),
  ]);
}

function byText({ answer }: Explanation, { tables, whatIf }: Words): string {
  switch (answer.kind) {
    case "elected":
      if (answer.by === null) return none;
      return answer.by === "only" ? whatIf.by.only : tables.rule[answer.by];
    case "in-office":
      return whatIf.by.office;
    case "reported":
      return whatIf.by.told;
    case "unseen":
    case "none":
      return none;
  }
}

/** The votes of the leader, or, where there is none, of the vote that has most. */
function votesText(answer: Explanation["answer"], { tables }: Words): string {
  const found = answer.kind === "elected" ? answer : answer.kind === "none" ? answer.best : null;
  if (!found) return none;
  return `${tables.amount(found.support)} (${sidList(found.supporters).join(", ")})`;
}

/** From the moment the first server of that election began to look, to the leader's decision. */
function msText({ answer, parts }: Explanation): string {
  if (answer.kind !== "elected") return none;
  const part = parts.find(({ facts }) =>
    facts.some((fact) => fact.kind === "decided" && fact.sid === answer.leader && fact.t === answer.t),
  );
  const began = (part?.facts ?? []).flatMap((fact) => (fact.kind === "looking" ? [fact.t] : []));
  return part ? String(answer.t - Math.min(...began, answer.t)) : none;
}

/** A row a server; of a large ensemble a row a state. */
function stateRows({ servers }: Run["result"], { tables, whatIf }: Words): [string, string][] {
  if (servers.length <= condensedAbove) return servers.map(({ sid, state }) => [whatIf.rows.server(sid), state]);
  const states = byState(new Map(servers.map(({ sid, state }) => [sid, state])));
  return states.map(({ state, sids }) => [state === "DOWN" ? tables.down : state, sidCell(sids)]);
}

function partingText(parting: Parting | null, before: Explanation, words: Words): string {
  const { whatIf } = words;
  if (!parting) return whatIf.same;
  if (parting.kind === "leader") return whatIf.otherLeader(...parting.leaders);
  const notation = notationOfVotes(parting.deeds.flatMap(votesOf));
  const [here, there] = parting.deeds;
  return whatIf.parting(
    placeOf(parting, before),
    parting.sid,
    deedText(here, there, notation, words),
    deedText(there, here, notation, words),
  );
}

function votesOf(deed: Deed) {
  if (deed.kind !== "voted") return [];
  return [deed.fact.vote, deed.fact.kind === "vote-changed" ? deed.fact.was : null];
}

function placeOf({ parts: [number], round }: Extract<Parting, { kind: "server" }>, { parts }: Explanation): PlaceText {
  const part = parts.length > 1 ? parts.find((one) => one.number === number) : undefined;
  const step = part?.step ? part.step.index + 1 : undefined;
  return { step, afterMs: part && !part.step ? part.start : undefined, round: round ?? undefined };
}

/** @param other what was done on the other side */
function deedText(deed: Deed, other: Deed, notation: Notation, { tables }: Words): DeedText {
  if (deed.kind === "nothing") {
    if (deed.down) return { kind: "down" };
    if (other.kind === "settled") return { kind: "undecided" };
    return deed.vote === null ? { kind: "silent" } : { kind: "keeps", leader: deed.vote };
  }
  const { fact } = deed;
  if (fact.kind === "decided") return { kind: "decides", leader: fact.leader };
  if (fact.kind === "joined") return { kind: "joins", leader: fact.leader };
  const vote = fact.vote ? voteText(fact.vote, notation, tables.noVote) : tables.noVote;
  if (fact.kind === "initial-vote") return { kind: "votes", vote };
  if (fact.kind === "election-joined") return { kind: "election", epoch: fact.electionEpoch, vote };
  return { kind: "changes", vote, sign: signOf(fact.comparison, { notation, messages: tables }) };
}
