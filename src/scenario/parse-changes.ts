/** Reads the text of `--what-if`. */
import type { Phrase } from "../locales/problems/phrases/en.ts";
import { type Change, numberFields, targetOf } from "./change.ts";
import { InputError, type PlacedFault } from "./problem.ts";
import { quote } from "./show.ts";
import { unknownWord } from "./suggest.ts";
import { parseZxid } from "./zxid.ts";

/** Where problems with a change are. */
export const whatIf = "--what-if";

const fields = ["zxid", ...numberFields, "role", "up", "down"] as const;
type Field = (typeof fields)[number];

/** Between changes: `;`, or a blank or a comma before what begins like a change, so that `start=1,2` stays whole. */
const between = /\s*;\s*|(?:\s*,\s*|\s+)(?=\d+\.|[a-z])/i;
const example = "4.zxid=9";

/**
 * The changes that a text such as `4.zxid=9 5.up` names, in its order. Whether a cluster can be changed so shows when
 * it is.
 *
 * @throws {InputError} with everything that is wrong with the text
 */
export function parseChanges(text: string): Change[] {
  const faults: PlacedFault[] = [];
  const changes: Change[] = [];
  const parts = text
    .trim()
    .replace(/\s*([=.+])\s*/g, "$1")
    .split(between)
    .filter((part) => part !== "");
  if (parts.length === 0) faults.push(expected(whatIf, ["change", example], ["nothing"]));
  for (const part of parts) {
    const change = parseChange(part);
    if ("fault" in change) faults.push(change);
    else changes.push(change);
  }
  faults.push(...contradictions(changes));
  if (faults.length > 0) throw new InputError(faults);
  return changes;
}

function contradictions(changes: readonly Change[]): PlacedFault[] {
  const targets = changes.map(targetOf);
  const twice = new Set(targets.filter((target, index) => targets.indexOf(target) !== index));
  return [...twice].map((target) => ({ path: whatIf, fault: ["changedTwice", target.replace(/\.up$/, ".up/.down")] }));
}

function parseChange(text: string): Change | PlacedFault {
  const [isStart, order] = /^start(?:=(.*))?$/i.exec(text) ?? [];
  if (isStart !== undefined) return parseStart(order ?? "");
  const [, digits, name = "", value] = /^(\d+)\.([^=]*)(?:=(.*))?$/.exec(text) ?? [];
  if (digits === undefined) return expected(whatIf, ["change", example], ["written", quote(text)]);
  const field = fields.find((known) => known.toLowerCase() === name.toLowerCase());
  return field ? parseValue(Number(digits), field, value) : { path: whatIf, fault: unknownWord("field", name, fields) };
}

function parseStart(value: string): Change | PlacedFault {
  const order = value.replace(/\s*,\s*/g, ",");
  if (!/^\d+([+,]\d+)*$/.test(order)) {
    return expected(`${whatIf}: start`, ["startOrder"], ["written", quote(value)]);
  }
  return { field: "start", order: order.split(",").map((sids) => sids.split("+").map(Number)) };
}

function parseValue(sid: number, field: Field, value: string | undefined): Change | PlacedFault {
  const path = `${whatIf}: ${sid}.${field}`;
  if (field === "up" || field === "down") {
    return value === undefined ? { field, sid } : { path, fault: ["takesNoValue", quote(value)] };
  }
  if (value === undefined || value === "") return { path, fault: ["missingField", ["value"]] };
  if (field === "zxid") {
    const parsed = parseZxid(/^\d+$/.test(value) ? BigInt(value) : value);
    return "zxid" in parsed ? { field, sid, value: parsed.zxid } : { path, ...parsed };
  }
  if (field === "role") {
    const role = (["participant", "observer"] as const).find((known) => known === value.toLowerCase());
    if (role) return { field, sid, value: role };
    return expected(path, ["either", "participant", "observer"], ["written", quote(value)]);
  }
  if (!/^\d+$/.test(value)) return expected(path, ["anyInteger"], ["written", quote(value)]);
  return { field, sid, value: Number(value) };
}

function expected(path: string, what: Phrase, found: Phrase): PlacedFault {
  return { path, fault: ["expected", what, found] };
}
