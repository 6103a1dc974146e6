/** Whether the commands of a description's steps are about brokers and partitions that there are. */
import type { Cluster } from "../../../scenario/cluster.ts";
import { formatPath, type Path } from "../../../scenario/description.ts";
import type { PlacedFault } from "../../../scenario/problem.ts";
import { commandsAmong, unknownSids } from "../../../scenario/steps.ts";
import { unknownWord } from "../../../scenario/suggest.ts";

/** Each name of a partition, and each sid, that is nobody's. */
export function commandFaults({ steps, servers }: Cluster, partitions: readonly string[]): PlacedFault[] {
  const known = new Set(partitions);
  const faultsOf = (path: Path, name: string): PlacedFault[] =>
    known.has(name)
      ? []
      : [{ path: formatPath(path), fault: unknownWord("partition", name, partitions.slice(0, maxNamed)) }];
  const shutDown = commandsAmong(steps, "shut-down").flatMap(({ argument, path }) =>
    unknownSids(path, argument as number[], servers),
  );
  const preferred = commandsAmong(steps, "preferred-election").flatMap(({ argument, path }) =>
    argument === true ? [] : (argument as string[]).flatMap((name, at) => faultsOf([...path, at], name)),
  );
  const moved = commandsAmong(steps, "reassign").flatMap(({ argument, path }) =>
    Object.entries(argument as Record<string, number[]>).flatMap(([name, sids]) => [
      ...faultsOf([...path, name], name),
      ...unknownSids([...path, name], sids, servers),
    ]),
  );
  return [...shutDown, ...preferred, ...moved];
}

/** So many names are a list that can be read. */
const maxNamed = 12;
