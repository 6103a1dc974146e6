import type { Happening, Message, Protocol } from "../../protocols/protocol.ts";
import type { Cluster } from "../../scenario/cluster.ts";
import type { ProtocolResult } from "../../trace/protocol-events.ts";
import { Actors } from "./actors.ts";
import type { Observer } from "./observer.ts";
import { type Opening, openingOf } from "./opening.ts";
import type { Emit } from "./report.ts";

/**
 * Runs a cluster's steps under a protocol other than ZooKeeper's own, and tells what happened. As with `simulate`, the
 * same cluster and options give the same events and the same result.
 *
 * @param options the protocol's part of the description, every default filled in
 * @param emit given each event as it happens
 * @param observer told what is no part of the trace
 * @param opening that of another run of the same cluster with another seed, where there was one
 * @returns the last line of a trace
 * @throws InputError when the protocol does not come to rest within the limit on events
 */
export function runProtocol<S, M extends Message, E extends Happening, O>(
  protocol: Protocol<S, M, E, O>,
  cluster: Cluster,
  options: O,
  emit?: Emit,
  observer?: Observer,
  opening: Opening<S, M, E, O> = openingOf(protocol, cluster, options),
): ProtocolResult {
  const actors = new Actors(protocol, cluster, opening, emit, observer);
  cluster.steps.forEach((step, index) => {
    actors.run(step, index);
  });
  return actors.result(cluster.expect);
}
