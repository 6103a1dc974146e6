/**
 * Traces of other protocols than ZooKeeper's: the same envelope (header, `t`, `sid`, `step`, `settled`, a result last),
 * a few types that all of them share, and beside them each protocol's own.
 */
import type { Header, ServerState, SettledEvent, StepEvent } from "./events.ts";

/** A server, or the ZooKeeper service of which the servers are clients. */
export type Party = number | "zookeeper";

/** A server becomes something else in the protocol's terms: LEADING is whoever believes to lead. */
export interface RoleEvent {
  readonly type: "state";
  readonly t: number;
  readonly sid: number;
  readonly from: ServerState;
  readonly to: ServerState;
  /** start, restart, crash, or the protocol's own word. */
  readonly reason: string;
  /** The number of the leadership, where the protocol has one: Raft's term, the controller epoch. */
  readonly term?: number;
}

/** A message leaves. */
export interface MessageEvent {
  readonly type: "message";
  readonly t: number;
  readonly from: Party;
  readonly to: Party;
  readonly kind: string;
  /** What it says, as the protocol has it. */
  readonly content?: Readonly<Record<string, unknown>>;
}

/** An event of a protocol's own. */
export interface OwnEvent {
  readonly type: string;
  readonly t: number;
}

export interface PartyResult {
  readonly sid: number;
  readonly state: ServerState;
  readonly leader: number | null;
  readonly [field: string]: unknown;
}

export interface ProtocolResult {
  readonly type: "result";
  readonly leader: number | null;
  /** Who could lead as things are at the end, the leader among them. */
  readonly eligible: readonly number[];
  /** Messages sent, signs of life not counted. */
  readonly messages: number;
  readonly t: number;
  readonly expect?: "met" | "failed";
  readonly servers: readonly PartyResult[];
  readonly [field: string]: unknown;
}

/** What any protocol's trace has between its header and its result; `E` are the protocol's own events. */
export type ProtocolEvent<E extends OwnEvent = OwnEvent> = StepEvent | SettledEvent | RoleEvent | MessageEvent | E;

/** What an event of any protocol has. */
export type AnyEvent = OwnEvent;

/** What a result of any protocol has. */
export interface AnyResult {
  readonly type: "result";
  readonly leader: number | null;
  readonly t: number;
  readonly expect?: "met" | "failed";
}

/** A line of any protocol's trace: the header first, the result last. */
export type AnyLine = Header | AnyEvent | AnyResult;

/** Whether a line is the first of a trace. */
export function isHeader(line: AnyLine): line is Header {
  return line.type === "trace";
}

/** Whether a line is the last of a trace. */
export function isResult(line: AnyLine): line is AnyResult {
  return line.type === "result";
}

/** A whole trace. */
export interface ProtocolTrace<E extends OwnEvent = OwnEvent> {
  readonly header: Header;
  /** Event n stands on line n + 2. */
  readonly events: readonly ProtocolEvent<E>[];
  /** Absent when the trace is cut short. */
  readonly result: ProtocolResult | undefined;
}
