import type { Messages } from "../locales/tables/en.ts";
import type { Vote } from "../trace/events.ts";
import type { Section } from "../trace/story.ts";

/** How votes are written in one section: as short as what differs there allows. */
export interface Notation {
  /** Epochs differ, so every vote shows its own. */
  readonly epochShown: boolean;
  /** The epoch of all votes, when it is one. */
  readonly epoch: number | undefined;
  /** Some zxid has an epoch in its upper half: zxids are written epoch:counter. */
  readonly split: boolean;
}

export function notationOf(section: Section): Notation {
  // Reports of servers that have decided, and votes of older elections, are not compared with the others.
  const votes = section.rounds.flatMap((round) =>
    round.rows.flatMap((row) => [
      row.held,
      row.holds,
      ...row.heard.map(({ event }) => (event.state === "LOOKING" && event.outcome !== "replied" ? event.vote : null)),
    ]),
  );
  // Where no votes are shown, those that servers still hold are named in a sentence.
  return notationOfVotes(section.rounds.length > 0 ? votes : section.proposals.map(({ vote }) => vote));
}

/** How these votes are written together; `null` and votes of observers say nothing. */
export function notationOfVotes(votes: readonly (Vote | null)[]): Notation {
  const known = votes.filter((vote): vote is Vote => vote !== null && vote.leader !== null);
  const epochs = new Set(known.map((vote) => vote.peerEpoch));
  const [epoch] = epochs;
  return {
    epochShown: epochs.size > 1,
    epoch: epochs.size === 1 ? epoch : undefined,
    split: known.some((vote) => vote.zxid >> 32n > 0n),
  };
}

/** A zxid as it is written in that section: `8`, or `1:8` for counter 8 of epoch 1. */
export function zxidText(zxid: bigint, { split }: { readonly split: boolean }): string {
  return split ? `${zxid >> 32n}:${zxid & 0xffff_ffffn}` : String(zxid);
}

/** A vote as the articles write it, (sid, zxid), with its epoch where epochs differ. */
export function voteText(vote: Vote, notation: Notation, noVote: string): string {
  if (vote.leader === null) return noVote;
  const epoch = notation.epochShown ? `, e${vote.peerEpoch}` : "";
  return `(${vote.leader}, ${zxidText(vote.zxid, notation)}${epoch})`;
}

/** "Votes are (sid, zxid); every epoch is 1." */
export function notationText(notation: Notation, messages: Messages): string {
  const parts = [messages.notation.votes(notation.epochShown)];
  if (notation.epoch !== undefined) parts.push(messages.notation.everyEpoch(notation.epoch));
  if (notation.split) parts.push(messages.notation.splitZxid);
  return messages.legend(parts);
}
