import { clean } from "../clean.ts";
import { csvLine } from "../csv.ts";

/**
 * Events for a spreadsheet, a line each, and a column for every field that one of them has, in the order in which they
 * first appear (RFC 4180). What stands inside an object has the names of both, `content.term`; lists are joined by
 * blanks.
 *
 * @param events plain JSON data
 */
export function eventsToCsv(events: readonly object[]): string {
  const rows = events.map((event) => new Map(fieldsOf("", event)));
  const columns = [...new Set(["t", "type", ...rows.flatMap((row) => [...row.keys()])])];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row.get(column) ?? ""))];
  return lines.map((cells) => `${csvLine(cells.map(clean))}\r\n`).join("");
}

function fieldsOf(name: string, value: unknown): [string, string][] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return [[name, value.map(itemText).join(" ")]];
  if (typeof value !== "object") return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, part]) => fieldsOf(name === "" ? key : `${name}.${key}`, part));
}

function itemText(item: unknown): string {
  return typeof item === "object" ? JSON.stringify(item) : String(item);
}
