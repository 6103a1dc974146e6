/** Runs of Elasticsearch's discovery, told as events. */

import { zen } from "../../../src/protocols/elasticsearch/protocol.ts";
import type { elasticsearchPart } from "../../../src/protocols/elasticsearch/telling/part.ts";
import type { ZenTrace } from "../../../src/protocols/elasticsearch/telling/story.ts";
import type { Cluster } from "../../../src/scenario/cluster.ts";
import { optionsOf } from "../../../src/scenario/protocol.ts";
import { runProtocol } from "../../../src/simulation/actors/run-protocol.ts";
import { traceHeader } from "../../../src/simulation/header.ts";
import type { OwnEvent } from "../../../src/trace/protocol-events.ts";
import { read } from "../../scenario/helpers.ts";

/** A description, run under this protocol. */
export async function told(description: object): Promise<ZenTrace> {
  return run(await read(JSON.stringify({ protocol: "elasticsearch", ...description }), "cluster.json"));
}

export function run(cluster: Cluster): ZenTrace {
  const events: OwnEvent[] = [];
  const options = optionsOf({ ...cluster, protocol: "elasticsearch" }) as ReturnType<typeof elasticsearchPart.options>;
  const result = runProtocol(zen, cluster, options, (event) => events.push(event));
  return { header: traceHeader(cluster), events, result } as unknown as ZenTrace;
}

/** Who could be elected each time a step leaves nobody in office. */
export function vacancies(cluster: Cluster): (readonly number[])[] {
  const options = optionsOf({ ...cluster, protocol: "elasticsearch" }) as ReturnType<typeof elasticsearchPart.options>;
  const found: (readonly number[])[] = [];
  const vacant = (sids: readonly number[]) => found.push(sids);
  runProtocol(zen, cluster, options, undefined, { messages: false, drawn: () => {}, vacant });
  return found;
}

/** The events of one type, of which the fields are those of the protocol. */
export function of(trace: ZenTrace, type: string): Record<string, unknown>[] {
  return trace.events.filter((event) => event.type === type) as unknown as Record<string, unknown>[];
}
