import type { TallyEvent, Vote } from "../trace/events.ts";
import type { Row, Story } from "../trace/story.ts";
import { hexZxid } from "../trace/zxid.ts";
import type { Selection } from "./sections.ts";
import { zabColumns, zabRecords } from "./zab/csv.ts";

const columns = [
  "section",
  "t",
  "electionEpoch",
  "round",
  "server",
  "event",
  "from",
  "leader",
  "zxid",
  "peerEpoch",
  "state",
  "outcome",
  "by",
  "supporters",
  "quorum",
] as const;

type Record = Partial<globalThis.Record<string, string | number | boolean | null | undefined>>;

/**
 * The tables' content for a spreadsheet: a line for each vote cast, vote received, tally and decision, and, where they
 * are asked for, each event of discovery, synchronization and broadcast (RFC 4180).
 */
export function storyToCsv(story: Story, selection: Selection): string {
  const { rounds, servers, phases } = selection;
  const shownColumns = phases ? [...columns, ...zabColumns] : columns;
  const lines = [shownColumns.join(",")];
  const told = new Set<TallyEvent>();
  story.sections.forEach((section, index) => {
    const shown = section.rounds.filter(({ round }) => !rounds || (round >= rounds.from && round <= rounds.to));
    const records = shown.flatMap(({ round, rows }) => rows.flatMap((row) => rowRecords(round, row, told)));
    for (const { t, sid, electionEpoch, round, leader, via, vote, supporters } of section.decisions) {
      const decided = { t, server: sid, electionEpoch, round, event: "decide", by: via };
      records.push({ ...decided, ...voteFields(vote), leader, supporters: supporters.join(" ") });
    }
    if (phases) records.push(...zabRecords(section));
    for (const record of records) {
      if (servers && !servers.includes(Number(record.server))) continue;
      lines.push(csvLine(shownColumns.map((column) => (column === "section" ? index + 1 : record[column]))));
    }
  });
  return `${lines.join("\r\n")}\r\n`;
}

/** @param told tallies that have had their line: a row without one of its own repeats the last */
function rowRecords(round: number, { sid, cast, heard, tally }: Row, told: Set<TallyEvent>): Record[] {
  const records: Record[] = heard.map(({ event }) => {
    const { t, electionEpoch, from, state, outcome, by } = event;
    return {
      t,
      electionEpoch,
      round,
      server: sid,
      event: "receive",
      from,
      state,
      outcome,
      by,
      ...voteFields(event.vote),
    };
  });
  if (cast) {
    const { t, electionEpoch, by } = cast;
    records.push({ t, electionEpoch, round, server: sid, event: "vote", by, ...voteFields(cast.vote) });
  }
  if (tally && !told.has(tally)) {
    told.add(tally);
    const { t, electionEpoch, quorum } = tally;
    const supporters = tally.supporters.join(" ");
    records.push({
      t,
      electionEpoch,
      round,
      server: sid,
      event: "tally",
      ...voteFields(tally.vote),
      supporters,
      quorum,
    });
  }
  return records;
}

function voteFields({ leader, zxid, peerEpoch }: Vote): Record {
  return { leader, zxid: hexZxid(zxid), peerEpoch };
}

type Value = string | number | boolean | null | undefined;

/** The values of a line, each in the quotes that it needs. */
export function csvLine(values: readonly Value[]): string {
  return values.map(field).join(",");
}

function field(value: Value): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
