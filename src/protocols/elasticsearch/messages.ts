/** What nodes say to each other, by the action of Elasticsearch that it stands for. */

/** UnicastZenPing: who has no master asks everybody; `round` tells its rounds apart. */
interface Ping {
  readonly kind: "ping";
  readonly round: number;
  /** It has asked before, and was told the same; so nobody need count this, or the answer. */
  readonly vain?: true;
}

/** ZenPing.PingResponse: whom it takes for the master, and how new its cluster state is. */
interface PingResponse {
  readonly kind: "ping-response";
  readonly round: number;
  readonly master: number | null;
  readonly version: number;
}

/** MembershipAction: "make me a node of your cluster"; for one that stands for election it is a vote. */
interface Join {
  readonly kind: "join";
}

/** NotMasterException. */
interface JoinRefused {
  readonly kind: "join-refused";
}

/** PublishClusterStateAction, first phase: a new cluster state, of which only the nodes matter here. */
interface Publish {
  readonly kind: "publish";
  readonly version: number;
  readonly nodes: readonly number[];
}

interface PublishAck {
  readonly kind: "publish-ack" | "publish-refused";
  readonly version: number;
}

/** PublishClusterStateAction, second phase: enough have it, apply it. */
interface Commit {
  readonly kind: "commit";
  readonly version: number;
}

/** NodesFaultDetection: a master asks a node for a sign of life; from the second attempt on this is news. */
interface NodePing {
  readonly kind: "node-ping";
  readonly version: number;
  readonly attempt: number;
}

/** MasterFaultDetection: a node asks the master that has been silent for too long. */
interface MasterPing {
  readonly kind: "master-ping";
}

interface Alive {
  readonly kind: "node-alive" | "master-alive";
}

/** What a node's ping to its master is answered with: it is no master, or has no such node (any more). */
interface NotYours {
  readonly kind: "not-master" | "not-in-cluster";
}

/** ZenDiscovery.RejoinClusterRequest: two are master, and this one is to give it up. */
interface Rejoin {
  readonly kind: "rejoin";
}

export type ZenMessage =
  | Ping
  | PingResponse
  | Join
  | JoinRefused
  | Publish
  | PublishAck
  | Commit
  | NodePing
  | MasterPing
  | Alive
  | NotYours
  | Rejoin;
