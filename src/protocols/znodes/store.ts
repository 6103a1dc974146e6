/**
 * The ZooKeeper service, as its clients see it: one actor that is always up. What makes it up, its ensemble and that
 * ensemble's own elections, is left out, and so is SessionTrackerImpl's rounding: there a session may last up to one
 * tickTime longer than its timeout.
 */
import type { Effect, Input, Message, Step } from "../protocol.ts";
import type { ZnodeEvent } from "./events.ts";
import type { Change, Reply, Request, Znode } from "./messages.ts";
import { SpreadMap } from "./spread-map.ts";
import { dropWatches, noWatches, setWatch, type Watches } from "./watches.ts";

export interface Session {
  readonly sid: number;
  readonly timeoutMs: number;
}

export interface Store {
  readonly sessions: ReadonlyMap<number, Session>;
  readonly znodes: SpreadMap<Znode>;
  readonly dataWatches: Watches;
  readonly childWatches: Watches;
  /** Watches held, of both kinds. */
  readonly held: number;
  /** Children that a znode ever had, from which sequential ones take their number (Stat.cversion on the server). */
  readonly cversions: SpreadMap<number>;
  readonly lastSession: number;
  readonly lastZxid: number;
}

type StoreEffect = Effect<Reply, ZnodeEvent>;
type StoreStep = Step<Store, Reply, ZnodeEvent>;
/** While one input is handled. */
type Draft = { -readonly [K in keyof Store]: Store[K] } & { readonly effects: StoreEffect[] };

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
    draft.effects.push({ kind: "timer", name: timerOf(session), ms: [timeoutMs - pingEveryMs(timeoutMs), timeoutMs] });
  }
  return stepOf(draft);
}

/**
 * How often an idle client pings: after a third of the session timeout, a second earlier where that leaves a second, and
 * every ten seconds at least (ClientCnxn.SendThread.run).
 */
export function pingEveryMs(timeoutMs: number): number {
  const third = Math.floor(timeoutMs / 3);
  return Math.min(third, Math.max(1000, third - 1000), 10_000);
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

const timerPrefix = "session-";

function timerOf(session: number): string {
  return `${timerPrefix}${session}`;
}

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
]);

function isRequest(message: Message): message is Request {
  return requestKinds.has(message.kind);
}

/** Here and in `stepOf` every field is named: a spread, or a rest pattern, takes V8 many times as long. */
function draftOf(store: Store): Draft {
  const { sessions, znodes, dataWatches, childWatches, held, cversions, lastSession, lastZxid } = store;
  return { sessions, znodes, dataWatches, childWatches, held, cversions, lastSession, lastZxid, effects: [] };
}

function stepOf(draft: Draft): StoreStep {
  const { sessions, znodes, dataWatches, childWatches, held, cversions, lastSession, lastZxid, effects } = draft;
  const state: Store = { sessions, znodes, dataWatches, childWatches, held, cversions, lastSession, lastZxid };
  return { state, effects };
}

function serve(draft: Draft, sid: number, request: Request): void {
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

/** Whatever is heard of a client keeps its session alive (SessionTrackerImpl.touchSession). */
function touch(number: number, { timeoutMs }: Session): StoreEffect {
  return { kind: "timer", name: timerOf(number), ms: timeoutMs };
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
  }
}

function openSession(draft: Draft, sid: number, timeoutMs: number): void {
  const session = ++draft.lastSession;
  draft.sessions = new Map(draft.sessions).set(session, { sid, timeoutMs });
  draft.effects.push({ kind: "timer", name: timerOf(session), ms: timeoutMs });
  tell(draft, { type: "session", sid, session, change: "opened", dropped: 0, held: draft.held });
  reply(draft, sid, { kind: "connected", session });
}

/** Its watches go first, so that none of them tells of its own znodes (DataTree.killSession deletes those). */
function endSession(draft: Draft, session: number, change: "expired" | "closed"): void {
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
function disconnect(draft: Draft, sid: number): void {
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

function childrenOf(draft: Draft, path: string): Znode[] {
  const found = [...draft.znodes.values()].filter((znode) => parentOf(znode.path) === path);
  return found.sort((a, b) => a.czxid - b.czxid);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

function addZnode(draft: Draft, path: string, data: string, session: number | null): Znode {
  const owner = session === null ? null : (draft.sessions.get(session)?.sid ?? null);
  const znode: Znode = { path, owner, session, data, version: 0, czxid: ++draft.lastZxid };
  draft.znodes = draft.znodes.with(path, znode);
  const parent = parentOf(path);
  draft.cversions = draft.cversions.with(parent, (draft.cversions.get(parent) ?? 0) + 1);
  return znode;
}

/** DataTree.deleteNode: a watch on the znode and one on its children tell of it once. */
function deleteZnode(
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

function addWatch(draft: Draft, on: "data" | "children", path: string, session: number): void {
  const watches = setWatch(on === "data" ? draft.dataWatches : draft.childWatches, path, session);
  if (watches === null) return;
  if (on === "data") draft.dataWatches = watches;
  else draft.childWatches = watches;
  draft.held++;
  const sid = draft.sessions.get(session)?.sid;
  if (sid !== undefined) tell(draft, { type: "watch", sid, session, path, on, change: "set", held: draft.held });
}

/** Fires the watches there, which are then gone (WatchManager.triggerWatch). Sessions in `told` are not told again. */
function trigger(
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

function znodeEvent(
  { path, owner, session, data, version }: Znode,
  change: "created" | "deleted" | "changed",
  why: "request" | "session-expired" | "session-closed",
  by: number | null,
): ZnodeEvent {
  return { type: "znode", path, change, owner, session, data, version, why, by };
}

function tell(draft: Draft, event: ZnodeEvent): void {
  draft.effects.push({ kind: "event", event });
}

function reply(draft: Draft, sid: number, message: Reply): void {
  draft.effects.push({ kind: "send", to: sid, message });
}
