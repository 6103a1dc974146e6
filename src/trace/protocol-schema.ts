/** The schemas of what the traces of all protocols but ZooKeeper's have in common. */
import * as v from "valibot";
import { serverState, sid, time, whole } from "./fields.ts";
import { header, settled, step } from "./schema.ts";

const party = v.union([sid, v.literal("zookeeper")]);

const state = v.looseObject({
  type: v.literal("state"),
  t: time,
  sid,
  from: serverState,
  to: serverState,
  reason: v.pipe(v.string(), v.description("why: start, restart, crash, or the protocol's own word")),
  term: v.optional(whole("the number of the leadership: a term, a controller epoch")),
});

const message = v.looseObject({
  type: v.literal("message"),
  t: time,
  from: party,
  to: party,
  kind: v.pipe(v.string(), v.description("the name that the protocol gives it")),
  content: v.optional(v.record(v.string(), v.unknown())),
});

const result = v.looseObject({
  type: v.literal("result"),
  leader: v.nullable(sid),
  eligible: v.pipe(v.array(sid), v.description("who could lead as things are at the end")),
  messages: whole("messages sent, signs of life not counted"),
  t: time,
  expect: v.optional(v.picklist(["met", "failed"])),
  servers: v.array(v.looseObject({ sid, state: serverState, leader: v.nullable(sid) })),
});

/** What only they have in common, and not with ZooKeeper's. */
export const sharedSchemas = [state, message, result] as const;

/** The schema of each type of line in a trace of a protocol that has these events. */
export function protocolSchemas(own: readonly v.GenericSchema[]): ReadonlyMap<string, v.GenericSchema> {
  return new Map([...own, header, step, settled, ...sharedSchemas].map((schema) => [typeOf(schema), schema]));
}

function typeOf(schema: v.GenericSchema): string {
  const { entries } = schema as unknown as { entries: { type: { literal: string } } };
  return entries.type.literal;
}
