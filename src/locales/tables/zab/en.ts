import type { Support } from "../../../trace/quorum.ts";
import { commaList, sidList } from "../../lists.ts";

const and = (sids: readonly number[]) => commaList(sidList(sids), " and ");
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const transactions = (count: number) => plural(count, "transaction", "transactions");
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const servers = (sids: readonly number[]) => capital(`server${sids.length === 1 ? "" : "s"} ${and(sids)}`);
const groups = ({ unit }: Support) => (unit === "votes" ? "" : " groups");
const amount = (support: Support) => `${support.have} of ${support.of}${groups(support)}`;
const needed = (support: Support) => `${support.need}${groups(support)} needed`;
const are = (count: number) => (count === 1 ? "is" : "are");

/** Texts about what follows an election, in English: discovery, synchronization, broadcast. */
export const zab = {
  phases: { discovery: "Discovery", synchronization: "Synchronization", broadcast: "Broadcast" },
  columns: {
    lastZxid: "last zxid",
    counted: "counted",
    had: "had",
    mode: "mode, why",
    drops: "drops",
    gets: "gets",
    has: "has",
    /** Above both, where they share a column. */
    hadAndHas: "had, has",
    /** Of NEWLEADER. */
    acknowledges: "ACK",
    zxids: "zxids",
    proposedBy: "proposed by",
    loggedBy: "logged by",
    /** In logs: how long after the section's first line. */
    after: "after",
  },
  ms: (ms: number) => `${ms} ms`,
  leads: (sid: number) => `${sid} leads`,

  newEpoch: (epoch: number, sids: readonly number[], highest: number) =>
    `epoch ${epoch}: the highest acceptedEpoch of a quorum (${sidList(sids).join(", ")}) is ${highest}, plus 1`,
  noEpoch: (leader: number) => `leader ${leader}: no quorum comes to accept an epoch`,
  inOffice: (leader: number, epoch: number | undefined) =>
    epoch === undefined ? `leader ${leader} serves already` : `leader ${leader} serves in epoch ${epoch} already`,
  notReached: (leader: number) => `leader ${leader} is not reached`,
  under: (leader: number, epoch: number | undefined) =>
    epoch === undefined ? `leader ${leader}` : `leader ${leader}, epoch ${epoch}`,
  history: (leader: number, zxid: string) => `leader ${leader} has all up to ${zxid}`,
  serves: (leader: number, epoch: number) =>
    `leader ${leader}, epoch ${epoch}; what a quorum acknowledges is committed`,

  refused: (what: "epoch" | "zxid", its: string, leaders: string) => `refused, ${what} ${its} > ${leaders}`,
  refusedAhead: "refused, ahead of the leader",
  later: "later",

  snapshot: "a snapshot",
  /** Why a learner is brought up to date in that way. Counts are undefined where the trace does not tell them. */
  same: "has all",
  behind: (lacks: number | undefined) => (lacks === undefined ? "lacks some" : `lacks ${transactions(lacks)}`),
  newEpochOnly: (zxid: string, lacks: number | undefined) =>
    `${zxid} only begins an epoch${lacks === undefined ? "" : `; lacks ${transactions(lacks)}`}`,
  ahead: (count: number | undefined) => `has ${count ?? "some"} the leader never had`,
  diverged: (count: number | undefined) => `has ${count ?? "some"} where the leader has others`,
  otherEpoch: (count: number | undefined) => `has ${count ?? "some"} the leader never had; no TRUNC crosses epochs`,
  tooFar: "ends before all that the leader keeps one by one",
  /** @param zxid of the leader */
  keepsNone: (zxid: string) => `the leader at ${zxid} keeps none`,
  unknown: "history unknown",
  mode: (mode: string, why: string) => `${mode}, ${why}`,

  /** @param support undefined where the leader serves already */
  acknowledged: (sids: readonly number[], epoch: number, support: Support | undefined, isQuorum: boolean) => {
    const many = sids.length > 1;
    const says = `${servers(sids)} ${many ? "write" : "writes"} currentEpoch ${epoch} and ${many ? "acknowledge" : "acknowledges"} NEWLEADER`;
    if (!support) return `${says}.`;
    return `${says}: ${amount(support)}, ${isQuorum ? "a quorum" : needed(support)}.`;
  },
  /** @param same whether they are those that the sentence before is about */
  serving: (sids: readonly number[], epoch: number | undefined, same: boolean) => {
    const who = !same ? servers(sids) : sids.length > 1 ? "They" : "It";
    return `${who} ${sids.length > 1 ? "serve" : "serves"}${epoch === undefined ? "" : ` in epoch ${epoch}`}.`;
  },

  committed: "committed",
  onlyLogged: "only logged",
  unheard: (leader: number) => `logged by a quorum, but leader ${leader} has not heard so`,
  lostHere: "lost",
  /** Sentences, of which the first words are zxids. */
  carriedOn: (zxids: string, count: number, leader: number) =>
    `${zxids} ${are(count)} committed now: leader ${leader} has ${count === 1 ? "it" : "them"} in its history.`,
  lost: (zxids: string, count: number, leader: number, on: readonly number[]) =>
    `${zxids} ${are(count)} lost: leader ${leader} serves without ${count === 1 ? "it" : "them"}${on.length === 0 ? "" : `; only ${and(on)} still ${on.length === 1 ? "has" : "have"} ${count === 1 ? "it" : "them"}`}.`,
  drops: (sids: readonly number[], zxids: string, mode: string | undefined) =>
    `${servers(sids)} ${sids.length === 1 ? "drops" : "drop"} ${zxids}${mode === undefined ? "" : ` (${mode})`}.`,
  sendsSnapshot: (leader: number, sids: readonly number[]) =>
    `Leader ${leader} sends its snapshot to ${and(sids)} (SNAP).`,
  onlyLoggedBy: (count: number, sids: readonly number[], support: Support) =>
    `${capital(transactions(count))} ${are(count)} only logged, on ${and(sids)}: ${amount(support)}, ${needed(support)}; nothing is committed.`,
  unheardBy: (count: number, sids: readonly number[], support: Support, leader: number) =>
    `${capital(transactions(count))} ${are(count)} logged by a quorum, ${and(sids)} (${amount(support)}), but leader ${leader} has not heard so; nothing is committed.`,
  /** What became of all that was proposed: how many, and the zxids of what is lost or open. */
  fates: (
    proposed: number,
    committed: number,
    lost: { readonly count: number; readonly zxids: string },
    open: { readonly count: number; readonly zxids: string },
  ) => {
    const parts = [
      `${committed === proposed && proposed > 1 ? "all" : committed} ${are(committed)} committed`,
      ...(lost.count > 0 ? [`${lost.count} ${are(lost.count)} lost (${lost.zxids})`] : []),
      ...(open.count > 0 ? [`${open.count} ${are(open.count)} only logged (${open.zxids})`] : []),
    ];
    return `Of ${transactions(proposed)} proposed, ${commaList(parts, " and ")}.`;
  },
  /** Ranges of zxids, of very many only the first. */
  zxids: (ranges: readonly string[], more: number) =>
    more === 0 ? commaList(ranges, " and ") : `${ranges.join(", ")} and ${more} more`,
};

/** What a language must provide. */
export type ZabMessages = typeof zab;
