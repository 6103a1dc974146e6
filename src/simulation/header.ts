import type { Cluster } from "../scenario/cluster.ts";
import { describeCluster, tellingServer } from "../scenario/describe.ts";
import type { Header } from "../trace/events.ts";

/** The first line of a simulation's trace; its cluster is a description that gives the same simulation again. */
export function traceHeader(cluster: Cluster): Header {
  const { servers, title, committed, ...description } = describeCluster(cluster);
  return {
    type: "trace",
    version: 1,
    source: "simulation",
    protocol: cluster.protocol ?? "zookeeper",
    cluster: {
      ...(title !== undefined && { title: typeof title === "string" ? title : { ...title } }),
      ...description,
      servers: cluster.servers.map(tellingServer),
      ...(cluster.committed !== undefined && { committed: cluster.committed }),
    },
  };
}
