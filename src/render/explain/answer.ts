import type { Answer, Explanation, Loss } from "../../explain/facts.ts";
import type { ExplainMessages } from "../../locales/explain/en.ts";
import type { Messages } from "../../locales/tables/en.ts";
import { condensedAbove } from "../../trace/story.ts";
import { notationOfVotes, voteText, zxidText } from "../notation.ts";
import { numbersOf, signOf, uncompared } from "./context.ts";

/** The answer in one sentence or two. */
export function answerText(answer: Answer, messages: Messages, words: ExplainMessages): string {
  switch (answer.kind) {
    case "elected": {
      const { leader, support, supporters, field, vote, by, inOffice } = answer;
      const zxid = zxidText(vote.zxid, notationOfVotes([vote]));
      return words.leads({ leader, support, supporters, field, epoch: vote.peerEpoch, zxid }, by, inOffice);
    }
    case "reported":
      return words.leadsAgain(answer.leader, answer.told);
    case "in-office":
      return words.inOffice(answer.leader, answer.ofLog === true);
    case "unseen":
      return words.unseen(answer.leader);
    case "none":
      return nobodyText(answer, messages, words);
  }
}

function nobodyText(answer: Extract<Answer, { kind: "none" }>, messages: Messages, words: ExplainMessages): string {
  const { up, support, groups, best, looking, unseen } = answer;
  if (unseen) return words.noElection;
  if (up.length === 0) return words.nobodyUp;
  if (support.have < support.need) return words.tooFewUp(up, support, groups);
  if (!best) return words.nobody(looking);
  const vote = voteText(best.vote, notationOfVotes([best.vote]), messages.noVote);
  const pending = best.support.have >= best.support.need;
  return pending ? words.nobodyYet(vote, best.support) : words.nobodyShort(vote, best.support);
}

/** Why one server did not win. */
export function lossText(
  loss: Loss,
  explanation: Pick<Explanation, "answer" | "servers">,
  messages: Messages,
  words: ExplainMessages,
): string {
  const { comparison, criterion, own, winner } = loss;
  const { answer, servers } = explanation;
  const notation = notationOfVotes([own, winner]);
  const isRule = criterion === "peerEpoch" || criterion === "zxid" || criterion === "sid";
  // In a large ensemble many stand on one line: their own sids before it, the winner's in it.
  const many = servers.length > condensedAbove && criterion === "sid";
  const numbers = comparison && (many ? `< ${comparison.sid[1]}` : numbersOf(comparison, { notation }));
  const sign = (isRule ? numbers : signOf(comparison, { notation, messages })) ?? "";
  // Uncompared are the numbers of the vote that came second: here the winner's came first.
  const ahead = comparison && isRule ? uncompared(turned(comparison)) : undefined;
  return words.loss({ loss, sign, ahead, votes: answer.kind === "none" ? answer.best?.support : undefined });
}

function turned({ rule, peerEpoch, zxid, sid }: NonNullable<Loss["comparison"]>) {
  return {
    rule,
    peerEpoch: [peerEpoch[1], peerEpoch[0]],
    zxid: [zxid[1], zxid[0]],
    sid: [sid[1], sid[0]],
  } as const;
}
