import { protocols } from "./protocols/registry.ts";
import type { Cluster } from "./scenario/cluster.ts";
import { optionsOf, underProtocol } from "./scenario/protocol.ts";
import { runProtocol } from "./simulation/actors/run-protocol.ts";
import type { OwnEvent, ProtocolEvent, ProtocolResult } from "./trace/protocol-events.ts";

/**
 * Runs a cluster's steps under another protocol than ZooKeeper's own, as `simulate` does under that.
 *
 * @param name of the protocol, such as `raft`
 * @param emit given each event as it happens
 * @returns the last line of a trace
 * @throws InputError when the protocol has no use for this cluster
 * @throws RangeError when there is no such protocol
 */
export async function simulateProtocol(
  name: string,
  cluster: Cluster,
  emit?: (event: ProtocolEvent | OwnEvent) => void,
): Promise<ProtocolResult> {
  const registered = Object.hasOwn(protocols, name) ? protocols[name] : undefined;
  if (!registered) throw new RangeError(`no protocol ${name}; known: ${Object.keys(protocols).join(", ")}`);
  const own = underProtocol(cluster, name);
  const { protocol } = await registered.load();
  return runProtocol(protocol, own, optionsOf(own), emit);
}
