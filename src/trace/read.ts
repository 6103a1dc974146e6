import * as v from "valibot";
import type { Fault } from "../locales/problems/fault.ts";
import type { Phrase } from "../locales/problems/phrases/en.ts";
import { type Check, checkOf, invalid } from "./check.ts";
import { TraceError } from "./error.ts";
import type { Header, ResultEvent, TraceEvent, TraceLine } from "./events.ts";
import type { AnyLine } from "./protocol-events.ts";
import { protocolSchemas } from "./protocol-schema.ts";
import { lineSchemas } from "./schema.ts";
import { ArraySplitter, LineSplitter, type Piece, type Splitter } from "./split.ts";
import { type WrittenForm, writtenForm } from "./written.ts";

const maxQuoted = 60;

/** A line of a trace and its place. */
export interface PlacedLine<Line extends AnyLine = TraceLine> {
  readonly line: Line;
  /** 1-based line of the text on which it begins. */
  readonly place: number;
}

type Unwanted = ReadonlySet<TraceEvent["type"]>;

/**
 * What a reader must be told of other protocols than ZooKeeper's: the schemas of the events that one has beside those
 * that all share, or what is wrong with its name.
 */
export type Vocabulary = (protocol: string) => Promise<{ own: readonly v.GenericSchema[] } | { fault: Fault }>;

/** Knows no other protocol. */
const onlyZooKeeper: Vocabulary = async (protocol) => ({
  fault: ["expected", ["written", '"zookeeper"'], ["written", JSON.stringify(shorten(protocol))]],
});

/**
 * Reads a trace, NDJSON or a JSON array, as it comes in. Lines of unknown type are skipped.
 *
 * @param chunks the text in pieces of any size
 * @returns the header, the events and, last, the result
 * @throws TraceError at the first line that is no part of a trace, and at the end of one that is cut short; all lines
 *   before it have been handed out then
 */
export async function* readTrace(
  chunks: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<Header | TraceEvent | ResultEvent> {
  for await (const batch of readTraceInBatches(chunks)) for (const { line } of batch) yield line;
}

/**
 * Reads a trace as `readTrace` does, but hands out the lines of a chunk together: for a million of them, waiting for
 * each would take longer than reading it.
 *
 * @param unwanted types of events of ZooKeeper's that are validated, but not handed out: a third of a trace are
 *   notifications sent
 * @param vocabulary tells what the events of other protocols are; without it, there are none
 * @returns the lines in order, some at a time, with their places; a batch may be empty
 * @throws TraceError as `readTrace`
 */
export function readTraceInBatches(
  chunks: AsyncIterable<string> | Iterable<string>,
  unwanted?: Unwanted,
): AsyncGenerator<readonly PlacedLine[]>;
export function readTraceInBatches(
  chunks: AsyncIterable<string> | Iterable<string>,
  unwanted: Unwanted | undefined,
  vocabulary: Vocabulary,
): AsyncGenerator<readonly PlacedLine<AnyLine>[]>;
export async function* readTraceInBatches(
  chunks: AsyncIterable<string> | Iterable<string>,
  unwanted: Unwanted = new Set(),
  vocabulary: Vocabulary = onlyZooKeeper,
): AsyncGenerator<readonly PlacedLine<AnyLine>[]> {
  const reader = new LineReader(unwanted);
  for await (const batch of pieces(chunks)) {
    const lines: PlacedLine<AnyLine>[] = [];
    try {
      for (const piece of batch) {
        const line = reader.read(piece);
        if (line?.type === "trace" && line.protocol !== "zookeeper") {
          const told = await vocabulary(line.protocol);
          if ("fault" in told) throw new TraceError(piece.line, "protocol", told.fault);
          reader.speak(told.own);
        }
        if (line) lines.push({ line, place: piece.line });
      }
    } catch (error) {
      yield lines;
      throw error;
    }
    yield lines;
  }
  reader.end();
}

/** Reads line by line, and sees to it that they are one trace: a header, events, a result. */
class LineReader {
  #unwanted: Unwanted;
  #types = lineTypes;
  /** Type of the last line that is part of the trace. */
  #previous: TraceLine["type"] | undefined = undefined;
  #last = 0;

  constructor(unwanted: Unwanted) {
    this.#unwanted = unwanted;
  }

  /** After the header: the trace is of a protocol that has these events of its own. */
  speak(own: readonly v.GenericSchema[]): void {
    this.#unwanted = new Set();
    this.#types = typesOf(protocolSchemas(own));
  }

  /** Undefined for a type that this version does not know, or that is not wanted. */
  read(piece: Piece): TraceLine | undefined {
    this.#last = piece.line;
    const previous = this.#previous;
    if (previous === undefined && !headerStart.test(piece.text)) throw notATrace(piece.line);
    const line = parseLine(piece, this.#types, this.#unwanted, this.#endsBy(piece));
    if (previous === undefined && line?.type !== "trace") throw notATrace(piece.line);
    if (!line) return undefined;
    if (previous !== undefined && line.type === "trace") {
      throw new TraceError(piece.line, "", ["secondHeader"]);
    }
    if (previous === "result") throw new TraceError(piece.line, "", ["afterResult"]);
    this.#previous = line.type;
    return this.#isWanted(line) ? line : undefined;
  }

  #isWanted(line: Pick<TraceLine, "type">): line is TraceLine {
    return !(this.#unwanted as ReadonlySet<string>).has(line.type);
  }

  /** The text has come to its end. */
  end(): void {
    if (this.#previous === undefined) {
      throw new TraceError(1, "", ["emptyTrace"]);
    }
    if (this.#previous !== "result") {
      throw new TraceError(this.#last, "", ["cutTrace"], true);
    }
  }

  /** Whether a trace that is cut short could end like this: not in its header, and after its result not in a line. */
  #endsBy({ text, open }: Piece): boolean {
    return open && this.#previous !== undefined && (this.#previous !== "result" || text === "");
  }
}

/** What a header has in it, even one that is cut short. */
const headerStart = /^\s*\{.*"type"\s*:\s*"trace"/s;

function notATrace(line: number): TraceError {
  return new TraceError(line, "", ["notTrace", '{"type":"trace","version":1,…}']);
}

async function* pieces(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Piece[]> {
  let begin = "";
  let splitter: Splitter | undefined;
  for await (const chunk of chunks) {
    if (splitter) {
      yield* splitter.take(chunk);
      continue;
    }
    begin += chunk;
    if (begin.trim() === "") continue;
    const text = begin.replace(/^\uFEFF/, "");
    splitter = splitterOf(text);
    yield* splitter.take(text);
  }
  if (splitter) yield* splitter.end();
}

function splitterOf(begin: string): Splitter {
  // Whatever else it is may have no lines, or no end.
  if (!/^\s*[{[]/.test(begin)) throw notATrace(1);
  return begin.trimStart().startsWith("[") ? new ArraySplitter() : new LineSplitter();
}

/** How to read the lines of one type. What that takes is made when it is first needed. */
class LineType {
  readonly schema: v.GenericSchema;
  #check: Check | undefined = undefined;
  #form: WrittenForm | undefined = undefined;
  #seen = 0;

  constructor(schema: v.GenericSchema) {
    this.schema = schema;
  }

  get check(): Check {
    this.#check ??= checkOf(this.schema);
    return this.#check;
  }

  /** Undefined if there is none, or not yet: for a few lines, making it would take longer than reading them. */
  get form(): WrittenForm | undefined {
    if (++this.#seen === fewLines) this.#form = writtenForm(this.schema);
    return this.#form;
  }
}

const fewLines = 100;

type LineTypes = ReadonlyMap<string, LineType>;

function typesOf(schemas: ReadonlyMap<string, v.GenericSchema>): LineTypes {
  return new Map([...schemas].map(([type, schema]) => [type, new LineType(schema)]));
}

const lineTypes = typesOf(lineSchemas);
const typeStart = '{"type":"';

/** A line that stands as zk-elect writes it; undefined for any other. */
function readWritten(text: string, types: LineTypes, unwanted: Unwanted): Pick<TraceLine, "type"> | undefined {
  if (!text.startsWith(typeStart)) return undefined;
  const type = text.slice(typeStart.length, text.indexOf('"', typeStart.length)) as TraceEvent["type"];
  const form = types.get(type)?.form;
  if (unwanted.has(type)) return form?.matches(text) ? { type } : undefined;
  return form?.read(text) as TraceLine | undefined;
}

/**
 * Undefined for a type that this version does not know. Of a line that is not wanted the type alone is certain.
 *
 * @param mayBeCut whether text that is not JSON is the end of a trace that is cut short
 */
function parseLine(
  { text, line }: Piece,
  types: LineTypes,
  unwanted: Unwanted,
  mayBeCut: boolean,
): Pick<TraceLine, "type"> | undefined {
  const written = readWritten(text, types, unwanted);
  if (written) return written;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TraceError(line, "", ["cutLine"], mayBeCut);
  }
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  if (typeof type !== "string") throw new TraceError(line, "type", ["noType"]);
  const lineType = types.get(type);
  if (!lineType) return undefined;
  const checked = lineType.check(value);
  if (checked === invalid) throw schemaError(lineType.schema, { text, line });
  return checked as TraceLine;
}

/** What the schema has against a line, in its own words. The check has changed what was parsed: it is parsed anew. */
function schemaError(schema: v.GenericSchema, { text, line }: Pick<Piece, "text" | "line">): Error {
  const issue = v.safeParse(schema, JSON.parse(text), { abortEarly: true }).issues?.[0];
  if (!issue) return new Error(`line ${line} was refused, and the schema has nothing against it`);
  return new TraceError(line, fieldPath(issue), complaint(issue));
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
