/** Runs Kafka on a description, without the command line. */
import { kafkaController } from "../../../src/protocols/kafka-controller/index.ts";
import { kafkaController as protocol } from "../../../src/protocols/kafka-controller/protocol.ts";
import { kafkaControllerPart } from "../../../src/protocols/kafka-controller/telling/part.ts";
import type { KafkaTrace } from "../../../src/protocols/kafka-controller/telling/trace.ts";
import type { Cluster, Server, Step } from "../../../src/scenario/cluster.ts";
import { defaultTiming } from "../../../src/scenario/defaults.ts";
import { runProtocol } from "../../../src/simulation/actors/run-protocol.ts";

export const { telling } = kafkaController;

export function clusterOf(
  counts: readonly number[],
  steps: readonly Step[],
  leader: number | null = 1,
  seed = 1,
  latency = { min: 1, max: 1 },
): Cluster {
  const servers = counts.map(
    (count, at): Server => ({
      ...{ sid: at + 1, zxid: (1n << 32n) + BigInt(count), epoch: 1, acceptedEpoch: 1, electionEpoch: 1 },
      role: "participant",
    }),
  );
  return {
    ...{ servers, leader, commitLogCount: 500, until: "established", steps: [...steps], timing: defaultTiming },
    network: { latency, loss: 0, seed },
  };
}

/** The whole trace; only what the telling needs is in its header. */
export function traceOf(cluster: Cluster, part?: unknown): KafkaTrace {
  const events: unknown[] = [];
  const options = kafkaControllerPart.options(part, cluster);
  const result = runProtocol(protocol, cluster, options, (event) => events.push(event));
  return { header: { cluster }, events, result } as unknown as KafkaTrace;
}

export const at = (action: Step["action"], forMs?: number): Step => ({ action, ...(forMs !== undefined && { forMs }) });

/** Who could be elected each time a step leaves nobody in office. */
export function vacancies(cluster: Cluster): (readonly number[])[] {
  const found: (readonly number[])[] = [];
  const options = kafkaControllerPart.options(undefined, cluster);
  const vacant = (sids: readonly number[]) => found.push(sids);
  runProtocol(protocol, cluster, options, undefined, { messages: false, drawn: () => {}, vacant });
  return found;
}
