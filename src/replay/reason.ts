import type { Entry } from "../logs/record.ts";
import type { StateReason } from "../trace/events.ts";

type Left = Extract<Entry, { kind: "left" }>;

/**
 * Why a server gave up its leader or its office, from what its log says (Follower.followLeader, Observer.observeLeader,
 * Leader.lead and Leader.shutdown).
 *
 * @param cause the exception under the line
 */
export function reasonOf({ role, reason }: Left, cause = ""): StateReason {
  if (role === "LEADING") {
    if (/^(?:Waiting for a quorum|Timeout while waiting)/.test(reason)) return "quorum-never";
    return /Not sufficient|not enough|Only \d+/i.test(reason) ? "quorum-lost" : "left";
  }
  if (/Read timed out/.test(cause)) return "leader-silent";
  if (/ConnectException|NoRouteToHost|connect timed out|Connect timed out|Failed connect/.test(cause))
    return "leader-unreachable";
  return /EOFException|SocketException|Connection reset|ClosedChannel/.test(cause) ? "leader-lost" : "left";
}
