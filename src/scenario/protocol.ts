/** The parts of a description that are for single protocols, and what a protocol makes of them. */
import { protocols } from "../protocols/registry.ts";
import type { Cluster } from "./cluster.ts";
import { type Finding, type Path, readPath } from "./description.ts";
import { InputError } from "./problem.ts";

/** What a description of the right shape says to single protocols, by their names. */
export function partsOf(data: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([field]) => Object.hasOwn(protocols, field)));
}

/**
 * Reports why the protocol of a cluster has no use for it, if it has none.
 *
 * @param written how many of the steps the description has: one that nobody wrote stands before them
 */
export function checkOptions(cluster: Cluster, written: number, report: (finding: Finding) => void): void {
  const implied = cluster.steps.length - written;
  try {
    optionsOf(cluster);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const { path = "", fault } of error.faults) report({ path: inDescription(readPath(path), implied), fault });
  }
}

function inDescription(path: Path, implied: number): Path {
  const [field, index, ...rest] = path;
  return field === "steps" && typeof index === "number" ? [field, index - implied, ...rest] : path;
}

/**
 * The options of the cluster's protocol, every default filled in; undefined for ZooKeeper's own.
 * @throws {InputError} when the protocol has no use for this cluster
 */
export function optionsOf(cluster: Cluster): unknown {
  const { protocol, parts } = cluster;
  return protocol === undefined ? undefined : protocols[protocol]?.part.options(parts?.[protocol], cluster);
}

/** The cluster under another protocol than it may be meant for, which then is not held to what is expected there. */
export function underProtocol(cluster: Cluster, name: string): Cluster {
  const { protocol = "zookeeper", expect, source, ...others } = cluster;
  if (protocol === name) return cluster;
  return { ...others, ...(name !== "zookeeper" && { protocol: name }) };
}
