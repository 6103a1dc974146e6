/** What a cluster description says to Elasticsearch's discovery, and what it says in vain. */
import * as v from "valibot";
import type { Cluster } from "../../../scenario/cluster.ts";
import { expected, fields, integer, may } from "../../../scenario/fields.ts";
import { maxMs, maxServers } from "../../../scenario/limits.ts";
import { InputError } from "../../../scenario/problem.ts";
import type { DescriptionPart } from "../../registry.ts";
import { majority, type ZenOptions } from "../options.ts";

/** Zero would have it go on without end at one moment. */
const ms = integer(1, maxMs, "milliseconds");

const faultDetection = fields(["objectSuchAs", "{ interval: 1000, timeout: 30000, retries: 3 }"], {
  interval: may(ms, "From the answer to a ping until the next one, in ms; default 1000"),
  timeout: may(ms, "How long a ping may stay unanswered, in ms; default 30000"),
  retries: may(integer(1, 1_000), "After so many unanswered pings in a row the other side is given up; default 3"),
});

const schema = fields(["objectSuchAs", "{ minimumMasterNodes: 2 }"], {
  minimumMasterNodes: may(
    integer(1, maxServers),
    "How many master-eligible nodes an election needs; default: more than half, as recommended (in Elasticsearch one is enough unless it is set)",
  ),
  order: may(
    v.picklist(["id", "version"], expected(["either", "id", "version"])),
    "Who comes first: the lowest id (the default), or, as since 5.0, the newest cluster state and then the lowest id",
  ),
  pingTimeout: may(ms, "How long a node collects answers to its pings before it chooses, in ms; default 3000"),
  joinTimeout: may(
    ms,
    "How long a node waits to be let in, in ms; who is elected waits half as long for joins; default 20 times pingTimeout",
  ),
  faultDetection: may(faultDetection, "How a master and its nodes notice that the other side is gone"),
});

export const elasticsearchPart: DescriptionPart<ZenOptions> = {
  schema,
  options: (data, cluster) => optionsOf((data ?? {}) as v.InferOutput<typeof schema>, cluster),
  ignores: [
    ...["epoch", "acceptedEpoch", "electionEpoch", "log", "snapshot", "weight", "group"],
    ...["committed", "commitLogCount", "until", "timing", "write"],
  ],
};

/**
 * A description always has a participant, so somebody is master-eligible.
 *
 * @throws InputError when a master is in office that too few could ever have elected
 */
function optionsOf(data: v.InferOutput<typeof schema>, { servers, leader }: Cluster): ZenOptions {
  const { order = "id", pingTimeout = 3_000, joinTimeout = Math.min(20 * pingTimeout, maxMs) } = data;
  const eligible = servers.filter(({ role }) => role === "participant").length;
  const { minimumMasterNodes = majority(eligible) } = data;
  if (leader !== null && eligible < minimumMasterNodes) {
    const fault = ["tooFewEligible", minimumMasterNodes, eligible] as const;
    throw new InputError([{ path: "elasticsearch.minimumMasterNodes", fault: [...fault] }]);
  }
  const faults = { interval: 1_000, timeout: 30_000, retries: 3, ...data.faultDetection };
  return { minimumMasterNodes, order, pingTimeout, joinTimeout, faultDetection: faults };
}
