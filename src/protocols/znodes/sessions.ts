/** Sessions: they live for as long as their clients are heard of (SessionTrackerImpl). */
import { type Draft, reply, type Session, type StoreEffect, tell } from "./draft.ts";
import { deleteZnode } from "./tree.ts";
import { dropWatches } from "./watches.ts";

/**
 * How often an idle client pings: after a third of the session timeout, a second earlier where that leaves a second, and
 * every ten seconds at least (ClientCnxn.SendThread.run).
 */
export function pingEveryMs(timeoutMs: number): number {
  const third = Math.floor(timeoutMs / 3);
  return Math.min(third, Math.max(1000, third - 1000), 10_000);
}

/** After so long without an answer a client gives its connection up (ClientCnxn.readTimeout). */
export function readTimeoutMs(timeoutMs: number): number {
  return Math.floor((timeoutMs * 2) / 3);
}

/**
 * What may be left of an interval that began with a client's last ping, which was a ping's interval ago at most. Timers
 * of one session that are drawn together (`sincePing`) mean the same ping.
 *
 * @param interval in ms, not shorter than that between pings
 */
export function leftSincePing(interval: number, timeoutMs: number): readonly [min: number, max: number] {
  return [interval - pingEveryMs(timeoutMs) + 1, interval];
}

/** What the timers are drawn by that began with a session's last ping. */
export function sincePing(session: number): string {
  return `ping of session ${session}`;
}

export const timerPrefix = "session-";

export function timerOf(session: number): string {
  return `${timerPrefix}${session}`;
}

/** Whatever is heard of a client keeps its session alive (SessionTrackerImpl.touchSession). */
export function touch(number: number, { timeoutMs }: Session): StoreEffect {
  return { kind: "timer", name: timerOf(number), ms: timeoutMs };
}

/** Gives a client the next session, with its timeout in ms (SessionTrackerImpl.createSession). */
export function openSession(draft: Draft, sid: number, timeoutMs: number): void {
  const session = ++draft.lastSession;
  draft.sessions = new Map(draft.sessions).set(session, { sid, timeoutMs });
  draft.effects.push({ kind: "timer", name: timerOf(session), ms: timeoutMs });
  tell(draft, { type: "session", sid, session, change: "opened", dropped: 0, held: draft.held });
  reply(draft, sid, { kind: "connected", session });
}

/** Its watches go first, so that none of them tells of its own znodes (DataTree.killSession deletes those). */
export function endSession(draft: Draft, session: number, change: "expired" | "closed"): void {
  const ended = draft.sessions.get(session);
  if (ended === undefined) return;
  const sessions = new Map(draft.sessions);
  sessions.delete(session);
  draft.sessions = sessions;
  draft.effects.push({ kind: "cancel", name: timerOf(session) });
  const dropped = dropAll(draft, session);
  tell(draft, { type: "session", sid: ended.sid, session, change, dropped, held: draft.held });
  const owned = [...draft.znodes.values()].filter((znode) => znode.session === session);
  for (const znode of owned.sort((a, b) => a.czxid - b.czxid)) {
    deleteZnode(draft, znode, `session-${change}`, change === "closed" ? ended.sid : null);
  }
}

/** Watches belong to the connection, znodes to the session (DataTree.removeCnxn). */
export function disconnect(draft: Draft, sid: number): void {
  for (const [session, { sid: client }] of draft.sessions) {
    if (client !== sid) continue;
    const dropped = dropAll(draft, session);
    tell(draft, { type: "session", sid, session, change: "disconnected", dropped, held: draft.held });
  }
}

function dropAll(draft: Draft, session: number): number {
  const data = dropWatches(draft.dataWatches, session);
  const child = dropWatches(draft.childWatches, session);
  draft.dataWatches = data.left;
  draft.childWatches = child.left;
  draft.held -= data.dropped + child.dropped;
  return data.dropped + child.dropped;
}
