import { sidCell } from "../../locales/lists.ts";
import type { Attempt, Member } from "../../trace/attempts.ts";
import { condensedAbove } from "../../trace/story.ts";
import type { Cell, Table } from "../document.ts";
import type { ZabContext } from "./context.ts";

/** A column of a table with a row for each server. */
export interface Column {
  readonly head: string;
  readonly cell: (member: Member) => Cell;
  /** Its lines may be broken. */
  readonly flexible?: true;
  /** Where there is no room for both, its lines go above those of the column with this head, under another head. */
  readonly joins?: { readonly into: string; readonly head: string };
}

/** Sids of a group that are shown in one line. */
const maxGroup = 12;

/**
 * A table of these servers; columns in which nothing stands are left out. In a large ensemble servers for which the
 * same is said share a row.
 */
export function memberTable(
  members: readonly Member[],
  leader: Attempt["leader"],
  columns: readonly Column[],
  { cluster, messages }: ZabContext,
): Table {
  const condensed = cluster.servers.length > condensedAbove;
  const groups = new Map<string, { sids: number[]; cells: Cell[] }>();
  for (const member of members) {
    const { sid } = member;
    const cells = columns.map(({ cell }) => cell(member));
    const key = condensed && sid !== leader ? JSON.stringify(cells) : String(sid);
    const group = groups.get(key);
    if (group) group.sids.push(sid);
    else groups.set(key, { sids: [sid], cells });
  }
  const rows = [...groups.values()];
  const used = columns.map((_, at) => rows.some(({ cells }) => cells[at]?.some(({ text }) => text !== "")));
  const shown = columns.filter((_, at) => used[at]);
  const names = rows.map(({ sids: [sid = 0, ...more] }) => {
    if (more.length === 0) return sid === leader ? messages.zab.leads(sid) : String(sid);
    return sidCell([sid, ...more]);
  });
  const place = (head: string | undefined) => shown.findIndex((column) => column.head === head) + 1;
  const joining = shown.find(({ joins }) => joins && place(joins.into) > 0);
  const wraps = shown.findIndex(({ flexible }) => flexible) + 1;
  return {
    head: [condensed ? messages.columns.servers : messages.columns.server, ...shown.map(({ head }) => head)],
    rows: rows.map(({ cells }, at) => [[{ text: names[at] ?? "" }], ...cells.filter((_, column) => used[column])]),
    flexible: names.some((name) => name.length > maxGroup) ? 0 : wraps || undefined,
    ...(joining?.joins && {
      joins: { column: place(joining.head), into: place(joining.joins.into), head: joining.joins.head },
    }),
  };
}

export function line(text: string): Cell {
  return [{ text }];
}
