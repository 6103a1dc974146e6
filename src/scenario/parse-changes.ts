/** Reads the text of `--what-if`. */
import { type Change, numberFields, targetOf } from "./change.ts";
import { InputError, type Problem } from "./problem.ts";
import { quote } from "./show.ts";
import { unknownWord } from "./suggest.ts";
import { parseZxid } from "./zxid.ts";

/** Where problems with a change are. */
export const whatIf = "--what-if";

const fields = ["zxid", ...numberFields, "role", "up", "down"] as const;
type Field = (typeof fields)[number];

/** Between changes: `;`, or a blank or a comma before what begins like a change, so that `start=1,2` stays whole. */
const between = /\s*;\s*|(?:\s*,\s*|\s+)(?=\d+\.|[a-z])/i;
const expected = "expected a change such as 4.zxid=9, 5.up or start=1,2+3";

/**
 * The changes that a text such as `4.zxid=9 5.up` names, in its order. Whether a cluster can be changed so shows when
 * it is.
 *
 * @throws {InputError} with everything that is wrong with the text
 */
export function parseChanges(text: string): Change[] {
  const problems: Problem[] = [];
  const changes: Change[] = [];
  const parts = text
    .trim()
    .replace(/\s*([=.+])\s*/g, "$1")
    .split(between)
    .filter((part) => part !== "");
  if (parts.length === 0) problems.push({ path: whatIf, message: `${expected}, found nothing` });
  for (const part of parts) {
    const change = parseChange(part);
    if ("problem" in change) problems.push({ path: whatIf, message: change.problem });
    else changes.push(change);
  }
  problems.push(...contradictions(changes));
  if (problems.length > 0) throw new InputError(problems);
  return changes;
}

function contradictions(changes: readonly Change[]): Problem[] {
  const targets = changes.map(targetOf);
  const twice = new Set(targets.filter((target, index) => targets.indexOf(target) !== index));
  return [...twice].map((target) => ({
    path: whatIf,
    message: target.endsWith(".up")
      ? `server ${target.slice(0, -3)} is put up or down twice`
      : `${target} is changed twice`,
  }));
}

function parseChange(text: string): Change | { problem: string } {
  const [, start] = /^start(?:=(.*))?$/i.exec(text) ?? [];
  if (/^start(?:=|$)/i.test(text)) return parseStart(start ?? "", text);
  const [, digits, name = "", value] = /^(\d+)\.([^=]*)(?:=(.*))?$/.exec(text) ?? [];
  if (digits === undefined) return { problem: `${expected}, found ${quote(text)}` };
  const sid = Number(digits);
  const field = fields.find((known) => known.toLowerCase() === name.toLowerCase());
  return field ? parseValue(sid, field, value, text) : { problem: unknownWord("field", name, fields) };
}

function parseStart(value: string, text: string): Change | { problem: string } {
  const order = value.replace(/\s*,\s*/g, ",");
  if (!/^\d+([+,]\d+)*$/.test(order)) {
    return { problem: `start: expected server ids such as start=1,2,3, or start=1+2,3, found ${quote(text)}` };
  }
  return { field: "start", order: order.split(",").map((sids) => sids.split("+").map(Number)) };
}

function parseValue(sid: number, field: Field, value: string | undefined, text: string): Change | { problem: string } {
  if (field === "up" || field === "down") {
    if (value !== undefined) return { problem: `${sid}.${field} takes no value, found ${quote(text)}` };
    return { field, sid };
  }
  if (value === undefined || value === "") {
    const example = field === "role" ? "observer" : 2;
    return { problem: `${sid}.${field}: expected a value, such as ${sid}.${field}=${example}` };
  }
  if (field === "zxid") {
    const parsed = parseZxid(/^\d+$/.test(value) ? BigInt(value) : value);
    return "zxid" in parsed ? { field, sid, value: parsed.zxid } : { problem: `${sid}.zxid: ${parsed.problem}` };
  }
  if (field === "role") {
    const role = (["participant", "observer"] as const).find((known) => known === value.toLowerCase());
    return role
      ? { field, sid, value: role }
      : { problem: `${sid}.role: expected participant or observer, found ${quote(value)}` };
  }
  if (!/^\d+$/.test(value)) return { problem: `${sid}.${field}: expected an integer, found ${quote(value)}` };
  return { field, sid, value: Number(value) };
}
