/**
 * The client's half of a session (ClientCnxn): it connects, pings, and notices when it hears nothing more of the service.
 * A recipe hands every input to `clientStep` first, and then does what its own rules say to the news and the reply.
 */
import type { Effect, Input, Message } from "../protocol.ts";
import type { Reply, Request } from "./messages.ts";
import { pingEveryMs } from "./store.ts";

export interface Client {
  readonly timeoutMs: number;
  /** null: it has none, or knows that it has expired; it then waits for another one. */
  readonly session: number | null;
  /** It has heard nothing of the service for two thirds of the session timeout. Its session may live on, or not. */
  readonly suspended: boolean;
}

/** What a client learns of its session. After `expired` it is already asking for another one. */
export type News = "connected" | "suspended" | "reconnected" | "expired";

type ClientEffect = Effect<Request, never>;

export interface ClientStep {
  readonly client: Client;
  readonly effects: readonly ClientEffect[];
  readonly news: News | null;
  /** What the service said, if it is of this session; what concerns the session alone is in `news`. */
  readonly reply: Reply | null;
}

/** A client whose process is down. */
export function newClient(timeoutMs: number): Client {
  return { timeoutMs, session: null, suspended: false };
}

/** A client that has that session; it last pinged some time ago. */
export function clientInOffice(timeoutMs: number, session: number): Omit<ClientStep, "news" | "reply"> {
  const effects: ClientEffect[] = [
    { kind: "timer", name: "ping", ms: [1, pingEveryMs(timeoutMs)] },
    silentTimer(timeoutMs),
  ];
  return { client: { timeoutMs, session, suspended: false }, effects };
}

/** Handles what concerns the session; other inputs change nothing. */
export function clientStep<M extends Message>(client: Client, input: Input<M>): ClientStep {
  switch (input.kind) {
    case "start":
      return { client, effects: [connect(client)], news: null, reply: null };
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
  return { client, effects: [], news: null, reply: null };
}

function connect({ timeoutMs }: Client): ClientEffect {
  return { kind: "send", to: "zookeeper", message: { kind: "connect", timeoutMs } };
}

/** The time after which a client gives its connection up (ClientCnxn.readTimeout). */
function silentTimer(timeoutMs: number): ClientEffect {
  return { kind: "timer", name: "silent", ms: Math.floor((timeoutMs * 2) / 3) };
}

function timer(client: Client, name: string): ClientStep {
  const { session, timeoutMs } = client;
  if (name === "ping" && session !== null) {
    const effects: ClientEffect[] = [
      { kind: "send", to: "zookeeper", message: { kind: "ping", session }, routine: true },
      { kind: "timer", name: "ping", ms: pingEveryMs(timeoutMs) },
    ];
    return { client, effects, news: null, reply: null };
  }
  if (name === "silent" && session !== null && !client.suspended) {
    return { client: { ...client, suspended: true }, effects: [], news: "suspended", reply: null };
  }
  return { client, effects: [], news: null, reply: null };
}

function heard(client: Client, reply: Reply): ClientStep {
  const { timeoutMs, session } = client;
  const alive = silentTimer(timeoutMs);
  if (reply.kind === "connected") {
    const connected = { timeoutMs, session: reply.session, suspended: false };
    const ping: ClientEffect = { kind: "timer", name: "ping", ms: pingEveryMs(timeoutMs) };
    return { client: connected, effects: [ping, alive], news: "connected", reply: null };
  }
  if (reply.kind === "expired") {
    if (reply.session !== session) return { client, effects: [], news: null, reply: null };
    const effects: ClientEffect[] = [
      { kind: "cancel", name: "ping" },
      { kind: "cancel", name: "silent" },
      connect(client),
    ];
    return { client: newClient(timeoutMs), effects, news: "expired", reply: null };
  }
  if (session === null) return { client, effects: [], news: null, reply: null };
  const stale = reply.kind === "watch" && reply.session !== session;
  return {
    client: { ...client, suspended: false },
    effects: [alive],
    news: client.suspended ? "reconnected" : null,
    reply: stale || reply.kind === "pong" ? null : reply,
  };
}
