import type { View } from "../protocol.ts";
import type { Client } from "./client.ts";
import type { Store } from "./draft.ts";
import { pingEveryMs, readTimeoutMs } from "./sessions.ts";

/**
 * Whether every server that runs has a session that it can keep, and nobody else has one: then no session ends, and none
 * begins, before something else happens.
 *
 * @param latencyMs how long a message takes at most
 */
export function keepSessions(
  { sessions }: Store,
  servers: readonly { readonly sid: number; readonly client: Client }[],
  { running, reachable }: Pick<View<unknown>, "running" | "reachable">,
  latencyMs: number,
): boolean {
  const up = servers.filter(({ sid }) => running(sid));
  return (
    sessions.size === up.length &&
    up.every(({ sid, client: { session, suspended, timeoutMs } }) => {
      // It hears an answer to each ping before it gives the connection up.
      const inTime = pingEveryMs(timeoutMs) + 2 * latencyMs < readTimeoutMs(timeoutMs);
      const alive = session !== null && sessions.get(session)?.sid === sid && !suspended;
      return alive && inTime && reachable(sid, "zookeeper");
    })
  );
}
