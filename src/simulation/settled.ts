import type { Notification } from "../protocols/fle/messages.ts";
import { answerToObserver, decisionOf, proposalOf } from "../protocols/fle/server.ts";
import { sameVote } from "../protocols/fle/vote.ts";
import type { Network } from "./network.ts";
import type { Node } from "./node.ts";

/**
 * Whether only doubling waits are left when nothing is in flight: no decision is pending, and every LOOKING server
 * has sent its vote again since anything last changed. A vote that the network lost has not been sent: where that
 * can happen, every server must also have heard the newest word of those it can hear.
 */
export function isSettled(
  nodes: readonly Node[],
  network: Network,
  heard: (node: Node, sender: Node) => Notification | undefined,
  sentAgain: (node: Node) => boolean,
): boolean {
  const looking = nodes.filter((node) => node.fle?.peerState === "LOOKING" && !node.paused);
  if (!looking.every((node) => !node.fle?.finalizing && sentAgain(node))) return false;
  return !network.lossy || looking.every((node) => allHeard(node));

  function allHeard(node: Node): boolean {
    return nodes.every((other) => {
      if (other === node || !other.fle || other.paused || !network.reachable(node.index, other.index)) return true;
      return hasHeard(other, node) && hasHeard(node, other);
    });
  }

  function hasHeard(node: Node, sender: Node): boolean {
    const newest = newestFor(node, sender);
    if (!newest) return true;
    const last = heard(node, sender);
    return (
      last?.state === newest.state && last.electionEpoch === newest.electionEpoch && sameVote(last.vote, newest.vote)
    );
  }
}

/** What the sender would tell that server now; undefined when it would tell nothing. */
function newestFor(node: Node, sender: Node): Notification | undefined {
  if (!sender.fle) return undefined;
  // Nobody writes to an observer but in answer to its own notifications.
  if (node.voter === undefined && node.fle?.peerState !== "LOOKING") return undefined;
  if (node.voter === undefined) return sender.voter === undefined ? undefined : answerToObserver(sender.fle);
  if (sender.fle.peerState === "LOOKING") return proposalOf(sender.fle);
  return sender.voter === undefined ? undefined : decisionOf(sender.fle);
}
