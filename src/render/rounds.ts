import { sidCell } from "../locales/lists.ts";
import type { Messages } from "../locales/tables/en.ts";
import type { TallyEvent, TraceCluster, Vote } from "../trace/events.ts";
import { supportOf } from "../trace/quorum.ts";
import type { Heard, Round, Row } from "../trace/story.ts";
import type { Cell, CellLine, Table } from "./document.ts";
import { heardText } from "./heard.ts";
import { type Notation, voteText } from "./notation.ts";
import type { Signs } from "./style.ts";

/** What the tables of a section have in common. */
export interface Context {
  readonly cluster: TraceCluster;
  readonly notation: Notation;
  readonly messages: Messages;
  readonly signs: Signs;
}

/** The first round: everybody's vote for itself, with nothing received yet. */
export function ownVotesTable(round: Round, context: Context): Table {
  const { columns } = context.messages;
  return {
    head: [columns.server, columns.votes, columns.tally],
    rows: round.rows.map((row) => [
      line(String(row.sid)),
      line(voteOrNothing(row.holds, context)),
      tallyCell(row.tally, context),
    ]),
    flexible: undefined,
  };
}

/** A round in which votes arrive: what was held, what was received, what is held now, and who supports it. */
export function votesTable(round: Round, context: Context): Table {
  const { columns } = context.messages;
  return {
    head: [columns.server, columns.held, columns.received, columns.holds, columns.tally],
    rows: round.rows.map((row) => [
      line(String(row.sid)),
      line(voteOrNothing(row.held, context)),
      row.heard.map((heard) => heardText(heard, context.notation, context.messages)),
      holdsCell(row, context),
      tallyCell(row.tally, context),
    ]),
    flexible: 2,
    joins: { column: 1, into: 3, head: columns.heldAndHolds, marked: true },
  };
}

/** The same for a large ensemble: servers that did the same share a row. */
export function condensedTable(round: Round, context: Context): Table {
  const { columns } = context.messages;
  const groups = new Map<string, { rows: Row[]; cells: Cell[] }>();
  for (const row of round.rows) {
    const cells = condensedCells(row, context);
    const key = JSON.stringify(cells);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { rows: [row], cells });
  }
  return {
    head: [columns.servers, columns.held, columns.best, columns.holds, columns.tally],
    rows: [...groups.values()].map(({ rows, cells }) => [line(sidCell(rows.map((row) => row.sid))), ...cells]),
    flexible: 0,
  };
}

function condensedCells(row: Row, context: Context): Cell[] {
  const { messages, notation } = context;
  const own = (vote: Vote | null) => vote?.leader === row.sid;
  const [best] = row.heard;
  const heard = line(best ? bestText(best) : row.heardCount > 0 ? messages.nothingBetter : "");
  const holds = own(row.holds) ? messages.ownVoteEach : voteOrNothing(row.holds, context);
  return [
    line(own(row.held) ? messages.ownVoteEach : voteOrNothing(row.held, context)),
    heard,
    changed(row) ? [{ text: `*${holds}`, tone: "changed" }] : line(holds),
    amountCell(row.tally, "", context),
  ];

  function bestText({ event: { vote, rule, by, outcome } }: Heard): string {
    if (outcome === "joined") return messages.told(vote.leader ?? -1);
    const decided = rule ?? by;
    const word = decided === "peerEpoch" || decided === "zxid" || decided === "sid" ? messages.rule[decided] : decided;
    return `${voteText(vote, notation, messages.noVote)} ${messages.wins(word)}`;
  }
}

function voteOrNothing(vote: Vote | null, { notation, messages }: Context): string {
  return vote ? voteText(vote, notation, messages.noVote) : "";
}

function changed(row: Row): boolean {
  return row.cast !== undefined && row.held !== null && row.cast.vote.leader !== row.held.leader;
}

function holdsCell(row: Row, context: Context): Cell {
  const text = voteOrNothing(row.holds, context);
  return changed(row) ? [{ text: `*${text}`, tone: "changed" }] : line(text && ` ${text}`);
}

function tallyCell(tally: TallyEvent | undefined, context: Context): Cell {
  return amountCell(tally, tally ? sidCell(tally.supporters) : "", context);
}

/** `1,2,4 → 3 of 5 ✔ quorum`, or as much of it as fits. */
function amountCell(tally: TallyEvent | undefined, who: string, { cluster, messages, signs }: Context): Cell {
  if (!tally) return line("");
  const amount = messages.amount(supportOf(cluster, tally.supporters));
  const supporters = who && `${who} ${signs.arrow} `;
  if (!tally.quorum) return [{ text: `${supporters}${amount}` }];
  const check = `${supporters}${amount} ${signs.check}`;
  return [{ text: `${check} ${messages.quorumReached}`, short: check, tone: "quorum" }];
}

function line(text: string): CellLine[] {
  return [{ text }];
}
