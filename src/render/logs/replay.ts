import type { ActText, LogMessages } from "../../locales/logs/en.ts";
import type { Messages } from "../../locales/tables/en.ts";
import type { Act, Divergence } from "../../replay/divergence.ts";
import { hexZxid } from "../../trace/zxid.ts";
import { clean } from "../clean.ts";

/** What a replay came to: how much was held against the protocol, and where it differs. */
export interface Replayed {
  readonly elections: number;
  readonly notifications: number;
  readonly votes: number;
  readonly decisions: number;
  readonly divergences: readonly Divergence[];
}

/** Agreement in one line; else each place with what was found and what was expected. */
export function replayText(replayed: Replayed, words: LogMessages, messages: Messages): string {
  const { elections, notifications, votes, decisions, divergences } = replayed;
  if (divergences.length === 0) return `${words.agrees(elections, notifications, votes, decisions)}\n`;
  const lines = divergences.map(({ sid, record, expected, found }) => {
    const place = `${clean(record.file)}:${record.line}: ${clean(record.at)}`;
    return `${place}: ${words.divergence(sid, actText(expected, messages), actText(found, messages))}\n`;
  });
  return `${words.disagrees(divergences.length)}\n${lines.join("")}`;
}

function actText(act: Act, { noVote }: Messages): ActText {
  if (act.kind !== "vote") return act;
  const { leader, zxid, peerEpoch } = act.vote;
  const vote = leader === null ? noVote : `(${leader}, ${hexZxid(zxid)}, e${peerEpoch})`;
  return { kind: "vote", vote, election: act.electionEpoch };
}

/** The same as data, one document. */
export function replayJson({ divergences, ...replayed }: Replayed): string {
  const places = divergences.map(({ sid, record, expected, found }) => {
    const { file, line, at } = record;
    return { sid, log: `${file}:${line}`, at, expected: actJson(expected), found: actJson(found) };
  });
  return `${JSON.stringify({ agrees: places.length === 0, ...replayed, divergences: places }, undefined, 2)}\n`;
}

function actJson(act: Act): object {
  if (act.kind !== "vote") return act;
  return { ...act, vote: { ...act.vote, zxid: hexZxid(act.vote.zxid) } };
}
