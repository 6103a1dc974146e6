import type { Header, PhaseEvent, ResultEvent, TraceEvent, TraceLine, Vote } from "./events.ts";
import type { AnyLine } from "./protocol-events.ts";
import { hexZxid } from "./zxid.ts";

/** One line of the trace as NDJSON, with its line end. */
export function encodeLine(line: TraceLine): string {
  return `${JSON.stringify(toJson(line))}\n`;
}

/** One line of another protocol's trace as NDJSON, with its line end. */
export function encodeProtocolLine(line: AnyLine): string {
  return `${JSON.stringify(protocolJson(line))}\n`;
}

/** A line of the trace as plain JSON data: the same fields, zxids as `"0x…"`. */
export function toJson(line: TraceLine): object {
  switch (line.type) {
    case "trace":
      return headerJson(line);
    case "result":
      return resultJson(line);
    default:
      return eventJson(line);
  }
}

/** A line of the trace of any protocol as plain JSON data: the same fields, zxids as `"0x…"`. */
export function protocolJson(line: AnyLine): object {
  return hexed(line) as object;
}

function headerJson(header: Header): object {
  return hexed(header) as object;
}

function resultJson(result: ResultEvent): object {
  return hexed(result) as object;
}

function eventJson(event: TraceEvent): object {
  switch (event.type) {
    case "vote":
      return { ...event, vote: voteJson(event.vote), was: event.was && voteJson(event.was) };
    case "send":
    case "receive":
    case "tally":
    case "decide":
      return { ...event, vote: voteJson(event.vote) };
    case "phase":
      return { ...event, detail: phaseJson(event.detail) };
    case "refuse":
    case "propose":
    case "logged":
    case "commit":
      return { ...event, zxid: hexZxid(event.zxid) };
    default:
      return event;
  }
}

function phaseJson({ leader, epoch, zxid, mode, ...more }: PhaseEvent["detail"]): object {
  return { leader, epoch, zxid: zxid === undefined ? undefined : hexZxid(zxid), mode, ...(hexed(more) as object) };
}

/** The same data, with every zxid in it as text; itself where there is none. */
export function hexed(value: unknown): unknown {
  if (typeof value === "bigint") return hexZxid(value);
  if (!holdsBigint(value)) return value;
  if (Array.isArray(value)) return value.map(hexed);
  return Object.fromEntries(Object.entries(value as object).map(([key, part]) => [key, hexed(part)]));
}

function holdsBigint(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "bigint";
  if (Array.isArray(value)) return value.some(holdsBigint);
  for (const key in value) if (holdsBigint(value[key as keyof typeof value])) return true;
  return false;
}

function voteJson({ leader, zxid, peerEpoch }: Vote): object {
  return { leader, zxid: hexZxid(zxid), peerEpoch };
}
