import type { Support } from "../../../trace/quorum.ts";
import { commaList, sidList } from "../../lists.ts";

const and = (sids: readonly number[]) => commaList(sidList(sids), " and ");
const s = (sids: readonly number[], one: string, many: string) => (sids.length === 1 ? one : many);
const servers = (sids: readonly number[]) => `${s(sids, "server", "servers")} ${and(sids)}`;

function quorum({ have, need, of, unit }: Support): string {
  const groups = unit === "groups" ? " groups" : "";
  return have >= need ? `${have} of ${of}${groups}, a quorum` : `${have} of ${of}${groups}, and ${need} are needed`;
}

/** Transactions as a sentence names them: their zxids, or, where they are many, how many there are from which to which. */
export interface Zxids {
  readonly count: number;
  /** At most two of them; of more, the first and the last. */
  readonly zxids: readonly string[];
}

function zxidsText({ count, zxids }: Zxids): string {
  return count <= 2 ? zxids.join(" and ") : `${zxids[0]} to ${zxids.at(-1)}`;
}

/** "Transactions 1:9 and 1:10", "Transactions 1:9 to 1:508 (500)" */
function transactions(what: Zxids): string {
  const many = what.count > 2 ? ` (${what.count})` : "";
  return `${what.count === 1 ? "transaction" : "transactions"} ${zxidsText(what)}${many}`;
}

const Transactions = (what: Zxids) => `T${transactions(what).slice(1)}`;
const it = ({ count }: Zxids) => (count === 1 ? "it" : "them");
const was = ({ count }: Zxids) => (count === 1 ? "was" : "were");

/** How learners are brought up to date, in the words that the sentences need. */
export interface Brought {
  readonly sids: readonly number[];
  readonly leader: number;
  /** Their last zxid before and after; undefined where a log does not say. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly discarded: Zxids | undefined;
  readonly received: Zxids | undefined;
}

/** Who elected a leader, and who of them had something. */
export interface Electors {
  readonly leader: number;
  readonly sids: readonly number[];
  readonly voters: readonly number[];
  readonly both: readonly number[];
}

/** What happens after the vote, in English. */
export const zab = {
  /** Only where the highest accepted epoch is not the one of the votes. */
  epochSkipped: (epoch: number, highest: readonly number[], most: number) =>
    `The new epoch is ${epoch}: ${and(highest)} had accepted epoch ${most} already, and no epoch is proposed twice.`,
  epochRaised: (epoch: number, heard: readonly number[], most: number) =>
    `The highest epoch that ${and(heard)} had accepted was ${most}, so the new one is ${epoch}.`,
  proposesEpoch: (leader: number, epoch: number, heard: readonly number[], most: number, accepted: readonly number[]) =>
    `${leader} proposes epoch ${epoch}, as the highest that ${and(heard)} had accepted was ${most}. ${
      accepted.length === 0
        ? "Nobody else has accepted it yet."
        : `${and(accepted)} ${s(accepted, "accepts", "accept")} it, but ${leader} has not heard so from a quorum yet.`
    }`,
  refused: (leader: number, from: number, ahead: readonly [string, string] | undefined) =>
    `${leader} turns ${from} away, which is ahead of it${ahead ? ` (${ahead[0]} > ${ahead[1]})` : ""}: who leads must have all that its followers have.`,
  acceptedAhead: (sids: readonly number[], leader: number) =>
    `${and(sids)} ${s(sids, "has", "have")} accepted a higher epoch (acceptedEpoch) than that of leader ${leader}, so ${s(sids, "it is", "they are")} turned away again and again, as long as ${leader} leads.`,
  epochSign: (epoch: number) => `epoch ${epoch}`,
  zxidSign: (zxid: string) => `zxid ${zxid}`,

  /** DIFF with transactions that were missing. */
  lacked: ({ sids, leader, received }: Brought) =>
    received
      ? `${and(sids)} ${s(sids, "lacks", "lack")} ${transactions(received)} and ${s(sids, "gets", "get")} ${it(received)} from ${leader} (DIFF).`
      : "",
  /** TRUNC; then perhaps a DIFF. */
  truncated: ({ sids, leader, discarded, received, to }: Brought) => {
    const end = to === undefined ? "" : ` back to ${to}`;
    const cuts = `${s(sids, "cuts its log", "cut their logs")}${end} (TRUNC)`;
    const gets = received ? `, and ${s(sids, "gets", "get")} ${transactions(received)} instead` : "";
    return discarded
      ? `${and(sids)} ${s(sids, "has", "have")} ${transactions(discarded)}, which leader ${leader} never had, and ${cuts}${gets}.`
      : `${and(sids)} ${cuts}${gets}, to where leader ${leader} agrees.`;
  },
  /** SNAP, and why not what takes less. */
  snapshot: ({ sids, leader, from, to, discarded }: Brought, why: string | undefined) => {
    const ends = from === undefined ? "" : ` with zxid ${from}`;
    const reasons: Record<string, string> = {
      "too-far": `${and(sids)} ${s(sids, "ends", "end")}${ends}, before everything that leader ${leader} still keeps as single transactions`,
      "other-epoch": `${and(sids)} ${s(sids, "ends", "end")}${ends}, which leader ${leader} does not have, and a TRUNC never goes back across epochs`,
      unknown: `${and(sids)} ${s(sids, "ends", "end")}${ends}, from where leader ${leader} knows no way on`,
    };
    const reason = why === undefined ? undefined : reasons[why];
    const takes = `${s(sids, "takes", "take")} leader ${leader}'s snapshot${to === undefined ? "" : `, up to ${to}`} (SNAP)`;
    const drops = discarded
      ? ` With that ${s(sids, "it drops", "they drop")} ${transactions(discarded)}, which ${leader} never had.`
      : "";
    return reason === undefined
      ? `${and(sids)} ${takes}.${drops}`
      : `${reason}: ${s(sids, "it", "they")} ${takes}.${drops}`;
  },
  snapshotZxid: (sids: readonly number[], zxid: string, epoch: number) =>
    `${zxid} is the beginning of epoch ${epoch}, no transaction; ${s(sids, "it", "they")} will vote with that.`,
  notWritten: (sids: readonly number[]) => `${s(sids, "It has", "They have")} not written that yet.`,

  notEstablished: (leader: number, epoch: number, sids: readonly number[], support: Support) =>
    support.have >= support.need
      ? `${and(sids)} ${s(sids, "has", "have")} written epoch ${epoch} (${quorum(support)}), but ${leader} has not heard so from a quorum yet: the epoch is not established.`
      : `Only ${and(sids)} ${s(sids, "has", "have")} written epoch ${epoch} (${quorum(support)}): the epoch is not established.`,
  establishedLater: (leader: number, epoch: number) =>
    `A quorum has answered ${leader}: epoch ${epoch} is established.`,

  logged: (what: Zxids, leader: number, sids: readonly number[], support: Support) => {
    const verb = what.count === 1 ? "is" : "are";
    const on = sids.length === 1 ? `${and(sids)} alone` : and(sids);
    const enough = support.have >= support.need;
    return enough
      ? `${Transactions(what)} ${verb} logged on ${on}: ${quorum(support)}; but leader ${leader} has not heard so, and has not committed ${it(what)}.`
      : `${Transactions(what)} ${verb} only logged, on ${on}: ${quorum(support)}. Nothing is committed.`;
  },
  survived: (what: Zxids, { leader, sids, voters, both }: Electors) =>
    `${Transactions(what)} ${was(what)} not committed, but ${and(sids)} had ${it(what)}, and of those who elected ${leader} (${sidList(voters).join(", ")}) ${and(both)} did. The highest zxid wins, so ${leader} has ${it(what)} too, and commits ${it(what)} as it begins to serve.`,
  lost: (what: Zxids, { leader, sids, voters, both }: Electors) =>
    both.length === 0
      ? `${Transactions(what)} ${was(what)} on ${and(sids)} alone, and not on any of those who elected ${leader} (${sidList(voters).join(", ")}). ${what.count === 1 ? "It was" : "They were"} not committed: nothing that was is lost.`
      : `${Transactions(what)} ${was(what)} on ${and(sids)}, but the votes of ${and(both)} lost all the same: the epoch decides before the zxid. ${leader} begins without ${it(what)}.`,
  kept: (zxid: string, { leader, sids, voters, both }: Electors) =>
    `Nothing committed is lost: a quorum, ${and(sids)}, had logged all up to ${zxid}, and any other quorum shares a server with it. Of those who elected ${leader} (${sidList(voters).join(", ")}) ${and(both)} had it, and no lower zxid wins against theirs.`,
  keptAgain: (zxid: string, { leader, both }: Electors) =>
    `Everything committed, up to ${zxid}, was on ${and(both)} of those who elected ${leader}, and is kept.`,
  snapshotVotes: (sids: readonly number[], zxid: string, leader: number, epoch: number) =>
    `${and(sids)} ${s(sids, "votes", "vote")} with ${zxid} because ${s(sids, "it", "they")} took a snapshot of leader ${leader}: that is where epoch ${epoch} begins, and no transaction. Who was brought up to date by DIFF kept the zxid of its last transaction.`,

  fates: {
    lost: (
      what: Zxids,
      leader: number,
      sids: readonly number[],
      dropped: readonly number[],
      left: readonly number[],
    ) => {
      const only = `${Transactions(what)}, which only ${servers(sids)} had logged,`;
      const verb = what.count === 1 ? "is" : "are";
      if (left.length > 0 && dropped.length === 0)
        return `${only} ${verb} never committed: leader ${leader} began without ${it(what)}.`;
      if (left.length > 0)
        return `${only} ${verb} never committed: ${and(dropped)} ${s(dropped, "has", "have")} dropped ${it(what)}, ${and(left)} still ${s(left, "has", "have")} ${it(what)}.`;
      return `${only} ${verb} never committed, and dropped when ${s(dropped, "it follows", "they follow")} the new leader.`;
    },
    survived: (what: Zxids, leader: number, sids: readonly number[]) =>
      `${Transactions(what)}, logged by ${servers(sids)} but not committed, ${what.count === 1 ? "survives" : "survive"}: leader ${leader} had ${it(what)} and commits ${it(what)}.`,
    open: (what: Zxids, sids: readonly number[], support: Support) =>
      `${Transactions(what)} ${what.count === 1 ? "is" : "are"} only logged, on ${servers(sids)}: ${quorum(support)}${support.have >= support.need ? ", but not committed yet" : ""}.`,
    kept: (zxid: string) => `Everything that was committed, up to ${zxid}, is kept.`,
    snapshot: (sids: readonly number[], zxid: string) =>
      `No transaction has zxid ${zxid}: ${and(sids)} ${s(sids, "has", "have")} it from a snapshot that ${s(sids, "it", "each")} took to join.`,
  },
};

/** What a language must provide to tell what happens after the vote. */
export type ZabMessages = typeof zab;
