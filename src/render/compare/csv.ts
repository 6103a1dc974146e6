import type { Numbers, Row, Runs } from "../../compare/row.ts";
import { csvLine } from "../csv.ts";

const columns = [
  "protocol",
  "leader",
  "leading",
  "eligible",
  "messages",
  "watches",
  "attempts",
  "unit",
  "withoutLeaderMs",
  "twoLeadersMs",
  "twoLeadersUntil",
  "write",
  "decides",
] as const;

const numbers = ["withoutLeaderMs", "twoLeadersMs", "twoLeadersUntil", "messages", "attempts"] as const;
const runColumns = ["runs", "leaders", "writes", ...numbers.map(medianName), ...numbers.map(worstName)];

/** A line a protocol, for a spreadsheet (RFC 4180); where there were several runs, with their medians and worst cases. */
export function comparisonToCsv(rows: readonly Row[], decides: ReadonlyMap<string, string>): string {
  const several = rows.some(({ runs }) => runs !== undefined);
  const lines = [
    csvLine(several ? [...columns, ...runColumns] : columns),
    ...rows.map((row) => csvLine([...fieldsOf(row, decides), ...(row.runs ? runFields(row.runs) : [])])),
  ];
  return `${lines.join("\r\n")}\r\n`;
}

function fieldsOf(row: Row, decides: ReadonlyMap<string, string>) {
  const { protocol, leader, leading, eligible, messages, watches, attempts } = row;
  const { withoutLeaderMs, twoLeadersMs, twoLeadersUntil, write } = row;
  return [
    protocol,
    leader,
    leading.join(" "),
    eligible?.join(" "),
    messages,
    watches,
    attempts?.count,
    attempts?.unit,
    withoutLeaderMs,
    twoLeadersMs,
    twoLeadersUntil,
    write,
    decides.get(protocol),
  ];
}

function runFields({ count, leaders, writes, median, worst }: Runs) {
  const led = leaders.map(({ leader, runs }) => `${leader ?? "none"}:${runs}`).join(" ");
  const became = writes.map(({ write, runs }) => `${write}:${runs}`).join(" ");
  return [count, led, became, ...numbers.map((name) => median[name]), ...numbers.map((name) => worst[name])];
}

function medianName(name: keyof Numbers): string {
  return `median${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function worstName(name: keyof Numbers): string {
  return `worst${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
