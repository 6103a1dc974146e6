import type { LogMessages } from "../../locales/logs/en.ts";
import type { Messages } from "../../locales/tables/en.ts";
import type { ElectionSummary } from "../../logs/election-summary.ts";
import { alike } from "../../trace/alike.ts";
import { clean } from "../clean.ts";
import { widthOf } from "../width.ts";

/** The elections of some logs, a line each, below the names of the columns. */
export function electionList(elections: readonly ElectionSummary[], words: LogMessages, messages: Messages): string {
  const { number, when, looking, outcome, took } = words.columns;
  const rows = [
    [number, when, looking, outcome, took],
    ...elections.map((election) => [
      String(election.number),
      clean(election.start.at),
      lookingText(election, words, messages),
      outcomeText(election, words),
      tookText(election, words),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ""))));
  const padded = (text: string, column: number) => text + " ".repeat((widths[column] ?? 0) - widthOf(text));
  return rows.map((row) => `${row.map(padded).join("  ").trimEnd()}\n`).join("");
}

function lookingText({ looking }: ElectionSummary, words: LogMessages, messages: Messages): string {
  const said = ({ reason, detail = "" }: (typeof looking)[number]) => (reason === "left" ? clean(detail) : "");
  const groups = alike(looking, (one) => `${one.reason} ${said(one)}`);
  return groups
    .map((group) => {
      const sids = group.map(({ sid }) => sid);
      return words.why(sids, messages.because(group[0].reason, [0, 0], said(group[0])));
    })
    .join(words.between);
}

function outcomeText({ outcome, end }: ElectionSummary, words: LogMessages): string {
  switch (outcome.kind) {
    case "elected":
      return words.elected(outcome.leader, outcome.supporters);
    case "joined":
      return words.joined(outcome.sids, outcome.leader);
    case "none":
      return end ? words.none : words.goesOn;
  }
}

function tookText({ start, decided, end: last }: ElectionSummary, words: LogMessages): string {
  const end = decided ?? last;
  return end ? words.seconds(((end.ms - start.ms) / 1000).toFixed(3)) : "";
}

/** The same as data, a document; times in ms are since 1970 in UTC. */
export function electionListJson(elections: readonly ElectionSummary[]): string {
  return `${JSON.stringify(elections, undefined, 2)}\n`;
}
