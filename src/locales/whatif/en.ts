import type { NoChange } from "../../whatif/facts.ts";
import { commaList } from "../lists.ts";

/** One change, its values as they are written. */
export interface ChangeText {
  readonly field: "zxid" | "epoch" | "electionEpoch" | "weight" | "group" | "role" | "up" | "down" | "start";
  /** Another server than the one that is spoken of; undefined for that one. */
  readonly other: number | undefined;
  readonly value: string;
  /** null where it had none. */
  readonly was: string | null;
}

/** What a server did at the place where two outcomes part. */
export type DeedText =
  | { readonly kind: "votes"; readonly vote: string }
  | { readonly kind: "changes"; readonly vote: string; readonly sign: string }
  /** It went over to a newer election, in which it casts this vote. */
  | { readonly kind: "election"; readonly epoch: number; readonly vote: string }
  | { readonly kind: "decides" | "joins" | "keeps"; readonly leader: number }
  /** It is down, or it did nothing where it voted, or decided, on the other side. */
  | { readonly kind: "down" | "silent" | "undecided" };

/** Where in the story that is; undefined where it is needless to say. */
export interface PlaceText {
  /** 1-based, or after how much time, when no step began that part. */
  readonly step: number | undefined;
  readonly afterMs: number | undefined;
  readonly round: number | undefined;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const leads = (leader: number | null) => (leader === null ? "nobody leads" : `server ${leader} leads`);

const names = { zxid: "zxid", epoch: "epoch", electionEpoch: "electionEpoch", weight: "weight", group: "group" };

/** "it has zxid 8 instead of 7", "it is up" */
function changeText({ field, other, value, was }: ChangeText): string {
  const who = other === undefined ? "it" : `server ${other}`;
  switch (field) {
    case "up":
    case "down":
      return `${who} is ${field}`;
    case "role":
      return `${who} is ${value === "observer" ? "an observer" : "a participant"}`;
    case "start":
      return `the start order is ${value} instead of ${was}`;
    default:
      return `${who} has ${names[field]} ${value}${was === null ? "" : ` instead of ${was}`}`;
  }
}

/** The next smaller change in place of one, or none, as a condition. */
function lesserText({ field, other, was }: ChangeText, instead: string | null): string {
  const who = other === undefined ? "it" : `server ${other}`;
  switch (field) {
    case "up":
      return `if ${who} is not up`;
    case "down":
      return `if ${who} is not down`;
    case "role":
      return `if ${who} stays an ${was}`;
    case "start":
      return instead === null ? "in the order given" : `in the order ${instead}`;
    default:
      return instead === null ? `with ${names[field]} ${was}, which it had` : `with ${names[field]} ${instead}`;
  }
}

function deedText(deed: DeedText): string {
  switch (deed.kind) {
    case "votes":
      return `votes ${deed.vote}`;
    case "changes":
      return `changes to ${deed.vote}${deed.sign === "" ? "" : `, ${deed.sign}`}`;
    case "election":
      return `joins election ${deed.epoch} and votes ${deed.vote}`;
    case "decides":
      return `decides on ${deed.leader}`;
    case "joins":
      return `joins leader ${deed.leader}`;
    case "keeps":
      return `keeps its vote for ${deed.leader}`;
    case "down":
      return "is down";
    case "silent":
      return "casts no vote";
    case "undecided":
      return "does not decide";
  }
}

function placeText({ step, afterMs, round }: PlaceText): string {
  const of = step === undefined ? (afterMs === undefined ? "" : `after ${afterMs} ms`) : `step ${step}`;
  const inRound = round === undefined ? "" : `round ${round}`;
  if (of !== "" && inRound !== "") return step === undefined ? ` ${of}, in ${inRound}` : ` in ${inRound} of ${of}`;
  if (of === "") return inRound === "" ? " in the decision" : ` in ${inRound}`;
  return step === undefined ? ` ${of}, in the decision` : ` in the decision of ${of}`;
}

const noChange: Record<NoChange, string> = {
  log: "What real servers did cannot be run again, so none is named.",
  "no-election": "None: nobody was elected, so there was nothing to win.",
  "cut-off": "None: no number of its own makes it heard.",
  "no-quorum": "None: its vote would be the best, but no quorum can come to it.",
  limit: "None: the winner's numbers are as high as they can be.",
  "not-found": "None was found in its numbers, its role, being up, or the order of starting.",
};

/** What is said of changed scenarios, in English. The other languages have the same keys. */
export const en = {
  began: (sid: number, vote: string) => `Server ${sid} began with ${vote}.`,
  had: (sid: number, vote: string) => `Server ${sid} had ${vote}.`,
  leads: (sid: number) => `Server ${sid} did win.`,
  lostTo: (leader: number, round: number | undefined, loss: string) =>
    `It lost to server ${leader}${round === undefined ? "" : ` in round ${round}`}: ${loss}.`,
  lost: (loss: string) => `It did not win. ${capital(loss)}.`,
  wasDown: "It was down.",

  smallest: "Smallest change",
  changes: (changes: readonly ChangeText[]) => `It wins if ${commaList(changes.map(changeText), " and ")}.`,
  moreUp: (count: number) => `${count} more ${count === 1 ? "server" : "servers"} must be up.`,
  each: "Each of these is needed.",
  lesser: (change: ChangeText, instead: string | null, leader: number | null) =>
    `${capital(lesserText(change, instead))}, ${leads(leader)}.`,
  none: (reason: NoChange) => noChange[reason],
  tried: (changes: readonly ChangeText[], loss: string) =>
    `Even if ${commaList(changes.map(changeText), " and ")}, it does not win. ${capital(loss)}.`,

  /** Who leads with the changes, and who as it is. */
  outcome: (changes: string, before: number | null, after: number | null) => {
    if (before === after)
      return `With ${changes}, ${after === null ? "still nobody leads" : `server ${after} leads all the same`}.`;
    if (before === null) return `With ${changes}, server ${after} leads; as it is, nobody does.`;
    return `With ${changes}, ${leads(after)}${after === null ? `; as it is, server ${before} does` : ` instead of server ${before}`}.`;
  },
  columns: {
    asItIs: "as it is",
    changed: (changes: string) => `with ${changes}`,
    /** Where the changes are too long for the head of a column. */
    long: "with that",
  },
  rows: {
    leader: "leader",
    by: "decided by",
    votes: "votes",
    rounds: "rounds",
    ms: "ms",
    server: (sid: number) => `server ${sid}`,
  },
  by: { only: "nobody else", office: "in office", told: "still followed" },
  parting: (place: PlaceText, sid: number, here: DeedText, there: DeedText) =>
    `They part${placeText(place)}: server ${sid} ${deedText(here)}; with the change it ${deedText(there)}.`,
  otherLeader: (here: number | null, there: number | null) =>
    `Every server votes and decides alike, but ${leads(here)}, and with the change ${leads(there)}.`,
  same: "They do not part: every server votes and decides as before.",
};

/** What a language must provide to tell of changed scenarios. */
export type WhatIfMessages = typeof en;
