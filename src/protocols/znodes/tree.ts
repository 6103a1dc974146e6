/** Znodes and the watches on them (DataTree, WatchManager). */
import { type Draft, reply, tell } from "./draft.ts";
import type { ZnodeEvent } from "./events.ts";
import type { Change, Znode } from "./messages.ts";
import { setWatch, withoutWatch } from "./watches.ts";

/** In the order in which they were created. */
export function childrenOf(draft: Draft, path: string): Znode[] {
  const found = [...draft.znodes.values()].filter((znode) => parentOf(znode.path) === path);
  return found.sort((a, b) => a.czxid - b.czxid);
}

/** `/a` of `/a/b`; `/` of `/a`. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

/**
 * Creates a znode; with a session it is ephemeral. The parent must be there, and the path free (DataTree.createNode).
 */
export function addZnode(draft: Draft, path: string, data: string, session: number | null): Znode {
  const owner = session === null ? null : (draft.sessions.get(session)?.sid ?? null);
  const znode: Znode = { path, owner, session, data, version: 0, czxid: ++draft.lastZxid };
  draft.znodes = draft.znodes.with(path, znode);
  const parent = parentOf(path);
  draft.cversions = draft.cversions.with(parent, (draft.cversions.get(parent) ?? 0) + 1);
  return znode;
}

/** DataTree.deleteNode: a watch on the znode and one on its children tell of it once. */
export function deleteZnode(
  draft: Draft,
  znode: Znode,
  why: "request" | "session-expired" | "session-closed",
  by: number | null,
): void {
  const { path } = znode;
  draft.lastZxid++;
  draft.znodes = draft.znodes.without(path);
  tell(draft, znodeEvent(znode, "deleted", why, by));
  const told = trigger(draft, "data", path, "deleted");
  trigger(draft, "children", path, "deleted", told);
  trigger(draft, "children", parentOf(path), "children");
}

/** Sets a watch, unless the session has one there (WatchManager.addWatch). */
export function addWatch(draft: Draft, on: "data" | "children", path: string, session: number): void {
  const watches = setWatch(on === "data" ? draft.dataWatches : draft.childWatches, path, session);
  if (watches === null) return;
  if (on === "data") draft.dataWatches = watches;
  else draft.childWatches = watches;
  draft.held++;
  const sid = draft.sessions.get(session)?.sid;
  if (sid !== undefined) tell(draft, { type: "watch", sid, session, path, on, change: "set", held: draft.held });
}

/** Takes a watch on the znode itself back; false: the session has none there (DataTree.removeWatch). */
export function removeWatch(draft: Draft, path: string, session: number): boolean {
  const watches = withoutWatch(draft.dataWatches, path, session);
  const sid = draft.sessions.get(session)?.sid;
  if (watches === null || sid === undefined) return false;
  draft.dataWatches = watches;
  draft.held--;
  tell(draft, { type: "watch", sid, session, path, on: "data", change: "removed", held: draft.held });
  return true;
}

/** Fires the watches there, which are then gone (WatchManager.triggerWatch). Sessions in `told` are not told again. */
export function trigger(
  draft: Draft,
  on: "data" | "children",
  path: string,
  change: Change,
  told: readonly number[] = [],
): readonly number[] {
  const watches = on === "data" ? draft.dataWatches : draft.childWatches;
  const sessions = watches.get(path) ?? [];
  if (sessions.length === 0) return sessions;
  if (on === "data") draft.dataWatches = watches.without(path);
  else draft.childWatches = watches.without(path);
  for (const session of sessions) {
    draft.held--;
    const sid = draft.sessions.get(session)?.sid;
    if (sid === undefined) continue;
    tell(draft, { type: "watch", sid, session, path, on, change: "fired", event: change, held: draft.held });
    if (!told.includes(session)) reply(draft, sid, { kind: "watch", session, path, change });
  }
  return sessions;
}

export function znodeEvent(
  { path, owner, session, data, version }: Znode,
  change: "created" | "deleted" | "changed",
  why: "request" | "session-expired" | "session-closed",
  by: number | null,
): ZnodeEvent {
  return { type: "znode", path, change, owner, session, data, version, why, by };
}
