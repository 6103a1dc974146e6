import { BriefExplainer, Explainer } from "../explain/explainer.ts";
import type { Explanation } from "../explain/facts.ts";
import type { Cluster } from "../scenario/cluster.ts";
import { type Path, placeOfPath } from "../scenario/description.ts";
import { normalize } from "../scenario/normalize.ts";
import { InputError } from "../scenario/problem.ts";
import { maxLength, readDescription } from "../scenario/read.ts";
import { traceHeader } from "../simulation/header.ts";
import { simulate } from "../simulation/simulate.ts";
import { toJson } from "../trace/encode.ts";
import { TraceError } from "../trace/error.ts";
import type { Header, ResultEvent, TraceEvent, TraceLine } from "../trace/events.ts";
import { type AnyLine, isHeader } from "../trace/protocol-events.ts";
import type { PlacedLine } from "../trace/read.ts";
import type { Run } from "../whatif/facts.ts";
import { inFile } from "./errors.ts";
import { builtinNamed, chunksOf, clusterUnder } from "./input.ts";
import type { Io } from "./io.ts";
import type { ProtocolOptions } from "./protocol-options.ts";
import { vocabulary } from "./systems/vocabulary.ts";

/** What is to be explained: a scenario, which is simulated first, or a trace that comes in. */
export type Source =
  | { readonly kind: "cluster"; readonly name: string; readonly cluster: Cluster }
  | {
      readonly kind: "trace";
      readonly name: string;
      readonly protocol: string;
      /** All of them, the header first; after what can be told of a trace that is cut short, the error. */
      readonly lines: AsyncIterable<readonly PlacedLine<AnyLine>[]>;
    };

/** As much of a text as tells a trace from a cluster description. */
const headLength = 4096;
/** A top-level object whose fields up to `type` hold nothing nested: no description has a field of that name. */
const looksLikeTrace = /^\s*(?:\[\s*)?\{\s*(?:"[^"]*"\s*:\s*(?:"[^"]*"|[^"{}[\],]*)\s*,\s*)*"type"\s*:/;

/** What a name stands for: a trace, a cluster description, `-` for either on standard input, or a built-in scenario. */
export async function sourceOf(name: string, options: ProtocolOptions & { brief?: true }, io: Io): Promise<Source> {
  const known = builtinNamed(name, io);
  if (known) return { kind: "cluster", name, cluster: clusterUnder(known, options, io) };
  const chunks = chunksOf(name, io);
  let head = "";
  while (head.trimStart().length < headLength) {
    const next = await chunks.next();
    if (next.done) break;
    head += next.value;
  }
  const rest = joined(head, chunks);
  if (looksLikeTrace.test(head.replace(/^\uFEFF/, ""))) return openTrace(name, rest, options);
  let text = "";
  for await (const chunk of rest) {
    text += chunk;
    if (text.length > maxLength) break;
  }
  return { kind: "cluster", name, cluster: clusterUnder(await readDescription(text, name), options, io) };
}

/** The protocol that it is to be told by. */
export function protocolOf(source: Source): string | undefined {
  return source.kind === "trace" ? source.protocol : source.cluster.protocol;
}

/** Reads as much of a trace as says what protocol it is of. In brief, single notifications do not matter. */
async function openTrace(
  name: string,
  chunks: AsyncIterable<string>,
  { brief, protocol, set }: ProtocolOptions & { brief?: true },
): Promise<Source> {
  const given = [...(protocol === undefined ? [] : ["--protocol"]), ...(set === undefined ? [] : ["--set"])];
  if (given.length > 0) throw new InputError(given.map((path) => ({ path, fault: ["onlyScenario"] })));
  // Loaded only here: what validates a trace takes its time to set up.
  const { readTraceInBatches } = await import("../trace/read.ts");
  const batches = readTraceInBatches(chunks, brief ? new Set(["send", "receive"]) : undefined, vocabulary);
  try {
    for (let next = await batches.next(); !next.done; next = await batches.next()) {
      const [first] = next.value;
      if (!first || !isHeader(first.line)) continue;
      return { kind: "trace", name, protocol: first.line.protocol, lines: joined(next.value, batches) };
    }
  } catch (error) {
    throw inFile(name, error);
  }
  throw new Error("a trace was read to its end without a header");
}

async function* joined<T>(head: T, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  yield head;
  yield* rest;
}

/** Everything there is to say about it. */
export async function explained(source: Source, options: { readonly condenses: boolean }): Promise<Explanation> {
  let explainer: Explainer | undefined;
  const end = await feed(source, (header) => {
    explainer = new Explainer(header, options);
    return explainer;
  });
  if (!explainer) throw new Error("a trace was read to its end without a header");
  return explainer.finish(end.result, end.line);
}

/** A cluster simulated and explained, with its result. */
export function simulated(cluster: Cluster): Run {
  // Single notifications of a large ensemble tell nothing that two outcomes could be compared by.
  const explainer = new Explainer(traceHeader(cluster), { condenses: true });
  const { result, line } = feedCluster(cluster, explainer);
  return { explanation: explainer.finish(result, line), result };
}

/**
 * The cluster of a scenario or of a simulation's trace, to be run again; of a trace of real servers, which cannot be,
 * what there is to say about it.
 */
export async function clusterOf(source: Source, noteCut: (line: number) => void): Promise<Cluster | Explanation> {
  if (source.kind === "cluster") return source.cluster;
  let header: Header | undefined;
  let explainer: Explainer | undefined;
  const end = await feed(source, (first) => {
    header = first;
    explainer = new Explainer(first, { condenses: true });
    return explainer;
  });
  if (!header || !explainer) throw new Error("a trace was read to its end without a header");
  if (header.source === "log") return explainer.finish(end.result, end.line);
  if (!end.result) noteCut(end.line);
  const { cluster } = toJson(header) as { cluster: unknown };
  const place = (path: Path) => ({ file: source.name, line: 1, ...placeOfPath(["cluster", ...path]) });
  return normalize({ data: cluster, faults: [], place });
}

/** The answer alone, and whether it is one of a trace that is cut short. */
export type BriefExplanation = Pick<Explanation, "answer" | "unknown"> & { readonly expect: ResultEvent["expect"] };

/** The same in brief: nothing is kept of what goes by. */
export async function explainedBriefly(source: Source): Promise<BriefExplanation> {
  let explainer: BriefExplainer | undefined;
  const start = (header: Header) => {
    explainer = new BriefExplainer(header);
    return explainer;
  };
  const end = await feed(source, start);
  if (!explainer) throw new Error("a trace was read to its end without a header");
  return { ...explainer.finish(end.result, end.line), expect: end.result?.expect };
}

interface Taker {
  add(event: TraceEvent, line: number): void;
}

interface End {
  /** Undefined when the trace is cut short. */
  readonly result: ResultEvent | undefined;
  /** Its line, or the last one. */
  readonly line: number;
}

/** Hands every event over, with its line. */
async function feed(source: Source, start: (header: Header) => Taker): Promise<End> {
  if (source.kind === "trace") return feedTrace(source, start);
  return feedCluster(source.cluster, start(traceHeader(source.cluster)));
}

function feedCluster(cluster: Cluster, taker: Taker): { result: ResultEvent; line: number } {
  let line = 1;
  const result = simulate(cluster, (event) => {
    line++;
    taker.add(event, line);
  });
  return { result, line: line + 1 };
}

async function feedTrace(source: Extract<Source, { kind: "trace" }>, start: (header: Header) => Taker): Promise<End> {
  let taker: Taker | undefined;
  let last = 0;
  let result: ResultEvent | undefined;
  try {
    for await (const batch of source.lines) {
      for (const { line: any, place } of batch) {
        const line = any as TraceLine;
        last = place;
        if (line.type === "trace") taker = start(line);
        else if (line.type === "result") result = line;
        else taker?.add(line, place);
      }
    }
  } catch (error) {
    // Up to where it is cut it can be told.
    if (!(taker && error instanceof TraceError && error.cut)) throw inFile(source.name, error);
    // Half a line is named itself; without one, the last that is whole.
    last = Math.max(last, error.fault[0] === "cutLine" ? error.line - 1 : error.line);
  }
  return { result, line: last };
}
