/** What clients ask of the service. */
import type { Message } from "../protocol.ts";
import { type Draft, reply, tell } from "./draft.ts";
import type { ZnodeEvent } from "./events.ts";
import type { Reply, Request } from "./messages.ts";
import { endSession, openSession, touch } from "./sessions.ts";
import { addWatch, addZnode, childrenOf, deleteZnode, parentOf, removeWatch, trigger, znodeEvent } from "./tree.ts";

const requestKinds: ReadonlySet<string> = new Set<Request["kind"]>([
  "connect",
  "ping",
  "close",
  "create",
  "set",
  "delete",
  "get",
  "exists",
  "children",
  "removeWatches",
]);

export function isRequest(message: Message): message is Request {
  return requestKinds.has(message.kind);
}

/** Answers a request. Whoever has no session any more is told that it has expired. */
export function serve(draft: Draft, sid: number, request: Request): void {
  if (request.kind === "connect") {
    openSession(draft, sid, request.timeoutMs);
    return;
  }
  const session = draft.sessions.get(request.session);
  if (session === undefined) {
    reply(draft, sid, { kind: "expired", session: request.session });
    return;
  }
  draft.effects.push(touch(request.session, session));
  if (request.kind !== "ping") answer(draft, sid, request);
}

function answer(draft: Draft, sid: number, request: Exclude<Request, { kind: "connect" | "ping" }>): void {
  switch (request.kind) {
    case "close":
      endSession(draft, request.session, "closed");
      reply(draft, sid, { kind: "done", request: "close", path: "", znode: null });
      break;
    case "create":
      create(draft, sid, request);
      break;
    case "set":
      set(draft, sid, request);
      break;
    case "delete":
      remove(draft, sid, request.path);
      break;
    case "get":
      if (draft.znodes.get(request.path) === undefined) refuse(draft, sid, "get", request.path, "none");
      else look(draft, sid, request);
      break;
    case "exists":
      look(draft, sid, request);
      break;
    case "children":
      children(draft, sid, request);
      break;
    case "removeWatches":
      unwatch(draft, sid, request);
      break;
  }
}

/** PrepRequestProcessor.pRequest2TxnCreate, DataTree.createNode. */
function create(draft: Draft, sid: number, request: Extract<Request, { kind: "create" }>): void {
  const { data, ephemeral, sequential, session } = request;
  const parent = parentOf(request.path);
  if (parent !== "/" && draft.znodes.get(parent) === undefined) {
    refuse(draft, sid, "create", request.path, "none");
    return;
  }
  const counter = sequential ? String(draft.cversions.get(parent) ?? 0).padStart(10, "0") : "";
  const path = request.path + counter;
  if (draft.znodes.get(path) !== undefined) {
    refuse(draft, sid, "create", path, "exists");
    return;
  }
  const znode = addZnode(draft, path, data, ephemeral ? session : null);
  tell(draft, znodeEvent(znode, "created", "request", sid));
  reply(draft, sid, { kind: "created", path, asked: request.path, znode });
  trigger(draft, "data", path, "created");
  trigger(draft, "children", parent, "children");
}

/** PrepRequestProcessor.checkAndIncVersion, DataTree.setData. */
function set(draft: Draft, sid: number, request: Extract<Request, { kind: "set" }>): void {
  const { path, data, version } = request;
  const znode = draft.znodes.get(path);
  if (znode === undefined) {
    refuse(draft, sid, "set", path, "none");
    return;
  }
  if (version !== -1 && version !== znode.version) {
    refuse(draft, sid, "set", path, "version");
    return;
  }
  const changed = { ...znode, data, version: znode.version + 1 };
  draft.lastZxid++;
  draft.znodes = draft.znodes.with(path, changed);
  tell(draft, znodeEvent(changed, "changed", "request", sid));
  reply(draft, sid, { kind: "done", request: "set", path, znode: changed });
  trigger(draft, "data", path, "changed");
}

function remove(draft: Draft, sid: number, path: string): void {
  const znode = draft.znodes.get(path);
  if (znode === undefined) refuse(draft, sid, "delete", path, "none");
  else if (childrenOf(draft, path).length > 0) refuse(draft, sid, "delete", path, "children");
  else {
    reply(draft, sid, { kind: "done", request: "delete", path, znode: null });
    deleteZnode(draft, znode, "request", sid);
  }
}

function look(draft: Draft, sid: number, request: Extract<Request, { kind: "get" | "exists" }>): void {
  const { path, watch, session } = request;
  if (watch) addWatch(draft, "data", path, session);
  reply(draft, sid, { kind: "znode", path, znode: draft.znodes.get(path) ?? null });
}

function children(draft: Draft, sid: number, request: Extract<Request, { kind: "children" }>): void {
  const { path, watch, session } = request;
  if (path !== "/" && draft.znodes.get(path) === undefined) {
    refuse(draft, sid, "children", path, "none");
    return;
  }
  if (watch) addWatch(draft, "children", path, session);
  const prefix = path === "/" ? "/" : `${path}/`;
  const names = childrenOf(draft, path).map((child) => child.path.slice(prefix.length));
  reply(draft, sid, { kind: "names", path, names });
}

/** DataTree.removeWatch; of one that has fired there is nothing to take back (KeeperException.NoWatcherException). */
function unwatch(draft: Draft, sid: number, request: Extract<Request, { kind: "removeWatches" }>): void {
  const { path, session } = request;
  const znode = draft.znodes.get(path) ?? null;
  if (removeWatch(draft, path, session)) reply(draft, sid, { kind: "done", request: "removeWatches", path, znode });
  else reply(draft, sid, { kind: "failed", request: "removeWatches", path, reason: "none", znode });
}

function refuse(
  draft: Draft,
  sid: number,
  request: Extract<ZnodeEvent, { type: "refused" }>["request"],
  path: string,
  reason: Extract<Reply, { kind: "failed" }>["reason"],
): void {
  const znode = draft.znodes.get(path) ?? null;
  tell(draft, { type: "refused", sid, request, path, reason, owner: znode?.owner ?? null });
  reply(draft, sid, { kind: "failed", request, path, reason, znode });
}
