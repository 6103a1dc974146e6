/** The way back: a normalised cluster as a description, for the header of a trace. */
import type { Cluster, LocalizedText, Network, Server, Step, Timing } from "./cluster.ts";
import { defaultCommitLogCount, defaultNetwork, defaultTiming } from "./defaults.ts";
import { formatZxid } from "./zxid.ts";

/** A server as descriptions write it: without what goes without saying. */
export interface TellingServer extends Omit<Server, "acceptedEpoch"> {
  /** Only where it is not the epoch. */
  acceptedEpoch?: number;
}

/** zxids are `0x…` in lower case. */
interface ServerJson extends Omit<TellingServer, "zxid" | "log" | "snapshot"> {
  zxid: string;
  log?: string[];
  snapshot?: string;
}

/** One step in the form of the description: one action, and `for` where the step is limited in time. */
export type StepJson = (
  | { start: number[] }
  | { fail: number[] }
  | { restart: number[] }
  | { pause: number[] }
  | { resume: number[] }
  | { partition: number[][] }
  | { heal: true }
  | { write: number | { n: number; reach: number[] } }
  | { wait: number }
  | { command: Record<string, unknown> }
) & { for?: number };

/** A cluster description as plain JSON data, every default of a server filled in. */
export interface ClusterJson {
  title?: LocalizedText;
  source?: string;
  protocol?: string;
  servers: ServerJson[];
  leader: number | null;
  /** `0x…` */
  committed?: string;
  /** Only where it is not the default. */
  commitLogCount?: number;
  until: Cluster["until"];
  steps: StepJson[];
  /** Only what differs from the defaults. */
  network?: Partial<Omit<Network, "latency">> & { latency?: number | [number, number] };
  /** Only what differs from the defaults. */
  timing?: Partial<Timing>;
  expect?: { leader: number | null };
  /** Beside `protocol`, what is said to single protocols, by their names. */
  [part: string]: unknown;
}

/** A description that gives an equal cluster when it is read. Shares nothing with `cluster`. */
export function describeCluster(cluster: Cluster): ClusterJson {
  const { title, source, protocol, committed, commitLogCount, expect, parts } = cluster;
  const network = describeNetwork(cluster.network);
  const timing = differing(cluster.timing, defaultTiming);
  return {
    ...(title !== undefined && { title: typeof title === "string" ? title : { ...title } }),
    ...(source !== undefined && { source }),
    ...(protocol !== undefined && { protocol }),
    servers: cluster.servers.map(serverJson),
    leader: cluster.leader,
    ...(committed !== undefined && { committed: formatZxid(committed) }),
    ...(commitLogCount !== defaultCommitLogCount && { commitLogCount }),
    until: cluster.until,
    steps: cluster.steps.map(actionJson),
    ...(Object.keys(network).length > 0 && { network }),
    ...(Object.keys(timing).length > 0 && { timing }),
    ...(expect && { expect: { ...expect } }),
    ...structuredClone(parts),
  };
}

/** The server without what goes without saying. Shares nothing with it. */
export function tellingServer(server: Server): TellingServer {
  const { sid, zxid, epoch, electionEpoch, acceptedEpoch, log, snapshot, ...others } = server;
  return {
    ...{ sid, zxid, epoch, electionEpoch },
    ...(acceptedEpoch !== epoch && { acceptedEpoch }),
    ...(log && { log: [...log] }),
    ...(snapshot !== undefined && { snapshot }),
    ...others,
  };
}

function serverJson(server: Server): ServerJson {
  const { log, snapshot, ...others } = tellingServer(server);
  return {
    ...others,
    zxid: formatZxid(server.zxid),
    ...(log && { log: log.map(formatZxid) }),
    ...(snapshot !== undefined && { snapshot: formatZxid(snapshot) }),
  };
}

/** `{ fail: [3, 5] }`; with `for` when the step has it. */
export function actionJson(step: Step): StepJson {
  const { action, forMs } = step;
  return { ...bareAction(action), ...(forMs !== undefined && { for: forMs }) };
}

function bareAction(action: Step["action"]): StepJson {
  switch (action.kind) {
    case "start":
      return { start: [...action.sids] };
    case "fail":
      return { fail: [...action.sids] };
    case "restart":
      return { restart: [...action.sids] };
    case "pause":
      return { pause: [...action.sids] };
    case "resume":
      return { resume: [...action.sids] };
    case "partition":
      return { partition: action.groups.map((group) => [...group]) };
    case "heal":
      return { heal: true };
    case "write":
      return { write: action.reach ? { n: action.count, reach: [...action.reach] } : action.count };
    case "wait":
      return { wait: action.ms };
    case "command":
      return { command: { [action.name]: structuredClone(action.argument) } };
  }
}

function describeNetwork({ latency: { min, max }, loss, seed }: Network): NonNullable<ClusterJson["network"]> {
  const { latency: usual, ...defaults } = defaultNetwork;
  const latency: number | [number, number] = min === max ? min : [min, max];
  const isUsual = min === usual.min && max === usual.max;
  return { ...(!isUsual && { latency }), ...differing({ loss, seed }, defaults) };
}

/** The fields of `values` that are not as in `defaults`. */
function differing<Values extends object>(values: Values, defaults: Values): Partial<Values> {
  const keys = Object.keys(values) as (keyof Values)[];
  const changed = keys.filter((key) => values[key] !== defaults[key]);
  return Object.fromEntries(changed.map((key) => [key, values[key]])) as Partial<Values>;
}
