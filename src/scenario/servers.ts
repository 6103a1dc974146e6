/** From the servers of a description to those of a cluster: defaults, and what holds between servers. */
import type { Server } from "./cluster.ts";
import type { Finding } from "./description.ts";
import type { ClusterData } from "./schema.ts";
import { epochOf, parseZxid } from "./zxid.ts";

type ServerData = Exclude<ClusterData["servers"], number>[number];

/** The servers as a list of objects: `5` is short for sids 1 to 5. */
function listServers(servers: ClusterData["servers"]): ServerData[] {
  return typeof servers === "number" ? Array.from({ length: servers }, (_, index) => ({ sid: index + 1 })) : servers;
}

/**
 * The servers in sid order. A server without an epoch of its own has `description.epoch`, else the upper half of its
 * zxid; `description.leader` in office means that one election has been held.
 */
export function normalizeServers(description: Partial<ClusterData>, report: (finding: Finding) => void): Server[] {
  const list = listServers(description.servers ?? []);
  checkSids(list, report);
  const hierarchical = checkGroups(list, report);
  if (!list.some(votes)) {
    report({ path: ["servers"], fault: ["onlyObservers"] });
  }
  const electionEpoch = typeof description.leader === "number" ? 1 : 0;
  const defaults = { epoch: description.epoch, electionEpoch, ...(hierarchical && { weight: 1 }) };
  return list.map((server) => normalizeServer(server, defaults)).sort((a, b) => a.sid - b.sid);
}

interface Defaults {
  epoch: number | undefined;
  electionEpoch: number;
  /** Of a server in a group. */
  weight?: number;
}

function normalizeServer(data: ServerData, defaults: Defaults): Server {
  const weight = data.weight ?? (data.group === undefined ? undefined : defaults.weight);
  const parsed = parseZxid(data.zxid ?? 0);
  const zxid = "zxid" in parsed ? parsed.zxid : 0n;
  const epoch = data.epoch ?? defaults.epoch ?? epochOf(zxid);
  return {
    sid: data.sid,
    zxid,
    epoch,
    acceptedEpoch: epoch,
    electionEpoch: data.electionEpoch ?? defaults.electionEpoch,
    role: data.role ?? "participant",
    ...(weight !== undefined && { weight }),
    ...(data.group !== undefined && { group: data.group }),
  };
}

function checkSids(list: readonly ServerData[], report: (finding: Finding) => void): void {
  const firstIndex = new Map<number, number>();
  for (const [index, { sid }] of list.entries()) {
    const first = firstIndex.get(sid);
    if (first === undefined) firstIndex.set(sid, index);
    else report({ path: ["servers", index, "sid"], fault: ["sidTaken", sid, first] });
  }
}

/**
 * Whether quorums are hierarchical. ZooKeeper reads weights only together with groups, and a participant outside
 * every group would never count (QuorumHierarchical.parse).
 */
function checkGroups(list: readonly ServerData[], report: (finding: Finding) => void): boolean {
  const hierarchical = list.some((server) => votes(server) && server.group !== undefined);
  const without = list.filter((server) => votes(server) && server.group === undefined).map((server) => server.sid);
  for (const [index, server] of list.entries()) {
    const path = ["servers", index];
    if (!votes(server)) {
      for (const field of ["weight", "group"] as const) {
        if (server[field] === undefined) continue;
        report({ path: [...path, field], fault: ["observerWith", server.sid, field] });
      }
    } else if (hierarchical && server.sid === without[0]) {
      report({ path, fault: ["groupless", without] });
    } else if (!hierarchical && server.weight !== undefined) {
      report({ path: [...path, "weight"], fault: ["weightAlone"] });
    }
  }
  return hierarchical;
}

function votes(server: ServerData): boolean {
  return server.role !== "observer";
}
