/** Traces to read, and what reading them gives. */
import { readScenario } from "../../src/scenario/read.ts";
import { traceHeader } from "../../src/simulation/header.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { encodeLine } from "../../src/trace/encode.ts";
import { TraceError } from "../../src/trace/error.ts";
import type { TraceLine } from "../../src/trace/events.ts";
import { readTrace } from "../../src/trace/read.ts";

/** The lines of a description's trace, as objects. */
export async function linesOf(description: object): Promise<TraceLine[]> {
  const cluster = await readScenario(JSON.stringify(description), "cluster.json");
  const lines: TraceLine[] = [traceHeader(cluster)];
  const result = simulate(cluster, (event) => lines.push(event));
  return [...lines, result];
}

export function ndjson(lines: readonly TraceLine[]): string {
  return lines.map(encodeLine).join("");
}

export async function read(...chunks: string[]): Promise<TraceLine[]> {
  const lines: TraceLine[] = [];
  for await (const line of readTrace(chunks)) lines.push(line);
  return lines;
}

/** What is wrong with a trace, as `3:vote.zxid: message`; empty when nothing is. */
export async function complaint(text: string): Promise<string> {
  try {
    await read(text);
  } catch (error) {
    if (error instanceof TraceError) return `${error.line}:${error.path}: ${error.message}`;
    throw error;
  }
  return "";
}

/** A small trace with a line of nearly every type. */
export const restart = {
  title: "Leader 3 and server 5 fail",
  servers: [8, 8, 8, 7, 7].map((zxid, index) => ({ sid: index + 1, zxid })),
  leader: 3,
  steps: [{ fail: [3, 5] }, { write: 2 }, { fail: [1], for: 900 }],
};
