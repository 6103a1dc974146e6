/** From the servers of a description to those of a cluster: defaults, and what holds between servers. */
import type { Server } from "./cluster.ts";
import type { Finding } from "./description.ts";
import { checkHistory } from "./history.ts";
import type { ClusterData, ServerData } from "./schema.ts";
import { epochOf, readZxid } from "./zxid.ts";

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
  const servers = list.map((written, index) => {
    const server = normalizeServer(written, defaults);
    checkHistory(server, written, ["servers", index], report);
    return server;
  });
  return servers.sort((a, b) => a.sid - b.sid);
}

interface Defaults {
  epoch: number | undefined;
  electionEpoch: number;
  /** Of a server in a group. */
  weight?: number;
}

function normalizeServer(data: ServerData, defaults: Defaults): Server {
  const weight = data.weight ?? (data.group === undefined ? undefined : defaults.weight);
  const log = data.log?.map(readZxid);
  const zxid = log?.at(-1) ?? readZxid(data.zxid ?? 0);
  const epoch = data.epoch ?? defaults.epoch ?? epochOf(zxid);
  return {
    sid: data.sid,
    zxid,
    epoch,
    acceptedEpoch: data.acceptedEpoch ?? epoch,
    ...(log && { log }),
    ...(data.snapshot !== undefined && { snapshot: readZxid(data.snapshot) }),
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
