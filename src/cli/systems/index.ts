import { actorsSystem } from "./actors.ts";
import type { System } from "./system.ts";
import { zookeeper } from "./zookeeper.ts";

/** Those that are made by hand; all others are in the registry. */
const own: Readonly<Record<string, System>> = { zookeeper };

/**
 * The system of a protocol's name, as a cluster or the header of a trace has it; without one, ZooKeeper's own. All
 * others are loaded only here.
 */
export async function systemOf(protocol = "zookeeper"): Promise<System> {
  return own[protocol] ?? actorsSystem(protocol);
}
