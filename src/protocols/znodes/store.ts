/**
 * The ZooKeeper service, as its clients see it: one actor that is always up. What makes it up, its ensemble and that
 * ensemble's own elections, is left out, and so is SessionTrackerImpl's rounding: there a session may last up to one
 * tickTime longer than its timeout.
 */
import type { Input, Message } from "../protocol.ts";
import { draftOf, type Store, type StoreEffect, type StoreStep, stepOf } from "./draft.ts";
import type { Request } from "./messages.ts";
import { isRequest, serve } from "./requests.ts";
import { disconnect, endSession, leftSincePing, sincePing, timerOf, timerPrefix, touch } from "./sessions.ts";
import { SpreadMap } from "./spread-map.ts";
import { addWatch, addZnode } from "./tree.ts";
import { noWatches } from "./watches.ts";

/** A service that nobody has a session with; `paths` are its persistent znodes, parents first. */
export function emptyStore(paths: readonly string[] = []): Store {
  const draft = draftOf({
    sessions: new Map(),
    znodes: SpreadMap.empty,
    dataWatches: noWatches,
    childWatches: noWatches,
    held: 0,
    cversions: SpreadMap.empty,
    lastSession: 0,
    lastZxid: 0,
  });
  for (const path of paths) addZnode(draft, path, "", null);
  return stepOf(draft).state;
}

/** Session that a client has when a run begins with a leader in office: its place among those that are up, from 1. */
export function officeSession(up: readonly number[], sid: number): number {
  return up.indexOf(sid) + 1;
}

export interface Office {
  readonly up: readonly number[];
  readonly timeoutMs: number;
  /** Ephemeral znodes in order of creation, with full paths, and their owners. */
  readonly znodes: readonly { readonly path: string; readonly data: string; readonly owner: number }[];
  readonly watches: readonly { readonly sid: number; readonly path: string; readonly on: "data" | "children" }[];
}

/** The service as it is while a leader is in office. Its clients were last heard of a ping's interval ago at most. */
export function storeInOffice(store: Store, office: Office): StoreStep {
  const { up, timeoutMs } = office;
  const draft = draftOf(store);
  draft.sessions = new Map(up.map((sid) => [officeSession(up, sid), { sid, timeoutMs }]));
  draft.lastSession = up.length;
  for (const { path, data, owner } of office.znodes) addZnode(draft, path, data, officeSession(up, owner));
  for (const { sid, path, on } of office.watches) addWatch(draft, on, path, officeSession(up, sid));
  for (const session of draft.sessions.keys()) {
    const ms = leftSincePing(timeoutMs, timeoutMs);
    draft.effects.push({ kind: "timer", name: timerOf(session), ms, together: sincePing(session) });
  }
  return stepOf(draft);
}

/** Handles what the service is given; what is not its affair changes nothing. */
export function storeStep<M extends Message>(store: Store, input: Input<M>): StoreStep {
  // Most of what comes are pings, which change nothing.
  if (input.kind === "message" && input.message.kind === "ping") {
    const { session: number } = input.message as Message as Extract<Request, { kind: "ping" }>;
    const session = store.sessions.get(number);
    const pong: StoreEffect = { kind: "send", to: input.from, message: { kind: "pong" }, routine: true };
    if (session) return { state: store, effects: [touch(number, session), pong] };
  }
  const draft = draftOf(store);
  switch (input.kind) {
    case "message":
      if (typeof input.from === "number" && isRequest(input.message)) serve(draft, input.from, input.message);
      break;
    case "timer": {
      const session = Number(input.name.slice(timerPrefix.length));
      if (input.name.startsWith(timerPrefix)) endSession(draft, session, "expired");
      break;
    }
    case "disconnected":
      disconnect(draft, input.from);
      break;
    case "office":
    case "start":
    case "write":
    case "command":
    case "release":
      break;
  }
  return stepOf(draft);
}
