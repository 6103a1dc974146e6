import type { Messages } from "../locales/tables/en.ts";
import type { Rule, Vote } from "../trace/events.ts";
import type { Heard } from "../trace/story.ts";
import { clean } from "./clean.ts";
import { type Notation, voteText, zxidText } from "./notation.ts";

/** What became of a vote, for colour: it won, it lost or changed nothing, it agrees. */
export type Tone = "won" | "lost" | "agreed";

export interface HeardText {
  readonly text: string;
  readonly tone: Tone;
  /** End of the part that says who sent what; what follows may stand on a line of its own. */
  readonly breakAt?: number;
}

/** One received vote: who sent it, what it says, and by which rule it won or lost, with both numbers. */
export function heardText(heard: Heard, notation: Notation, messages: Messages): HeardText {
  const { event } = heard;
  if (event.by === "observer") {
    const said = event.outcome === "replied" ? messages.observer : messages.ignored.observer;
    return { text: `${event.from}: ${said}`, tone: "lost" };
  }
  if (event.state !== "LOOKING") return reportText(heard, notation, messages);
  const vote = voteText(event.vote, notation, messages.noVote);
  const said = judgement(heard, notation, messages);
  const sent = `${event.from}: ${vote}`;
  return { text: `${sent} ${said.text}`, tone: said.tone, breakAt: sent.length };
}

/** What a server that has decided says of its leader; its epoch, where the votes here have another. */
function reportText({ event }: Heard, notation: Notation, messages: Messages): HeardText {
  const { leader, peerEpoch } = event.vote;
  const otherEpoch = peerEpoch === notation.epoch ? undefined : peerEpoch;
  const reported = (epoch?: number) => `${event.from}: ${messages.reports(event.state, leader, epoch)}`;
  const text = reported(otherEpoch);
  const tone = event.outcome === "joined" ? "won" : event.outcome === "ignored" ? "lost" : "agreed";
  // The epoch comes last, after a mark, which is another one in other languages.
  return otherEpoch === undefined ? { text, tone } : { text, tone, breakAt: reported().length + 1 };
}

function judgement({ event, against }: Heard, notation: Notation, messages: Messages): HeardText {
  const won = event.outcome === "adopted";
  const tone = won ? "won" : "lost";
  switch (event.by) {
    case "equal":
      return { text: messages.agrees, tone: "agreed" };
    case "weight":
      return { text: messages.weightless, tone };
    case "peerEpoch":
    case "zxid":
    case "sid":
      return { text: compared(event.by, won, event.vote, against, notation, messages), tone };
    case "electionEpoch":
      if (!event.rule) return { text: messages.olderElection(event.electionEpoch), tone };
      return { text: messages.newerElection(event.electionEpoch, ofNewer(event.rule)), tone };
    case "member":
    case "zxid-unknown":
      return { text: messages.ignored[event.by], tone };
    default:
      return { text: clean(event.by), tone };
  }

  function ofNewer(rule: Rule): string {
    if (rule === "equal") return messages.agrees;
    if (rule === "weight") return messages.weightless;
    return compared(rule, won, event.vote, against, notation, messages);
  }
}

/** "wins, zxid 8 > 7": the comparison that decided, with both numbers. */
function compared(
  rule: "peerEpoch" | "zxid" | "sid",
  won: boolean,
  vote: Vote,
  against: Vote | null,
  notation: Notation,
  messages: Messages,
): string {
  if (against?.leader === null) return messages.first;
  const word = messages.rule[rule];
  const number = (of: Vote) => {
    if (rule === "peerEpoch") return String(of.peerEpoch);
    return rule === "zxid" ? zxidText(of.zxid, notation) : String(of.leader);
  };
  const sign = against ? `${word} ${number(vote)} ${won ? ">" : "<"} ${number(against)}` : word;
  return won ? messages.wins(sign) : messages.loses(sign);
}
