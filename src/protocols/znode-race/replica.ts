/**
 * A replica in the naive way: it watches one ephemeral znode for each partition, and when that goes it tries to create
 * it, as all others do (the pattern that ZooKeeper's recipes warn of under "herd effect").
 */
import type { Input } from "../protocol.ts";
import { clientInOffice, clientStep, type News } from "../znodes/client.ts";
import type { Reply, Request } from "../znodes/messages.ts";
import { officeSession } from "../znodes/store.ts";
import {
  leaderPath,
  partitionOf,
  type RaceEffect,
  type RaceMessage,
  type RaceRoleEvent,
  type Replica,
  type ViewEvent,
} from "./types.ts";

/** What a replica becomes, and what it wants done. */
interface Done {
  readonly replica: Replica;
  readonly effects: readonly RaceEffect[];
}

type Role = RaceRoleEvent["to"];

/** What it is for the first partition, by which the whole server is judged. */
export function roleOf({ up, sid, leaders }: Replica): Role | "DOWN" {
  if (!up) return "DOWN";
  const [first = null] = leaders;
  if (first === null) return "LOOKING";
  return first === sid ? "LEADING" : "FOLLOWING";
}

/** Handles one input of a replica. */
export function replicaStep(replica: Replica, input: Input<RaceMessage>): Done {
  if (input.kind === "office") return inOffice(replica, input.leader, input.up);
  const step = clientStep(replica.client, input);
  const known = step.client === replica.client ? replica : { ...replica, client: step.client };
  const draft: Draft = { replica: known, effects: [...step.effects] };
  if (input.kind === "start") begin(draft, input.reason);
  if (step.news !== null) hear(draft, step.news);
  for (const reply of step.replies) read(draft, reply);
  return draft;
}

interface Draft {
  replica: Replica;
  readonly effects: RaceEffect[];
}

function inOffice(replica: Replica, leader: number, up: readonly number[]): Done {
  const { client, effects } = clientInOffice(replica.client.timeoutMs, officeSession(up, replica.sid));
  return { replica: { ...replica, up: true, client, leaders: replica.leaders.map(() => leader) }, effects };
}

function begin(draft: Draft, reason: string): void {
  draft.replica = { ...draft.replica, up: true };
  draft.effects.push(roleEvent(draft.replica.sid, "DOWN", "LOOKING", reason));
}

/** Nothing makes it stop while it is cut off: it learns what happened when the service tells it. */
function hear(draft: Draft, news: News): void {
  const { leaders } = draft.replica;
  if (news === "connected") {
    leaders.forEach((_, index) => {
      ask(draft, attempt(draft, index + 1));
    });
  }
  if (news !== "expired") return;
  leaders.forEach((leader, index) => {
    if (leader !== null) take(draft, index + 1, null, "session-expired");
  });
}

function read(draft: Draft, reply: Reply): void {
  const partition = "path" in reply ? partitionOf(reply.path) : null;
  if (partition === null) return;
  switch (reply.kind) {
    case "created":
      take(draft, partition, draft.replica.sid, "created");
      ask(draft, look(draft, partition));
      break;
    case "failed":
      // Too late: who was first is there. Or gone again, before it could be read: another race.
      ask(draft, reply.request === "create" ? look(draft, partition) : attempt(draft, partition));
      break;
    case "znode":
      take(draft, partition, reply.znode?.owner ?? null, "read");
      break;
    case "watch":
      take(draft, partition, null, "watch");
      ask(draft, attempt(draft, partition));
      break;
    case "done":
    case "names":
    case "connected":
    case "expired":
    case "pong":
      break;
  }
}

/** From now on it takes `leader` for the leader of that partition. */
function take(draft: Draft, partition: number, leader: number | null, why: ViewEvent["why"]): void {
  const { replica } = draft;
  if (replica.leaders[partition - 1] === leader) return;
  const from = roleOf(replica);
  draft.replica = { ...replica, leaders: replica.leaders.with(partition - 1, leader) };
  const { sid } = replica;
  draft.effects.push({ kind: "event", event: { type: "view", sid, partition, leader, why } });
  const to = roleOf(draft.replica);
  if (to !== from && to !== "DOWN") draft.effects.push(roleEvent(sid, from, to, why));
}

function roleEvent(sid: number, from: Role | "DOWN", to: Role, reason: string): RaceEffect {
  return { kind: "event", event: { type: "state", sid, from, to, reason } };
}

function ask(draft: Draft, message: Request | null): void {
  if (message) draft.effects.push({ kind: "send", to: "zookeeper", message });
}

function attempt({ replica }: Draft, partition: number): Request | null {
  const { session } = replica.client;
  if (session === null) return null;
  const data = String(replica.sid);
  return { kind: "create", session, path: leaderPath(partition), data, ephemeral: true, sequential: false };
}

/** Reads who leads, and leaves a watch. */
function look({ replica }: Draft, partition: number): Request | null {
  const { session } = replica.client;
  return session === null ? null : { kind: "get", session, path: leaderPath(partition), watch: true };
}
