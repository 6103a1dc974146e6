/** A cluster description before it is checked: plain data, and where each part of it was written. */
import type { Fault } from "../locales/problems/fault.ts";
import type { Place, PlacedFault } from "./problem.ts";
import { quote } from "./show.ts";

/** Field names and list indexes from the root, as `["servers", 2, "zxid"]`. */
export type Path = readonly (string | number)[];

/** One thing wrong with the data, by its path in the data. */
export interface Finding {
  path: Path;
  fault: Fault;
  /** The name of this field is at fault, not its value; `path` is then that of the object which holds the field. */
  key?: string;
}

export interface Description {
  /** As parsed; nothing is known of its shape yet. Integers that a number cannot hold exactly are bigints. */
  readonly data: unknown;
  /** What reading the text or the flags has already found wrong. */
  readonly faults: readonly PlacedFault[];
  /** Place of the value at `path`, of the field name `key` in it, or of the nearest thing around them that was written. */
  place(path: Path, key?: string): Place;
}

/** `servers[2].zxid`. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[\w-]+$/.test(part)) return `[${quote(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}

/** The way back: `servers[2].zxid`, or `servers.2.zxid`, as a path. */
export function readPath(text: string): Path {
  const parts = text.match(/\["(?:[^"\\]|\\.)*"\]|[^.[\]]+/g) ?? [];
  return parts.map((part) => (part.startsWith("[") ? String(JSON.parse(part.slice(1, -1))) : index(part)));
}

function index(part: string): string | number {
  return /^\d{1,9}$/.test(part) ? Number(part) : part;
}

/** `path` among the problem's other fields, or none where it is the root. */
export function placeOfPath(path: Path): Place {
  return path.length > 0 ? { path: formatPath(path) } : {};
}
