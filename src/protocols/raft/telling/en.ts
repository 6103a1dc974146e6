import { commaList, sidList } from "../../../locales/lists.ts";
import { en as steps } from "../../../locales/tables/en.ts";
import type { Words } from "../../telling.ts";
import type { End } from "../log.ts";
import type { Answer, Entries, LateFact, RaftFact, WonLateFact } from "./facts.ts";

const and = (sids: readonly number[]) => commaList(sidList(sids), " and ");
const servers = (sids: readonly number[]) => `server${sids.length === 1 ? "" : "s"} ${and(sids)}`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const log = ({ term, index }: End) => `(${term}, ${index})`;
const s = (sids: readonly number[]) => (sids.length === 1 ? "s" : "");

function range({ first, last }: Entries): string {
  return first === last ? `entry ${first}` : `entries ${first} to ${last}`;
}

function refusal({ sids, why, end, term, votedFor, leader, candidate }: Answer): string {
  const many = sids.length > 1;
  const [sid] = sids;
  switch (why) {
    case "granted":
      return `${and(sids)} agree${s(sids)}`;
    case "log-behind":
      return `${and(sids)} refuse${s(sids)}: ${many ? "their logs end" : "its log ends"} at ${log(end)}, more up to date than ${log(candidate)}`;
    case "already-voted":
      if (votedFor === sid) return `${and(sids)} ${many ? "have voted for themselves" : "has voted for itself"}`;
      return `${and(sids)} ${many ? "have" : "has"} voted for ${votedFor}`;
    case "older-term":
      return `${and(sids)} ${many ? "are" : "is"} in term ${term} already`;
    case "leader-alive":
      return leader === sid ? `${sid} leads itself` : `${and(sids)} still hear${s(sids)} leader ${leader}`;
  }
}

const wherever = (end: End) => `its log ends at ${log(end)}`;

/** Raft's explanation in English. */
export const words: Words<RaftFact> = {
  leads: ({ leader, term, votes, of, ms, end, first, behind, split }) => {
    const others = votes.filter((sid) => sid !== leader);
    const good =
      others.length > 0
        ? `its log ${log(end)} is at least as up to date as ${others.length === 1 ? "that" : "those"} of ${and(others)}`
        : "it is the only voter";
    const because = first
      ? `its timeout ran out first, ${ms} ms into the step, and ${good}`
      : `its timeout ran out ${ms} ms into the step, and ${good}`;
    const before =
      behind.length > 0
        ? ` ${capital(servers(behind))} asked before, with ${behind.length === 1 ? "a log that is" : "logs that are"} behind.`
        : "";
    return `Server ${leader} leads in term ${term} with ${votes.length} of ${of} votes (${and(votes)}): ${because}.${before}${split > 0 ? ` In the ${split === 1 ? "term" : `${split} terms`} before, the votes were split.` : ""}`;
  },
  "leads-late": ({ leader, term, votes, of, end }) => {
    const others = votes.filter((sid) => sid !== leader);
    return `Server ${leader} leads in term ${term} with ${votes.length} of ${of} votes (${and(votes)}), for which it had asked in an earlier step; its log ${log(end)} is at least as up to date as ${others.length === 1 ? "that" : "those"} of ${and(others)}.`;
  },
  "still-leads": ({ leader, term }) =>
    `Server ${leader} leads in term ${term}, as it did from the beginning: nobody won an election against it.`,
  "too-few": ({ up, of, need, terms }) =>
    `Nobody leads: a leader needs ${need} of ${of} votes, and ${up === 0 ? "no voter is up" : `only ${plural(up, "voter is", "voters are")} up`}.${terms > 0 ? ` They try in vain; no term finds a leader.` : ""}`,
  "cut-off": ({ leader, term, need, of }) =>
    `Nobody leads a majority: ${leader} believes that it leads, in term ${term}, but does not reach ${need} of ${of} voters.`,
  "no-winner": ({ terms, won, split, slow }) => {
    const begun = `Nobody leads: ${plural(terms, "term was", "terms were")} begun,`;
    const why = slow
      ? ` Answers may take ${slow.roundTrip} ms, and election timeouts are of ${slow.timeout.join(" to ")} ms: they run out before the votes are there (a broadcast must take far less than an election timeout, §5.6).`
      : "";
    if (won > 0) {
      return `${begun} and ${plural(won, "was", "were")} won; but whoever led heard of a higher term, and stepped down.${why}`;
    }
    return `${begun} and ${split ? "in each the votes were split" : "no candidate got a majority's votes"}.${why}`;
  },
  unknown: () => "Nobody leads as yet: no timeout has run out.",

  step: ({ number, of, action }) => steps.step(number, of, action),
  "why-not": () => "Why not the others",
  "beside-zookeeper": () => "Beside ZooKeeper",

  "leader-gone": ({ leader, term, alone }) =>
    `Leader ${leader} of term ${term} is gone${alone ? ", and no other voter is up." : ". No follower is told so: each waits for a sign of life until its own timeout, drawn at random, runs out (§5.2)."}`,
  candidacy: ({ sid, term, pre, encouraged, ms, end, yes, no, silent, votes, need, of, won, first, rivals }) => {
    const when = encouraged
      ? ""
      : first
        ? `${sid}'s timeout is the first to run out, after ${ms} ms. `
        : `${sid}'s timeout runs out after ${ms} ms. `;
    const asks = pre
      ? `It asks who would vote for it; ${wherever(end)}.`
      : encouraged
        ? `So ${sid} begins term ${term} and votes for itself; ${wherever(end)}.`
        : `It begins term ${term} and votes for itself; ${wherever(end)}.`;
    const verb = pre ? "would" : `vote${s(yes)} for it`;
    const agree = yes.length > 0 ? ` ${capital(and(yes))} ${verb}.` : "";
    const refuse =
      no.length > 0
        ? ` ${commaList(
            no.map((answer) => refusal(answer)),
            "; and ",
          )}.`
        : "";
    const quiet = silent.length > 0 ? ` ${capital(and(silent))} do${silent.length === 1 ? "es" : ""} not answer.` : "";
    const result = won
      ? ` With ${votes} of ${of} it leads.`
      : votes >= need
        ? pre
          ? ` ${votes} of ${of}: a majority.`
          : ` ${votes} of ${of} gave it their votes, but a later term was there before their answers were.`
        : ` ${votes} of ${of}${pre ? " is no majority: its term stays as it is" : `, and ${need} are needed`}${rivals.length > 0 && !pre ? `: ${and(rivals)} asked in the same term` : ""}.`;
    return `${pre ? `Before term ${term}` : `Term ${term}`}: ${when}${asks}${agree}${refuse}${quiet}${result}`;
  },
  likewise: ({ pre, first, last, candidates, unanswered, need }) =>
    `${pre ? `Before term ${first}, again and again` : `Terms ${first} to ${last}`}: ${servers(candidates)} ${candidates.length === 1 ? "tries" : "try"} on in the same way, ${unanswered ? `and no majority (${need}) answers` : "and nobody gets a majority"}.`,
  late: ({ candidate, pre, first, last, yes, no }) => {
    const what = pre ? `before term ${last}` : first === last ? `in term ${last}` : `in terms ${first} to ${last}`;
    const refuse =
      pre && no.length > 0
        ? ` ${commaList(
            no.map((answer) => refusal(answer)),
            "; and ",
          )}.`
        : "";
    const agree =
      yes.length === 0
        ? ""
        : pre
          ? ` ${and(yes)} would vote for it.`
          : ` ${and(yes)} vote${s(yes)} for it in term ${last}.`;
    return `What ${candidate} asked ${what} arrives only now.${agree}${refuse}`;
  },
  "won-late": ({ sid, term, votes, of }) =>
    `${sid} now has ${votes.length} of ${of} votes of term ${term} (${and(votes)}), and leads.`,
  "steps-down": ({ sid, was, term, from }) =>
    `${sid} led in term ${was}. Now it hears of term ${term} from ${from}, and steps down: whoever is in a higher term is believed (§5.1).`,
  "no-op": ({ leader, term, index, commits, on, of }) =>
    `${leader} begins its term with an entry of its own that says nothing (§8), entry ${index} of term ${term}: what earlier terms left is committed only with an entry of the leader's own term (§5.4.2). ${commits === undefined ? `It is on ${and(on)}, ${on.length} of ${of}: not committed.` : `It comes to ${and(on)}, ${on.length} of ${of}: everything up to ${commits} is committed.`}`,
  written: ({ leader, term, entries, on, of, need, committed }) =>
    `Leader ${leader} appends ${range(entries)} in term ${term}. ${committed ? `On ${and(on)}, ${on.length} of ${of}: committed.` : `Only ${and(on)} ${on.length === 1 ? "has" : "have"} ${entries.first === entries.last ? "it" : "them"}: ${on.length} of ${of}, and ${need} are needed; not committed.`}`,
  "caught-up": ({ sids, last }) =>
    `${capital(servers(sids))} lacked entries, and now ha${sids.length === 1 ? "s" : "ve"} all up to ${log(last)}.`,
  discards: ({ sids, entries, leader }) =>
    `${capital(servers(sids))} discard${s(sids)} ${range(entries)} (term ${entries.term}): leader ${leader} has others there (§5.3). ${entries.first === entries.last ? "It was" : "They were"} not committed, so nothing that was promised is lost.`,
  quiet: ({ leader, term }) =>
    leader === undefined ? "Nothing changes." : `Nothing changes: ${leader} leads in term ${term}.`,
  "two-leaders": ({ old, oldTerm, leader, term }) =>
    `${old} does not hear of it and goes on believing that it leads, in term ${oldTerm}; but it can commit nothing without a majority. ${leader} leads in term ${term}.`,

  down: () => "down",
  "not-up": ({ leader }) => `was not up when ${leader} was elected`,
  "heard-another": ({ leader, other }) =>
    `was cut off together with leader ${other}, still heard it, and did not hear ${leader} ask`,
  "out-of-reach": ({ leader }) => `did not hear ${leader} ask, nor the others who voted`,
  deposed: ({ term, now }) => `led in term ${term}, until it heard of term ${now}`,
  observer: () => "has no vote (an observer): it gets entries, and never stands",
  "log-behind": ({ end, newer, newest, need }) =>
    `log behind: ${log(end)} < ${log(newest)}; ${and(newer)} would refuse it, and it needs ${need} votes`,
  "too-late": ({ leader, asked }) =>
    asked
      ? `its log was good enough, but its timeout ran out too late: ${leader} had the votes`
      : `its log was good enough, but its timeout had not run out when ${leader} asked`,
  stale: ({ term, now }) => `led in term ${term}, which is over: term ${now} has another leader`,
  "no-majority": ({ need }) => `does not get the ${need} votes that are needed`,
  follows: ({ leader }) => `hears leader ${leader}, and does not ask for votes`,
  contrast: () =>
    "In Raft whoever asks first wins, as long as its log is as up to date as a majority's and the votes are not split. In ZooKeeper everybody votes for the best that it knows of, and the best wins: the highest (epoch, zxid, sid), however late it is.",
  "contrast-none": () => "ZooKeeper's election needs a majority too, and finds nobody either without one.",
  "pre-vote-today": ({ preVote }) =>
    preVote
      ? "Pre-vote is an option here, as in the thesis (§9.6). etcd has it on by default since 3.5, HashiCorp's library, which Consul uses, since 1.7."
      : "This is Raft as in the paper. Today's systems ask before they begin a term (pre-vote, thesis §9.6; here the option preVote): etcd by default since 3.5, HashiCorp's library, which Consul uses, since 1.7, and Kafka's KRaft since 4.0.",
  "left-out": () =>
    "Left out: snapshots and changes of the membership (§6, §7), and that a leader gives up by itself when it no longer hears a majority, as etcd's does (check quorum).",
};

/** Raft's tables in English. */
export const tables = {
  term: (term: number) => `Term ${term}`,
  before: (term: number) => `Pre-vote for term ${term}`,
  firstTimeout: (sid: number, ms: number) => `${sid}'s timeout is the first to run out, after ${ms} ms`,
  timeout: (sid: number, ms: number) => `${sid}'s timeout runs out after ${ms} ms`,
  encouraged: (sid: number) => `a majority would vote for ${sid}`,
  legend:
    "A log is written (term, index) of its last entry. The higher term is more up to date; of equal terms, the longer log.",
  columns: { candidate: "candidate", log: "log", answers: "answers", votes: "votes" },
  /** "1,2: yes" */
  said: (sids: string, answer: string) => `${sids}: ${answer}`,
  yes: (pre: boolean): string => (pre ? "would" : "yes"),
  logBehind: (own: string, its: string, many: boolean) =>
    many ? `no, their logs ${own} are ahead of ${its}` : `no, its log ${own} is ahead of ${its}`,
  votedItself: (many: boolean): string => (many ? "no, vote for themselves" : "no, votes for itself"),
  votedFor: (whom: number) => `no, voted for ${whom}`,
  olderTerm: (term: number, many: boolean) => `no, ${many ? "are" : "is"} in term ${term}`,
  leadsItself: (many: boolean): string => (many ? "no, lead themselves" : "no, leads itself"),
  leaderAlive: (leader: number, many: boolean) => `no, ${many ? "hear" : "hears"} leader ${leader}`,
  silent: "no answer",
  amount: (have: number, of: number) => `${have} of ${of}`,
  leads: "leads",
  majority: "majority",
  likewise: (pre: boolean, first: number, last: number, sids: readonly number[], unanswered: boolean, need: number) =>
    words.likewise({ kind: "likewise", pre, first, last, candidates: sids, unanswered, need }),
  late: (fact: LateFact) => words.late(fact),
  wonLate: (fact: WonLateFact) => words["won-late"](fact),
  replication: "Replication",
  under: (sid: number, term: number) => `leader ${sid}, term ${term}`,
  logColumns: {
    server: "server",
    had: "had",
    discards: "discards",
    appends: "appends",
    has: "has",
    committed: "committed",
  },
  entries: (range: string, term: number) => `${range}, term ${term}`,
  nowLeads: (leader: number, term: number, with_: readonly number[]) =>
    `Server ${leader} leads in term ${term}${with_.length > 0 ? `; ${and(with_)} follow${s(with_)}` : ""}.`,
  believes: (sid: number, term: number) => `Server ${sid} still believes that it leads, in term ${term}.`,
  stepsDown: (sid: number, was: number, term: number) =>
    `Server ${sid}, leader of term ${was}, hears of term ${term} and steps down.`,
  nobody: (up: number, of: number, need: number) =>
    up < need
      ? `Nobody leads: ${up === 0 ? "none" : up} of ${of} voters ${up <= 1 ? "is" : "are"} up, and ${need} votes are needed.`
      : "Nobody leads.",
};

/** What a language must provide. */
export type RaftTables = typeof tables;

export const decides = "a log as up to date as a majority's; then the first timeout";
