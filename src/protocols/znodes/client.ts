/**
 * The client's half of a session (ClientCnxn): it connects, pings, and notices when it hears nothing more of the service.
 * A recipe hands every input to `clientStep` first, and then does what its own rules say to the news and the reply.
 */
import type { Effect, Input, Message } from "../protocol.ts";
import type { Reply, Request } from "./messages.ts";
import { leftSincePing, pingEveryMs, readTimeoutMs, sincePing } from "./sessions.ts";

export interface Client {
  readonly timeoutMs: number;
  /** null: it has none, or knows that it has expired; it then waits for another one. */
  readonly session: number | null;
  /** It has heard nothing of the service for two thirds of the session timeout. Its session may live on, or not. */
  readonly suspended: boolean;
  /** What came since then. It counts when the service has said that the session lives on, and not before. */
  readonly late: readonly Reply[];
}

/** What a client learns of its session. After `expired` it is already asking for another one. */
export type News = "connected" | "suspended" | "reconnected" | "expired";

type ClientEffect = Effect<Request, never>;

export interface ClientStep {
  readonly client: Client;
  readonly effects: readonly ClientEffect[];
  readonly news: News | null;
  /** What the service said in this session, in order; what concerns the session alone is in `news`. */
  readonly replies: readonly Reply[];
}

/** A client whose process is down. */
export function newClient(timeoutMs: number): Client {
  return { timeoutMs, session: null, suspended: false, late: [] };
}

/** A client that has that session; it last pinged, and was answered, a ping's interval ago at most. */
export function clientInOffice(timeoutMs: number, session: number): Omit<ClientStep, "news" | "replies"> {
  const together = sincePing(session);
  const effects: ClientEffect[] = [
    { kind: "timer", name: "ping", ms: leftSincePing(pingEveryMs(timeoutMs), timeoutMs), together },
    { kind: "timer", name: "silent", ms: leftSincePing(readTimeoutMs(timeoutMs), timeoutMs), together },
  ];
  return { client: { ...newClient(timeoutMs), session }, effects };
}

/** Handles what concerns the session; other inputs change nothing. */
export function clientStep<M extends Message>(client: Client, input: Input<M>): ClientStep {
  switch (input.kind) {
    case "start":
      return { client, effects: [connect(client)], news: null, replies: [] };
    case "timer":
      return timer(client, input.name);
    case "message":
      if (input.from === "zookeeper") return heard(client, input.message as Message as Reply);
      break;
    case "office":
    case "disconnected":
    case "write":
    case "command":
    case "release":
      break;
  }
  return { client, effects: [], news: null, replies: [] };
}

function connect({ timeoutMs }: Client): ClientEffect {
  return { kind: "send", to: "zookeeper", message: { kind: "connect", timeoutMs } };
}

function silentTimer(timeoutMs: number): ClientEffect {
  return { kind: "timer", name: "silent", ms: readTimeoutMs(timeoutMs) };
}

/** After so long a client whose connection is gone tries again, if not sooner (ClientCnxn.SendThread.startConnect). */
const reconnectEveryMs = 1000;

function timer(client: Client, name: string): ClientStep {
  const { session, suspended, timeoutMs } = client;
  const every = pingEveryMs(timeoutMs);
  if (name === "ping" && session !== null) {
    const effects: ClientEffect[] = [
      { kind: "send", to: "zookeeper", message: { kind: "ping", session }, routine: true },
      { kind: "timer", name: "ping", ms: suspended ? Math.min(every, reconnectEveryMs) : every },
    ];
    return { client, effects, news: null, replies: [] };
  }
  if (name === "silent" && session !== null && !suspended) {
    const effects: ClientEffect[] =
      every > reconnectEveryMs ? [{ kind: "timer", name: "ping", ms: reconnectEveryMs }] : [];
    return { client: { ...client, suspended: true }, effects, news: "suspended", replies: [] };
  }
  return { client, effects: [], news: null, replies: [] };
}

function heard(client: Client, reply: Reply): ClientStep {
  const { session, suspended } = client;
  const nothing: ClientStep = { client, effects: [], news: null, replies: [] };
  if (reply.kind === "connected") return connected(client, reply.session);
  if (reply.kind === "expired") return reply.session === session ? expired(client) : nothing;
  const stale = session === null || (reply.kind === "watch" && reply.session !== session);
  if (stale) return nothing;
  const alive = silentTimer(client.timeoutMs);
  if (reply.kind === "pong") {
    if (!suspended) return { client, effects: [alive], news: null, replies: [] };
    const back = { ...client, suspended: false, late: [] };
    return { client: back, effects: [alive], news: "reconnected", replies: client.late };
  }
  if (suspended) return { ...nothing, client: { ...client, late: [...client.late, reply] } };
  return { client, effects: [alive], news: null, replies: [reply] };
}

function connected({ timeoutMs }: Client, session: number): ClientStep {
  const ping: ClientEffect = { kind: "timer", name: "ping", ms: pingEveryMs(timeoutMs) };
  const client = { ...newClient(timeoutMs), session };
  return { client, effects: [ping, silentTimer(timeoutMs)], news: "connected", replies: [] };
}

function expired(client: Client): ClientStep {
  const effects: ClientEffect[] = [
    { kind: "cancel", name: "ping" },
    { kind: "cancel", name: "silent" },
    connect(client),
  ];
  return { client: newClient(client.timeoutMs), effects, news: "expired", replies: [] };
}
