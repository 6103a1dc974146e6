import type { ServerState, StateReason, StepAction } from "../../trace/events.ts";
import type { Support } from "../../trace/quorum.ts";
import type { Language } from "../language.ts";
import { commaList, commandText, numbers, type Span, sidList, spanText, written } from "../lists.ts";
import { zab } from "./zab/en.ts";

/** Who is in which state: sids by state, in sid order. */
export type ByState = readonly { readonly state: ServerState; readonly sids: readonly number[] }[];

/** "server 1", "servers 1 and 2". */
const servers = (sids: readonly number[]) => `server${sids.length === 1 ? "" : "s"} ${and(sids)}`;
const and = (sids: readonly number[]) => commaList(sidList(sids), " and ");
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const are = (sids: readonly number[], verb: string) => `${and(sids)} ${sids.length === 1 ? "is" : "are"} ${verb}`;

function amount({ have, of, unit }: Support): string {
  return unit === "votes" ? `${have} of ${of}` : `${have} of ${of} groups`;
}

function needed({ need, of, unit }: Support): string {
  return unit === "votes" ? `${need} of ${of}` : `${need} of ${of} groups`;
}

/** What a step does, as a clause without a capital or a full stop. */
function stepText(action: StepAction): string {
  const sids = (value: unknown) => numbers(value);
  if (action.start) return `${servers(sids(action.start))} start${sids(action.start).length === 1 ? "s" : ""}`;
  if (action.fail) return `${servers(sids(action.fail))} fail${sids(action.fail).length === 1 ? "s" : ""}`;
  if (action.restart)
    return `${servers(sids(action.restart))} come${sids(action.restart).length === 1 ? "s" : ""} back`;
  if (action.pause) return `${servers(sids(action.pause))} pause${sids(action.pause).length === 1 ? "s" : ""}`;
  if (action.resume) return `${servers(sids(action.resume))} go${sids(action.resume).length === 1 ? "es" : ""} on`;
  if (action.heal) return "the network is whole again";
  if (action.write !== undefined) return writeText(action.write);
  if (action.wait !== undefined) return `${Number(action.wait)} ms pass`;
  if (Array.isArray(action.partition)) {
    return `the network splits: ${action.partition.map((group) => sidList(numbers(group)).join(", ")).join(" | ")}`;
  }
  if (action.command) return `command ${commandText(action.command)}`;
  return "a step";
}

function writeText(write: unknown): string {
  const { count, reach } = written(write);
  const text = `${plural(count, "transaction is", "transactions are")} written`;
  if (!reach) return text;
  const them = count === 1 ? "it" : "them";
  if (reach.length === 0) return `${text}; before the next step nobody but the leader has ${them}`;
  return `${text}; before the next step only ${servers(reach)} get${reach.length === 1 ? "s" : ""} ${them}`;
}

const because: Record<StateReason, string> = {
  start: "started",
  restart: "restarted",
  crash: "crashed",
  "leader-lost": "leader lost",
  "leader-silent": "leader silent",
  "leader-unreachable": "leader not reached",
  "quorum-lost": "lost its quorum",
  "quorum-never": "never had a quorum",
  "sync-timeout": "not synchronised in time",
  "leader-behind": "ahead of its leader",
  "zxid-rollover": "no zxid left in its epoch",
  elected: "elected",
  joined: "joined",
  left: "gave up",
  exited: "exited",
  heard: "as heard",
};

/** Every text of the tables, in English. The other languages have the same keys. */
export const en = {
  language: "en" as Language,

  /** What follows an election. */
  zab,

  columns: {
    server: "server",
    servers: "servers",
    held: "held",
    votes: "votes",
    received: "received",
    holds: "holds",
    /** Above both, where they share a column. */
    heldAndHolds: "held, holds",
    tally: "tally",
    best: "best vote received",
  },

  /** Sentences one after another. */
  sentences: (texts: readonly string[]) => texts.join(" "),
  legend: (parts: readonly string[]) => `${capital(parts.join("; "))}.`,
  /** "LOOKING: 1, 2 (started)" */
  group: (label: string, sids: readonly number[], why: readonly string[]) =>
    `${label}: ${sidList(sids).join(", ")}${why.length === 0 ? "" : ` (${why.join(", ")})`}`,

  amount,
  ensemble: (voters: number, observers: number, support: Support) =>
    `${plural(voters, "server", "servers")}${observers > 0 ? ` and ${plural(observers, "observer", "observers")}` : ""}, quorum: ${needed(support)}`,
  inOffice: (leader: number) => `leader ${leader} is in office`,
  step: (number: number, of: number, action: StepAction) =>
    of === 1 ? capital(stepText(action)) : `Step ${number} of ${of}: ${stepText(action)}`,
  later: (ms: number) => `After ${ms} ms`,
  at: (ms: number) => `at ${ms} ms`,
  /** @param ofLog by the name of the field, beside numbers of their own */
  election: (epoch: number, ofLog: boolean) => (ofLog ? `electionEpoch ${epoch}` : `Election ${epoch}`),
  inElection: (epoch: number, ofLog: boolean) => (ofLog ? `electionEpoch ${epoch}` : `election ${epoch}`),
  looking: "LOOKING",
  /** @param detail why, in the words of a log */
  because: (reason: StateReason, afterMs: Span, detail = "") =>
    `${because[reason] ?? reason}${detail && `: ${detail}`}${afterMs[1] > 0 ? `, after ${spanText(afterMs, " to ")} ms` : ""}`,
  stillLooking: "still LOOKING",
  down: "down",
  quorum: (support: Support) => `quorum: ${needed(support)}`,

  notation: {
    votes: (epochShown: boolean): string =>
      epochShown ? "Votes are (sid, zxid, eN), eN the peerEpoch" : "Votes are (sid, zxid)",
    everyEpoch: (epoch: number) => `every epoch is ${epoch}`,
    splitZxid: "a zxid a:b is counter b of epoch a",
  },

  round: (round: number) => `Round ${round}`,
  ownVotes: "each votes for itself",
  votesArrive: "votes arrive; epoch, then zxid, then sid decides",
  counting: "The votes are counted",
  answers: "Answers arrive",
  noChange: "no vote changes",

  wins: (sign: string) => `wins, ${sign}`,
  loses: (sign: string) => `loses, ${sign}`,
  agrees: "agrees",
  weightless: "loses, weight 0",
  rule: { peerEpoch: "epoch", zxid: "zxid", sid: "sid" },
  newerElection: (epoch: number, comparison: string) => `joins election ${epoch}; ${comparison}`,
  olderElection: (epoch: number) => `older election ${epoch}, answered`,
  ignored: {
    observer: "ignored",
    member: "ignored, not a voting member",
    "zxid-unknown": "ignored, zxid unknown",
  },
  reports: (state: ServerState, leader: number | null, otherEpoch: number | undefined) =>
    `${state}${state === "LEADING" ? "" : ` ${leader ?? "nobody"}`}${otherEpoch === undefined ? "" : `, epoch ${otherEpoch}`}`,
  observer: "observer, answered",
  first: "wins, the first vote",
  noVote: "none",
  quorumReached: "quorum",
  ownVoteEach: "its own",
  nothingBetter: "nothing better",
  told: (leader: number) => `${leader} leads`,

  triedAgain: (sids: readonly number[], from: number, to: number) =>
    `${capital(servers(sids))} heard nothing new for ${from === to ? `${from} ms` : `${from} to ${to} ms`} and tried again.`,
  finalized: (ms: number) => `${ms} ms pass without a better vote.`,
  become: (byState: ByState) => `${capital(byState.map(({ state, sids }) => are(sids, state)).join("; "))}.`,
  joins: (sids: readonly number[], leader: number, told: readonly number[]) =>
    `${capital(servers(sids))} ${sids.length === 1 ? "joins" : "join"} leader ${leader}, as ${and(told)} ${told.length === 1 ? "reports" : "report"}.`,
  established: (epoch: number) => `Epoch ${epoch} is established.`,
  commit: (count: number, leader: number, zxid: string, on: readonly number[]) =>
    `Leader ${leader} commits ${plural(count, "transaction", "transactions")}, up to zxid ${zxid}, on ${and(on)}.`,
  nothingCommitted: "No leader serves: nothing is written.",
  nothingHappens: "No server looks for a leader.",
  decideOn: (sids: readonly number[], leader: number, state: ServerState) =>
    `${capital(servers(sids))} ${sids.length === 1 ? "decides" : "decide"} on ${leader}, which is ${state === "DOWN" ? "down" : state}.`,
  leads: (leader: number, election: number | undefined, support: Support, rounds: number, ms: number) =>
    `Server ${leader} leads${election === undefined ? "" : ` in election ${election}`}: ${amount(support)}${support.unit === "votes" ? " votes" : ""}, ${plural(rounds, "round", "rounds")}, ${ms} ms.`,
  follows: (sids: readonly number[], leader: number, told: readonly number[]) =>
    `${capital(servers(sids))} ${sids.length === 1 ? "joins" : "join"} leader ${leader}, as ${and(told)} ${told.length === 1 ? "reports" : "report"}; nothing is elected anew.`,
  undecided: (sids: readonly number[] | undefined, vote: string, support: Support, ms: number) =>
    `${sids ? `${capital(servers(sids))} ${sids.length === 1 ? "finds" : "find"} no leader` : `No leader after ${ms} ms`}: ${amount(support)} for ${vote}, ${needed(support)} needed.`,
  pending: (vote: string, support: Support, ms: number, waitMs: number) =>
    `No decision yet after ${ms} ms: ${amount(support)} for ${vote} are a quorum, but the wait of ${waitMs} ms for a better vote is not over.`,
  noLeader: (sids: readonly number[]) => `No leader: ${servers(sids)} ${sids.length === 1 ? "is" : "are"} LOOKING.`,
  turnedAway: (sid: number, accepted: number, leader: number, epoch: number) =>
    `Server ${sid} has accepted epoch ${accepted}; leader ${leader}, which serves in epoch ${epoch}, will turn it away again and again.`,
  end: (leader: number | null, byState: ByState) =>
    `In the end ${leader === null ? "nobody leads" : `server ${leader} leads`}: ${byState
      .map(({ state, sids }) => `${state} ${sidList(sids).join(", ")}`)
      .join("; ")}.`,
  expected: (met: boolean, leader: number | null, found: number | null) => {
    const wanted = leader === null ? "no leader" : `leader ${leader}`;
    return met ? `As expected: ${wanted}.` : `Expected ${wanted}, found ${found === null ? "none" : found}.`;
  },
};

/** What a language must provide. */
export type Messages = typeof en;
