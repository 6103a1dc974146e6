import type { Entry } from "../logs/record.ts";
import type { StateReason } from "../trace/events.ts";

type Left = Extract<Entry, { kind: "left" }>;

/**
 * Why a server gave up its leader or its office, from what its log says (Follower.followLeader, Observer.observeLeader,
 * Leader.lead and Leader.shutdown).
 *
 * @param cause the exception under the line
 * @param served whether a quorum followed it: a leader that gives up before says no more than that it is forced to
 */
export function reasonOf({ role, reason }: Left, cause: string, served: boolean): StateReason {
  if (role === "LEADING") {
    if (/^Forcing shutdown/i.test(reason)) return served ? "quorum-lost" : "quorum-never";
    if (/^(?:Waiting for a quorum|Timeout while waiting)/.test(reason)) return "quorum-never";
    return /Not sufficient|not enough|Only \d+/i.test(reason) ? "quorum-lost" : "left";
  }
  if (/Read timed out/.test(cause)) return "leader-silent";
  if (/ConnectException|NoRouteToHost|connect timed out|Connect timed out|Failed connect/.test(cause))
    return "leader-unreachable";
  return /EOFException|SocketException|Connection reset|ClosedChannel/.test(cause) ? "leader-lost" : "left";
}
