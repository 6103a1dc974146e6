import type { Explanation, Loss } from "../../explain/facts.ts";
import type { ExplainMessages } from "../../locales/explain/en.ts";
import type { Messages } from "../../locales/tables/en.ts";
import type { WhatIfMessages } from "../../locales/whatif/en.ts";
import type { Vote } from "../../trace/events.ts";
import type { Attempt, Smallest, WhyNot } from "../../whatif/facts.ts";
import type { Block } from "../document.ts";
import { answerText, lossText } from "../explain/answer.ts";
import { notationOfVotes, voteText } from "../notation.ts";
import { changeText, valueText } from "./changes.ts";

/** The texts that are needed: of tables, of explanations, and of changed scenarios. */
export interface Words {
  readonly tables: Messages;
  readonly explain: ExplainMessages;
  readonly whatIf: WhatIfMessages;
}

/**
 * Why one server did not win, and the smallest change with which it would have.
 *
 * @param command the command that runs a scenario with changes, as `--what-if` takes them
 */
export function whyNotBlocks(whyNot: WhyNot, command: (changes: string) => string, words: Words): Block[] {
  const { sid, before, loss, smallest } = whyNot;
  if (!loss || !smallest) {
    return [
      { kind: "line", text: answerText(before.answer, words.tables, words.explain), tone: "strong" },
      { kind: "line", text: words.whatIf.leads(sid) },
    ];
  }
  const voted = loss.own?.leader == null ? undefined : loss.own;
  const own = voted ?? configuredVote(before, sid);
  const { had, began } = words.whatIf;
  const vote = voteText(own, notationOfVotes([own, loss.winner]), words.tables.noVote);
  const nobody = before.answer.kind === "none" ? [answerText(before.answer, words.tables, words.explain)] : [];
  return [
    ...nobody.map((text): Block => ({ kind: "line", text, tone: "strong" })),
    { kind: "line", text: voted ? had(sid, vote) : began(sid, vote), tone: "strong" },
    { kind: "line", text: lostText(whyNot, loss, words), tone: "strong" },
    { kind: "subheading", text: words.whatIf.smallest },
    ...smallestTexts(whyNot, smallest, words).map((text): Block => ({ kind: "entry", text })),
    ...(smallest.kind === "found" ? [{ kind: "command", text: command(smallest.text) } as const] : []),
  ];
}

/** What it would have voted at first, had it voted. */
function configuredVote({ servers }: Explanation, sid: number): Vote {
  const server = servers.find((other) => other.sid === sid);
  return { leader: sid, zxid: server?.zxid ?? 0n, peerEpoch: server?.epoch ?? 0 };
}

function lostText({ before, gaveUp }: WhyNot, loss: Loss, { tables, explain, whatIf }: Words): string {
  if (loss.criterion === "down") return whatIf.wasDown;
  const text = lossText(loss, before, tables, explain);
  const byNumber = loss.criterion === "peerEpoch" || loss.criterion === "zxid" || loss.criterion === "sid";
  return byNumber && loss.winner?.leader != null
    ? whatIf.lostTo(loss.winner.leader, gaveUp?.round, text)
    : whatIf.lost(text);
}

function smallestTexts(whyNot: WhyNot, smallest: Smallest, { tables, explain, whatIf }: Words): string[] {
  const { sid } = whyNot;
  const changes = smallest.changes.map((change) => changeText(change, sid));
  if (smallest.kind === "none") {
    const { reason, after } = smallest;
    if (!after || changes.length === 0) return [whatIf.none(reason)];
    return [whatIf.none(reason), whatIf.tried(changes, lossText(after.loss, after, tables, explain))];
  }
  const others = smallest.changes.filter((change) => change.field === "up" && change.sid !== sid).length;
  return [
    whatIf.changes(changes),
    ...(others > 0 ? [whatIf.moreUp(others)] : []),
    answerText(smallest.after.explanation.answer, tables, explain),
    ...(changes.length > 1 ? [whatIf.each] : []),
    ...smallest.attempts.map((attempt) => attemptText(attempt, sid, whatIf)),
  ];
}

function attemptText({ change, instead, leader }: Attempt, sid: number, whatIf: WhatIfMessages): string {
  return whatIf.lesser(changeText(change, sid), instead && valueText(instead), leader);
}
