/**
 * One server with a LeaderLatch or a LeaderSelector of Curator 5.9: an ephemeral sequential znode each, whose lowest
 * leads; every other watches the one before its own. Both give leadership up when the connection is SUSPENDED
 * (StandardConnectionStateErrorPolicy). With a new session a znode is made at once, where Curator first looks for the old one.
 */
import type { Input } from "../protocol.ts";
import { clientInOffice, clientStep, type News } from "../znodes/client.ts";
import type { Reply, Request } from "../znodes/messages.ts";
import { officeSession } from "../znodes/store.ts";
import {
  type Contender,
  type CuratorEffect,
  type CuratorEvent,
  type CuratorMessage,
  parentOf,
  prefixOf,
  type Role,
} from "./types.ts";

interface Done {
  readonly contender: Contender;
  readonly effects: readonly CuratorEffect[];
}

interface Draft {
  contender: Contender;
  readonly effects: CuratorEffect[];
}

/** Handles one input of a contender. */
export function contenderStep(contender: Contender, input: Input<CuratorMessage>): Done {
  if (input.kind === "office") return inOffice(contender, input.leader, input.up);
  const step = clientStep(contender.client, input);
  const known = step.client === contender.client ? contender : { ...contender, client: step.client };
  const draft: Draft = { contender: known, effects: [...step.effects] };
  if (input.kind === "start") become(draft, "LOOKING", input.reason);
  if (input.kind === "timer" && input.name === "turn") endTurn(draft);
  if (input.kind === "command" && input.name === "close") close(draft, input.argument);
  if (input.kind === "release") release(draft);
  if (step.news !== null) hear(draft, step.news);
  for (const reply of step.replies) read(draft, reply);
  return draft;
}

/** In line behind the leader all others stand in sid order. */
export function officeQueue(leader: number, up: readonly number[]): number[] {
  return [leader, ...up.filter((sid) => sid !== leader)];
}

/** Path of the znode that a place in line has when a run begins, the first being 0. */
export function officePath(options: Contender["options"], place: number): string {
  return prefixOf(options) + String(place).padStart(10, "0");
}

function inOffice(contender: Contender, leader: number, up: readonly number[]): Done {
  const { options, sid } = contender;
  const { client, effects } = clientInOffice(options.sessionTimeout, officeSession(up, sid));
  const queue = officeQueue(leader, up);
  const place = queue.indexOf(sid);
  const leads = place === 0;
  const before = leads ? null : { path: officePath(options, place - 1), owner: queue[place - 1] ?? null };
  const node = officePath(options, place);
  const takesTurns = leads && options.recipe === "LeaderSelector";
  const turn: CuratorEffect[] = takesTurns ? [{ kind: "timer", name: "turn", ms: options.turnMs }] : [];
  return {
    contender: { ...contender, client, node, before, role: leads ? "LEADING" : "FOLLOWING" },
    effects: [...effects, ...turn],
  };
}

function hear(draft: Draft, news: News): void {
  if (draft.contender.role === "OBSERVING") {
    // A selector that was interrupted while cut off deletes its znode only now (LockInternals.deleteOurPathQuietly).
    if (news === "reconnected") leave(draft);
    else if (news === "expired") draft.contender = { ...draft.contender, node: null };
    return;
  }
  const selector = draft.contender.options.recipe === "LeaderSelector";
  switch (news) {
    case "connected":
      enter(draft);
      break;
    case "suspended":
      if (selector || draft.contender.role === "LEADING") stop(draft, "suspended");
      break;
    case "reconnected":
      if (draft.contender.creating) break;
      // A latch keeps its place (LeaderLatch.handleStateChange); a selector was interrupted, and queues again.
      if (selector) requeue(draft);
      else look(draft);
      break;
    case "expired":
      draft.contender = { ...draft.contender, node: null, creating: false };
      stop(draft, "session-expired");
      break;
  }
}

function read(draft: Draft, reply: Reply): void {
  switch (reply.kind) {
    case "created":
      draft.contender = { ...draft.contender, node: reply.path, creating: false };
      if (draft.contender.role === "OBSERVING") leave(draft);
      else look(draft);
      break;
    case "names":
      judge(draft, reply.names);
      break;
    case "znode":
      if (reply.path === draft.contender.before?.path) wait(draft, reply.znode?.owner ?? null);
      break;
    case "failed":
      // The one before is gone already.
      if (reply.request === "get" && reply.path === draft.contender.before?.path) look(draft);
      break;
    case "watch":
      if (reply.path === draft.contender.before?.path) look(draft);
      break;
    case "done":
    case "connected":
    case "expired":
    case "pong":
      break;
  }
}

/** The rule: the lowest leads, every other watches the one before (LeaderLatch.checkLeadership). */
function judge(draft: Draft, names: readonly string[]): void {
  const { node, options, client } = draft.contender;
  if (node === null) return;
  const paths = names.map((name) => `${parentOf(options)}/${name}`).sort();
  const place = paths.indexOf(node);
  const ahead = paths[place - 1];
  if (place === 0) {
    lead(draft);
  } else if (ahead !== undefined && client.session !== null) {
    draft.contender = { ...draft.contender, before: { path: ahead, owner: null } };
    ask(draft, { kind: "get", session: client.session, path: ahead, watch: true });
  }
}

function lead(draft: Draft): void {
  const { role, options, turns } = draft.contender;
  if (role === "LEADING") return;
  draft.contender = { ...draft.contender, before: null };
  become(draft, "LEADING", "lowest");
  if (options.recipe === "LeaderLatch") return;
  draft.contender = { ...draft.contender, turns: turns + 1 };
  tell(draft, { type: "turn", sid: draft.contender.sid, change: "begins" });
  // Its second turn in a step would begin the round again: it lasts until the next step.
  if (turns === 0) draft.effects.push({ kind: "timer", name: "turn", ms: options.turnMs });
}

function wait(draft: Draft, owner: number | null): void {
  const { before } = draft.contender;
  draft.contender = { ...draft.contender, before: before && { ...before, owner } };
  become(draft, "FOLLOWING", "behind");
}

/** takeLeadership returns: it lets the next one in and queues again (LeaderSelector.doWork). */
function endTurn(draft: Draft): void {
  const { role, options } = draft.contender;
  if (role !== "LEADING") return;
  tell(draft, { type: "turn", sid: draft.contender.sid, change: "ends" });
  become(draft, options.autoRequeue ? "LOOKING" : "OBSERVING", "turn-over");
  requeue(draft);
}

function requeue(draft: Draft): void {
  leave(draft);
  if (draft.contender.options.autoRequeue) enter(draft);
}

/** A step begins: whoever holds the second turn lets go after the usual time. */
function release(draft: Draft): void {
  const { role, options, turns } = draft.contender;
  draft.contender = { ...draft.contender, turns: 0 };
  if (role === "LEADING" && turns > 1) draft.effects.push({ kind: "timer", name: "turn", ms: options.turnMs });
}

/** It no longer leads, or no longer knows what it waits for. */
function stop(draft: Draft, reason: "suspended" | "session-expired" | "closed"): void {
  const { role, sid, options } = draft.contender;
  if (role === "LEADING" && options.recipe === "LeaderSelector") {
    tell(draft, { type: "turn", sid, change: "interrupted" });
    draft.effects.push({ kind: "cancel", name: "turn" });
  }
  draft.contender = { ...draft.contender, before: null };
  const stands = reason !== "closed" && (options.recipe === "LeaderLatch" || options.autoRequeue);
  become(draft, stands ? "LOOKING" : "OBSERVING", reason);
}

/**
 * LeaderLatch.internalClose: nothing but this, or its session's end, makes a latch let go. Its znode goes, then its watch
 * (WatcherRemoveCuratorFramework.removeWatchers); an interrupted selector leaves its watch behind (LockInternals).
 */
function close(draft: Draft, sids: unknown): void {
  if (!Array.isArray(sids) || !sids.includes(draft.contender.sid)) return;
  const { before, client, options } = draft.contender;
  stop(draft, "closed");
  leave(draft);
  if (before === null || client.session === null || options.recipe === "LeaderSelector") return;
  ask(draft, { kind: "removeWatches", session: client.session, path: before.path });
}

function enter(draft: Draft): void {
  const { client, sid, options } = draft.contender;
  if (client.session === null) return;
  const path = prefixOf(options);
  const { session } = client;
  draft.contender = { ...draft.contender, creating: true };
  ask(draft, { kind: "create", session, path, data: String(sid), ephemeral: true, sequential: true });
}

function leave(draft: Draft): void {
  const { client, node } = draft.contender;
  if (client.session === null || node === null) return;
  draft.contender = { ...draft.contender, node: null, before: null };
  ask(draft, { kind: "delete", session: client.session, path: node });
}

function look(draft: Draft): void {
  const { client, options } = draft.contender;
  if (client.session === null) return;
  ask(draft, { kind: "children", session: client.session, path: parentOf(options), watch: false });
}

function become(draft: Draft, to: Exclude<Role, "DOWN">, reason: string): void {
  const { role: from, sid } = draft.contender;
  if (from === to) return;
  draft.contender = { ...draft.contender, role: to };
  tell(draft, { type: "state", sid, from, to, reason });
}

function ask(draft: Draft, message: Request): void {
  draft.effects.push({ kind: "send", to: "zookeeper", message });
}

function tell(draft: Draft, event: CuratorEvent): void {
  draft.effects.push({ kind: "event", event });
}
