/** From a description to the cluster that it means, or to everything that is wrong with it. */
import type { Cluster, LocalizedText } from "./cluster.ts";
import { followSteps } from "./condition.ts";
import { defaultCommitLogCount } from "./defaults.ts";
import type { Description, Finding } from "./description.ts";
import { isMapping } from "./fields.ts";
import { checkCommitted } from "./history.ts";
import { normalizeNetwork, normalizeTiming } from "./network.ts";
import { checkExpected, checkOffice, conditionsBefore, implicitStart } from "./office.ts";
import { InputError, type PlacedFault } from "./problem.ts";
import { checkOptions, partsOf } from "./protocol.ts";
import { normalizeServers } from "./servers.ts";
import { checkReach, normalizeStep } from "./steps.ts";
import { checkStructure } from "./structure.ts";
import { readZxid } from "./zxid.ts";

/**
 * The cluster that a description means, every default filled in.
 * @throws {InputError} with every problem, in the order in which they stand in the input.
 */
export function normalize(description: Description): Cluster {
  const cluster = clusterIn(description);
  // Whether its protocol can do with it shows only when it is whole.
  checkUse(cluster, description);
  return cluster;
}

/**
 * Holds a cluster against its protocol.
 * @param description where the cluster comes from
 * @throws {InputError} when the protocol has no use for it
 */
export function checkUse(cluster: Cluster, description: Description): void {
  const findings: Finding[] = [];
  const steps = isMapping(description.data) ? description.data["steps"] : undefined;
  const written = Array.isArray(steps) ? steps.length : 0;
  checkOptions(cluster, written, (finding) => findings.push(finding));
  throwAny(description, findings);
}

/**
 * The same cluster, whether or not its protocol has a use for it.
 * @throws {InputError} as `normalize`, of what is wrong under any protocol
 */
export function clusterIn(description: Description): Cluster {
  const { data, broken, findings } = checkStructure(description.data);
  const report = (finding: Finding) => findings.push(finding);

  // What depends on a field of the wrong shape is left unchecked: it would be reported twice, or wrongly.
  const whole = (...fields: string[]) => !fields.some((field) => broken.has(field));
  const servers = whole("servers") ? normalizeServers(data, report) : [];
  const leader = data.leader ?? null;
  const committed = data.committed === undefined ? undefined : readZxid(data.committed);
  if (committed !== undefined && whole("servers")) checkCommitted(committed, servers, leader, report);
  const steps = (data.steps ?? []).map(normalizeStep);
  if (whole("servers", "steps")) checkReach(steps, servers, report);
  const before = conditionsBefore(leader, servers, steps);
  if (whole("servers", "leader", "steps")) {
    if (leader !== null) checkOffice(leader, servers, steps, report);
    const conditions = followSteps(before, steps, report);
    const expected = whole("expect") ? data.expect?.leader : null;
    if (typeof expected === "number") checkExpected(expected, servers, conditions, report);
  }
  const network = normalizeNetwork(data.network, report);
  const timing = normalizeTiming(data.timing, report);

  throwAny(description, findings);
  const parts = partsOf(data);
  return {
    ...(data.title !== undefined && { title: normalizeTitle(data.title) }),
    ...(data.source !== undefined && { source: oneLine(data.source) }),
    ...(data.protocol !== undefined && data.protocol !== "zookeeper" && { protocol: data.protocol }),
    ...(Object.keys(parts).length > 0 && { parts }),
    servers,
    leader,
    ...(committed !== undefined && { committed }),
    commitLogCount: data.commitLogCount ?? defaultCommitLogCount,
    until: data.until ?? "established",
    steps: [...implicitStart(leader, servers, steps), ...steps],
    network,
    timing,
    ...(data.expect && { expect: { leader: data.expect.leader } }),
  };
}

function throwAny(description: Description, findings: readonly Finding[]): void {
  const faults = [...description.faults, ...findings.map((finding) => located(finding, description))];
  if (faults.length > 0) throw new InputError(inOrder(faults));
}

function normalizeTitle(title: LocalizedText): LocalizedText {
  if (typeof title === "string") return oneLine(title);
  const { en, "zh-CN": simplified, "zh-TW": traditional } = title;
  return {
    en: oneLine(en),
    ...(simplified !== undefined && { "zh-CN": oneLine(simplified) }),
    ...(traditional !== undefined && { "zh-TW": oneLine(traditional) }),
  };
}

/** Text that is printed as one line and cannot steer a terminal. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

function located({ path, key, fault }: Finding, description: Description): PlacedFault {
  return { ...description.place(path, key), fault };
}

/** By line and column; what has none, as a flag, comes first. What one flag gave to many servers is said once. */
function inOrder(faults: readonly PlacedFault[]): PlacedFault[] {
  const distinct = new Map(faults.map((fault) => [JSON.stringify(fault), fault]));
  return [...distinct.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
