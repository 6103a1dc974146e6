/** A cluster with changes. */
import { type Change, formatChange } from "./change.ts";
import { changeSteps } from "./change-steps.ts";
import type { Cluster, Server } from "./cluster.ts";
import { describeCluster } from "./describe.ts";
import type { Path } from "./description.ts";
import { normalize } from "./normalize.ts";
import { whatIf } from "./parse-changes.ts";
import { InputError, type Place, type PlacedFault } from "./problem.ts";
import { summary } from "./show.ts";

/**
 * The cluster with these changes. What it was expected to come to, its title and its source are left out: they speak
 * of another scenario.
 *
 * @throws {InputError} when there is no such cluster, with every reason
 */
export function applyChanges(cluster: Cluster, changes: readonly Change[]): Cluster {
  const { title, source, expect, ...rest } = cluster;
  checkServers(cluster, changes);
  const servers = cluster.servers.map((server) => changeServer(server, changes));
  const steps = changeSteps(cluster, changes);
  const place = (path: Path): Place => ({ path: changedAt(path, servers, changes) ?? whatIf });
  return normalize({ data: describeCluster({ ...rest, servers, steps }), faults: [], place });
}

function checkServers({ servers }: Cluster, changes: readonly Change[]): void {
  const known = servers.map(({ sid }) => sid);
  const faults: PlacedFault[] = [];
  for (const change of changes) {
    const named = change.field === "start" ? change.order.flat() : [change.sid];
    for (const sid of named) {
      if (known.includes(sid)) continue;
      faults.push({ path: `${whatIf}: ${formatChange(change)}`, fault: ["noServer", sid, summary(known)] });
    }
  }
  if (faults.length > 0) throw new InputError(faults);
}

function changeServer(server: Server, changes: readonly Change[]): Server {
  const own = changes.filter((change) => change.field !== "start" && change.sid === server.sid);
  const becomes = own.some((change) => change.field === "role" && change.value === "observer");
  // An observer counts in no group.
  const { weight, group, ...bare } = server;
  const values = own.flatMap((change) => ("value" in change ? [[change.field, change.value] as const] : []));
  return withHistory({ ...(becomes ? bare : server), ...Object.fromEntries(values) }, server);
}

/** Another zxid is another history; an accepted epoch that was the epoch still is, and is never below it. */
function withHistory(changed: Server, before: Server): Server {
  const { log, snapshot, ...others } = changed;
  const acceptedEpoch =
    before.acceptedEpoch === before.epoch ? changed.epoch : Math.max(before.acceptedEpoch, changed.epoch);
  return { ...(changed.zxid === before.zxid ? changed : others), acceptedEpoch };
}

/** The change that put there what is at `path`. */
function changedAt(
  [list, index, field]: Path,
  servers: readonly Server[],
  changes: readonly Change[],
): string | undefined {
  if (list !== "servers" || typeof index !== "number") return undefined;
  const sid = servers[index]?.sid;
  const change = changes.find((one) => one.field === field && "sid" in one && one.sid === sid);
  return change && `${whatIf}: ${formatChange(change)}`;
}
