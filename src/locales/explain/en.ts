import type { Criterion, Field, Loss, ReportedFact } from "../../explain/facts.ts";
import type { Rule, ServerState, StateReason } from "../../trace/events.ts";
import type { GroupSupport, Support } from "../../trace/quorum.ts";
import { commaList, type Span, sidList, spanText } from "../lists.ts";
import { zab } from "./zab/en.ts";

/** A vote, and the comparison that it won or lost, as "zxid 8 > 7"; without one where the numbers are not known. */
export interface Judged {
  readonly vote: string;
  readonly by: Rule | undefined;
  readonly sign: string;
  /** The vote that it lost to, where that is not the one that the sentence is about. */
  readonly to?: string | undefined;
}

/** The numbers that a sentence about the winner needs. */
export interface Winner {
  readonly leader: number;
  readonly support: Support;
  readonly supporters: readonly number[];
  readonly field: Field;
  readonly epoch: number;
  readonly zxid: string;
}

/** One server's loss, with its numbers as they are written: "7 < 8". */
export interface Lost {
  readonly loss: Loss;
  /** The two numbers that decided, or would have: own first. */
  readonly sign: string;
  /** A number after the one that decided, in which it was ahead. */
  readonly ahead: "zxid" | "sid" | undefined;
  readonly votes: Support | undefined;
}

const and = (sids: readonly number[]) => commaList(sidList(sids), " and ");
const s = (sids: readonly number[], one: string, many: string) => (sids.length === 1 ? one : many);
const servers = (sids: readonly number[]) => `${s(sids, "server", "servers")} ${and(sids)}`;
const Servers = (sids: readonly number[]) => `${s(sids, "Server", "Servers")} ${and(sids)}`;
const list = (texts: readonly string[]) => commaList(texts, " and ");

function votes({ have, of, unit }: Support): string {
  return unit === "votes" ? `${have} of ${of} votes` : `${have} of ${of} groups`;
}

function amount({ have, of, unit }: Support): string {
  return unit === "votes" ? `${have} of ${of}` : `${have} of ${of} groups`;
}

function missing({ have, need, unit }: Support): string {
  const short = need - have;
  const one = unit === "votes" ? "vote" : "group";
  return `${short} ${short === 1 ? one : `${one}s`} short of ${need}`;
}

function groupsText(groups: readonly GroupSupport[] | undefined): string {
  if (!groups) return "";
  const texts = groups.map(({ group, have, need, of }) => `group ${group} has weight ${have} of ${of}, ${need} needed`);
  return ` (${texts.join("; ")})`;
}

const ahead = { zxid: "its higher zxid is never compared", sid: "its larger sid is never compared" };

function judged({ vote, by, sign, to }: Judged): string {
  const loses = to ? `${vote} loses to ${to}` : `${vote} loses`;
  if (by === "weight") return `${loses}, its weight is 0`;
  return sign === "" ? loses : `${loses}, ${sign}`;
}

function whyBest({ leader, field, epoch, zxid }: Winner, by: "peerEpoch" | "zxid" | "sid"): string {
  const { sids, highestEpoch, highestZxid, everybody } = field;
  const up = field.unable.length === 0 ? "of the servers then up" : "of the servers then up that can be elected";
  const scope = everybody ? up : "of those that came to vote for it";
  const epochs = highestEpoch.length < sids.length ? `${and(highestEpoch)} had the highest epoch, ${epoch}` : "";
  const largest = highestZxid.length === 2 ? "the larger sid" : "the largest sid";
  switch (by) {
    case "peerEpoch":
      return `${scope}, it had the highest epoch, ${epoch}; zxid and sid made no difference`;
    case "zxid":
      return `${scope}, ${epochs ? `${epochs}; of these, ${leader}` : "it"} had the highest zxid, ${zxid}`;
    case "sid":
      if (highestZxid.length === sids.length)
        return `${scope}, ${sids.length === 2 ? "both" : "all"} with equal epochs and zxids, it had ${largest}`;
      if (highestZxid.length === highestEpoch.length)
        return `${scope}, ${epochs}, and equal zxids, and ${leader} had ${largest}`;
      return `${scope}, ${epochs ? `${epochs}; of these, ` : ""}${and(highestZxid)} had the highest zxid, ${zxid}, and ${leader} had ${largest}`;
  }
}

const lookingBecause: Partial<Record<StateReason, (sids: readonly number[], lost: number | null) => string>> = {
  start: (sids) => `${Servers(sids)} ${s(sids, "starts", "start")}`,
  restart: (sids) => `${Servers(sids)} ${s(sids, "comes back", "come back")}`,
  "leader-lost": (sids, lost) =>
    `${Servers(sids)} ${s(sids, "loses", "lose")} ${lost === null ? s(sids, "its leader", "their leader") : `leader ${lost}`}`,
  "leader-silent": (sids, lost) =>
    `${Servers(sids)} ${s(sids, "hears", "hear")} nothing from ${lost === null ? "the leader" : `leader ${lost}`} for syncLimit ticks`,
  "leader-unreachable": (sids, lost) =>
    `${Servers(sids)} cannot connect to ${lost === null ? "the leader" : `leader ${lost}`}`,
  "quorum-lost": (sids) => `${Servers(sids)}, leading, no longer ${s(sids, "has", "have")} a quorum of followers`,
  "quorum-never": (sids) => `${Servers(sids)}, elected, did not get a quorum of followers within initLimit ticks`,
  "sync-timeout": (sids) =>
    `${Servers(sids)} ${s(sids, "is", "are")} not up to date with ${s(sids, "its", "their")} leader in time`,
  "leader-behind": (sids, lost) =>
    `${Servers(sids)} cannot follow ${lost === null ? "the leader" : `leader ${lost}`}, which is behind ${s(sids, "it", "them")},`,
  "zxid-rollover": (sids) =>
    `${Servers(sids)}, leading, ${s(sids, "has", "have")} no counter left for a zxid of this epoch`,
  left: (sids) => `${Servers(sids)} ${s(sids, "gives", "give")} up`,
  heard: (sids) => `${Servers(sids)}, whose ${s(sids, "log is", "logs are")} not here, ${s(sids, "is", "are")} heard,`,
};

const cutOff: Record<NonNullable<Loss["how"]>, string> = {
  partition: "the network kept its vote from the others",
  pause: "it was paused",
  loss: "its vote was lost on the way",
  away: "it was not looking for a leader then, and was out of reach",
};

function lossText({ loss, sign, ahead: number, votes: best }: Lost): string {
  const aside = number ? `; ${ahead[number]}` : "";
  const texts: Record<Criterion, () => string> = {
    down: () => "down",
    observer: () => "an observer: it has no vote and cannot lead",
    weight: () => "weight 0: it cannot lead, whatever its numbers",
    peerEpoch: () => `lower epoch (${sign})${aside}`,
    zxid: () => `lower zxid (${sign})${aside}`,
    sid: () => `same epoch, same zxid, smaller sid (${sign})`,
    late: () => `too late: its vote beats the one that won (${sign}), but ${lateText(loss)}`,
    "cut-off": () => `not heard: ${loss.how ? cutOff[loss.how] : "cut off"}${sign ? ` (else ${sign})` : ""}`,
    short: () => (best ? shortText(best) : "nobody votes for it"),
    "no-election": () => "nobody was elected: the leader was in office all the time",
    unknown: () => (loss.own ? "the trace does not show the vote that won" : "the trace does not show its vote"),
  };
  return texts[loss.criterion]();
}

function shortText(best: Support): string {
  return best.have >= best.need
    ? `the best vote, with ${votes(best)}, but the wait for a better one is not over`
    : `the best vote, but only ${votes(best)}: ${missing(best)}`;
}

function lateText({ began = 0, decided = 0 }: Loss): string {
  return began >= decided
    ? `when it began to look, at ${began} ms, the leader had decided`
    : `it began to look only at ${began} ms, and before its vote came the leader had decided, at ${decided} ms`;
}

/** A server of a log decided, though its supporters are no quorum of the members that are known. */
function countedShort(sids: readonly number[], vote: string, support: Support, supporters: readonly number[]): string {
  const decides = `${and(sids)} ${s(sids, "decides", "decide")} for ${vote}`;
  if (supporters.length === 0) return `${decides}; the trace does not show whose votes made a quorum.`;
  return `${and(sids)} ${s(sids, "takes", "take")} ${votes(support)} for ${vote}, ${s(supporters, "that", "those")} of ${and(supporters)}, for a quorum; by the members known here it is none.`;
}

/** Every sentence of an explanation, in English. The other languages have the same keys. */
export const en = {
  headings: {
    happened: "What happened",
    ownVotes: "each votes for itself",
    arrive: "the votes arrive",
    decision: "Decision",
    joining: "Joining",
    result: "Result",
    whyNot: "Why not the others",
    whyNobody: "Why nobody",
    unknown: "Not told",
    way: "The way of one notification",
  },

  /** Sentences of one paragraph. */
  paragraph: (sentences: readonly string[]) => sentences.join(" "),
  sentence: (text: string) => `${text}.`,

  leads: (winner: Winner, by: "peerEpoch" | "zxid" | "sid" | "only" | null, inOffice: boolean) => {
    const who = inOffice ? `Server ${winner.leader} leads` : `Server ${winner.leader} is elected`;
    const from =
      winner.support.unit === "votes" ? sidList(winner.supporters).join(", ") : `votes of ${and(winner.supporters)}`;
    const count = `${who} with ${votes(winner.support)} (${from})`;
    if (winner.supporters.length === 0) return `${who}; the trace does not show who voted for it.`;
    if (winner.support.have < winner.support.need) return `${count}, which by the members known here are no quorum.`;
    if (by === null) return `${count}; the trace does not show all their votes.`;
    return by === "only" ? `${count}: nobody else could be voted for.` : `${count}: ${whyBest(winner, by)}.`;
  },
  leadsAgain: (leader: number, told: readonly number[]) =>
    `Server ${leader} leads: it came back, and ${and(told)} still ${s(told, "follows", "follow")} it.`,
  /** @param ofLog what was before the trace is not known */
  inOffice: (leader: number, ofLog: boolean) =>
    ofLog
      ? `Server ${leader} is LEADING since before this trace begins; nobody is elected in it.`
      : `Server ${leader} leads: it was in office from the start, and nobody was elected since.`,
  noElection: "No election is in these logs, and they do not show who leads.",
  unseen: (leader: number) => `Server ${leader} leads; the trace does not show how it was elected.`,
  nobodyAtCut: "Nobody leads when the trace breaks off.",
  nobodyUp: "Nobody leads: no server that may vote is up.",
  tooFewUp: (up: readonly number[], support: Support, groups: readonly GroupSupport[] | undefined) =>
    support.unit === "votes"
      ? `Nobody leads: only ${support.have} of ${support.of} voting servers ${support.have === 1 ? "is" : "are"} up (${sidList(up).join(", ")}), and ${support.need} are needed.`
      : `Nobody leads: the servers up (${sidList(up).join(", ")}) make ${amount(support)}, and ${support.need} are needed${groupsText(groups)}.`,
  nobodyShort: (vote: string, support: Support) =>
    `Nobody leads: the vote with most support, ${vote}, has ${votes(support)}, ${missing(support)}.`,
  nobodyYet: (vote: string, support: Support) =>
    `Nobody leads yet: ${vote} has ${votes(support)}, a quorum, but the wait for a better vote is not over.`,
  nobody: (looking: readonly number[]) =>
    looking.length === 0
      ? "Nobody leads, and no server is looking."
      : `Nobody leads: ${servers(looking)} ${s(looking, "is", "are")} LOOKING.`,

  crashed: (leader: number | undefined, others: readonly number[]) => {
    if (leader === undefined) return `${Servers(others)} ${s(others, "fails", "fail")}.`;
    return others.length === 0 ? `Leader ${leader} fails.` : `Leader ${leader} fails, and ${servers(others)} with it.`;
  },
  crashedLater: (sids: readonly number[], afterMs: Span) =>
    `${Servers(sids)} ${s(sids, "fails", "fail")} ${spanText(afterMs, " to ")} ms after the decision.`,
  /** Parts of a log that say the same as the one before. */
  repeated: (times: number, until: string) =>
    times === 1 ? `The same once more, at ${until}.` : `The same ${times} times more, until ${until}.`,
  /** The heading has said why. */
  goesLooking: (sids: readonly number[], epoch: number) =>
    `${Servers(sids)} ${s(sids, "goes", "go")} LOOKING: election ${epoch}.`,
  looking: (
    sids: readonly number[],
    reason: StateReason,
    lost: number | null,
    epoch: number,
    afterMs: Span,
    detail: string,
  ) => {
    const goes = `${s(sids, "goes", "go")} LOOKING${afterMs[1] > 0 ? ` after ${spanText(afterMs, " to ")} ms` : ""}`;
    const why = lookingBecause[reason]?.(sids, lost);
    return why === undefined
      ? `${Servers(sids)} ${goes} (${reason}): election ${epoch}.`
      : `${why} and ${goes}: election ${epoch}.${detail && ` The log says: ${detail}.`}`;
  },
  stillLooking: (sids: readonly number[], vote: string | undefined, epoch: number) =>
    `${Servers(sids)} ${s(sids, "is", "are")} still LOOKING in election ${epoch}${vote === undefined ? "" : `, for ${vote}`}.`,
  needed: ({ need, of, unit }: Support, up: number) => {
    if (unit === "groups") return `A quorum is ${need} of ${of} groups, each by more than half of its weight.`;
    const there = up < need ? `only ${up}` : up === need ? `exactly ${up}` : String(up);
    return `${of} ${of === 1 ? "server votes" : "servers vote"}, so a quorum is ${need}; ${there} ${up === 1 ? "is" : "are"} up.`;
  },
  up: ({ need, of, unit }: Support, up: number) =>
    unit === "groups"
      ? ""
      : `${up} of ${of} ${up === 1 ? "is" : "are"} up, ${need} ${need === 1 ? "is" : "are"} needed.`,
  epochNow: (epoch: number) => `Their votes now carry epoch ${epoch}, which the last leader established.`,

  ownVoteEach: (sids: readonly number[]) =>
    `${and(sids)} each ${s(sids, "votes", "vote")} for ${s(sids, "itself", "themselves")}.`,
  ownVotes: (cast: readonly { readonly sids: readonly number[]; readonly vote: string }[]) =>
    `${cast.map(({ sids, vote }) => `${and(sids)} ${s(sids, "votes", "vote")} ${vote}`).join(", ")}.`,
  noVote: (sids: readonly number[]) =>
    `${and(sids)} ${s(sids, "is an observer and has", "are observers and have")} no vote.`,
  changes: (sids: readonly number[], steps: readonly Judged[], behind: "zxid" | "sid" | undefined) => {
    const [first, ...rest] = steps;
    if (!first) return "";
    const verb = first.sign ? `${s(sids, "changes", "change")} to` : s(sids, "takes", "take");
    const who = `${and(sids)} ${verb}`;
    const aside = behind
      ? ` ${s(sids, "Its", "Their")} own ${behind === "zxid" ? "higher zxid" : "larger sid"} is never compared.`
      : "";
    if (rest.length === 0 && first.by === "sid")
      return `${who} ${first.vote}: epoch and zxid are equal, ${first.sign}.${aside}`;
    if (rest.length === 0) return `${who} ${first.vote}${first.sign ? `: ${first.sign}` : ""}.${aside}`;
    const each = steps.map(({ vote, sign }) => `${vote}${sign ? `, ${sign}` : ""}`);
    return `${who} ${each.join(first.sign ? "; then to " : "; then ")}.${aside}`;
  },
  keeps: (sids: readonly number[], vote: string, lost: readonly Judged[]) =>
    `${and(sids)} ${s(sids, "keeps", "keep")} ${vote}: ${lost.map(judged).join("; ")}.`,
  alsoLost: (lost: readonly Judged[]) => `${lost.map(judged).join("; ")}.`,
  agrees: (sids: readonly number[], from: readonly number[], vote: string) =>
    `${and(sids)} ${s(sids, "hears", "hear")} that ${and(from)} ${s(from, "votes", "vote")} ${vote}, too.`,
  electionJoined: (
    sids: readonly number[],
    from: number,
    epoch: number,
    received: Judged,
    vote: string,
    wins: boolean,
  ) => {
    const own = s(sids, "its own", "their own");
    const sign = received.sign ? `, ${received.sign}` : "";
    const joins = `${and(sids)} ${s(sids, "joins", "join")} ${from}'s election ${epoch}, newer than ${own}, and ${s(sids, "forgets what it has", "forget what they have")} counted.`;
    if (received.by === "equal") return `${joins} ${and(sids)} ${s(sids, "votes", "vote")} ${vote}, as before.`;
    const held = `Held against ${own} first ${s(sids, "vote", "votes")}, ${received.vote}`;
    return wins
      ? `${joins} ${held} wins${sign}.`
      : `${joins} ${held} loses${sign}: ${and(sids)} ${s(sids, "votes", "vote")} ${vote}.`;
  },
  olderElection: (sids: readonly number[], from: readonly number[], epoch: number, answered: boolean) =>
    `${and(sids)} ${s(sids, "does", "do")} not count ${and(from)}, still in election ${epoch}${answered ? `, but ${s(sids, "answers with its own vote", "answer with their own votes")}` : ""}.`,
  notCounted: (
    sids: readonly number[],
    from: readonly number[],
    reason: "observer" | "member" | "zxid-unknown",
    answered: boolean,
  ) => {
    const why = {
      observer: s(from, "an observer", "observers"),
      member: "not between voting members",
      "zxid-unknown": "with an unknown zxid",
    };
    return `${and(sids)} ${s(sids, "does", "do")} not count ${and(from)}, ${why[reason]}${answered ? `, but ${s(sids, "answers", "answer")}` : ""}.`;
  },
  reported: (
    sids: readonly number[],
    states: readonly {
      readonly from: readonly number[];
      readonly state: ServerState;
      readonly leader: number | null;
    }[],
  ) =>
    `${and(sids)} ${s(sids, "hears", "hear")} that ${list(
      states.map(({ from, state, leader }) =>
        state === "LEADING"
          ? `${and(from)} is LEADING`
          : `${and(from)} ${s(from, "is", "are")} ${state} ${leader ?? "nobody"}`,
      ),
    )}.`,
  notYet: (reason: ReportedFact["reason"]): string => {
    if (reason === "quorum") return "That is no quorum yet.";
    return reason === "leader" ? "The leader itself has not said so." : "";
  },
  reached: (sids: readonly number[], vote: string, support: Support) =>
    `${and(sids)} ${s(sids, "counts", "count")} ${votes(support)} for ${vote}: a quorum.`,
  waitBroken: (sids: readonly number[], vote: string, better: string, waited: number) =>
    `${and(sids)} had a quorum for ${vote}, but ${waited} ms into the wait ${better} came and was better: that is what the wait is for.`,

  waited: (sids: readonly number[], waits: readonly number[]) => {
    const [first = 0, ...rest] = waits;
    const doubled = rest.every((ms, at) => ms === 2 * (waits[at] ?? 0));
    const longest = Math.max(first, ...rest);
    const twice = rest.length === 1 ? `then for ${longest} ms` : `then twice as long each time, up to ${longest} ms`;
    const more = doubled ? twice : `then ${rest.length} times more, up to ${longest} ms`;
    const wait = rest.length === 0 ? `for ${first} ms` : `for ${first} ms, ${more}`;
    return `${Servers(sids)} ${s(sids, "hears", "hear")} nothing new ${wait}, and ${s(sids, "sends its vote", "send their votes")} again.`;
  },
  counted: (sids: readonly number[], vote: string, support: Support, supporters: readonly number[]) => {
    if (support.have < support.need) return countedShort(sids, vote, support, supporters);
    const same = sids.length === supporters.length && sids.every((sid, at) => sid === supporters[at]);
    if (same)
      return `${and(sids)} ${s(sids, "votes", sids.length === 2 ? "both vote" : "all vote")} ${vote}: ${amount(support)}, a quorum.`;
    const whose = support.unit === "groups" ? "by the votes" : s(supporters, "that", "those");
    return `${and(sids)} ${s(sids, "counts", "count")} ${votes(support)} for ${vote}, ${whose} of ${and(supporters)}: a quorum.`;
  },
  countedEach: (sids: readonly number[], vote: string, least: Support) =>
    `${and(sids)} each count at least ${votes(least)} for ${vote}: a quorum.`,
  /** After what an observer has counted. */
  toldObserver:
    "An observer is answered with the current vote, not with the one that a server proposes while it looks.",
  /** What is said of one of several elections. */
  inElection: (epoch: number, text: string) => `Election ${epoch}: ${text}`,
  waitsOut: (sids: readonly number[], ms: Span) =>
    `${sids.length === 1 ? "It" : "Each"} waits ${spanText(ms, " to ")} ms in case a better vote is still on its way; none comes.`,
  joins: (sids: readonly number[], leader: number, told: readonly number[], isQuorum: boolean) => {
    const joins = `${and(sids)} ${s(sids, "joins", "join")} leader ${leader}`;
    if (told.length === 0) return `${joins}; the trace does not show who reported it.`;
    if (!isQuorum)
      return `${joins}, as ${and(told)} ${s(told, "reports", "report")} it; by the members known here that is no quorum.`;
    const among = told.includes(leader) ? " and the leader itself among them" : "";
    return `${joins}: ${and(told)} ${s(told, "reports", "report")} it, a quorum${among}; nothing is elected anew.`;
  },
  wouldHaveWon: (sid: number, vote: string, leader: number, elected: string) =>
    `${sid}'s own vote ${vote} beats ${elected}, which elected ${leader}, but comes too late.`,
  short: (sids: readonly number[], vote: string, support: Support, groups: readonly GroupSupport[] | undefined) =>
    `${vote} has ${votes(support)}${groupsText(groups)}, ${missing(support)}: ${and(sids)} ${s(sids, "stays", "stay")} LOOKING.`,
  pending: (vote: string, support: Support) =>
    `${vote} has ${votes(support)}, a quorum; the wait for a better vote is not over.`,
  tooFew: ({ have, need, unit }: Support) =>
    unit === "votes"
      ? `With ${have} voting ${have === 1 ? "server" : "servers"} up no vote can get ${need}.`
      : `The servers that are up can carry ${have} ${have === 1 ? "group" : "groups"}, and ${need} are needed.`,

  loss: lossText,
  zab,

  unknown: {
    cut: (line: number) => `The trace is cut after line ${line}; this is the story up to there.`,
    silent: (sids: readonly number[]) => `Nothing of what ${servers(sids)} did; only what others heard.`,
    "no-sends": "What was sent; so what was lost on the way is not known.",
    condensed: (servers: number) => `Single notifications: ${servers} servers are told in groups (--json has each).`,
  },

  /** Steps of a notification from the vote to the count, with the Java names as they are. */
  way: [
    ["FastLeaderElection.sendNotifications", "puts a ToSend for each voting member into sendqueue"],
    ["Messenger.WorkerSender", "takes it and hands it to QuorumCnxManager.toSend"],
    ["queueSendMap", "holds one unsent message a destination; a newer one replaces it"],
    ["QuorumCnxManager.SendWorker", "writes it to the socket; the larger sid has opened the connection"],
    ["QuorumCnxManager.RecvWorker", "reads it on the other side into recvQueue"],
    [
      "Messenger.WorkerReceiver",
      "while LOOKING, puts it into recvqueue, and answers an older election; once decided, answers who is LOOKING; an observer it answers only",
    ],
    ["FastLeaderElection.lookForLeader", "takes it and compares: totalOrderPredicate, then the quorum verifier"],
  ] as readonly (readonly [string, string])[],
};

/** What a language must provide to explain. */
export type ExplainMessages = typeof en;
