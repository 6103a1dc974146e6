import { protocols } from "../protocols/registry.ts";
import { isMapping } from "./fields.ts";

/**
 * What stands in a description and is nothing to its protocol, by the names of fields and steps, in the order of the
 * protocol's own list; commands that only others know come last.
 *
 * @param data a description of the right shape
 */
export function ignoredIn(data: unknown, protocol: string): string[] {
  const part = protocols[protocol]?.part;
  const said = wordsOf(data);
  const commands = commandsIn(data).filter((name) => !Object.hasOwn(part?.commands ?? {}, name));
  return [...(part?.ignores ?? []).filter((word) => said.has(word)), ...new Set(commands)];
}

/** Names of fields at the top, of servers, of timing and network, kinds of steps, and `observer` where one is. */
function wordsOf(data: unknown): Set<string> {
  if (!isMapping(data)) return new Set();
  const servers = mappings(data.servers);
  const steps = mappings(data.steps);
  const writes = steps.flatMap(({ write }) => (isMapping(write) ? Object.keys(write) : []));
  const names = [data, data.timing, data.network, ...servers, ...steps].flatMap((part) =>
    isMapping(part) ? Object.keys(part) : [],
  );
  const observers = servers.some(({ role }) => role === "observer") ? ["observer"] : [];
  return new Set([...names, ...writes, ...observers]);
}

function commandsIn(data: unknown): string[] {
  if (!isMapping(data)) return [];
  return mappings(data.steps).flatMap(({ command }) => (isMapping(command) ? Object.keys(command) : []));
}

function mappings(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isMapping) : [];
}
