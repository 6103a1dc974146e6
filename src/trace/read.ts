import * as v from "valibot";
import type { Fault } from "../locales/problems/fault.ts";
import type { Phrase } from "../locales/problems/phrases/en.ts";
import { TraceError } from "./error.ts";
import type { Header, ResultEvent, TraceEvent, TraceLine } from "./events.ts";
import { lineSchemas } from "./schema.ts";
import { type Piece, splitArray, splitLines } from "./split.ts";

const maxQuoted = 60;

/**
 * Reads a trace, NDJSON or a JSON array, as it comes in. Lines of unknown type are skipped.
 *
 * @param chunks the text in pieces of any size
 * @returns the header, the events and, last, the result
 * @throws TraceError at the first line that is no part of a trace, and at the end of one that is cut short
 */
export async function* readTrace(
  chunks: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<Header | TraceEvent | ResultEvent> {
  let last = 0;
  let previous: TraceLine | undefined;
  for await (const piece of pieces(chunks)) {
    last = piece.line;
    if (previous === undefined && !headerStart.test(piece.text)) throw notATrace(piece.line);
    const line = parseLine(piece);
    if (previous === undefined && line?.type !== "trace") throw notATrace(piece.line);
    if (!line) continue;
    if (previous !== undefined && line.type === "trace") {
      throw new TraceError(piece.line, "", ["secondHeader"]);
    }
    if (previous?.type === "result") throw new TraceError(piece.line, "", ["afterResult"]);
    previous = line;
    yield line;
  }
  if (previous === undefined) throw new TraceError(1, "", ["emptyTrace"]);
  if (previous.type !== "result") {
    throw new TraceError(last, "", ["cutTrace"]);
  }
}

/** What a header has in it, even one that is cut short. */
const headerStart = /^\s*\{.*"type"\s*:\s*"trace"/s;

function notATrace(line: number): TraceError {
  return new TraceError(line, "", ["notTrace", '{"type":"trace","version":1,…}']);
}

async function* pieces(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Piece> {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let begin = "";
  while (begin.trim() === "") {
    const next = await iterator.next();
    if (next.done) return;
    begin = (begin + next.value).replace(/^\uFEFF/, "");
  }
  // Whatever else it is may have no lines, or no end.
  if (!/^\s*[{[]/.test(begin)) throw notATrace(1);
  const rest = resume(begin, iterator);
  if (!begin.trimStart().startsWith("[")) {
    yield* splitLines(rest);
    return;
  }
  let text = "";
  for await (const chunk of rest) text += chunk;
  yield* splitArray(text);
}

async function* resume(first: string, rest: AsyncIterator<string> | Iterator<string>): AsyncGenerator<string> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Undefined for a type that this version does not know. */
function parseLine({ text, line }: Piece): TraceLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TraceError(line, "", ["cutLine"]);
  }
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  if (typeof type !== "string") throw new TraceError(line, "type", ["noType"]);
  const schema = lineSchemas.get(type);
  if (!schema) return undefined;
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  // The header's cluster has more fields than a trace's reader knows.
  if (parsed.success) return (type === "trace" ? asWritten(value, parsed.output) : parsed.output) as TraceLine;
  const [issue] = parsed.issues;
  throw new TraceError(line, fieldPath(issue), complaint(issue));
}

/** What was parsed, its fields in the order in which they were written: a trace that is copied stays the same. */
function asWritten(written: unknown, parsed: unknown): unknown {
  if (!isObject(written) || !isObject(parsed)) return parsed;
  if (Array.isArray(written) && Array.isArray(parsed)) return parsed.map((item, at) => asWritten(written[at], item));
  const keys = Object.keys(written).filter((key) => Object.hasOwn(parsed, key));
  return Object.fromEntries(keys.map((key) => [key, asWritten(written[key], parsed[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** `cluster.servers[0].zxid` */
function fieldPath(issue: v.BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${key}`));
  return keys.join("").replace(/^\./, "");
}

function complaint(issue: v.BaseIssue<unknown>): Fault {
  if (issue.input === undefined) return ["missing"];
  const { input, received } = issue;
  const found: Phrase =
    typeof input === "string" ? ["written", JSON.stringify(shorten(input))] : ["json", shorten(received)];
  return ["expected", expected(issue), found];
}

function expected(issue: v.BaseIssue<unknown>): Phrase {
  switch (issue.type) {
    case "regex":
      return ["hexZxid"];
    case "safe_integer":
      return ["anyInteger"];
    case "min_value":
      return ["fromZero"];
    default:
      return ["json", issue.expected ?? issue.message];
  }
}

function shorten(text: string): string {
  return text.length > maxQuoted ? `${text.slice(0, maxQuoted)}…` : text;
}
